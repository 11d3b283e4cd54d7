"""crosswalk pathways list, show, facts, check, test: the catalogue itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crosswalk.cli.output import Json, note, print_json, print_rows
from crosswalk.cli.pathways.common import CatalogueFolder, Day, Destination, chosen, day_of
from crosswalk.texts import in_language

if TYPE_CHECKING:
    from crosswalk.pathways import Fact, Finding, Pathway

Folder = Annotated[
    Path | None, typer.Argument(help="A pathway's folder, or one above several; the catalogue if left out.")
]
Name = Annotated[str, typer.Argument(help="Name of a pathway, such as deu.opportunity_card.")]
Lang = Annotated[str, typer.Option(help="Language of names and questions, where there is one.")]


def list_pathways(
    destination: Destination = None,
    on: Day = None,
    catalogue: CatalogueFolder = None,
    lang: Lang = "en",
    json: Json = False,
) -> None:
    """All pathways: where to, what for, and whether they are in force."""
    day = day_of(on)
    rows = [_summary(pathway, day.isoformat(), lang) for pathway in chosen(None, destination, catalogue)]
    if json:
        print_json(rows)
        return
    headers = ("pathway", "name", "purpose", "in force", "review by")
    print_rows(
        headers, [[str(row[key]) for key in ("pathway", "name", "purpose", "in_force", "review_by")] for row in rows]
    )


def _summary(pathway: Pathway, day: str, lang: str) -> dict[str, Any]:
    file = pathway.file
    first, last = file.in_force.from_.isoformat(), file.in_force.to.isoformat() if file.in_force.to else None
    return {
        "pathway": pathway.id,
        "version": file.version,
        "digest": pathway.digest,
        "destination": file.destination,
        "purpose": file.purpose,
        "name": pathway.name(lang),
        "summary": in_language(file.summary, lang),
        "official": file.official,
        "in_force": first <= day and (last is None or day <= last),
        "from": first,
        "to": last,
        "review_by": file.review_by.isoformat(),
    }


def show(name: Name, on: Day = None, catalogue: CatalogueFolder = None, lang: Lang = "en", json: Json = False) -> None:
    """One pathway as it stands on a day: criteria, points, numbers with their sources."""
    (pathway,) = chosen([name], None, catalogue)
    day = day_of(on)
    law = pathway.on(day)
    about = _summary(pathway, day.isoformat(), lang) | {
        "criteria": [
            {
                "id": criterion.id,
                "kind": criterion.entry.kind,
                "title": in_language(criterion.entry.title, lang),
                "facts": criterion.facts,
                "source": criterion.entry.source,
                "needs_verification": criterion.needs_verification,
            }
            for criterion in law.criteria
        ],
        "routes": [
            {"id": route.id, "title": in_language(route.entry.title, lang)} for route in law.routes if route.entry
        ],
        "points": [
            {"id": part.id, "title": in_language(part.entry.title, lang), "depth": part.depth} for part in law.parts
        ],
        "numbers": [use.as_json() for use in law.uses],
        "levers": [{"id": lever.id, "title": in_language(lever.title, lang)} for lever in pathway.file.levers],
        "sources": {key: source.model_dump(mode="json") for key, source in pathway.scope.sources.items()},
    }
    if json:
        print_json(about)
        return
    print(f"{about['name']} ({pathway.id}, version {about['version']}): {about['summary']}")
    print(f"In force on {day}: {'yes' if about['in_force'] else 'no'}. Official page: {about['official']}\n")
    rows = [
        [c["id"], c["kind"], c["title"], c["source"], "needs verification" if c["needs_verification"] else ""]
        for c in about["criteria"]
    ]
    print_rows(("criterion", "kind", "asks", "source", ""), rows, title="Criteria")
    for key, title in (("routes", "Ways in"), ("levers", "What can be changed")):
        if about[key]:
            print_rows((key[:-1], "title"), [[each["id"], each["title"]] for each in about[key]], title=title)
    if about["points"]:
        print_rows(
            ("part", "title"), [["  " * p["depth"] + p["id"], p["title"]] for p in about["points"]], title="Points"
        )
    numbers = [
        [each["name"], str(each["value"] or "no figure"), each["unit"], each["from"] or "", each["source"]]
        for each in about["numbers"]
    ]
    print_rows(("number", "value", "unit", "since", "source"), numbers, title="Numbers of the law")
    sources = [
        [key, f"{s['instrument']} {s['section']}".strip(), s["tier"], s["url"]] for key, s in about["sources"].items()
    ]
    print_rows(("source", "where", "tier", "url"), sources, title="Sources")


def facts(
    names: Annotated[list[str] | None, typer.Argument(help="Names of pathways; all if left out.")] = None,
    destination: Destination = None,
    catalogue: CatalogueFolder = None,
    lang: Lang = "en",
    json: Json = False,
) -> None:
    """The facts that pathways read: name, type, unit, what to ask, where the answer is found."""
    from crosswalk.pathways import all_facts

    pathways = chosen(names, destination, catalogue)
    described = [_fact(fact, pathways, lang) for fact in all_facts(pathways).values()]
    if json:
        print_json(described)
        return
    rows = [[each["name"], each["type"], each["values"], each["about"], each["ask"]] for each in described]
    print_rows(("fact", "type", "values", "about", "question"), rows)


def _fact(fact: Fact, pathways: tuple[Pathway, ...], lang: str) -> dict[str, Any]:
    entry = fact.entry
    numeric = fact.shape == "number" and entry.type != "level"
    values = ", ".join(fact.options) if fact.options else fact.unit.name if fact.shape != "truth" else "true, false"
    return {
        "name": fact.name,
        "type": entry.type,
        "about": entry.about,
        "values": values,
        "options": list(fact.options) or None,
        "unit": fact.unit.name if numeric else None,
        "decimals": fact.unit.decimals if numeric else None,
        "lowest": fact.show(fact.low) if numeric else None,
        "highest": fact.show(fact.high) if numeric else None,
        "ask": in_language(entry.ask, lang),
        "found_in": in_language(entry.found_in, lang) if entry.found_in else None,
        "sensitive": entry.sensitive,
        "pathways": [pathway.id for pathway in pathways if fact.name in pathway.facts],
    }


def check(folder: Folder = None, json: Json = False) -> None:
    """Check pathway files: sources, dates, brackets, reachability, closing maxima, and the cases that prove them."""
    from crosswalk.pathways import CATALOGUE, check_pathway, pathway_folders

    folders = pathway_folders(folder or CATALOGUE)
    findings = {f"{each.parent.name}.{each.name}": check_pathway(each) for each in folders}
    for root in {each.parent.parent for each in folders}:
        for name, finding in _told_apart(root):
            findings[name] = (finding, *findings.get(name, ()))
    errors = sum(finding.level == "error" for found in findings.values() for finding in found)
    if json:
        print_json([{"pathway": name} | _finding(finding) for name, found in findings.items() for finding in found])
    else:
        for name, found in findings.items():
            for finding in found:
                print(f"{finding.level}: {name}: {finding.place}: {finding.message} {finding.remedy}".rstrip())
        note(f"{len(findings)} pathways checked, {errors} errors.")
    if errors or not findings:
        raise typer.Exit(1)


def _told_apart(root: Path) -> Iterator[tuple[str, Finding]]:
    """Whether one name means one fact in all pathways below a folder, so that one question answers all."""
    from crosswalk.errors import FileError
    from crosswalk.pathways import Finding, all_facts, load_pathways

    try:
        all_facts(load_pathways(root))
    except FileError as error:
        name = f"{root.name}: all pathways"
        yield name, Finding("error", error.place, error.message, error.remedy)


def _finding(finding: Any) -> dict[str, str]:
    return {"level": finding.level, "place": finding.place, "message": finding.message, "remedy": finding.remedy}


def schema(
    kind: Annotated[
        str, typer.Argument(help="Which file: pathway, cases, country or world (the two kinds of shared.yaml).")
    ] = "pathway",
) -> None:
    """The JSON Schema of a file of the catalogue, for editors and other programs."""
    from crosswalk.pathways.layout import json_schema

    print_json(json_schema(kind))


def run_tests(folder: Folder = None, json: Json = False) -> None:
    """Run the cases of pathways and show which do not come out as expected."""
    from crosswalk.pathways import CATALOGUE, pathway_folders, run_cases

    results = [result for each in pathway_folders(folder or CATALOGUE) for result in run_cases(each)]
    failed = [result for result in results if not result.passed]
    if json:
        print_json(
            [
                {
                    "pathway": r.pathway,
                    "case": r.name,
                    "place": r.place,
                    "passed": r.passed,
                    "differences": r.differences,
                }
                for r in results
            ]
        )
    else:
        for result in failed:
            print(f"{result.pathway}: {result.place}: {result.name}: {'; '.join(result.differences)}")
        note(f"{len(results)} cases, {len(failed)} do not come out as expected.")
    if failed or not results:
        raise typer.Exit(1)
