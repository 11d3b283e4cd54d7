"""Guided questions on informal and unpaid work: a group is asked, then each skill; nothing is implied unconfirmed."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language

from crosswalk.taxonomy import Taxonomy
from crosswalk.yaml_files import read_yaml, shaped
from crosswalk_platform.people.layout import UnpaidFile, UnpaidGroup

__all__ = ["groups", "questions", "skill_choices", "with_confirmed"]

_URI = "urn:crosswalk:skill:"


@cache
def groups() -> tuple[UnpaidGroup, ...]:
    """The groups of unpaid.yaml, in order."""
    return shaped(UnpaidFile, read_yaml(Path(__file__).with_name("unpaid.yaml"))).groups


@cache
def _taxonomy() -> Taxonomy:
    return Taxonomy.starter()


def questions() -> list[tuple[str, str]]:
    """Name and question of each group, in the reader's language."""
    language = _language()
    return [(group.name, group.question.get(language, group.question["en"])) for group in groups()]


def skill_choices(asked: set[str]) -> list[tuple[str, str]]:
    """URI and words of each skill of these groups, in the reader's language, each skill once."""
    language = _language()
    names = dict.fromkeys(name for group in groups() if group.name in asked for name in group.skills)
    return [(_URI + name, _words(_URI + name, language)) for name in names]


@cache
def _words(uri: str, language: str) -> str:
    return _taxonomy().label(uri, language)


def with_confirmed(skills: list[dict[str, Any]], confirmed: list[str]) -> list[dict[str, Any]]:
    """The skills of a record, and those confirmed that it lacks, as the person's own word of today."""
    known = {each.get("uri") for each in skills}
    evidence = {"assurance": "self_declared", "on": timezone.localdate().isoformat()}
    words = {uri: _words(uri, _language()) for uri in confirmed if uri not in known}
    return skills + [{"text": text, "uri": uri, "evidence": evidence} for uri, text in words.items()]


def _language() -> str:
    return (get_language() or "en").partition("-")[0]
