"""crosswalk pathways assess: people and offers, one a line, put to pathways."""

from __future__ import annotations

import json as json_lines
import re
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crosswalk.cli.output import Json, note, print_rows
from crosswalk.cli.pathways.common import (
    CatalogueFolder,
    Day,
    Destination,
    FactsFile,
    PathwayNames,
    chosen,
    day_of,
    encoded,
    fact_lines,
)

if TYPE_CHECKING:
    from crosswalk.pathways import Assessment, Pathway

_WORDS = {
    "met": "criteria met on the facts given",
    "not_met": "not met",
    "unknown": "undecided",
    "not_in_force": "not in force on this day",
}


def assess(
    facts: FactsFile,
    pathway: PathwayNames = None,
    destination: Destination = None,
    on: Day = None,
    catalogue: CatalogueFolder = None,
    lang: Annotated[str, typer.Option(help="Language of the titles, where there is one.")] = "en",
    evidence: Annotated[
        Path | None,
        typer.Option(help="Folder for one evidence file for each assessment: law, numbers and sources used."),
    ] = None,
    json: Json = False,
) -> None:
    """Put facts to pathways: verdict, points, each criterion with the value read and its source.

    With --json, one object a line for each line of facts and each pathway, in that order.
    """
    from crosswalk.pathways import all_facts
    from crosswalk.pathways import assess as put

    day = day_of(on)
    pathways = chosen(pathway, destination, catalogue)
    declared = all_facts(pathways)
    for line in fact_lines(facts):
        answers = encoded(line, declared, facts)
        found = [(each, put(each, answers, day)) for each in pathways]
        if evidence is not None:
            _write_evidence(evidence, line.id, [(each, answers) for each in pathways], day)
        if json:
            _print_lines({"id": line.id, "line": line.number} | assessment.as_json() for _, assessment in found)
        else:
            _print_person(line.id, found, lang)
    if not json:
        note("These are the criteria on the facts given. An authority decides.")


def _write_evidence(folder: Path, identifier: str, put: list[tuple[Pathway, dict[str, Any]]], day: date) -> None:
    from crosswalk.pathways.evidence import evidence

    folder.mkdir(parents=True, exist_ok=True)
    safe = re.sub(r"[^A-Za-z0-9_-]", "_", identifier)[:80]
    for pathway, answers in put:
        text = json_lines.dumps(evidence(pathway, answers, day), ensure_ascii=False, indent=2, default=str)
        (folder / f"{safe}.{pathway.id}.json").write_text(text + "\n", encoding="utf-8")


def _print_lines(documents: Iterable[dict[str, Any]]) -> None:
    for document in documents:
        json_lines.dump(document, sys.stdout, ensure_ascii=False, default=str)
        sys.stdout.write("\n")


def _print_person(identifier: str, found: list[tuple[Pathway, Assessment]], lang: str) -> None:
    for pathway, assessment in found:
        points = "" if assessment.points is None else f", {_points(assessment.points)} points"
        doubt = ", rests on figures that need verification" if assessment.needs_verification else ""
        door = "" if assessment.open_now == "open" else f", intake {assessment.open_now}"
        print(
            f"\n{identifier} · {pathway.name(lang)} ({pathway.id}): {_WORDS[assessment.verdict]}{points}{door}{doubt}"
        )
        rows = []
        for criterion in assessment.criteria:
            read = ", ".join(
                f"{name}: {'not told' if value is None else value}" for name, value in criterion.read.items()
            )
            source = pathway.scope.sources.get(criterion.source)
            cited = f"{source.instrument} {source.section}".strip() if source else criterion.source
            rows.append([criterion.status, str(criterion.title.get(lang) or criterion.title.get("en")), read, cited])
        print_rows(("status", "criterion", "read", "source"), rows)


def _points(points: tuple[int, int]) -> str:
    return str(points[0]) if points[0] == points[1] else f"{points[0]} to {points[1]}"
