"""What was told, read back: each fact that a pathway reads, its answer in words, and where the answer comes from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Literal

from django.utils.formats import date_format
from django.utils.html import format_html_join
from django.utils.translation import gettext as _

from crosswalk.pathways import Fact, Pathway
from crosswalk.pathways.facts import EPOCH, Value
from crosswalk_platform.design.lists import comma
from crosswalk_platform.doors.amounts import amount
from crosswalk_platform.doors.catalogue import language_of_names, named_country, occupations
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
    language = language_of_names()
    if value is None:
        return _("not known")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, frozenset):
        return comma().join(named_country(code, language) for code in sorted(value))
    if isinstance(value, tuple):
        return format_html_join(comma(), "{}", ((_code(fact, code, language),) for code in value))
    if fact.entry.type == "date":
        return date_format(EPOCH + timedelta(days=value), "DATE_FORMAT")
    return _amount(fact, str(fact.show(value)))


def _amount(fact: Fact, shown: str) -> str:
    """A level in words, or a number with its unit."""
    if shown in fact.words:
        return said(fact.words[shown])
    if fact.entry.type == "level":
        return _("None, or no proof") if shown == "none" else shown
    return amount(shown, fact.unit.name)


def _code(fact: Fact, code: str, language: str) -> str:
    if fact.entry.type == "country":
        return named_country(code, language)
    if fact.entry.type == "choice":
        return said(fact.words.get(code, {"en": code}))
    return f"{code} {occupations(language).get(code, '')}".strip() if fact.unit.name == "ISCO-08" else code
