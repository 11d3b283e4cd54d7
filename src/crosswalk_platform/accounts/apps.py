"""The app of accounts."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """See the package."""

    name = "crosswalk_platform.accounts"
    label = "accounts"
