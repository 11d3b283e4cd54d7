"""A linker built from a few labels of our own answers titles, sentences and documents."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from crosswalk.errors import NotFoundError, UsageError
from crosswalk.taxonomy.linking import Linker
from crosswalk.taxonomy.linking.adapter import learn_adapter
from crosswalk.taxonomy.linking.labels import content_hash, pillar_labels
from crosswalk.taxonomy.linking.vectors import LabelVectors, unit_rows

OCCUPATIONS = {
    "o:nurse": (
        "2221",
        {"en": ["registered nurse", "staff nurse"], "fr": ["infirmier", "infirmière"], "ar": ["ممرض", "ممرضة"]},
    ),
    "o:welder": ("7212", {"en": ["welder", "pipe welder"], "fr": ["soudeur", "soudeuse"], "ar": ["لحام"]}),
    "o:driver": (
        "8332",
        {"en": ["lorry driver", "truck driver"], "fr": ["conducteur de camion"], "ar": ["سائق شاحنة"]},
    ),
    "o:cook": ("5120", {"en": ["cook"], "fr": ["cuisinier"], "ar": ["طباخ"]}),
}
SKILLS = {
    "s:weld": {"en": ["weld pipes"], "fr": ["souder des tuyaux"]},
    "s:drawings": {"en": ["read technical drawings"], "fr": ["lire des plans techniques"]},
    "s:care": {"en": ["care for elderly people"], "fr": ["soigner les personnes âgées"]},
    "s:cook": {"en": ["prepare meals"], "fr": ["préparer des repas"]},
}


def tables() -> tuple[pl.DataFrame, pl.DataFrame]:
    concepts = [(uri, "occupation", code) for uri, (code, _) in OCCUPATIONS.items()]
    concepts += [(uri, "skill", None) for uri in SKILLS] + [("g:2221", "isco_group", "2221")]
    rows = [(uri, words) for uri, (_, words) in OCCUPATIONS.items()] + list(SKILLS.items())
    labels = [
        (uri, lang, "preferred" if place == 0 else "alternative", text)
        for uri, words in rows
        for lang, texts in words.items()
        for place, text in enumerate(texts)
    ]
    return (
        pl.DataFrame(concepts, schema={"uri": pl.String, "kind": pl.String, "code": pl.String}, orient="row"),
        pl.DataFrame(labels, schema=["uri", "lang", "kind", "text"], orient="row"),
    )


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module")
def linker(cache: Path) -> Linker:
    return Linker.build(*tables(), cache=cache)


def best(linker: Linker, text: str, lang: str | None) -> str:
    return linker.occupations([text], langs=[lang], threshold=0)[0][0].uri


@pytest.mark.parametrize(
    ("title", "lang", "uri"),
    [
        ("STAFF NURSE (M/F)", "en", "o:nurse"),
        ("Infirmier / Infirmière", "fr", "o:nurse"),
        ("مُمرِّضة", "ar", "o:nurse"),
        ("pipe welders", "en", "o:welder"),
        ("soudeur", None, "o:welder"),
        ("Schweißer/in", "de", "o:welder"),  # not loaded: across languages
        ("LKW-Fahrer", "de", "o:driver"),
        ("trukc driver", "en", "o:driver"),  # misspelt
    ],
)
def test_a_title_finds_its_occupation_whatever_its_form_and_language(
    linker: Linker, title: str, lang: str | None, uri: str
) -> None:
    assert best(linker, title, lang) == uri


def test_a_label_that_ends_a_title_lifts_its_occupation(linker: Linker) -> None:
    assert best(linker, "Long-Haul Prairie Truck Driver", "en") == "o:driver"


def test_a_link_names_the_concept_in_the_language_of_the_text_and_carries_its_code(linker: Linker) -> None:
    link = linker.occupations(["soudeuse"], langs=["fr"], threshold=0)[0][0]
    assert (link.label, link.lang, link.isco, link.rank) == ("soudeur", "fr", "7212", 1)


def test_a_text_in_a_language_that_is_not_loaded_is_answered_in_english(linker: Linker) -> None:
    assert linker.occupations(["Koch"], langs=["de"], threshold=0)[0][0].lang == "en"


def test_scores_are_probabilities_that_fall_with_the_rank(linker: Linker) -> None:
    for links in linker.occupations(["nurse", "xyz", "cook and driver"], langs=["en"] * 3, threshold=0):
        assert [link.rank for link in links] == list(range(1, len(links) + 1))
        assert all(0 <= link.score <= 1 for link in links)
        assert len({link.uri for link in links}) == len(links) == len(OCCUPATIONS)


def test_nothing_is_returned_when_no_concept_is_a_good_match(linker: Linker) -> None:
    assert linker.occupations(["the weather is nice today"], langs=["en"]) == [[]]


def test_texts_without_letters_have_no_links(linker: Linker) -> None:
    assert linker.occupations(["", "  ", "…", "-/-"], threshold=0) == [[], [], [], []]


def test_no_texts_have_no_links(linker: Linker) -> None:
    assert linker.occupations([]) == []


def test_top_bounds_the_number_of_links(linker: Linker) -> None:
    assert len(linker.occupations(["nurse"], top=2, threshold=0)[0]) == 2
    assert len(linker.occupations(["nurse"], top=1000, threshold=0)[0]) == len(OCCUPATIONS)


def test_a_batch_gives_the_same_links_as_its_texts_alone(linker: Linker) -> None:
    texts = ["nurse", "welder of ships", "chauffeur", "طباخ", "nurse"] * 30
    alone = {text: linker.occupations([text], threshold=0)[0] for text in set(texts)}
    for text, links in zip(texts, linker.occupations(texts, threshold=0), strict=True):
        assert [link.uri for link in links] == [link.uri for link in alone[text]]
        assert [link.score for link in links] == pytest.approx([link.score for link in alone[text]], abs=1e-4)


def test_a_sentence_that_lists_several_skills_finds_each(linker: Linker) -> None:
    found = linker.skills(["You weld pipes and read technical drawings."], langs=["en"], top=2, threshold=0)[0]
    assert {link.uri for link in found} == {"s:weld", "s:drawings"}


def test_a_document_gives_each_skill_once_with_its_place_and_without_what_is_said_of_the_employer(
    linker: Linker,
) -> None:
    text = "We offer a good salary and free meals.\nYou read technical drawings, weld pipes.\nRead technical drawings!"
    mentions = linker.skills_in_document(text, lang="en")
    assert [m.uri for m in mentions].count("s:drawings") == 1
    assert "s:cook" not in {m.uri for m in mentions}
    for mention in mentions:
        assert text[mention.start : mention.end] in mention.sentence


def test_an_empty_document_has_no_skills(linker: Linker) -> None:
    assert linker.skills_in_document("\n \n") == []


def test_the_words_that_carried_a_link_are_words_of_the_text(linker: Linker) -> None:
    assert "nurse" in linker.explain("friendly nurse wanted in Lyon", "o:nurse")


def test_an_unknown_concept_cannot_be_explained(linker: Linker) -> None:
    with pytest.raises(NotFoundError):
        linker.explain("nurse", "o:unknown")


def test_languages_must_be_as_many_as_texts(linker: Linker) -> None:
    with pytest.raises(UsageError):
        linker.occupations(["nurse", "cook"], langs=["en"])


def test_a_taxonomy_without_skills_says_so() -> None:
    with pytest.raises(UsageError):
        Linker({}, None).skills(["weld"])  # type: ignore[arg-type]


def test_an_index_opened_from_the_cache_answers_as_when_it_was_built(
    linker: Linker, cache: Path, tmp_path: Path
) -> None:
    texts = ["nurse", "soudeur", "سائق", "cook"]
    again, fresh = Linker.build(*tables(), cache=cache), Linker.build(*tables(), cache=tmp_path)
    for other in (again, fresh):
        assert other.occupations(texts, threshold=0) == linker.occupations(texts, threshold=0)


def test_an_index_is_built_where_the_cache_cannot_be_written(tmp_path: Path, linker: Linker) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    assert best(Linker.build(*tables(), cache=blocked), "nurse", "en") == "o:nurse"


def test_the_name_of_an_index_changes_with_its_labels_and_its_encoder() -> None:
    concepts, labels = tables()
    names = {
        content_hash(concepts, labels, "a"),
        content_hash(concepts, labels, "b"),
        content_hash(concepts, labels[1:], "a"),
    }
    assert len(names) == 3


def test_english_labels_repeated_in_another_language_are_untranslated_and_left_out() -> None:
    concepts, labels = tables()
    copied = pl.DataFrame([("o:cook", "ga", "preferred", "Cook")], schema=labels.columns, orient="row")
    prepared = pillar_labels(concepts, pl.concat([labels, copied]), "occupation")
    assert "ga" not in prepared.slices()


def test_eight_bits_keep_the_cosine() -> None:
    vectors = unit_rows(np.random.default_rng(0).standard_normal((50, 384)).astype(np.float32))
    packed = LabelVectors.pack(vectors)
    best_of_all = np.full((50, 50), -1, dtype=np.float32)
    packed.raise_best(vectors, np.arange(50, dtype=np.int32), 0, best_of_all)
    assert np.abs(best_of_all - vectors @ vectors.T).max() < 0.005


def test_the_adapter_brings_labels_of_one_concept_nearer_and_is_the_same_for_the_same_seed() -> None:
    draw = np.random.default_rng(1)
    centres, noise = draw.standard_normal((100, 16)), draw.standard_normal((300, 16))
    noise[:, 8:] *= 4  # half of the directions say nothing about the concept
    concepts = np.repeat(np.arange(100, dtype=np.int32), 3)
    vectors = unit_rows((centres[concepts] + noise).astype(np.float32))
    adapted = [unit_rows(vectors @ learn_adapter(vectors, concepts)) for _ in range(2)]
    np.testing.assert_array_equal(adapted[0], adapted[1])
    assert _margin(adapted[0]) > _margin(vectors)


def test_too_few_concepts_teach_nothing() -> None:
    vectors = unit_rows(np.ones((4, 8), dtype=np.float32))
    np.testing.assert_array_equal(learn_adapter(vectors, np.array([0, 0, 1, 1], dtype=np.int32)), np.eye(8))


def _margin(vectors: np.ndarray) -> float:
    likeness = vectors @ vectors.T
    return float(likeness[0::3][:, 1::3].diagonal().mean() - likeness.mean()) / float(likeness.std())
