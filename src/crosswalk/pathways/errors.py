"""Errors of the facts that are put to pathways."""

from __future__ import annotations

from typing import ClassVar

from crosswalk.errors import InputError

__all__ = ["FactError"]


class FactError(InputError):
    """A fact has an unknown name, or a value that its declaration does not allow."""

    code: ClassVar[str] = "fact"
