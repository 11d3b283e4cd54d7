"""Entries of the lists in a record, each known by what it says, so that no two people change one under each other."""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import Any

from django.conf import settings

__all__ = ["entry_key", "find_entry", "same_entry", "without_entry"]

#: What the site adds to an entry by itself, and which does not make it another one.
_ADDED = {"occupation", "isco", "uri", "implied_by", "evidence"}
_KEY_LENGTH = 12


def entry_key(entry: dict[str, Any]) -> str:
    """A short name for an entry, the same as long as it says the same.

    It stands in addresses, from which nobody without the key of the site can find by trying what the entry says.

    Example:
        >>> entry_key({"text": "welding"}) == entry_key({"text": "welding", "uri": "urn:crosswalk:skill:weld"})
        True
    """
    told = {name: value for name, value in entry.items() if name not in _ADDED and value is not None}
    words = "entry:" + json.dumps(told, sort_keys=True, ensure_ascii=False)
    return hmac.digest(settings.SECRET_KEY.encode(), words.encode(), hashlib.sha256).hex()[:_KEY_LENGTH]


def find_entry(entries: list[dict[str, Any]], key: str) -> int | None:
    """Where the entry of that name stands; None where it is gone or says something else now."""
    return next((place for place, each in enumerate(entries) if entry_key(each) == key), None)


def without_entry(entries: list[dict[str, Any]], place: int) -> list[dict[str, Any]]:
    """The other entries."""
    return entries[:place] + entries[place + 1 :]


def same_entry(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two entries say the same."""
    return entry_key(one) == entry_key(other)
