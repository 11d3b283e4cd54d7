"""A record as lines that people read: each fact with its name and how it is known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from crosswalk_platform.design.lists import comma
from crosswalk_platform.people.entries import entry_key
from crosswalk_platform.people.forms.typed import named_country, named_language
from crosswalk_platform.people.steps import STEPS, Step
from crosswalk_platform.people.words import (
    CAN_DO,
    DOCUMENT_KINDS,
    KIN,
    PARTS,
    SCHOOLING,
    SEXES,
    SKILL_LEVELS,
    how_known,
    month_of,
)

__all__ = ["Fact", "Section", "sections", "told_entry", "told_value"]


@dataclass(frozen=True, slots=True)
class Fact:
    """One line: what it is, what it says, more about it, how it is known, and the key of an entry, or the part."""

    name: str | Promise
    text: str
    more: str
    known: str
    key: str = ""
    being_read: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """The facts of one step."""

    step: Step
    facts: list[Fact]


def sections(parts: dict[str, Any], *, unread: bool = False) -> list[Section]:
    """What a viewer is shown, step by step; steps of which nothing is shown are left out.

    Args:
        parts: Parts of the record that the viewer may see, with `family` where they may.
        unread: Whether words were changed and not yet looked up in the taxonomy.
    """
    known = {each["field"]: each["evidence"] for each in parts.get("evidence") or []}
    found = []
    for step in STEPS:
        facts: list[Fact] = []
        for part in step.parts:
            value = parts.get(part)
            if step.many:
                facts += [_told_in_list(part, each, unread) for each in value or []]
            elif value not in (None, [], ""):
                facts.append(Fact(PARTS[part], told_value(part, value), "", how_known(known.get(part)), part))
        if facts or any(parts.get(part) is not None for part in step.parts):
            found.append(Section(step, facts))
    return found


def _told_in_list(part: str, entry: dict[str, Any], unread: bool) -> Fact:
    text, more = told_entry(part, entry)
    words = {"experience": "occupation", "skills": "uri"}.get(part)
    being_read = unread and words is not None and not entry.get(words)
    known = "" if part == "family" else how_known(entry.get("evidence"))
    return Fact(PARTS[part], text, more, known, entry_key(entry), being_read)


def told_value(part: str, value: Any) -> str:
    """A plain part in words."""
    if part in {"nationalities", "destinations", "destinations_excluded"}:
        return comma().join(named_country(code) for code in value)
    if part == "residence":
        return named_country(value)
    if part == "sex":
        return str(SEXES[value])
    if part in {"birth_date", "available_from"}:
        return _day(value)
    return comma().join(value) if isinstance(value, list) else str(value)


def told_entry(part: str, entry: dict[str, Any]) -> tuple[str, str]:
    """An entry of a list in words: what it is, and more about it."""
    return _TELLERS[part](entry)


def _day(value: str | None) -> str:
    found = parse_date(value) if value else None
    return date_format(found) if found else ""


def _joined(*pieces: str | Promise | None) -> str:
    return " · ".join(str(piece) for piece in pieces if piece)


def _country(entry: dict[str, Any]) -> str | None:
    return named_country(entry["country"]) if entry.get("country") else None


def _work(entry: dict[str, Any]) -> tuple[str, str]:
    end = _("today") if entry.get("ongoing") else month_of(entry.get("end"))
    span = " – ".join(filter(None, (month_of(entry.get("start")), end)))
    unpaid = _("unpaid") if entry.get("paid") is False else None
    return entry["title"], _joined(entry.get("employer"), _country(entry), span, unpaid, entry.get("description"))


def _skill(entry: dict[str, Any]) -> tuple[str, str]:
    return entry["text"], str(SKILL_LEVELS.get(entry.get("level") or "", ""))


def _education(entry: dict[str, Any]) -> tuple[str, str]:
    level = SCHOOLING.get(entry.get("level") or "")
    done = {True: _("finished"), False: _("not finished")}.get(entry.get("completed"))  # type: ignore[arg-type]
    title = entry.get("title") or level or entry.get("institution") or _("School")
    more = _joined(
        level if title is not level else None,
        entry.get("institution"),
        _country(entry),
        month_of(entry.get("end")),
        done,
    )
    return str(title), more


def _language(entry: dict[str, Any]) -> tuple[str, str]:
    native = _("grew up with it") if entry.get("native") else None
    return named_language(entry["language"]), _joined(native, CAN_DO.get(entry.get("level") or ""))


def _document(entry: dict[str, Any]) -> tuple[str, str]:
    until = _("until %(day)s") % {"day": _day(entry["until"])} if entry.get("until") else None
    lacking = _("not held") if entry.get("held") is False else None
    kind = DOCUMENT_KINDS.get(entry.get("kind") or "")
    return entry["name"], _joined(kind, entry.get("issuer"), _country(entry), until, lacking)


def _relative(entry: dict[str, Any]) -> tuple[str, str]:
    moves = {True: _("would move too"), False: _("would stay")}.get(entry.get("moves"))  # type: ignore[arg-type]
    born = _("born in %(year)s") % {"year": entry["birth_year"]} if entry.get("birth_year") else None
    return str(KIN[entry["kinship"]]), _joined(born, moves or _("not decided"))


_TELLERS: dict[str, Callable[[dict[str, Any]], tuple[str, str]]] = {
    "experience": _work,
    "skills": _skill,
    "education": _education,
    "languages": _language,
    "credentials": _document,
    "family": _relative,
}
