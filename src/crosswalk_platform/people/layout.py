"""The layout of unpaid.yaml."""

from __future__ import annotations

from crosswalk.yaml_files import Entry, Text

__all__ = ["UnpaidFile", "UnpaidGroup"]


class UnpaidGroup(Entry):
    """A question by language, and skills of the starter taxonomy that a yes may show."""

    name: str
    question: Text
    skills: tuple[str, ...]


class UnpaidFile(Entry):
    """The whole file."""

    groups: tuple[UnpaidGroup, ...]
