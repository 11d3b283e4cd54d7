"""crosswalk allocate: the best assignment under a constraints file, with its certificate and the reasons."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crosswalk.cli.allocation_reasons import SOLVED_AGAIN, fairness_of, reasons_of
from crosswalk.cli.allocation_told import tell_allocation, tell_stable
from crosswalk.cli.allocation_weekly import tell_week, weekly
from crosswalk.cli.common import PeopleFile, TaxonomyFile, VacanciesFile, open_matches, open_taxonomy, read_frame
from crosswalk.cli.output import Json, busy, note, print_json
from crosswalk.cli.pathways.common import CatalogueFolder
from crosswalk.errors import NotFoundError, UsageError

if TYPE_CHECKING:
    import polars as pl

    from crosswalk.allocation.constraints.build import Built
    from crosswalk.allocation.constraints.reading import Constraints
    from crosswalk.allocation.fairness.price_of_rules import RulePrice
    from crosswalk.records import Person, Vacancy

#: Columns of the records that an allocation reads.
PERSON = ("person_id", "sex", "nationalities", "residence", "legal_status", "birth_date", "occupation")
VACANCY = ("vacancy_id", "title", "employer", "country", "region", "places", "occupation", "isco", "starts_on")
PAIR = {"person_id", "vacancy_id", "fit"}


class Method(StrEnum):
    """How the allocation is found."""

    AUTO = "auto"
    EXACT = "exact"
    PRICED = "priced"
    AUCTION = "auction"
    STABLE = "stable"


def allocate(
    matches: Annotated[Path, typer.Option("--matches", help="Matches: Parquet from crosswalk match.")],
    people: PeopleFile,
    vacancies: VacanciesFile,
    constraints: Annotated[
        Path, typer.Option("--constraints", help="Constraints file; crosswalk template constraints writes one.")
    ],
    output: Annotated[Path, typer.Option("-o", "--output", help="File to write: .parquet, .jsonl, .csv or .xlsx.")],
    method: Annotated[
        Method,
        typer.Option(
            help="auto chooses exact or priced (a proven bound) by size; stable goes by what both sides prefer."
        ),
    ] = Method.AUTO,
    gap: Annotated[
        float, typer.Option(min=0, max=1, help="Share of the bound that the methods by prices may leave open.")
    ] = 0.0001,
    explain: Annotated[
        str | None,
        typer.Option(help="Say why people were not placed: `all`, one person's id, or a .jsonl file to write."),
    ] = None,
    cost_of_rules: Annotated[bool, typer.Option(help="Say what each rule costs.")] = True,
    this_week: Annotated[
        Path | None,
        typer.Option(help="People to place now (.txt or a table with person_id); places are held for the others."),
    ] = None,
    expected: Annotated[
        int | None, typer.Option(min=0, help="With --this-week: how many of the others will come; all without it.")
    ] = None,
    placed: Annotated[
        Path | None, typer.Option(help="With --this-week: the file that the weeks before wrote (.csv or .parquet).")
    ] = None,
    lang: Annotated[str, typer.Option(help="Language of the reasons: en, fr, es or ar.")] = "en",
    taxonomy: TaxonomyFile = None,
    catalogue: CatalogueFolder = None,
    json: Json = False,
) -> None:
    """Place people under capacities, quotas, floors and groups: the best there is, with the proof."""
    from crosswalk.allocation.constraints.reading import read_constraints
    from crosswalk.allocation.write import SUFFIXES

    if output.suffix not in SUFFIXES:
        raise UsageError(
            "An allocation cannot be written in this format.", remedy=f"End the name in {', '.join(SUFFIXES)}."
        )
    read = read_constraints(constraints)
    built = open_problem(read, matches, people, vacancies, taxonomy=taxonomy, catalogue=catalogue)
    tell: Callable[[dict[str, Any]], None] = tell_allocation
    if this_week is not None:
        found, tell = weekly(built, output, this_week, expected=expected, placed=placed), tell_week
    elif method is Method.STABLE:
        found, tell = stable_outcome(built, output), tell_stable
    else:
        found = allocated(
            built, output, method=method.value, gap=gap, explain=explain, cost_of_rules=cost_of_rules, lang=lang
        )
    if json:
        print_json(found)
    else:
        tell(found)
        note(f"\nWho goes where: {output}")


def open_problem(
    constraints: Constraints,
    matches: Path,
    people: Path,
    vacancies: Path,
    *,
    taxonomy: Path | None = None,
    catalogue: Path | None = None,
) -> Built:
    """The problem of a constraints file over the files of the earlier steps, with a note on every limit of the law.

    Raises:
        CrosswalkError: A file is missing, or what one names is not in another.
    """
    import polars as pl

    from crosswalk.allocation.constraints.build import build
    from crosswalk.allocation.constraints.statutory import limits_of_the_law
    from crosswalk.cli.pathways.common import chosen
    from crosswalk.matching.triples import triples_path
    from crosswalk.records import Person, Vacancy

    pairs = open_matches(matches)
    if missing := PAIR - set(pairs.columns):
        raise UsageError(
            f"The matches have no column {min(missing)}.",
            remedy="Give the file of crosswalk match.",
            place=str(matches),
        )
    triples = None
    if "pathway" in pairs.columns:
        beside = triples_path(matches)
        if not beside.is_file():
            raise NotFoundError(
                "The file with the pathways of these matches is not beside them.",
                remedy="crosswalk match writes both: keep them together.",
                place=str(beside),
            )
        triples = pl.read_parquet(beside, columns=["person_id", "vacancy_id", "pathway", "verdict"])
    known = chosen(None, None, catalogue)
    with busy("Reading"):
        built = build(
            constraints,
            pairs.select(name for name in ("person_id", "vacancy_id", "fit", "pathway", "unknown") if name in pairs),
            triples,
            _columns(people, Person, (*PERSON, "consent_matching")),
            _columns(vacancies, Vacancy, (*VACANCY, "salary_min", "currency", "salary_period")),
            pathways=[pathway.id for pathway in known],
            isco=open_taxonomy(taxonomy).isco,
        )
    used = [pathway for pathway in known if pathway.id in built.problem.pathways]
    return built.noting(*limits_of_the_law(constraints.file, used))


def _columns(path: Path, record: type[Person] | type[Vacancy], columns: tuple[str, ...]) -> pl.DataFrame:
    """Some columns of the records of a file; of Parquet only these are read."""
    import polars as pl

    if path.suffix == ".parquet" and path.is_file() and set(columns) <= set(pl.read_parquet_schema(path)):
        return pl.read_parquet(path, columns=list(columns))
    return read_frame(path, record).select(columns)


def allocated(
    built: Built,
    output: Path,
    *,
    method: str = "auto",
    gap: float = 1e-4,
    explain: str | None = None,
    cost_of_rules: bool = True,
    lang: str = "en",
) -> dict[str, Any]:
    """The best allocation, written with its certificate; all that is told of it as plain data.

    Args:
        explain: `all`, a person's id, or a file to write; None for nobody.
        cost_of_rules: Find what each rule costs: exactly where the problem is small, else between bounds.
    """
    from crosswalk.allocation import write
    from crosswalk.allocation.allocate import allocate as best
    from crosswalk.allocation.fairness.price_of_rules import price_of_rules
    from crosswalk.allocation.greedy import greedy

    problem, small = built.problem, len(built.problem.vacancy) <= SOLVED_AGAIN
    with busy("Allocating") as show:
        found = best(problem, method=method, gap=gap, progress=lambda stage: show(f"Allocating: {stage}"))  # type: ignore[arg-type]
        plain = greedy(problem)
        prices: tuple[RulePrice, ...] = ()
        if cost_of_rules:
            show("What each rule costs")
            prices = price_of_rules(problem, found, held_back=built.held_back, exact=small)
        show("Why some were not placed")
        counts, reasons = reasons_of(built, found, explain, lang)
    write.write_placements(write.placements(built, found.chosen), output)
    proof = write.certificate(built, found, plain)
    write.write_certificate(proof, write.certificate_path(output))
    return (
        proof
        | {
            "file": str(output),
            "certificate_file": str(write.certificate_path(output)),
            "people_with_options": sum(code is None for code in built.no_option),
            "greedy_breaks": list(plain.broken),
            "rules": write.rules_used(built, found.chosen),
            "cost_of_rules": [each.as_json(inside=True) for each in prices],
            "vacancies": write.vacancies_filled(built, found.chosen).to_dicts(),
            "reasons": counts,
            "explained": reasons,
            "notes": list(built.notes),
        }
        | fairness_of(built, found)
    )


def stable_outcome(built: Built, output: Path) -> dict[str, Any]:
    """The stable matching, written; what is told of it as plain data."""
    from crosswalk.allocation import write
    from crosswalk.allocation.allocate import allocate as best
    from crosswalk.allocation.constraints.layout import Preferences
    from crosswalk.allocation.constraints.preferences import ranks
    from crosswalk.allocation.problem import VALUE_SCALE
    from crosswalk.allocation.stable.matching import stable_matching

    problem, side = built.problem, (built.constraints.file.preferences or Preferences()).proposing
    with busy("Matching what both sides prefer"):
        found = stable_matching(problem, *ranks(built), proposing=side)
        most = best(problem).certificates[0]
    write.write_placements(write.placements(built, found.chosen), output)
    return {
        "title": built.constraints.file.title,
        "method": "stable",
        "file": str(output),
        "proposing": found.proposing,
        "people": len(problem.people),
        "people_with_options": sum(code is None for code in built.no_option),
        "placed": len(found.chosen),
        "blocking_pairs": len(found.blocking),
        "options_looked_at": found.looked_at,
        "stage": most.stage,
        "objective": found.objective / VALUE_SCALE,
        "best_objective": most.objective / VALUE_SCALE,
        "price_of_stability": found.price(most),
        "vacancies": write.vacancies_filled(built, found.chosen).to_dicts(),
        "notes": list(built.notes),
    }
