"""Every error that a user can meet: a stable code, one plain sentence, and what to do next."""

from __future__ import annotations

from typing import ClassVar

__all__ = ["CrosswalkError", "FileError", "InputError", "NotFoundError", "SettingsError", "TaxonomyError", "UsageError"]


class CrosswalkError(Exception):
    """Base of all errors: says what is wrong and how to mend it.

    Args:
        message: One plain sentence, without a trailing remedy.
        remedy: What the reader can do next; empty when nothing can be done.
        place: Where it is wrong: file, row, field, key.

    Example:
        >>> str(InputError("The file is empty.", remedy="Export it again.", place="people.csv"))
        'people.csv: The file is empty. Export it again.'
    """

    code: ClassVar[str] = "error"
    exit_status: ClassVar[int] = 1

    def __init__(self, message: str, *, remedy: str = "", place: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy
        self.place = place

    def __str__(self) -> str:
        where = f"{self.place}: " if self.place else ""
        return f"{where}{self.message} {self.remedy}".strip()

    def as_json(self) -> dict[str, str]:
        """The one JSON shape of an error, on the command line and in the API."""
        return {"code": self.code, "message": self.message, "remedy": self.remedy, "place": self.place}


class UsageError(CrosswalkError):
    """A command or a call was given arguments that do not fit together."""

    code = "usage"
    exit_status = 2


class InputError(CrosswalkError):
    """A file cannot be read at all; a bad row never raises, it is reported."""

    code = "input"
    exit_status = 3


class TaxonomyError(CrosswalkError):
    """A taxonomy source or file is incomplete or damaged."""

    code = "taxonomy"
    exit_status = 4


class NotFoundError(CrosswalkError):
    """A person, vacancy, concept or file that was named does not exist."""

    code = "not_found"
    exit_status = 5


class SettingsError(CrosswalkError):
    """A setting has a value that cannot be used."""

    code = "settings"
    exit_status = 6


class FileError(CrosswalkError):
    """A file that people write and review (a pathway, constraints, a partnership) breaks its language.

    The place is the file and the line.
    """

    code = "file"
    exit_status = 7
