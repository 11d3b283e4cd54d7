"""Errors of pathway files and of the facts that are put to them."""

from __future__ import annotations

from typing import ClassVar

from crosswalk.errors import CrosswalkError, InputError

__all__ = ["FactError", "PathwayFileError"]


class PathwayFileError(CrosswalkError):
    """A file of the catalogue breaks the language; the place is its file and line."""

    code: ClassVar[str] = "pathway_file"
    exit_status: ClassVar[int] = 7


class FactError(InputError):
    """A fact has an unknown name, or a value that its declaration does not allow."""

    code: ClassVar[str] = "fact"
