"""The starter taxonomy is complete, consistent and labelled in six languages."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from crosswalk.taxonomy import Taxonomy

FOLDER = Path(__file__).parents[2] / "src" / "crosswalk" / "taxonomy" / "starter"
LANGUAGES = ("en", "fr", "es", "ar", "de", "it")
ISCO_LANGUAGES = ("en", "fr", "es", "ar")
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
ARABIC_LETTER = re.compile("[\u0621-\u064a]")
ARABIC_VOWEL_SIGN = re.compile("[\u064b-\u0652\u0670\u0640]")
LABELLED = ("skill_groups", "skills", "occupations")
COLUMNS = {
    "isco08": "code en fr es ar",
    "skill_groups": "id broader en fr es ar de it",
    "skills": "id type reuse group broader related en fr es ar alt_en alt_fr alt_es alt_ar de it alt_de alt_it esco",
    "occupations": "id isco08 en fr es ar alt_en alt_fr alt_es alt_ar de it alt_de alt_it esco",
    "occupation_skills": "occupation skill relation",
}


def rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def values(field: str) -> list[str]:
    return field.split("|") if field else []


def ids(name: str) -> set[str]:
    return {row["id"] for row in rows(name)}


def alternatives(row: dict[str, str], language: str) -> list[str]:
    return values(row.get(f"alt_{language}", ""))


def all_labels(name: str) -> Iterator[tuple[str, str, str]]:
    for row in rows(name):
        for language in LANGUAGES:
            for label in (row[language], *alternatives(row, language)):
                yield row["id"], language, label


@pytest.mark.parametrize("name", COLUMNS)
def test_every_file_has_its_columns_and_every_row_fills_them(name: str) -> None:
    lines = (FOLDER / f"{name}.tsv").read_bytes().decode("utf-8").split("\n")
    assert lines[0].split("\t") == COLUMNS[name].split()
    assert lines[-1] == ""
    assert {line.count("\t") for line in lines[:-1]} == {lines[0].count("\t")}
    assert not any("\r" in line or '"' in line for line in lines)


@pytest.mark.parametrize("name", COLUMNS)
def test_no_value_has_stray_whitespace_or_an_empty_alternative(name: str) -> None:
    for row in rows(name):
        for column, field in row.items():
            for value in values(field):
                assert value, (row, column)
                assert value == " ".join(value.split()), (row, column)


def test_isco08_is_complete() -> None:
    codes = [row["code"] for row in rows("isco08")]
    assert Counter(map(len, codes)) == {1: 10, 2: 43, 3: 130, 4: 436}
    assert len(set(codes)) == len(codes)
    assert all(code[:-1] in codes for code in codes if len(code) > 1)
    assert {"0", "01", "011", "0110"} <= set(codes)


@pytest.mark.parametrize("language", ISCO_LANGUAGES)
def test_every_group_of_isco08_has_a_title_of_its_own_in_each_language(language: str) -> None:
    titles = {row["code"]: row[language] for row in rows("isco08")}
    for digits in (1, 2, 3, 4):
        same = Counter(title.casefold() for code, title in titles.items() if len(code) == digits)
        assert "" not in same
        assert [title for title, times in same.items() if times > 1] == []


def test_groups_of_isco08_that_share_an_english_title_share_it_in_each_language() -> None:
    by_code = {row["code"]: row for row in rows("isco08")}
    for code, row in by_code.items():
        above = by_code.get(code[:-1])
        if above and row["en"].casefold() == above["en"].casefold():
            assert [row[language] for language in ISCO_LANGUAGES] == [above[language] for language in ISCO_LANGUAGES]


def test_titles_of_isco08_are_in_their_script_and_hold_no_separator() -> None:
    for row in rows("isco08"):
        for language in ISCO_LANGUAGES:
            assert "|" not in row[language], row
            assert bool(ARABIC_LETTER.search(row[language])) == (language == "ar"), row
        assert not ARABIC_VOWEL_SIGN.search(row["ar"]), row
        assert not re.search("[A-Za-z,;]", row["ar"]), row


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "not elsewhere classified"), ("fr", "non class"), ("es", "en otra parte"), ("ar", "في موضع آخر")],
)
def test_a_rest_group_is_named_as_one_in_each_language(language: str, words: str) -> None:
    rest = {row["code"] for row in rows("isco08") if row["en"].casefold().endswith("not elsewhere classified")}
    assert rest == {row["code"] for row in rows("isco08") if words in row[language].casefold()}
    assert all(code[-1] in "59" for code in rest)


@pytest.mark.parametrize("language", ISCO_LANGUAGES)
def test_a_group_of_isco08_is_loaded_with_its_title(language: str) -> None:
    taxonomy = Taxonomy.starter()
    for row in rows("isco08"):
        assert taxonomy.label(f"http://data.europa.eu/esco/isco/C{row['code']}", language) == row[language]


def test_every_occupation_has_a_four_digit_isco08_code_that_exists() -> None:
    codes = {row["code"] for row in rows("isco08") if len(row["code"]) == 4}
    assert [row["id"] for row in rows("occupations") if row["isco08"] not in codes] == []


@pytest.mark.parametrize("name", LABELLED)
def test_ids_are_unique_readable_slugs(name: str) -> None:
    found = [row["id"] for row in rows(name)]
    assert len(set(found)) == len(found)
    assert [slug for slug in found if not SLUG.fullmatch(slug)] == []


def test_every_id_that_is_referred_to_exists() -> None:
    groups, skills, occupations = ids("skill_groups"), ids("skills"), ids("occupations")
    for row in rows("skill_groups"):
        assert not row["broader"] or row["broader"] in groups, row
    for row in rows("skills"):
        assert row["group"] in groups, row
        assert {*values(row["broader"]), *values(row["related"])} <= skills - {row["id"]}, row
    for row in rows("occupation_skills"):
        assert row["occupation"] in occupations, row
        assert row["skill"] in skills, row


def test_closed_lists_hold_only_their_values() -> None:
    assert {row["type"] for row in rows("skills")} == {"skill", "knowledge"}
    reuse = {"transversal", "cross-sector", "sector-specific", "occupation-specific"}
    assert {row["reuse"] for row in rows("skills")} == reuse
    assert {row["relation"] for row in rows("occupation_skills")} == {"essential", "optional"}


def test_skill_groups_have_two_levels_and_none_is_empty() -> None:
    top = {row["id"] for row in rows("skill_groups") if not row["broader"]}
    lower = {row["id"]: row["broader"] for row in rows("skill_groups") if row["broader"]}
    assert set(lower.values()) == top
    assert {row["group"] for row in rows("skills")} == set(lower)


def test_broader_skills_have_no_cycle() -> None:
    graph = {row["id"]: values(row["broader"]) for row in rows("skills")}
    assert len(list(TopologicalSorter(graph).static_order())) == len(graph)


def test_a_related_pair_is_written_once_and_is_not_also_broader() -> None:
    pairs = [frozenset((row["id"], other)) for row in rows("skills") for other in values(row["related"])]
    broader = {frozenset((row["id"], other)) for row in rows("skills") for other in values(row["broader"])}
    assert [pair for pair, times in Counter(pairs).items() if times > 1 or pair in broader] == []


def test_each_occupation_has_enough_essential_and_optional_skills() -> None:
    counts = Counter((row["occupation"], row["relation"]) for row in rows("occupation_skills"))
    for occupation in ids("occupations"):
        assert counts[occupation, "essential"] >= 6, occupation
        assert counts[occupation, "optional"] >= 4, occupation


def test_a_skill_is_named_once_per_occupation() -> None:
    pairs = Counter((row["occupation"], row["skill"]) for row in rows("occupation_skills"))
    assert [pair for pair, times in pairs.items() if times > 1] == []


def test_every_skill_is_used_by_an_occupation_or_contains_one_that_is() -> None:
    used = {row["skill"] for row in rows("occupation_skills")}
    broader = {other for row in rows("skills") for other in values(row["broader"])}
    assert ids("skills") - used - broader == set()


@pytest.mark.parametrize("name", LABELLED)
def test_every_concept_has_a_label_in_each_language(name: str) -> None:
    assert [found for found in all_labels(name) if not found[2]] == []


@pytest.mark.parametrize("name", LABELLED)
def test_preferred_labels_are_unique_in_their_language(name: str) -> None:
    for language in LANGUAGES:
        times = Counter(row[language].casefold() for row in rows(name))
        assert [label for label, count in times.items() if count > 1] == [], language


@pytest.mark.parametrize("name", LABELLED)
def test_a_concept_names_each_label_once_per_language(name: str) -> None:
    times = Counter((slug, language, label.casefold()) for slug, language, label in all_labels(name))
    assert [found for found, count in times.items() if count > 1] == []


@pytest.mark.parametrize("name", LABELLED)
def test_arabic_is_in_arabic_script_and_other_languages_are_not(name: str) -> None:
    for row in rows(name):
        assert ARABIC_LETTER.search(row["ar"]), row["id"]
    for slug, language, label in all_labels(name):
        assert language == "ar" or not ARABIC_LETTER.search(label), (slug, label)
        assert not ARABIC_VOWEL_SIGN.search(label), (slug, label)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_occupation_has_three_to_eight_alternatives(language: str) -> None:
    counts = {row["id"]: len(alternatives(row, language)) for row in rows("occupations")}
    assert {slug: count for slug, count in counts.items() if not 3 <= count <= 8} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_skill_has_one_to_four_alternatives(language: str) -> None:
    counts = {row["id"]: len(alternatives(row, language)) for row in rows("skills")}
    assert {slug: count for slug, count in counts.items() if not 1 <= count <= 4} == {}


def test_every_language_of_the_tables_is_loaded() -> None:
    assert set(Taxonomy.starter().languages) == set(LANGUAGES)


@pytest.mark.parametrize(("name", "kind"), [("skills", "skill"), ("occupations", "occupation")])
def test_esco_links_are_uris_and_no_two_concepts_share_one(name: str, kind: str) -> None:
    uris = [row["esco"] for row in rows(name) if row["esco"]]
    assert uris
    assert all(re.fullmatch(rf"http://data\.europa\.eu/esco/{kind}/[0-9a-f-]{{36}}", uri) for uri in uris)
    assert len(set(uris)) == len(uris)


def test_work_that_programmes_recruit_and_unpaid_work_are_both_covered() -> None:
    occupations = ids("occupations")
    assert len(occupations) >= 75
    assert {"registered-nurse", "welder", "bricklayer", "software-developer", "deck-rating"} <= occupations
    unpaid = {"home-childcarer", "family-carer-older-person", "subsistence-farmer", "livestock-keeper"}
    informal = {"street-vendor", "home-based-seamstress", "bicycle-repairer", "community-interpreter"}
    assert unpaid | informal <= occupations


def test_neighbouring_occupations_share_skills() -> None:
    skills: dict[str, set[str]] = {}
    for row in rows("occupation_skills"):
        skills.setdefault(row["occupation"], set()).add(row["skill"])
    for one, other in [
        ("registered-nurse", "nursing-assistant"),
        ("welder", "metal-fabricator"),
        ("bricklayer", "stonemason"),
        ("cook", "ships-cook"),
    ]:
        assert len(skills[one] & skills[other]) >= 4, (one, other)
