"""Pathway files for tests: the one that uses every word of the language, and small changes to it."""

from __future__ import annotations

import shutil
from pathlib import Path

from crosswalk.pathways import Assessment, Pathway, assess, load_pathway
from crosswalk.pathways.cases import case_facts
from crosswalk.pathways.facts import Value
from crosswalk.pathways.layout import CaseEntry
from crosswalk.pathways.loading import load_cases

__all__ = ["KITCHEN_SINK", "altered", "base_facts", "put", "small"]

KITCHEN_SINK = Path(__file__).parent / "data" / "pathways" / "zzz" / "everything"

#: The least that a pathway can be: one fact, one number, one criterion.
SMALL = """\
pathway: zzz.small
version: 1
destination: ZZZ
purpose: work
names: {en: Small}
summary: {en: A small pathway.}
official: https://example.org/small
in_force: {from: 2024-01-01, to: 2027-12-31}
review_by: 2027-01-01
sources:
  act: {instrument: Act, section: s. 1, url: "https://example.org/act", read_on: 2026-11-22, tier: A}
facts:
  months: {type: integer, unit: months, about: person, range: {min: 0, max: 480}, ask: {en: "How many months?"}}
  sure: {type: yes_no, about: person, ask: {en: "Is it sure?"}}
parameters:
  enough: {unit: months, values: [{from: 2024-01-01, value: 12, source: act}]}
criteria:
  - {id: experience, title: {en: Experience}, rule: months >= enough, source: act}
  - {id: certain, title: {en: Certain}, rule: sure, source: act}
"""
SMALL_CASES = """\
on: 2026-06-01
base: {months: 12, sure: true}
cases:
  - {name: everything is met, verdict: met}
  - {name: one month short, facts: {months: 11}, verdict: not_met, fails: [experience]}
  - {name: not certain, facts: {sure: false}, verdict: not_met, fails: [certain]}
  - {name: not told, facts: {sure: null}, verdict: unknown, unknown: [certain]}
  - {name: before it began, on: 2023-12-31, verdict: not_in_force}
"""


def altered(folder: Path, *changes: tuple[str, str], file: str = "pathway.yaml") -> Path:
    """A copy of the kitchen sink below a folder, with pieces of text of one file replaced."""
    copy = folder / "zzz" / "everything"
    shutil.copytree(KITCHEN_SINK, copy, dirs_exist_ok=True)
    return _replace(copy, file, changes)


def small(folder: Path, *changes: tuple[str, str], file: str = "pathway.yaml") -> Path:
    """The small pathway below a folder, with pieces of text of one file replaced; it passes every check as it is."""
    copy = folder / "zzz" / "small"
    copy.mkdir(parents=True, exist_ok=True)
    for name, text in (("pathway.yaml", SMALL), ("cases.yaml", SMALL_CASES)):
        if not (copy / name).exists():
            (copy / name).write_text(text, encoding="utf-8")
    return _replace(copy, file, changes)


def _replace(copy: Path, file: str, changes: tuple[tuple[str, str], ...]) -> Path:
    path = copy / file
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert text.count(old) >= 1, f"{old!r} does not stand in {file}"
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")
    return copy


def base_facts(folder: Path, **changes: object) -> dict[str, Value]:
    """The encoded facts of a pathway's base with some changed."""
    pathway = load_pathway(folder)
    cases, _ = load_cases(folder)
    return case_facts(pathway, cases, CaseEntry(name="changed", facts=changes, verdict="met"))


def put(folder: Path, **changes: object) -> Assessment:
    """The base of a pathway's cases, with some facts changed, assessed on the day of the cases."""
    pathway: Pathway = load_pathway(folder)
    return assess(pathway, base_facts(folder, **changes), load_cases(folder)[0].on)
