"""The cheapest changes of a population are those that each person is given alone."""

from pathlib import Path

import polars as pl
import pytest

from crosswalk.pathways import Law, load_pathway, pathway_folders
from crosswalk.pathways.check import last_known_day
from crosswalk.pathways.columns import facts_table
from crosswalk.pathways.facts import Value
from crosswalk.pathways.remedies_in_columns import population_remedies
from crosswalk.pathways.remedy import Remedy, remedies
from pathway_worlds import people_near_the_base

BESIDE = Path(__file__).parents[3]
KITCHEN_SINK = BESIDE / "tests" / "data" / "pathways" / "zzz" / "everything"
POINTS_SYSTEM = BESIDE / "bench" / "law" / "zzz" / "points_system"
FOLDERS = [folder for folder in pathway_folders() if load_pathway(folder).file.levers]


@pytest.mark.parametrize(("folder", "count"), [(KITCHEN_SINK, 120), (POINTS_SYSTEM, 60)], ids=["everything", "points"])
@pytest.mark.parametrize("missing", [0.0, 0.1])
def test_a_population_gets_what_each_of_its_people_gets(folder: Path, count: int, missing: float) -> None:
    law = _law(folder)
    people = people_near_the_base(folder, law, seed=3, count=count, missing=missing)
    found = population_remedies(law, facts_table(people, law.pathway.facts), most_rows=0)
    helped = _held_equal(law, people, found, at_most=3)
    assert helped > count // 50, "hardly anybody is helped: the people tell nothing"


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: f"{folder.parent.name}.{folder.name}")
def test_every_pathway_of_the_catalogue_helps_its_people_alike(folder: Path) -> None:
    law = _law(folder)
    people = people_near_the_base(folder, law, seed=5, count=20, missing=0.0)
    found = population_remedies(law, facts_table(people, law.pathway.facts), at_most=2, most_rows=0)
    _held_equal(law, people, found, at_most=2)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: f"{folder.parent.name}.{folder.name}")
def test_people_who_lack_facts_that_few_others_lack_are_helped_one_by_one(folder: Path) -> None:
    law = _law(folder)
    people = people_near_the_base(folder, law, seed=5, count=12, missing=0.1)
    found = population_remedies(law, facts_table(people, law.pathway.facts), at_most=2)
    assert found["exact"].all()
    _held_equal(law, people, found, at_most=2)


def test_where_the_law_is_not_in_force_nobody_is_told_to_change_anything() -> None:
    pathway = load_pathway(KITCHEN_SINK)
    law = pathway.on(pathway.file.in_force.from_.replace(year=2000))
    assert population_remedies(law, pl.DataFrame({"sure": [True, None]}))["levers"].null_count() == 2


def _law(folder: Path) -> Law:
    pathway = load_pathway(folder)
    return pathway.on(last_known_day(pathway))


def _held_equal(law: Law, people: list[dict[str, Value]], found: pl.DataFrame, at_most: int) -> int:
    """How many are helped; rows that say themselves that they are not exact are left out, and must be few."""
    helped = 0
    for person, row in zip(people, found.iter_rows(named=True), strict=True):
        if row["exact"]:
            best = remedies(law.pathway, person, law.day, at_most=at_most, show=1)
            assert row == _row(law, best[0] if best else None), f"{law.pathway.id}: {person}"
            helped += bool(best)
    assert found["exact"].mean() > 0.5
    return helped


def _row(law: Law, best: Remedy | None) -> dict[str, object]:
    if best is None:
        none = dict.fromkeys(("levers", "steps", "verdict", "cost", "unknown_costs", "months"))
        return none | {"exact": True}
    return {
        "levers": [change.lever for change in best.changes],
        "steps": [change.step for change in best.changes],
        "verdict": best.verdict,
        "cost": best.cost.minor if best.cost else None,
        "unknown_costs": len(best.unknown_costs),
        "months": best.months,
        "exact": True,
    }
