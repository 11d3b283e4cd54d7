"""The app of accounts."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """See the package."""

    name = "crosswalk_platform.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Have sessions and the log follow what happens at sign-in."""
        from crosswalk_platform.accounts import sessions, traces  # noqa: PLC0415 - apps are loaded by now

        sessions.connect()
        traces.connect()
