"""Lists that stand in one cell."""

from __future__ import annotations

from datetime import date

from crosswalk.records.cells import credential, education, experience, language, language_need, need, skill, split_items


def test_items_are_split_at_the_strongest_separator() -> None:
    assert split_items("a, b; c", None, True) == ["a, b", "c"]
    assert split_items("a، b", None, True) == ["a", "b"]
    assert split_items("welding (MIG, TIG), grinding", None, True) == ["welding (MIG, TIG)", "grinding"]
    assert split_items("a/b", "/", True) == ["a", "b"]


def test_a_level_in_brackets_belongs_to_the_skill_and_other_brackets_to_its_words() -> None:
    assert skill("Welding (avancé)")[0] == {"text": "Welding", "level": "advanced"}
    assert skill("Welding (TIG)")[0] == {"text": "Welding (TIG)"}
    assert skill("Node: the basics")[0] == {"text": "Node: the basics"}


def test_languages_are_read_with_level_or_mother_tongue() -> None:
    assert language("English B2")[0] == {"language": "en", "level": "B2"}
    assert language("de:B1")[0] == {"language": "de", "level": "B1"}
    assert language("العربية (اللغة الأم)")[0] == {"language": "ar", "native": True}
    assert language("Anglais : langue maternelle")[0] == {"language": "en", "native": True}


def test_fluent_names_no_level_so_the_level_is_unknown_and_reported() -> None:
    item, problems = language("English (fluent)")
    assert item == {"language": "en"}
    assert [p.code for p in problems] == ["unknown_level"]


def test_an_unknown_language_is_reported_with_the_nearest_one() -> None:
    item, problems = language("Germn B1")
    assert item is None
    assert "German (de)" in problems[0].remedy


def test_a_job_in_one_cell_gives_title_employer_country_and_period() -> None:
    item, problems = experience("Welder, ACME (Tunisia), 03/2015-present, pipes")
    assert not problems
    assert item == {
        "title": "Welder",
        "employer": "ACME",
        "country": "TUN",
        "start": date(2015, 3, 1),
        "ongoing": True,
        "description": "pipes",
    }


def test_figures_that_are_no_dates_stay_in_the_words() -> None:
    item, problems = experience("Driver, Route 66 Ltd, 2015-2017")
    assert not problems
    assert (item["employer"], item["end"]) == ("Route 66 Ltd", date(2017, 1, 1))


def test_brackets_after_a_period_do_not_replace_the_title() -> None:
    item, _ = experience("Welder, ACME, 2015-2017 (about)")
    assert item["title"] == "Welder"
    assert item["end"] == date(2017, 1, 1)


def test_education_takes_its_level_only_from_words_that_mean_one_level() -> None:
    assert education("Bachelor in Nursing, University of Tunis, 2017")[0]["level"] == "bachelor"
    assert "level" not in education("Primary school teaching certificate, 2017")[0]
    assert "level" not in education("Master welder course")[0]


def test_a_licence_that_is_missing_is_not_read_as_held() -> None:
    item, problems = credential("no licence yet")
    assert item is None
    assert problems[0].code == "negative_statement"


def test_optional_needs_are_not_essential() -> None:
    assert need("TIG welding (optional)")[0] == {"text": "TIG welding", "essential": False}
    assert need("TIG welding")[0] == {"text": "TIG welding", "essential": True}
    assert language_need("English A2 (souhaité)")[0] == {"language": "en", "level": "A2", "essential": False}
