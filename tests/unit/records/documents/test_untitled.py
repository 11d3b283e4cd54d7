"""CVs without headings: lines are told apart by what stands in them."""

from __future__ import annotations

from datetime import date

from crosswalk.records.documents import read_cv_text
from crosswalk.types import Isced

TODAY = date(2026, 6, 30)

UNTITLED = """Paul Essomba
Yaoundé, Cameroun – paul.e@example.org – né le 02/11/1988

2021 à ce jour : maçon, Bâti Mfoundi, Yaoundé. Coffrage et ferraillage.
Mars 2015 – déc. 2020 : aide-maçon, Société Ekombitié, Yaoundé
2014 : CAP maçonnerie, CETIC de Ngoa-Ekélé

Français courant, anglais niveau B1
"""


def test_a_cv_without_headings_has_jobs_courses_and_languages() -> None:
    person = read_cv_text(UNTITLED, on=TODAY).person
    assert [(job.title, job.start, job.ongoing) for job in person.experience or ()] == [
        ("maçon", date(2021, 1, 1), True),
        ("aide-maçon", date(2015, 3, 1), False),
    ]
    assert [course.level for course in person.education or ()] == [Isced.UPPER_SECONDARY]
    assert [one.language for one in person.languages or ()] == ["fr", "en"]
    assert person.birth_date == date(1988, 11, 2)


def test_the_head_of_a_table_is_no_job() -> None:
    text = "EXPERIENCIA LABORAL\nPeriodo | Cargo | Empresa\n2017 – 2019 | Cocinera | Hotel Bahía"
    [job] = read_cv_text(text, on=TODAY).person.experience or ()
    assert (job.title, job.employer) == ("Cocinera", "Hotel Bahía")


def test_a_form_parted_by_tabs_gives_title_and_employer() -> None:
    text = "WORK HISTORY\nPosition:\tNursing aide\nCompany:\tSampaguita Home\nInclusive dates:\tApril 2018 – March 2023"
    [job] = read_cv_text(text, on=TODAY).person.experience or ()
    assert (job.title, job.employer, job.start) == ("Nursing aide", "Sampaguita Home", date(2018, 4, 1))


def test_a_sentence_with_two_diplomas_gives_both() -> None:
    text = "I finished secondary school in Homs in 2008 and a bachelor of nursing in Damascus in 2012."
    levels = [course.level for course in read_cv_text(f"Amal Haddad\n\n{text}\n").person.education or ()]
    assert levels == [Isced.UPPER_SECONDARY, Isced.BACHELOR]


def test_a_name_that_begins_like_an_article_stays_whole() -> None:
    text = "Since 2017 I have worked as a nursing assistant at Al Amal Hospital in Amman."
    jobs = read_cv_text(f"Amal Haddad\n\n{text}\n").person.experience or ()
    assert [(job.title, job.employer) for job in jobs] == [("nursing assistant", "Al Amal Hospital")]
