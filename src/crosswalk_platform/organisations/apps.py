"""The app of organisations."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """See the package."""

    name = "crosswalk_platform.organisations"
    label = "organisations"
