"""What to do where a key is gone under which something is sealed: its name is never given to another key."""

from __future__ import annotations

import secrets
from typing import Any

__all__ = ["LOST", "keep_the_names_of_lost_keys", "lost_keys"]

#: What to do.
LOST = "Put the secrets of a backup of that time back: crosswalk restore with --secrets, into an empty folder."


def lost_keys(cursor: Any) -> list[str]:
    """Names of the keys that rows are sealed under and that the data folder does not hold; asked as the owner."""
    from crosswalk_platform.people.keys import protection_keys
    from crosswalk_platform.people.rotation import sealed_models

    named: set[str] = set()
    for model in sealed_models():
        cursor.execute(f"SELECT DISTINCT key FROM {model._meta.db_table}")  # noqa: S608 - a name of our own
        named |= {row[0] for row in cursor.fetchall()}
    return sorted(named - set(protection_keys()))


def keep_the_names_of_lost_keys() -> list[str]:
    """Begin a key with a later name where the newest is lost: should that one come back, it still opens its rows.

    Without it the site would make a new key under the lost one's name at the next row that is sealed.

    Returns:
        The names of the lost keys.
    """
    from django.db import connection

    from crosswalk_platform.config.installation import write_secret
    from crosswalk_platform.people.keys import protection_keys

    with connection.cursor() as cursor:
        lost = lost_keys(cursor)
    last, kept = (max(map(_number, names), default=0) for names in (lost, protection_keys()))
    if last > kept:
        write_secret(f"protection-{last + 1}", secrets.token_urlsafe(48))
    return lost


def _number(name: str) -> int:
    return int(name.partition("-")[2])
