"""A new key for what is confided: rows are sealed anew in batches while people go on, then old keys are removed."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction

from crosswalk_platform.audit.record import record
from crosswalk_platform.authorization import NOBODY
from crosswalk_platform.config.installation import installation, write_secret
from crosswalk_platform.people.keys import KEY_LOCK, newest_key, open_sealed, protection_keys, seal

__all__ = ["rotate", "sealed_models"]

BATCH = 200


def rotate(tell: Callable[[int], None] = lambda rows: None) -> str:
    """Seal everything under a new key; a rotation that was interrupted is finished, not begun again.

    Args:
        tell: Called after each batch with the number of rows that are done.

    Returns:
        The name of the key that everything is sealed under now.

    Raises:
        SealError: A row cannot be opened; everything before it is sealed anew, and no key is removed.
    """
    begun = len(protection_keys()) > 1  # when a rotation has ended there is one
    if not begun:
        _new_key()
    newest, done = newest_key(), 0
    for model in sealed_models():
        while rows := _seal_batch(model, newest):
            done += rows
            tell(done)
    for old in protection_keys()[:-1]:
        (installation().data / "secrets" / old).unlink()
    with transaction.atomic():
        record("key.rotated", by=NOBODY, key=newest)
    return newest


def _new_key() -> None:
    """Make it while nobody seals: who began under the old key has committed by then, and is found by the batches."""
    number = int(newest_key().partition("-")[2])
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [KEY_LOCK])
        write_secret(f"protection-{number + 1}", secrets.token_urlsafe(48))


def sealed_models() -> list[type[models.Model]]:
    """Every model of the site with something sealed, under the key that its row names, for the person of the row."""
    return [model for model in apps.get_models() if {"key", "sealed"} <= {each.name for each in model._meta.fields}]


def _seal_batch(model: type[models.Model], newest: str) -> int:
    with transaction.atomic():
        rows: list[Any] = list(model._default_manager.exclude(key=newest).select_for_update().order_by("pk")[:BATCH])
        for row in rows:
            row.key, row.sealed = seal(open_sealed(row.key, bytes(row.sealed), row.person_id), row.person_id)
            row.save(update_fields=["key", "sealed"])
    return len(rows)
