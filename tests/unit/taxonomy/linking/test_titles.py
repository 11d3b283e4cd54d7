"""A title that is not surely linked as a whole may be linked by the words at either end."""

from __future__ import annotations

from crosswalk.taxonomy.linking import Link
from crosswalk.taxonomy.linking.titles import best_of_title, title_heads, title_pieces

TITLE = "Enfermero de residencia"


def link(uri: str, score: float, rank: int = 1) -> Link:
    return Link(uri, uri, "es", None, score, rank)


def test_a_head_that_surely_names_an_occupation_near_the_title_is_taken() -> None:
    links = {TITLE: [link("o:carer", 0.2), link("o:nurse", 0.1, 2)], "Enfermero": [link("o:nurse", 0.95)]}
    found = best_of_title(TITLE, title_pieces(TITLE), links)
    assert found is not None
    assert found.uri == "o:nurse"


def test_a_head_far_from_the_title_is_not_taken() -> None:
    links = {TITLE: [link("o:carer", 0.2)], "residencia": [link("o:hotel", 0.95)]}
    found = best_of_title(TITLE, title_pieces(TITLE), links)
    assert found is not None
    assert found.uri == "o:carer"


def test_a_sure_title_does_not_ask_its_head() -> None:
    links = {TITLE: [link("o:carer", 0.6), link("o:nurse", 0.1, 2)], "Enfermero": [link("o:nurse", 0.95)]}
    found = best_of_title(TITLE, title_pieces(TITLE), links)
    assert found is not None
    assert found.uri == "o:carer"


def test_a_title_without_links_has_no_occupation() -> None:
    assert best_of_title(TITLE, title_pieces(TITLE), {}) is None


def test_the_heads_of_one_word_are_none() -> None:
    assert title_heads("Enfermero") == []
