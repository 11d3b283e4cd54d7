"""crosswalk demo: the main job on the example corridor, from CVs and job ads to an allocation and a partnership."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crosswalk.cli.allocate import allocated, open_problem
from crosswalk.cli.allocation_told import tell_proof, tell_reasons
from crosswalk.cli.doors import open_doors, reason_of
from crosswalk.cli.importing import import_files
from crosswalk.cli.match import counter
from crosswalk.cli.output import note, progress
from crosswalk.cli.partnership_told import print_study
from crosswalk.cli.report import make_report
from crosswalk.errors import NotFoundError

if TYPE_CHECKING:
    import polars as pl

    from crosswalk.matching import Matches
    from crosswalk.matching.doors import Doors
    from crosswalk.taxonomy import Taxonomy

CORRIDOR = Path("examples") / "corridor"
MOST_REASONS = 3  #: people of whom it is printed why they were not placed
CORRIDOR_DAY = date(2026, 6, 30)  #: the day on which the invented people were asked
DESIGN_DAY = date(2026, 11, 22)  #: the day on which the partnership is looked at
DESIGN_DRAWS = 2000


def demo(
    to: Annotated[Path, typer.Option("--to", help="Folder to write to.")] = Path("demo-output"),
    examples: Annotated[Path, typer.Option(help="Folder of the example corridor.")] = CORRIDOR,
) -> None:
    """Read the example corridor, match it, explain it, place people with proof, and design a partnership for it."""
    import polars as pl

    from crosswalk.matching import match
    from crosswalk.matching.triples import triples_path, write_triples
    from crosswalk.taxonomy import Taxonomy

    if not examples.is_dir():
        raise NotFoundError(
            "The example corridor is not here: it comes with the project's source, not with the installed package.",
            remedy="Go to the folder that holds the README and run crosswalk demo there, or name the corridor: "
            "crosswalk demo --examples FOLDER/examples/corridor. With files of your own, begin with crosswalk import.",
            place=str(examples.absolute()),
        )
    to.mkdir(parents=True, exist_ok=True)
    note("1. Reading CVs, exchange files and tables in four languages, and job ads …")
    import_files([examples / "people"], to / "people.parquet", report=to / "people-problems.json")
    import_files(
        [examples / "vacancies"], to / "vacancies.parquet", vacancies=True, report=to / "vacancies-problems.json"
    )
    people, vacancies = pl.read_parquet(to / "people.parquet"), pl.read_parquet(to / "vacancies.parquet")
    taxonomy = Taxonomy.starter()
    note("2. Matching, exactly and under the filters …")
    doors = open_doors(people, vacancies, CORRIDOR_DAY, facts=examples / "facts.jsonl", taxonomy=taxonomy)
    with progress("Matching") as show:
        found = match(
            people,
            vacancies,
            taxonomy,
            factors=[doors.factor()],
            as_of=CORRIDOR_DAY,
            progress=counter(show, people.height),
        )
    write_triples(found, doors, to / "matches.parquet")
    matches = pl.read_parquet(to / "matches.parquet")
    note("3. Explaining the shortlists, writing the report …")
    make_report(to / "report.html", people, vacancies, matches, taxonomy, on=CORRIDOR_DAY, doors=doors)
    _shortlists(found, doors, matches, vacancies, taxonomy)
    _unmet(doors, people, matches, pl.read_parquet(triples_path(to / "matches.parquet")), taxonomy)
    note("\n4. Allocating under the constraints of the programme …")
    _allocation(to, examples / "constraints.yaml")
    note("\n5. Designing a partnership: plan, simulation, safeguards, report …")
    _partnership(to, examples / "partnership.yaml", taxonomy)
    print(
        "\nFit says how well skills and experience suit. A way in says which criteria are met on the facts given; "
        "an authority decides, and a human chooses."
    )
    note(f"\nEvery pair: {to / 'matches.parquet'}, with every way in: {triples_path(to / 'matches.parquet')}")
    note(f"Who goes where: {to / 'allocation.csv'}, with its certificate beside it")
    note(f"The report for an employer: {to / 'report.html'}  (open it in any browser)")
    note(f"The report for a ministry: {to / 'partnership.html'}")


def _allocation(to: Path, constraints: Path) -> None:
    """The best allocation under the constraints, its proof, and why some were not placed."""
    from crosswalk.allocation.constraints.reading import read_constraints

    built = open_problem(
        read_constraints(constraints), to / "matches.parquet", to / "people.parquet", to / "vacancies.parquet"
    )
    found = allocated(built, to / "allocation.csv", explain="all", cost_of_rules=False)
    print()
    tell_proof(found)
    tell_reasons(found["explained"][:MOST_REASONS])


def _partnership(to: Path, file: Path, taxonomy: Taxonomy) -> None:
    """The partnership of the corridor in a few lines, and its report."""
    from crosswalk.partnerships import load_partnership, skills_gap
    from crosswalk.report.partnership import PartnershipWords, study, write_partnership_report

    partnership = load_partnership(file)
    found = study(partnership, skills_gap(partnership, taxonomy), on=DESIGN_DAY, draws=DESIGN_DRAWS)
    write_partnership_report(to / "partnership.html", found)
    print_study(found, PartnershipWords("en", partnership))


def _shortlists(
    found: Matches, doors: Doors, matches: pl.DataFrame, vacancies: pl.DataFrame, taxonomy: Taxonomy
) -> None:
    """The best three people of each vacancy, what to ask and the nearest way in; or why nobody is near enough."""
    import polars as pl

    from crosswalk.matching import near_enough, nobody_in_words, why_nobody, without_anybody
    from crosswalk.matching.explain import matching_words
    from crosswalk.matching.way_words import way_in_a_line
    from crosswalk.matching.ways import ways_of

    words = matching_words("en")
    order = vacancies["vacancy_id"].sort().to_list()
    nobody = {why.vacancy_id: why for why in why_nobody(found.engine, without_anybody(matches, order))}
    best = matches.filter((pl.col("rank_for_vacancy") <= 3) & near_enough()).sort("rank_for_vacancy")
    ways = ways_of(doors, best)
    jobs = {row["vacancy_id"]: row for row in vacancies.select("vacancy_id", "title", "country", "places").to_dicts()}
    for vacancy in order:
        job = jobs[vacancy]
        print(f"\n{job['title']} ({job['country'] or 'country not stated'}, {job['places'] or '?'} places) · {vacancy}")
        if why := nobody.get(vacancy):
            labels = [taxonomy.label(uri) for uri in why.lacking]
            for sentence in (words("nobody.title"), *nobody_in_words(why, words, labels)):
                print(f"  {sentence}")
        for row in best.filter(pl.col("vacancy_id") == vacancy).iter_rows(named=True):
            essential = "-" if row["essential"] is None else f"{row['essential']:.0%}"
            unknown = [name for name in row["unknown"] if name != "pathway"]  # the way in says what to ask
            ask = f"; ask: {', '.join(unknown)}" if unknown else ""
            person = f"{row['rank_for_vacancy']}. {row['person_id']}"
            print(f"  {person:<24} essential skills {essential:>4}, fit {row['fit']:.0%}{ask}")
            mine = ways[row["person_id"], vacancy]
            changes = [way for way in mine if way.remedy] if mine and mine[0].assessment.verdict != "met" else []
            for way in [*mine[:1], *(way for way in changes[:1] if way is not mine[0])]:
                print(f"     {way_in_a_line(way, words)}")


def _unmet(
    doors: Doors, people: pl.DataFrame, matches: pl.DataFrame, triples: pl.DataFrame, taxonomy: Taxonomy
) -> None:
    """Vacancies that stay empty only for want of an open pathway, and what shuts people out."""
    from crosswalk.matching import match
    from crosswalk.matching.unmet import near_pairs, not_shut_out, unmet_demand

    somebody = not_shut_out(doors, near_pairs(matches.lazy()), triples.lazy())
    for each in unmet_demand(doors, somebody, lambda some: match(people, some, taxonomy, as_of=CORRIDOR_DAY).frame()):
        print(f"\nUnmet for want of an open pathway: {each.vacancy_id} ({each.country}).\n  {reason_of(each)}")
