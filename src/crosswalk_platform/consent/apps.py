"""The app of consent."""

from django.apps import AppConfig


class ConsentConfig(AppConfig):
    """See the package."""

    name = "crosswalk_platform.consent"
    label = "consent"
