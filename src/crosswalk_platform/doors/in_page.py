"""Answers of somebody without an account: signed, and carried by the page itself; nothing is kept anywhere."""

from __future__ import annotations

from django.core import signing

from crosswalk_platform.doors.given import Given, given_from

__all__ = ["LIFETIME", "LONGEST", "UnreadableError", "carried", "held"]

_SALT = "crosswalk.doors.in_page"
#: Seconds after which a page that was left open has to begin again.
LIFETIME = 8 * 3600
#: Characters; every answer of the catalogue fits in half of it.
LONGEST = 16_000


class UnreadableError(Exception):
    """What a page carried is not what this site signed, or too old, or too long: one answer for all of these."""


def held(given: Given) -> str:
    """Signed text that carries what was told to the next page."""
    return signing.dumps(given.plain(), salt=_SALT, compress=True)


def carried(text: str) -> Given:
    """What was told on the pages before; nothing where the text is empty.

    Raises:
        UnreadableError: It was changed, is too old or too long, or comes from elsewhere.
    """
    if not text:
        return Given()
    if len(text) > LONGEST:
        raise UnreadableError
    try:
        return given_from(signing.loads(text, salt=_SALT, max_age=LIFETIME))
    except signing.BadSignature:
        raise UnreadableError from None
