"""The app of people."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """See the package."""

    name = "crosswalk_platform.people"
    label = "people"
