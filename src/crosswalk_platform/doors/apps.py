"""The app of my doors."""

from django.apps import AppConfig


class DoorsConfig(AppConfig):
    """See the package."""

    name = "crosswalk_platform.doors"
    label = "doors"
