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

from crosswalk.cli.output import Json, note
from crosswalk.cli.pathways.common import (
    CatalogueFolder,
    Day,
    Destination,
    FactsFile,
    Line,
    PathwayNames,
    chosen,
    day_of,
    read_facts,
)
from crosswalk.cli.pathways.telling import print_person

if TYPE_CHECKING:
    from crosswalk.pathways import Pathway


def assess(
    facts: FactsFile,
    pathway: PathwayNames = None,
    destination: Destination = None,
    on: Day = None,
    catalogue: CatalogueFolder = None,
    lang: Annotated[str, typer.Option(help="Language of the titles, where there is one.")] = "en",
    details: Annotated[bool, typer.Option("--details", help="Show every criterion, also those that are met.")] = False,
    evidence: Annotated[
        Path | None,
        typer.Option(help="Folder for one evidence file for each assessment: law, numbers and sources used."),
    ] = None,
    json: Json = False,
) -> None:
    """Put facts to pathways: verdict, points, each criterion with the value read and its source.

    For several pathways there is one line each, the nearest first; for one pathway, or with --details, the criteria.
    With --json, one object a line for each line of facts and each pathway, in that order.
    """
    from crosswalk.pathways import assess as put

    day = day_of(on)
    pathways = chosen(pathway, destination, catalogue)
    written: set[str] = set()
    for line, answers in read_facts(facts, pathways, catalogue):
        found = [(each, put(each, answers, day)) for each in pathways]
        if evidence is not None:
            _write_evidence(evidence / _file_name(line, written), [(each, answers) for each in pathways], day)
        if json:
            _print_lines({"id": line.id, "line": line.number} | assessment.as_json() for _, assessment in found)
        else:
            print_person(line.id, found, lang, details=details)
    if not json:
        note("These are the criteria on the facts given. An authority decides.")


def _file_name(line: Line, written: set[str]) -> str:
    """A name for the files of one line: its id, and its number where another line has the same."""
    name = re.sub(r"[^A-Za-z0-9_-]", "_", line.id)[:80]
    if name in written:
        name = f"{name}.line-{line.number}"
    written.add(name)
    return name


def _write_evidence(stem: Path, put: list[tuple[Pathway, dict[str, Any]]], day: date) -> None:
    from crosswalk.pathways.evidence import evidence

    stem.parent.mkdir(parents=True, exist_ok=True)
    for pathway, answers in put:
        text = json_lines.dumps(evidence(pathway, answers, day), ensure_ascii=False, indent=2, default=str)
        stem.with_name(f"{stem.name}.{pathway.id}.json").write_text(text + "\n", encoding="utf-8")


def _print_lines(documents: Iterable[dict[str, Any]]) -> None:
    for document in documents:
        json_lines.dump(document, sys.stdout, ensure_ascii=False, default=str)
        sys.stdout.write("\n")
