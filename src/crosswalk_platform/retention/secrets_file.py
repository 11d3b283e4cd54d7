"""The secrets of an installation in one file, sealed by a passphrase: scrypt, then AES-256-GCM."""

from __future__ import annotations

import json
import os
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from crosswalk.errors import InputError, UsageError
from crosswalk_platform.config.installation import installation

__all__ = ["SHORTEST", "read_secrets", "write_secrets"]

_HEAD = b"crosswalk secrets 1\n"
_SALT, _NONCE = 16, 12
#: Letters that a passphrase has at least.
SHORTEST = 12


def write_secrets(path: Path, passphrase: str) -> None:
    """Seal all secrets of this installation into a file that only its owner reads.

    Raises:
        UsageError: The passphrase is too short.
    """
    if len(passphrase) < SHORTEST:
        raise UsageError(
            f"A passphrase has at least {SHORTEST} letters.", remedy="Choose a longer one, such as five words."
        )
    folder = installation().data / "secrets"
    kept = {each.name: each.read_text("ascii") for each in folder.iterdir() if not each.name.startswith(".")}
    salt, nonce = os.urandom(_SALT), os.urandom(_NONCE)
    sealed = AESGCM(_key(passphrase, salt)).encrypt(nonce, json.dumps(kept).encode(), _HEAD)
    part = path.with_name(f".part-{path.name}")
    part.unlink(missing_ok=True)
    part.touch(mode=0o600)
    part.write_bytes(_HEAD + salt + nonce + sealed)
    part.replace(path)


def read_secrets(path: Path, passphrase: str) -> dict[str, str]:
    """The secrets in a file, by name.

    Raises:
        InputError: It is no such file, it was changed, or the passphrase is another one.
    """
    data = path.read_bytes()
    if not data.startswith(_HEAD) or len(data) < len(_HEAD) + _SALT + _NONCE:
        raise InputError(
            "This is no file of secrets.", remedy="Name the one that crosswalk backup wrote.", place=str(path)
        )
    salt, nonce, sealed = (
        data[len(_HEAD) :][:_SALT],
        data[len(_HEAD) + _SALT :][:_NONCE],
        data[len(_HEAD) + _SALT + _NONCE :],
    )
    try:
        plain = AESGCM(_key(passphrase, salt)).decrypt(nonce, sealed, _HEAD)
    except InvalidTag as error:
        raise InputError(
            "The secrets cannot be opened: another passphrase, or a damaged file.",
            remedy="Type the passphrase of the day of the backup.",
            place=str(path),
        ) from error
    opened: dict[str, str] = json.loads(plain)
    return opened


def _key(passphrase: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=32, n=2**16, r=8, p=2).derive(passphrase.encode())
