"""What was told, read back: each fact that a pathway reads, its answer in words, and where the answer comes from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Literal

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from crosswalk.pathways import Fact, Pathway
from crosswalk.pathways.facts import EPOCH, Value
from crosswalk_platform.doors.catalogue import named_country, occupations
from crosswalk_platform.doors.templatetags.texts import said

if TYPE_CHECKING:
    from crosswalk_platform.doors.session import Visit

__all__ = ["Told", "in_words", "told_in_words"]


@dataclass(frozen=True, slots=True)
class Told:
    """One fact as it was taken.

    Attributes:
        answer: In words; empty where it is not known.
        origin: Answered here, told by the record, or not known.
    """

    fact: Fact
    answer: str
    origin: Literal["here", "record", ""]


def told_in_words(pathway: Pathway, visit: Visit) -> tuple[Told, ...]:
    """Every fact that a pathway reads on the day, what is known first."""
    read = dict.fromkeys(name for criterion in pathway.on(visit.day).criteria for name in criterion.facts)
    found = [_told(pathway.facts[name], visit) for name in read]
    return tuple(sorted(found, key=lambda each: not each.answer))


def _told(fact: Fact, visit: Visit) -> Told:
    value = visit.facts.get(fact.name)
    if value is None:
        return Told(fact, "", "")
    here = fact.name in visit.given.answers or (fact.name == "residence_country" and bool(visit.given.residence))
    return Told(fact, in_words(fact, value), "here" if here else "record")


def in_words(fact: Fact, value: Value) -> str:
    """An encoded answer as a reader would say it."""
    language = get_language() or "en"
    if value is None:
        return _("not known")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, frozenset):
        return ", ".join(named_country(code, language) for code in sorted(value))
    if isinstance(value, tuple):
        return ", ".join(_code(fact, code, language) for code in value)
    if fact.entry.type == "date":
        return date_format(EPOCH + timedelta(days=value), "DATE_FORMAT")
    shown = str(fact.show(value))
    unit = {"months": _("months"), "years": _("years"), "hours": _("hours")}.get(fact.unit.name, fact.unit.name)
    return shown if fact.entry.type == "level" else f"{shown} {unit}".strip()


def _code(fact: Fact, code: str, language: str) -> str:
    if fact.entry.type == "country":
        return named_country(code, language)
    if fact.entry.type == "choice":
        return said((fact.entry.options or {}).get(code, {"en": code}))
    return f"{code} {occupations().get(code, '')}".strip() if fact.unit.name == "ISCO-08" else code
