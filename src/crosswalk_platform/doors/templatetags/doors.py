"""Words of my doors: groups, verdicts, ways and cliffs, always of the facts given and never of a right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django import template
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crosswalk.pathways import CriterionResult, Fact
from crosswalk.pathways.cliffs import Cliff
from crosswalk.pathways.layout import SourceEntry
from crosswalk.pathways.remedy import Change, Remedy
from crosswalk_platform.design.lists import semicolon
from crosswalk_platform.doors.amounts import amount
from crosswalk_platform.doors.catalogue import every_fact, language_of_names, named_country
from crosswalk_platform.doors.templatetags.texts import said
from crosswalk_platform.doors.told import in_words

if TYPE_CHECKING:
    from crosswalk_platform.doors.doors import Door

register = template.Library()


@register.filter
def land(code: str) -> str:
    """Name of a country."""
    return named_country(code, language_of_names())


@register.filter
def group_title(group: str) -> str:
    """Heading of a group of doors."""
    return {
        "open": _("Open on the facts given"),
        "undecided": _("Undecided: facts are missing"),
        "closed": _("Closed on the facts given"),
        "later": _("Not in force today"),
    }[group]


@register.filter
def group_tag(group: str) -> str:
    """The same in one word."""
    return {"open": _("open"), "undecided": _("undecided"), "closed": _("closed"), "later": _("not in force")}[group]


@register.filter
def group_words(group: str) -> str:
    """What a group means, in one sentence."""
    return {
        "open": _("All criteria that can be compared are met on the facts given."),
        "undecided": _("No criterion settles it yet. What is not known is not taken for a no."),
        "closed": _("At least one criterion is not met on the facts given."),
        "later": _("The law of this pathway has ended, or has not begun."),
    }[group]


@register.filter
def tag(group: str) -> str:
    """Name of the colour of a group."""
    return {"open": "open", "closed": "closed"}.get(group, "unknown")


@register.filter
def status(criterion: CriterionResult) -> str:
    """How a quota or a window stands."""
    if criterion.kind == "quota":
        return {"open": _("places are left"), "closed": _("no places are left")}.get(
            criterion.status, _("whether places are left is not known here")
        )
    return {"open": _("applications are taken now"), "closed": _("applications are not taken today")}.get(
        criterion.status, _("the days for applications are not known here")
    )


@register.filter
def status_title(name: str) -> str:
    """Heading of the criteria with one status."""
    return {
        "not_met": _("Not met on the facts given"),
        "unknown": _("Not known yet"),
        "met": _("Met on the facts given"),
        "places": _("Places and days for applications"),
        "discretionary": _("For an authority to decide as it finds right"),
        "not_applicable": _("Does not apply on the facts given"),
    }[name]


@register.filter
def route_words(verdict: str) -> str:
    """How one way into a pathway stands."""
    return {
        "met": _("all its criteria are met on the facts given"),
        "not_met": _("a criterion is not met on the facts given"),
        "unknown": _("facts are missing"),
    }.get(verdict, _("not in force"))


@register.filter
def by_status(door: Door) -> Iterator[tuple[str, tuple[CriterionResult, ...]]]:
    """Criteria of a door by status: what closes it first."""
    yield "not_met", door.with_status("not_met")
    yield "unknown", door.with_status("unknown")
    yield "places", door.gates
    yield "discretionary", door.decided_by_others
    yield "met", door.with_status("met")
    yield "not_applicable", tuple(each for each in door.criteria if each.status == "not_applicable")


@register.filter
def counted(door: Door) -> int:
    """How many criteria apply, or may."""
    return len(door.met) + len(door.failing) + len(door.unknown)


@register.filter
def law(door: Door, criterion: CriterionResult) -> SourceEntry | None:
    """The law that a criterion cites."""
    return door.source(criterion)


@register.filter
def numbers(criterion: CriterionResult) -> Iterator[str]:
    """The numbers on which a criterion rests."""
    for use in criterion.uses:
        if use.kind == "parameter":
            yield (
                _("Number of the law: %(amount)s") % {"amount": amount(use.value, use.unit)}
                if use.value is not None
                else _("The law has no published number for today.")
            )


@register.filter
def in_force_words(door: Door) -> str:
    """When the law of a pathway begins, or ended."""
    period = door.pathway.file.in_force
    if door.law.day < period.from_:
        return _("It begins on %(day)s.") % {"day": date_format(period.from_, "DATE_FORMAT")}
    return _("It ended on %(day)s.") % {"day": date_format(period.to or door.law.day, "DATE_FORMAT")}


@register.filter
def goal(change: Change) -> str:
    """Up to where a change goes; nothing where it is a plain yes."""
    if isinstance(change.shown, bool):
        return ""
    name, value = next(iter(change.values.items()))
    return in_words(every_fact()[name], value)


@register.filter
def effort(way: Change | Remedy) -> str:
    """Time and cost of a change or a set of them; what nobody could say is said to be unknown."""
    return semicolon().join((_months(way.months), _cost(way)))


def _months(months: Decimal | None) -> str:
    if months is None:
        return _("time not known")
    if months == 0:
        return _("no waiting time")
    number = int(months.to_integral_value(rounding="ROUND_CEILING"))
    return ngettext("about %(number)s month", "about %(number)s months", number) % {"number": number}


def _cost(way: Change | Remedy) -> str:
    if way.cost is None:
        return _("cost not known")
    if way.cost.minor == 0:
        return _("no cost")
    return _("about %(cost)s") % {"cost": str(way.cost)}


@register.filter
def cliff_words(cliff: Cliff, door: Door) -> str:
    """What changes on a day, criterion by criterion."""
    titles = {each.id: each.title for each in door.criteria}
    parts = [
        format_html("{} – {}", said(titles[name]), _status_word(after))
        for name, (_before, after) in cliff.criteria.items()
        if name in titles
    ]
    if cliff.before != cliff.after:
        parts.insert(0, format_html("{}", _became(cliff.after)))
    if not parts:
        return _("a number of the law changes")
    return format_html_join(semicolon(), "{}", ((part,) for part in parts))


def _became(verdict: str) -> str:
    return {
        "met": _("from then on every criterion is met"),
        "not_met": _("from then on it is closed on the same facts"),
        "unknown": _("from then on it is undecided"),
    }.get(verdict, _("from then on its law is not in force"))


def _status_word(name: str) -> str:
    return {
        "met": _("met"),
        "not_met": _("not met"),
        "open": _("open"),
        "closed": _("closed"),
        "not_applicable": _("does not apply"),
    }.get(name, _("not known"))


@register.filter
def closing(door: Door, days: Mapping[str, Cliff]) -> str:
    """What becomes of an open door by itself, and when; nothing where it stays open for two years."""
    cliff = days.get(door.pathway.id)
    if cliff is None:
        return ""
    if cliff.after == "unknown":
        words = _("From %(day)s on it is undecided: not all numbers of the law for that day are published.")
    else:
        words = _("On the same facts it is closed from %(day)s on.")
    return words % {"day": date_format(cliff.day, "DATE_FORMAT")}


@register.filter
def proof(fact: Fact) -> str:
    """Where the answer to a question is found; empty where that is a hint for the command line."""
    found = fact.entry.found_in or {}
    return "" if any("`" in text for text in found.values()) else said(found)


@register.filter
def host(address: str) -> str:
    """The name of the site in an address."""
    return urlsplit(address).netloc
