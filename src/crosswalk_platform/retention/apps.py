"""The app of keeping and erasing."""

from django.apps import AppConfig


class RetentionConfig(AppConfig):
    """See the package."""

    name = "crosswalk_platform.retention"
    label = "retention"
