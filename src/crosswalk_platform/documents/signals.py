"""A file goes with its row, however that goes."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver

from crosswalk_platform.documents.models import Document

__all__ = ["erase_file"]


@receiver(post_delete, sender=Document)
def erase_file(instance: Document, **_told: Any) -> None:
    """Erase the file once it is certain that the row is gone."""
    name, storage = instance.file.name, instance.file.storage
    if name:
        transaction.on_commit(lambda: storage.delete(name))
