"""The app of duplicates."""

from django.apps import AppConfig


class DuplicatesConfig(AppConfig):
    """See the package."""

    name = "crosswalk_platform.duplicates"
    label = "duplicates"
