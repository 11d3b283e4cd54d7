"""Plain text in two columns is read one column after the other; a table is left as it is."""

from __future__ import annotations

from crosswalk.records.documents import read_cv_text
from crosswalk.records.documents.columns import one_column

CV = """Rosa Vargas                              Languages
Quito, Ecuador                           Spanish: native
rosa@example.org                         English: B1

Experience                               Skills
Cook, Hotel Andino, Quito                cooking, grilling,
2016 - 2021                              food hygiene
Kitchen helper, Casa Loja
2013 - 2016
"""
TABLE = """Experience

Cook             Hotel Andino       2016 - 2021
Kitchen helper   Casa Loja          2013 - 2016
Waiter           Bar Sol            2011 - 2013
Porter           Hotel Mar          2010 - 2011
"""


def test_a_cv_in_two_columns_keeps_jobs_languages_and_skills_apart() -> None:
    person = read_cv_text(CV).person
    assert [(job.title, job.employer) for job in person.experience or ()] == [
        ("Cook", "Hotel Andino"),
        ("Kitchen helper", "Casa Loja"),
    ]
    assert [language.language for language in person.languages or ()] == ["es", "en"]
    assert [skill.text for skill in person.skills or ()] == ["cooking", "grilling", "food hygiene"]


def test_a_table_keeps_its_rows() -> None:
    lines = TABLE.split("\n")
    assert one_column(lines) == lines


def test_no_word_is_lost_when_columns_are_put_one_after_the_other() -> None:
    assert sorted(" ".join(one_column(CV.split("\n"))).split()) == sorted(CV.split())


def test_text_without_columns_stays_as_it_is() -> None:
    assert one_column(["Experience", "Cook, Hotel Andino", ""]) == ["Experience", "Cook, Hotel Andino", ""]
    assert one_column([]) == []
