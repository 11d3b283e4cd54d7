"""What a new password must not be: easy to guess, made of this site's own words, or known from a breach elsewhere."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from zxcvbn import zxcvbn

from crosswalk_platform.config.installation import installation

if TYPE_CHECKING:
    from crosswalk_platform.accounts.models import User

__all__ = ["CONTEXT_WORDS", "BreachedValidator", "ContextValidator", "GuessValidator", "stands_in"]

#: Words that anybody who knows this site would try; docs/explanation/security.md tells them.
CONTEXT_WORDS = (
    "crosswalk", "migration", "migrant", "refugee", "visa", "passport", "pathway", "caseworker", "coordinator",
    "administrator", "protection", "employer", "recruiter", "ministry", "embassy", "password",
)  # fmt: skip
#: Letters that must be left of a password without those words.
LEFT_OVER = 8
#: Guesses that a password must withstand: more than anybody can make through a network in a year.
GUESSES = 100_000_000
#: The estimate takes time that grows with the length; what is longer is judged by its beginning.
_JUDGED = 72


class GuessValidator:
    """Refuses what a program guesses early: common passwords, also two in a row or with numbers behind, keys in a row.

    zxcvbn (MIT) looks up 30,000 leaked passwords and the words of several languages, and finds patterns among them.
    """

    def validate(self, password: str, user: User | None = None) -> None:
        """Raise a ValidationError where it is too easy to guess."""
        known = [*CONTEXT_WORDS, *installation().hosts, *(user.email.replace("@", " ").split() if user else ())]
        if zxcvbn(password[:_JUDGED], user_inputs=known, max_length=_JUDGED)["guesses"] < GUESSES:
            raise ValidationError(
                _("This password is easy to guess. Four words that have nothing to do with each other make a good one.")
            )

    def get_help_text(self) -> str:
        """What stands beside the field."""
        return _("Choose one that is hard to guess, such as four words that have nothing to do with each other.")


class ContextValidator:
    """Refuses what is little more than words of this site or its names."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raise a ValidationError where too little is left without them."""
        left = password.lower()
        names = [part for host in installation().hosts for part in host.lower().split(".") if len(part) > 3]
        for word in sorted((*CONTEXT_WORDS, *names), key=len, reverse=True):
            left = left.replace(word, "")
        if len(left) < min(LEFT_OVER, len(password)) and left != password.lower():
            raise ValidationError(_("This password is made of words that everybody expects here. Choose other words."))

    def get_help_text(self) -> str:
        """Nothing beside what the others say."""
        return ""


class BreachedValidator:
    """Refuses what stands in the installation's file of breached passwords; without the file, nothing."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raise a ValidationError where it stands there."""
        path = installation().breached_passwords
        if path is not None and stands_in(path, password):
            raise ValidationError(_("This password was stolen from another site and is known. Choose another one."))

    def get_help_text(self) -> str:
        """Nothing beside what the others say."""
        return ""


def stands_in(path: Path, password: str) -> bool:
    """Whether a sorted file of SHA-1 sums holds that of the password; it is halved, not read.

    Each line begins with 40 letters of the sum, in capitals; what follows after a colon is passed over.
    """
    wanted = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper().encode()
    with path.open("rb") as file:
        low, high = 0, file.seek(0, 2)
        while low < high:  # the first line that begins at or after `low` is not yet known to be too small
            middle = (low + high) // 2
            file.seek(middle)
            if middle:
                file.readline()
            line = file.readline()
            if not line or line[:40].upper() >= wanted:
                high = middle
            else:
                low = middle + 1
        file.seek(low)
        if low:
            file.readline()
        return file.readline()[:40].upper() == wanted
