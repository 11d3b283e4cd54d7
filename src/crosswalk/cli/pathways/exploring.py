"""crosswalk pathways ask, remedy, cliffs, reform, diff: what could change a verdict."""

from __future__ import annotations

from dataclasses import asdict
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crosswalk.cli.output import Json, note, print_json, print_rows, print_table
from crosswalk.cli.pathways.common import (
    CatalogueFolder,
    Day,
    Destination,
    FactsFile,
    PathwayNames,
    chosen,
    day_of,
    fact_lines,
    read_facts,
)
from crosswalk.errors import UsageError
from crosswalk.texts import in_language

if TYPE_CHECKING:
    import polars as pl

    from crosswalk.pathways import Pathway

Lang = Annotated[str, typer.Option(help="Language of questions and titles, where there is one.")]
Name = Annotated[str, typer.Argument(help="Name of a pathway, such as deu.opportunity_card.")]


def _queue(facts: Path, pathways: tuple[Pathway, ...], folder: Path | None) -> list[tuple[str, dict[str, Any]]]:
    return [(line.id, answers) for line, answers in read_facts(facts, pathways, folder)]


def ask(
    facts: FactsFile,
    pathway: PathwayNames = None,
    destination: Destination = None,
    on: Day = None,
    catalogue: CatalogueFolder = None,
    lang: Lang = "en",
    json: Json = False,
) -> None:
    """Rank the missing facts by how much each would decide, for everybody in the file together."""
    from crosswalk.pathways.ask import questions

    pathways = chosen(pathway, destination, catalogue)
    found = questions(pathways, [answers for _, answers in _queue(facts, pathways, catalogue)], day_of(on))
    if json:
        print_json([asdict(each) | {"decides": float(each.decides)} for each in found])
        return
    rows = [
        [
            f"{float(each.decides):.1f} of {each.open}",
            each.fact,
            in_language(each.ask, lang),
            str(len(each.pathways)),
        ]
        for each in found
    ]
    print_rows(("would decide", "fact", "question", "pathways"), rows)
    if not found:
        note("Nothing is undecided: no question would change a verdict.")


def remedy(
    facts: FactsFile,
    pathway: PathwayNames = None,
    destination: Destination = None,
    on: Day = None,
    at_most: Annotated[int, typer.Option(min=1, max=5, help="Changes at once.")] = 3,
    catalogue: CatalogueFolder = None,
    lang: Lang = "en",
    json: Json = False,
) -> None:
    """The cheapest sets of changes that would open a pathway, with months and cost."""
    from crosswalk.pathways.remedy import remedies

    day = day_of(on)
    pathways = chosen(pathway, destination, catalogue)
    found = [
        (identifier, each, remedies(each, answers, day, at_most=at_most))
        for identifier, answers in _queue(facts, pathways, catalogue)
        for each in pathways
    ]
    if json:
        print_json(
            [
                {"id": identifier, "pathway": each.id, "remedies": [asdict(one) for one in sets]}
                for identifier, each, sets in found
            ]
        )
        return
    rows = []
    for identifier, each, sets in found:
        for one in sets:
            changes = "; ".join(
                f"{change.title.get(lang) or change.title['en']} → {change.shown}" for change in one.changes
            )
            cost = str(one.cost) if one.cost else "not known"
            cost += f" + {', '.join(one.unknown_costs)}" if one.cost and one.unknown_costs else ""
            rows.append(
                [
                    identifier,
                    each.id,
                    changes,
                    "not known" if one.months is None else str(one.months),
                    cost,
                    one.verdict,
                ]
            )
    print_rows(("id", "pathway", "changes", "months", "cost", "then"), rows)
    if not rows:
        note("No set of changes was needed, or none of the levers that the files know opens a pathway.")


def cliffs(
    facts: FactsFile,
    pathway: PathwayNames = None,
    destination: Destination = None,
    on: Day = None,
    months: Annotated[int, typer.Option(min=1, max=120, help="How far to look ahead.")] = 24,
    catalogue: CatalogueFolder = None,
    json: Json = False,
) -> None:
    """Days ahead on which a verdict changes by itself: birthdays, expiring tests, new figures of the law."""
    from crosswalk.pathways.cliffs import cliffs as ahead

    day = day_of(on)
    pathways = chosen(pathway, destination, catalogue)
    found = [
        (identifier, each.id, cliff)
        for identifier, answers in _queue(facts, pathways, catalogue)
        for each in pathways
        for cliff in ahead(each, answers, day, months=months)
    ]
    if json:
        print_json([{"id": identifier, "pathway": name} | asdict(cliff) for identifier, name, cliff in found])
        return
    rows = [
        [
            cliff.day.isoformat(),
            identifier,
            name,
            f"{cliff.before} → {cliff.after}" if cliff.before != cliff.after else cliff.after,
            ", ".join(f"{each}: {old} → {new}" for each, (old, new) in cliff.criteria.items()),
            "" if cliff.points is None else f"{cliff.points[0]} → {cliff.points[1]}",
        ]
        for identifier, name, cliff in found
    ]
    if rows:
        print_rows(("day", "id", "pathway", "verdict", "criteria", "points"), rows)
    else:
        note(f"Nothing changes by itself in the {months} months from {day}, as far as the law is known.")


