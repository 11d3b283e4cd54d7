"""What is left of a law once some facts are known says the same of the others as the whole law says of all."""

from pathlib import Path

import pytest

from crosswalk.pathways import load_pathway, pathway_folders
from crosswalk.pathways import nodes as n
from crosswalk.pathways.check import last_known_day
from crosswalk.pathways.reference import truth
from crosswalk.pathways.residual import residual
from pathway_worlds import people_near_the_base

FOLDERS = [*pathway_folders(), Path(__file__).parents[2] / "data" / "pathways" / "zzz" / "everything"]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: f"{folder.parent.name}.{folder.name}")
def test_what_is_left_of_a_law_says_the_same(folder: Path) -> None:
    pathway = load_pathway(folder)
    law = pathway.on(last_known_day(pathway))
    for number, person in enumerate(people_near_the_base(folder, law, seed=13, count=40, missing=0.05)):
        told = {name: value for place, (name, value) in enumerate(person.items()) if (place + number) % 3}
        left = residual(law.verdict, told)
        assert truth(left, told) is truth(law.verdict, told)
        assert truth(left, person) is truth(law.verdict, person)
        known = {name for name, value in told.items() if value is not None and not isinstance(value, tuple)}
        assert not known & set(n.facts_of(left)), "a fact that is known is still asked for"
