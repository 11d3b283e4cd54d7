"""Mail that a served site has sent, for tests in a browser."""

from __future__ import annotations

import email
import re
import time
from email import policy
from pathlib import Path

__all__ = ["mail_to"]

#: What Django's file of mails puts between two of them.
BETWEEN = re.compile(rb"^-{70,}\n", re.MULTILINE)


def mail_to(folder: Path, address: str, wanted: str) -> str:
    """The first group of what a mail to this address holds that looks like this; the worker sends it in a moment."""
    for _ in range(160):
        for path in sorted((folder / "mail").glob("*")):
            for part in BETWEEN.split(path.read_bytes()):
                letter = email.message_from_bytes(part, policy=policy.default)
                text = letter.get_content() if letter["To"] == address else ""
                if found := re.search(wanted, text, re.MULTILINE):
                    return found[1]
        time.sleep(0.25)
    raise AssertionError(f"no mail to {address}")
