"""Seals what is confided: AES-256-GCM under a key of its own, bound to the person whose row it is."""

from __future__ import annotations

import base64
import hashlib
import json
import os
from pathlib import Path
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import connection

from crosswalk.errors import CrosswalkError
from crosswalk_platform.config.installation import installation, secret

__all__ = ["KEY_LOCK", "SealError", "key_made", "newest_key", "open_sealed", "protection_keys", "seal"]

_NONCE = 12
#: Number of the database's lock that whoever seals shares, and a rotation holds alone for a moment.
KEY_LOCK = 5_271_900


class SealError(CrosswalkError):
    """What was sealed cannot be opened: its key is gone, or it was moved to another row or changed."""

    code = "seal"
    exit_status = 13


def newest_key() -> str:
    """Name of the key that seals from now on: protection-1, or the last that a rotation made."""
    return (protection_keys() or ["protection-1"])[-1]


def protection_keys() -> list[str]:
    """Names of the keys that are kept, the oldest first; after a rotation has ended it is one."""
    return sorted((path.name for path in _path("").glob("protection-*")), key=lambda name: int(name.partition("-")[2]))


def key_made(name: str) -> float:
    """When a key was made, in seconds of the system's clock."""
    return _path(name).stat().st_mtime


def seal(confided: dict[str, Any], person: UUID) -> tuple[str, bytes]:
    """Name of the key, and the sealed bytes; a rotation waits until the transaction that keeps them has ended."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [KEY_LOCK])
    name, nonce = newest_key(), os.urandom(_NONCE)
    plain = json.dumps(confided, ensure_ascii=False, sort_keys=True).encode()
    return name, nonce + AESGCM(_key(secret(name))).encrypt(nonce, plain, person.bytes)


def open_sealed(name: str, sealed: bytes, person: UUID) -> dict[str, Any]:
    """What was sealed for this person.

    Raises:
        SealError: It was changed, belongs to another row, or the key is not the one.
    """
    try:  # a key that is gone is never made anew
        plain = AESGCM(_key(_path(name).read_text(encoding="ascii"))).decrypt(
            sealed[:_NONCE], sealed[_NONCE:], person.bytes
        )
    except (InvalidTag, FileNotFoundError) as error:
        raise SealError(
            "A confided record cannot be opened.", remedy="Restore the key from the backup of secrets.", place=name
        ) from error
    opened: dict[str, Any] = json.loads(plain)
    return opened


def _key(text: str) -> bytes:
    return hashlib.sha256(base64.urlsafe_b64decode(text)).digest()


def _path(name: str) -> Path:
    return installation().data / "secrets" / name
