"""Missing facts: what is decided is right in every case, and what is decidable is decided, alone and in columns."""

from itertools import product
from pathlib import Path

import pytest

from crosswalk.pathways import Law, load_pathway, pathway_folders
from crosswalk.pathways.breakpoints import cases_of
from crosswalk.pathways.check import last_known_day
from crosswalk.pathways.columns import facts_table
from crosswalk.pathways.decide import decide
from crosswalk.pathways.facts import Value
from crosswalk.pathways.reference import truth
from crosswalk.pathways.verdicts import verdicts
from pathway_worlds import people_near_the_base

FOLDERS = [*pathway_folders(), Path(__file__).parents[2] / "data" / "pathways" / "zzz" / "everything"]
WORDS = {True: "met", False: "not_met", None: "unknown"}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: f"{folder.parent.name}.{folder.name}")
def test_a_population_is_decided_as_each_of_its_people(folder: Path) -> None:
    law = _law(folder)
    people = people_near_the_base(folder, law, seed=7, count=60, missing=0.1)
    found = verdicts(law, facts_table(people, law.pathway.facts))
    for person, verdict in zip(people, found["verdict"], strict=True):
        assert verdict == WORDS[decide(law.verdict, person, law.pathway.facts)[0]]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: f"{folder.parent.name}.{folder.name}")
def test_every_completion_agrees_with_what_was_decided_and_an_open_verdict_has_two(folder: Path) -> None:
    law = _law(folder)
    looked_at = 0
    for number, person in enumerate(people_near_the_base(folder, law, seed=11, count=60, missing=0.0)):
        names = [name for name in law.facts if person.get(name) is not None]
        hidden = [names[(number * 7 + 3) % len(names)], names[(number * 5 + 1) % len(names)]]
        partial = {name: value for name, value in person.items() if name not in hidden}
        held, method = decide(law.verdict, partial, law.pathway.facts)
        outcomes = {truth(law.verdict, each) for each in _completions(law, partial, person, sorted(set(hidden)))}
        if held is not None:
            assert outcomes <= {held, None}, f"{law.pathway.id}: {hidden} of {person}"
        elif method == "cases" and None not in outcomes:
            assert outcomes == {True, False}, f"{law.pathway.id}: {hidden} of {person} is decidable: {outcomes}"
        looked_at += held is None or method == "cases"
    assert looked_at, "every verdict was decided by intervals: the people tell nothing"


def _law(folder: Path) -> Law:
    pathway = load_pathway(folder)
    return pathway.on(last_known_day(pathway))


def _completions(
    law: Law, partial: dict[str, Value], full: dict[str, Value], hidden: list[str]
) -> list[dict[str, Value]]:
    """The hidden facts at the cases that matter while the other is as it was, and as they were."""
    pools = []
    for name in hidden:
        others = {key: value for key, value in full.items() if key != name}
        pools.append([full[name], *(cases_of(law.verdict, law.pathway.facts[name], others) or ())])
    return [{**partial, **dict(zip(hidden, values, strict=True))} for values in product(*pools)]
