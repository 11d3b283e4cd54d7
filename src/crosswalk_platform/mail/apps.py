"""The app of mail."""

from django.apps import AppConfig


class MailConfig(AppConfig):
    """See the package."""

    name = "crosswalk_platform.mail"
    label = "mail"
