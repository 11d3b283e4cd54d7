"""Safeguards with what is missing for each, and how ready the design is."""

from __future__ import annotations

from crosswalk.partnerships.safeguards.findings import VERDICTS, Finding
from crosswalk.partnerships.safeguards.readiness import Checklist, Item
from crosswalk.report.partnership.blocks import Block, Section, Table
from crosswalk.report.partnership.study import Study
from crosswalk.report.partnership.words import PartnershipWords

__all__ = ["readiness", "safeguards"]


def safeguards(study: Study, words: PartnershipWords) -> Section:
    """Every safeguard with its verdict, reason and remedy: what is not met first."""
    counts = [
        words("checks.count", verdict=words(f"verdict.{verdict}"), n=study.findings.counts[verdict])
        for verdict in VERDICTS
        if study.findings.counts[verdict]
    ]
    order = study.findings.of("not_met") + study.findings.of("unknown") + study.findings.of("met", "not_applicable")
    headers = tuple(words(f"checks.{key}") for key in ("safeguard", "verdict", "reason", "remedy"))
    title = words("checks.title", day=words.day(study.on))
    table = Table(title, headers, tuple(_row(finding, words) for finding in order))
    note = (words("checks.note"), words.together(counts))
    return Section("safeguards", words("section.safeguards"), (Block(title, note, table=table),))


def _row(finding: Finding, words: PartnershipWords) -> tuple[str, str, str, str]:
    verify = f" {words('check.verify')}" if finding.needs_verification else ""
    return finding.title, words(f"verdict.{finding.verdict}"), f"{finding.reason}{verify}", finding.remedy


def readiness(study: Study, words: PartnershipWords) -> Section:
    """The lists of readiness, each with its score and what is missing."""
    blocks = tuple(_list(each, words) for each in study.readiness.lists)
    return Section("readiness", words("section.readiness"), (Block(words=(words("checks.ready_note"),)), *blocks))


def _list(checklist: Checklist, words: PartnershipWords) -> Block:
    headers = tuple(words(f"checks.{key}") for key in ("item", "grade", "shown", "missing"))
    rows = tuple(_item(item, words) for item in checklist.items)
    return Block(checklist.title, (f"{checklist.summary}.",), table=Table(checklist.title, headers, rows))


def _item(item: Item, words: PartnershipWords) -> tuple[str, str, str, str]:
    return item.title, words(f"grade.{item.grade}"), item.reason, item.missing
