"""The app of the look."""

from django.apps import AppConfig


class DesignConfig(AppConfig):
    """See the package."""

    name = "crosswalk_platform.design"
    label = "design"
