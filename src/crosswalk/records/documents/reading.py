"""What a reader hands back: the record, the text it was read from, the places, and what went wrong."""

from __future__ import annotations

from dataclasses import dataclass

from crosswalk.records.documents.parts import Span
from crosswalk.records.model import Person, Vacancy
from crosswalk.records.report import Problem

__all__ = ["DocumentReading", "JobAdReading"]


@dataclass(frozen=True, slots=True)
class DocumentReading:
    """A person read from a CV.

    `text` is the whole text in reading order; `spans` are the pieces that were understood, and as what: a span
    of kind "skill" is a skill that the person listed, "skill_candidate" a phrase that may name one.
    """

    person: Person
    text: str
    spans: tuple[Span, ...]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class JobAdReading:
    """A vacancy read from an advertisement, with its text and the pieces that were understood."""

    vacancy: Vacancy
    text: str
    spans: tuple[Span, ...]
    problems: tuple[Problem, ...] = ()
