"""How near two skills are, by the graph and by the meaning of their labels."""

from __future__ import annotations

import polars as pl
import pytest

from crosswalk.errors import NotFoundError, UsageError
from crosswalk.taxonomy import Taxonomy
from crosswalk.taxonomy.linking import Linker
from crosswalk.taxonomy.linking.neighbours import neighbour, neighbours

TIG, MIG = (f"urn:crosswalk:skill:{name}" for name in ("weld-tig", "weld-mig-mag"))


@pytest.fixture(scope="module")
def taxonomy() -> Taxonomy:
    return Taxonomy.starter()


@pytest.fixture(scope="module")
def linker(taxonomy: Taxonomy) -> Linker:
    return Linker.build(taxonomy.concepts.select("uri", "kind", "code"), taxonomy.labels)


def test_text_says_that_two_ways_to_weld_are_nearer_than_welding_and_cooking(
    taxonomy: Taxonomy, linker: Linker
) -> None:
    near, far = (neighbour(taxonomy, linker, TIG, other).text for other in (MIG, _cooking(taxonomy)))
    assert near is not None
    assert far is not None
    assert near > 0.7 > far


def test_text_nearness_is_the_same_both_ways_and_whole_to_itself(linker: Linker) -> None:
    there, back = linker.nearness(TIG, MIG), linker.nearness(MIG, TIG)
    assert there == pytest.approx(back, abs=0.01)
    assert linker.nearness(TIG, TIG) == pytest.approx(1, abs=0.01)


def test_the_graph_tells_both_directions(taxonomy: Taxonomy, linker: Linker) -> None:
    there, back = neighbour(taxonomy, linker, TIG, MIG), neighbour(taxonomy, linker, MIG, TIG)
    assert (there.covers, there.covered_by) == (back.covered_by, back.covers)


def test_what_the_graph_does_not_join_is_unknown_not_zero(taxonomy: Taxonomy, linker: Linker) -> None:
    found = neighbour(taxonomy, linker, TIG, _cooking(taxonomy))
    assert (found.covers, found.covered_by) == (None, None)


def test_neighbours_hold_the_nearest_of_both_and_each_once(taxonomy: Taxonomy, linker: Linker) -> None:
    found = neighbours(taxonomy, linker, TIG, top=3)
    uris = [n.uri for n in found]
    assert TIG not in uris
    assert len(set(uris)) == len(uris)
    assert {uri for uri, _ in linker.nearest(TIG, 3)} <= set(uris)
    assert 3 <= len(uris) <= 6


def test_a_skill_without_labels_has_no_text_nearness() -> None:
    concepts = pl.DataFrame(
        {"uri": ["s:1", "s:2", "s:3"], "kind": ["skill"] * 3, "code": [None] * 3}, schema_overrides={"code": pl.String}
    )
    rows = [("s:1", "en", "preferred", "weld"), ("s:2", "fr", "preferred", "souder")]
    labels = pl.DataFrame(rows, ["uri", "lang", "kind", "text"], orient="row")
    linker = Linker.build(concepts, labels)
    assert linker.nearness("s:1", "s:3") is None
    assert linker.nearness("s:1", "s:2") is None
    assert linker.nearness("s:2", "s:1") is None
    assert linker.nearest("s:2") == linker.nearest("s:1") == linker.nearest("s:9") == []


def test_an_occupation_or_an_unknown_uri_is_refused(taxonomy: Taxonomy, linker: Linker) -> None:
    occupation = taxonomy.concepts.filter(pl.col("kind") == "occupation")["uri"][0]
    with pytest.raises(UsageError, match="is not a skill"):
        neighbours(taxonomy, linker, occupation)
    with pytest.raises(NotFoundError, match="no concept"):
        neighbour(taxonomy, linker, TIG, "urn:nothing")


def _cooking(taxonomy: Taxonomy) -> str:
    return str(taxonomy.search("meals", kind="skill", lang="en")["uri"][0])
