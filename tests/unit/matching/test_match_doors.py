"""The doors of matching: where tables may come from, results in pieces, and errors that say what to do."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from crosswalk.errors import InputError, NotFoundError, SettingsError, UsageError
from crosswalk.matching import Engine, Factor, Filters, Matches, Weights, match
from crosswalk.records import Person, PersonSkill, SkillNeed, Vacancy
from matching_worlds import OCCUPATIONS, SKILLS, TODAY, people_frame, plain_taxonomy, vacancies_frame

PEOPLE = [
    Person(person_id=f"p{k}", skills=tuple(PersonSkill(text="x", uri=uri) for uri in SKILLS[k % 4 : k % 4 + 3]))
    for k in range(12)
]
VACANCIES = [
    Vacancy(vacancy_id=f"v{k}", skills=tuple(SkillNeed(text="x", uri=uri) for uri in SKILLS[k : k + 2]))
    for k in range(6)
]


def run(people: object = None, vacancies: object = None, **more: object) -> Matches:
    people = people_frame(PEOPLE) if people is None else people
    vacancies = vacancies_frame(VACANCIES) if vacancies is None else vacancies
    return match(people, vacancies, plain_taxonomy(), as_of=TODAY, threads=1, **more)  # type: ignore[arg-type]


def test_frames_files_lazy_frames_and_pieces_give_the_same(tmp_path: Path) -> None:
    whole = run().frame()
    people_frame(PEOPLE).write_parquet(tmp_path / "people.parquet", row_group_size=5)
    vacancies_frame(VACANCIES).write_parquet(tmp_path / "vacancies.parquet")
    assert whole.height > 0
    assert run(tmp_path / "people.parquet", str(tmp_path / "vacancies.parquet")).frame().equals(whole)
    assert run(pl.scan_parquet(tmp_path / "people.parquet")).frame().equals(whole)
    assert run(people_frame(PEOPLE[k : k + 5]) for k in (0, 5, 10)).frame().equals(whole)


def test_results_in_pieces_and_on_disk_are_the_whole_result(tmp_path: Path) -> None:
    matches = run()
    pieces = list(matches.batches(pairs=3))
    assert len(pieces) > 1
    assert pl.concat(pieces).equals(matches.frame())
    assert matches.write(tmp_path / "matches.parquet") == matches.frame().height
    assert pl.read_parquet(tmp_path / "matches.parquet").equals(matches.frame())


def test_rows_are_sorted_by_vacancy_and_place() -> None:
    frame = run(top=2, per_person=3).frame()
    assert frame.equals(frame.sort("vacancy_id", "rank_for_vacancy", "person_id", nulls_last=True))


def test_nobody_and_nothing_give_an_empty_table() -> None:
    assert run(people_frame([])).frame().is_empty()
    assert run(vacancies=vacancies_frame([])).frame().is_empty()


def test_empty_profiles_are_listed_apart() -> None:
    matches = run(people_frame([*PEOPLE, Person(person_id="blank")]), vacancies_frame([Vacancy(vacancy_id="bare")]))
    assert matches.people_without_profile.to_list() == ["blank"]
    assert matches.vacancies_without_profile.to_list() == ["bare"]


def test_progress_tells_all_people() -> None:
    told: list[int] = []
    run(progress=told.append)
    assert sum(told) == len(PEOPLE)


def test_an_id_that_occurs_twice_is_named() -> None:
    with pytest.raises(InputError, match="p3 occurs twice"):
        run(people_frame([*PEOPLE, PEOPLE[3]]))


def test_a_missing_column_is_named() -> None:
    with pytest.raises(UsageError, match="skills"):
        run(people_frame(PEOPLE).drop("skills"))


def test_a_filter_that_does_not_exist_is_refused() -> None:
    with pytest.raises(UsageError, match="height"):
        Filters(on=("height",))
    with pytest.raises(UsageError, match="age"):
        run(strict=("age",))


def test_weights_outside_their_range_are_refused() -> None:
    with pytest.raises(SettingsError, match="skills"):
        Weights(skills=1.5)
    with pytest.raises(SettingsError, match="nothing"):
        Weights(skills=0, occupation=0, experience=0, education=0, language=0)


def test_a_factor_outside_its_table_or_for_others_is_refused() -> None:
    table = np.full((2, 2), 2, dtype=np.uint8)
    with pytest.raises(UsageError, match="outside"):
        Factor("visa", np.array([0, 2]), np.array([0]), table)
    with pytest.raises(UsageError, match="name of a filter"):
        Factor("consent", np.array([0]), np.array([0]), table)
    with pytest.raises(UsageError, match="other people"):
        run(factors=[Factor("visa", np.array([0]), np.array([0]), table)])


def test_online_questions_about_nobody_say_so() -> None:
    engine = Engine(people_frame(PEOPLE), vacancies_frame(VACANCIES), plain_taxonomy(), as_of=TODAY, threads=1)
    with pytest.raises(NotFoundError, match="no person"):
        engine.for_person("p99")
    with pytest.raises(NotFoundError, match="no vacancy"):
        engine.for_vacancy("v99")
    with pytest.raises(UsageError, match="already"):
        engine.add_people(people_frame(PEOPLE[:1]))


def test_reasons_name_the_skills_that_add_most() -> None:
    engine = Engine(people_frame(PEOPLE), vacancies_frame(VACANCIES), plain_taxonomy(), as_of=TODAY, threads=1)
    reasons = engine.for_person("p0", top=1)["reasons"].to_list()[0]
    assert [(r["needed"], r["held"], r["cover"]) for r in reasons] == [
        (SKILLS[0], SKILLS[0], 230 / 256),
        (SKILLS[1], SKILLS[1], 230 / 256),
    ]


def test_an_occupation_is_enough_for_a_match() -> None:
    person, job = Person(person_id="p", occupation=OCCUPATIONS[0]), Vacancy(vacancy_id="v", occupation=OCCUPATIONS[0])
    assert run(people_frame([person]), vacancies_frame([job])).frame()["fit"].to_list() == [1.0]


@pytest.mark.parametrize("side", ["people", "vacancies"])
def test_records_linked_with_another_taxonomy_are_refused_not_answered_with_nothing(side: str) -> None:
    strange = {
        "people": people_frame([Person(person_id="p", skills=(PersonSkill(text="x", uri="other:1"),))]),
        "vacancies": vacancies_frame([Vacancy(vacancy_id="v", occupation="other:2")]),
    }
    with pytest.raises(UsageError, match=f"1 skills and occupations that the {side} name .* another one") as refused:
        run(**{side: strange[side]})
    assert "--taxonomy" in refused.value.remedy


def test_skills_and_occupations_that_the_taxonomy_lacks_are_counted_in_a_note() -> None:
    odd = Person(
        person_id="odd",
        occupation="other:1",
        skills=(
            PersonSkill(text="x", uri="other:2"),
            PersonSkill(text="not linked"),
            PersonSkill(text="x", uri=SKILLS[0]),
        ),
    )
    assert run().notes == ()
    assert run(people_frame([*PEOPLE, odd])).notes == (
        "2 of 39 skills and occupations that the people name are not in this taxonomy: they were not compared.",
    )


def test_people_of_whom_nothing_is_linked_yet_are_no_reason_to_refuse() -> None:
    found = run(people_frame([Person(person_id="p", skills=(PersonSkill(text="cooking"),))]))
    assert found.notes == ()
    assert found.people_without_profile.to_list() == ["p"]
