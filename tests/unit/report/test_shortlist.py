"""A card gives reasons before the fit, keeps unknown apart from no, and says no more of a person than it may."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest

from crosswalk.matching import Nobody, Reference, near_enough
from crosswalk.matching.pairs import PAIR_SCHEMA
from crosswalk.records import Person, SkillNeed, Vacancy
from crosswalk.report.jobs import describe_job, short_titles
from crosswalk.report.shortlist import Shortlist, make_shortlists, person_name
from crosswalk.report.words import Words
from crosswalk.taxonomy import Taxonomy
from crosswalk.types import Isced, SkillLevel

EN = Words("en")


@pytest.fixture(scope="module")
def starter() -> Taxonomy:
    return Taxonomy.starter()


def listed(
    starter: Taxonomy, vacancy: Vacancy, *rows: dict[str, Any], per_vacancy: int = 5, nobody: tuple[Nobody, ...] = ()
) -> Shortlist:
    """The shortlist of one vacancy, with people as the rows name them."""
    blank: dict[str, Any] = dict.fromkeys(PAIR_SCHEMA) | {"vacancy_id": vacancy.vacancy_id, "fit": 0.6, "known": 1.0}
    matches = pl.DataFrame([blank | row for row in rows], schema=PAIR_SCHEMA)
    people = {row["person_id"]: Person(person_id=row["person_id"], given_names="Amal") for row in rows}
    reference = Reference(starter, as_of=date(2026, 6, 30))
    (found,) = make_shortlists(
        [vacancy], people, matches.filter(near_enough()), [], nobody, reference, starter, EN, per_vacancy, names=True
    )
    return found


def nurse(**facts: Any) -> Vacancy:
    return Vacancy(vacancy_id="v", title="Nurse", country="DEU", isco="2221", **facts)


def test_a_part_that_was_not_asked_reads_otherwise_than_one_that_is_not_known(starter: Taxonomy) -> None:
    vacancy = nurse(education_min=Isced.BACHELOR)
    row = {"person_id": "p", "rank_for_vacancy": 1, "occupation": 0.5}
    (card,) = listed(starter, vacancy, row).cards
    said = {part.name: part.why for part in card.parts}
    assert said["Education"] == "not known, counts neither for nor against"
    assert said["Experience"] == said["Language"] == "not asked"
    assert said["Occupation"] is None


def test_weights_are_those_after_unknown_parts_are_shared_out(starter: Taxonomy) -> None:
    row = {"person_id": "p", "rank_for_vacancy": 1, "skills": 0.8, "occupation": 0.5}
    (card,) = listed(starter, nurse(), row).cards
    assert [part.weight for part in card.parts[:2]] == ["counts 79%", "counts 21%"]
    assert [part.value for part in card.parts] == [80, 50, None, None, None]


def test_each_open_fact_becomes_a_question_that_names_what_the_job_asks(starter: Taxonomy) -> None:
    vacancy = nurse(licences=("nursing registration",), starts_on=date(2026, 10, 1), education_min=Isced.BACHELOR)
    unknown = ["destination", "education", "licence", "availability", "consent", "visa"]
    row = {"person_id": "p", "rank_for_vacancy": 1, "occupation": 0.5, "unknown": unknown}
    (card,) = listed(starter, vacancy, row).cards
    assert card.questions == (
        "Willing to work in Germany?",
        "Highest education completed? Asked: bachelor or higher.",
        "Holds these, and still valid: nursing registration?",
        "Able to start by October 1, 2026?",
        "Agrees that this profile is shared?",
        "Not known: visa",
    )


def test_an_excluded_employer_is_never_hinted_at(starter: Taxonomy) -> None:
    row = {"person_id": "p", "rank_for_vacancy": 1, "occupation": 0.5, "unknown": ["exclusions"]}
    (card,) = listed(starter, nurse(), row).cards
    assert card.questions == ()


def test_people_far_from_a_job_are_not_shown(starter: Taxonomy) -> None:
    shares = ((0.8, 0.9), (0.7, 0.0), (0.31, None), (0.294, 0.5), (0.1, None))
    rows = [
        {"person_id": f"p{k}", "rank_for_vacancy": k + 1, "fit": fit, "essential": essential}
        for k, (fit, essential) in enumerate(shares)
    ]
    shown = listed(starter, nurse(), *rows)
    assert [card.person_id for card in shown.cards] == ["p0", "p2"]
    assert shown.more == 0


def test_a_job_near_to_nobody_says_why_and_never_who_excludes_whom(starter: Taxonomy) -> None:
    skill = starter.skills[0]
    why = Nobody("v", 60, {"language": 51, "exclusions": 2}, 7, 0, (skill,))
    far = {"person_id": "p", "rank_for_vacancy": 1, "fit": 0.1}
    told = listed(starter, nurse(), far, nobody=(why,)).nobody
    assert told[0].endswith("language 51.")
    assert "People who remain: 7." in told[1]
    assert starter.label(skill) in told[2]
    shown = listed(starter, nurse(), far | {"fit": 0.8}, nobody=(why,))
    assert shown.nobody == ()


def test_no_more_people_are_shown_than_asked(starter: Taxonomy) -> None:
    rows = [{"person_id": f"p{k}", "rank_for_vacancy": k + 1} for k in range(7)]
    shown = listed(starter, nurse(), *rows, per_vacancy=3)
    assert (len(shown.cards), shown.more) == (3, 4)


def test_a_name_is_shown_only_with_agreement_and_where_names_are_wanted() -> None:
    agreed = Person(person_id="p", given_names="Amal", family_name="Haddad", consent_matching=True)
    not_said = Person(person_id="p", given_names="Amal", consent_matching=None)
    assert person_name(agreed, names=True) == "Amal"
    assert person_name(agreed, names=False) is None
    assert person_name(not_said, names=True) is None


def test_a_job_without_facts_still_has_a_title(starter: Taxonomy) -> None:
    job = describe_job(Vacancy(vacancy_id="v"), starter, EN)
    assert (job.title, job.where, job.facts) == ("Job without a title", "", ())


def test_an_untitled_job_takes_the_name_of_its_occupation_in_the_language(starter: Taxonomy) -> None:
    vacancy = Vacancy(vacancy_id="v", occupation="urn:crosswalk:occupation:welder")
    assert describe_job(vacancy, starter, Words("ar")).title == starter.label(vacancy.occupation or "", "ar")


def test_needs_that_link_to_no_skill_are_shown_apart_and_not_as_compared(starter: Taxonomy) -> None:
    loose = SkillNeed(text="police certificate"), SkillNeed(text="old", uri="urn:nobody:knows")
    job = describe_job(Vacancy(vacancy_id="v", skills=(*loose, *loose)), starter, EN)
    assert (job.essential, job.not_compared) == ((), ("police certificate", "old"))


def test_needs_are_named_once_in_the_language_with_their_level(starter: Taxonomy) -> None:
    need = SkillNeed(text="cook", uri="urn:crosswalk:skill:cook-dishes", level=SkillLevel.ADVANCED)
    vacancy = Vacancy(vacancy_id="v", skills=(need, need, SkillNeed(text="thick skin", essential=False)))
    job = describe_job(vacancy, starter, Words("fr"))
    assert job.essential == (f"{starter.label('urn:crosswalk:skill:cook-dishes', 'fr')} (avancé)",)
    assert job.welcome == ()


def test_titles_grow_only_until_they_tell_jobs_apart(starter: Taxonomy) -> None:
    jobs = [
        Vacancy(vacancy_id="1", title="Cook", country="CAN", employer="A"),
        Vacancy(vacancy_id="2", title="Cook", country="DEU", employer="A"),
        Vacancy(vacancy_id="3", title="Cook", country="DEU", employer="B"),
        Vacancy(vacancy_id="4", title="Cook", country="DEU", employer="B"),
    ]
    titles = short_titles([describe_job(job, starter, EN) for job in jobs])
    assert titles == ["Cook · Canada", "Cook · Germany · A", "Cook · Germany · B · 3", "Cook · Germany · B · 4"]
