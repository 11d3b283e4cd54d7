"""The app of the log."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """See the package."""

    name = "crosswalk_platform.audit"
    label = "audit"