def reform(
    name: Name,
    facts: FactsFile,
    set_: Annotated[list[str] | None, typer.Option("--set", help="A new value of a parameter: name=value.")] = None,
    drop: Annotated[list[str] | None, typer.Option(help="A criterion that would no longer apply.")] = None,
    by: Annotated[list[str] | None, typer.Option(help="A fact by which gains and losses are counted apart.")] = None,
    on: Day = None,
    catalogue: CatalogueFolder = None,
    json: Json = False,
) -> None:
    """What a change of the law would do to the people of a file, and which criterion alone keeps out most."""
    from crosswalk.pathways.reform import Reform
    from crosswalk.pathways.reform import reform as try_reform

    (pathway,) = chosen([name], None, catalogue)
    change = Reform(_values(set_ or []), tuple(drop or ()))
    result = try_reform(pathway, change, _frame(facts, pathway, catalogue), day_of(on), by or ())
    if json:
        print_json(asdict(result) | {"changes": result.changes.to_dicts()})
        return
    print(f"{result.people:,} people. Before: {_counts(result.before)}. After: {_counts(result.after)}.")
    print_table(result.changes, title="Who gains, who loses")
    rows = [
        [each.criterion, f"{each.fails_alone:,}", f"{each.fails:,}", f"{each.unknown:,}"]
        for each in result.blocks_before
    ]
    print_rows(
        ("criterion", "keeps out alone", "fails", "unknown"),
        rows,
        title="What keeps people out today",
        right=("keeps out alone", "fails", "unknown"),
    )


def _counts(counted: Any) -> str:
    return ", ".join(f"{verdict.replace('_', ' ')} {people:,}" for verdict, people in counted.items())


def _values(pairs: list[str]) -> dict[str, Decimal]:
    values = {}
    for pair in pairs:
        name, _, value = pair.partition("=")
        try:
            values[name.strip()] = Decimal(value)
            if not values[name.strip()].is_finite():
                raise InvalidOperation
        except InvalidOperation as error:
            raise UsageError(f"{pair!r} is no new value.", remedy="Write --set minimum_points=5.") from error
    return values


def _frame(path: Path, pathway: Pathway, folder: Path | None) -> pl.DataFrame:
    from crosswalk.pathways.columns import facts_table

    return facts_table([answers for _, answers in _queue(path, (pathway,), folder)], pathway.facts)


def diff(
    old: Annotated[Path, typer.Argument(help="Folder of the old version.")],
    new: Annotated[Path, typer.Argument(help="Folder of the new version.")],
    facts: Annotated[
        Path | None, typer.Option("--facts", help="Facts, one object a line: whose assessments change?")
    ] = None,
    on: Day = None,
    json: Json = False,
) -> None:
    """What differs between two versions of a pathway, and which assessments come out differently."""
    from crosswalk.pathways import load_pathway
    from crosswalk.pathways.diff import changed_assessments, differences

    one, other = load_pathway(old), load_pathway(new)
    parts = differences(one, other)
    people = [] if facts is None else [(line.id, line.answers) for line in fact_lines(facts)]
    changed = changed_assessments(one, other, people, day_of(on))
    if json:
        print_json({"differences": [asdict(each) for each in parts], "assessments": [asdict(each) for each in changed]})
        return
    if not parts:
        note("The two versions say the same.")
    print_rows(
        ("part", "name", "before", "after"),
        [[each.part, each.name, str(each.before), str(each.after)] for each in parts],
    )
    if facts is not None:
        rows = [
            [
                each.id,
                f"{each.before} → {each.after}",
                ", ".join(f"{name}: {a} → {b}" for name, (a, b) in each.criteria.items())
                + ("" if each.points is None else f" points: {each.points[0]} → {each.points[1]}"),
            ]
            for each in changed
        ]
        print_rows(("id", "verdict", "criteria"), rows, title="Assessments that change")
