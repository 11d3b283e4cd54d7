"""The compiled columns give the same as the plain evaluator, for every pathway of the catalogue, at and around every cut."""

from pathlib import Path

import pytest

from crosswalk.pathways import Law, load_pathway, pathway_folders
from crosswalk.pathways.check import boundary_days, last_known_day
from crosswalk.pathways.columns import compile_law, facts_table
from crosswalk.pathways.facts import Value
from crosswalk.pathways.reference import interval, truth
from pathway_worlds import people_near_the_base, random_facts

FOLDERS = pathway_folders()
KITCHEN_SINK = Path(__file__).parents[2] / "data" / "pathways" / "zzz" / "everything"


@pytest.mark.parametrize("missing", [0.0, 0.05, 0.3, 0.9])
@pytest.mark.parametrize("folder", [*FOLDERS, KITCHEN_SINK], ids=lambda folder: f"{folder.parent.name}.{folder.name}")
def test_columns_equal_the_plain_evaluator(folder: Path, missing: float) -> None:
    pathway = load_pathway(folder)
    days = {last_known_day(pathway), boundary_days(pathway)[-1]}
    for day in sorted(days):
        law = pathway.on(day)
        people = random_facts(law, seed=round(missing * 100), count=30, missing=missing)
        people += people_near_the_base(folder, law, seed=round(missing * 100), count=30, missing=missing)
        compiled = compile_law(law)
        found = compiled.run(facts_table(people, pathway.facts))
        for person, row in zip(people, found.iter_rows(named=True), strict=True):
            assert row == _plain(law, person), f"{pathway.id} on {day}: {person}"


def test_a_column_that_a_frame_lacks_is_unknown_in_every_row() -> None:
    pathway = load_pathway(KITCHEN_SINK)
    law = pathway.on(last_known_day(pathway))
    compiled = compile_law(law)
    found = compiled.run(facts_table([{"sure": True}, {}], pathway.facts).select("sure"))
    for person, row in zip([{"sure": True}, {}], found.iter_rows(named=True), strict=True):
        assert row == _plain(law, person)


def _plain(law: Law, person: dict[str, Value]) -> dict[str, object]:
    held = [truth(criterion.effective, person) for criterion in law.counted if criterion.effective is not None]
    row: dict[str, object] = {"verdict": truth(law.verdict, person)}
    if law.points is not None:
        row["points_low"], row["points_high"] = interval(law.points, person)
    row["failed"] = sum(1 << place for place, each in enumerate(held) if each is False)
    row["unknown"] = sum(1 << place for place, each in enumerate(held) if each is None)
    return row
