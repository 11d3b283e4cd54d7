"""The site for a web server."""

import gc
import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from crosswalk_platform.config import database
from crosswalk_platform.config.locales import compile_locales

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crosswalk_platform.config.settings")
database.start()
compile_locales(settings.LOCALE_PATHS[0])
application = get_wsgi_application()

from django.utils import timezone  # noqa: E402

from crosswalk_platform.config.grants import refuse_a_role_above_the_walls  # noqa: E402 - apps must be loaded
from crosswalk_platform.doors.catalogue import warm  # noqa: E402

refuse_a_role_above_the_walls()
warm(timezone.localdate())
gc.collect()
gc.freeze()  # what lasts as long as the process is not looked through again and again
gc.set_threshold(20_000, 20, 20)  # a page makes thousands of objects that end with it, and few circles
