"""The app of documents."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """See the package."""

    name = "crosswalk_platform.documents"
    label = "documents"

    def ready(self) -> None:
        """Connect what happens when a document goes."""
        from crosswalk_platform.documents import signals  # noqa: F401, PLC0415 - models need the apps loaded
