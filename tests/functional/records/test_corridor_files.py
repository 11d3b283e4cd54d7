"""The files of the example corridor, read as a programme officer would."""

from __future__ import annotations

from pathlib import Path

import pytest

from crosswalk.records import Person, read_people, read_vacancies, write_people

CORRIDOR = Path(__file__).resolve().parents[3] / "examples" / "corridor"
DOCUMENTS = sorted([*(CORRIDOR / "people").glob("*.json"), *(CORRIDOR / "people").glob("*.xml")])


def test_the_sheet_of_people_is_read_with_its_mapping_and_every_doubt_is_reported() -> None:
    path = CORRIDOR / "people" / "people.csv"
    reading = read_people(path, mapping=path.with_name("people.mapping.yaml"))
    people = {p.person_id: p for p in reading.records()}
    assert len(people) == 18
    driver = people["AMM-0112"]
    assert (driver.nationalities, driver.residence, driver.destinations) == (("SYR",), "JOR", ("DEU", "CAN"))
    assert [(e.title, e.ongoing) for e in driver.experience or ()] == [
        ("Truck driver", False),
        ("Day labourer", False),
        ("Water tanker driver", True),
    ]
    assert driver.credentials == ()
    assert people["BEY-0203"].nationalities == ("XXA",)
    assert people["BEY-0208"].consent_matching is False
    assert people["AMM-0152"].consent_matching is None
    assert people["KAK-0019"].birth_date is None
    assert {p.code for p in reading.report.problems} <= {"unknown_level", "unknown_language"}


def test_the_sheet_of_people_is_also_read_without_a_mapping() -> None:
    reading = read_people(CORRIDOR / "people" / "people.csv")
    assert len(reading.records()) == 18
    unknown = [p.field for p in reading.report.problems if p.code == "unknown_column"]
    assert unknown == ["Town", "Years in occupation", "Notes"]


def test_the_sheet_of_vacancies_is_read_with_its_mapping() -> None:
    path = CORRIDOR / "vacancies" / "vacancies.csv"
    reading = read_vacancies(path, mapping=path.with_name("vacancies.mapping.yaml"))
    vacancies = {v.vacancy_id: v for v in reading.records()}
    assert len(vacancies) == 6
    assert reading.report.problems == []
    welder = vacancies["IT-03"]
    assert (welder.salary_min, welder.salary_max, welder.currency, welder.salary_period) == (
        210_000,
        260_000,
        "EUR",
        "month",
    )
    assert (welder.experience_min_months, welder.places) == (36, 5)
    assert vacancies["IT-02"].experience_min_months == 6
    assert vacancies["ES-03"].country == "ESP"


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda p: p.name)
def test_each_document_gives_one_person_with_work_languages_and_skills(path: Path) -> None:
    reading = read_people(path)
    (person,) = reading.records()
    assert person.family_name
    assert person.residence
    assert person.experience
    assert person.languages
    assert person.skills
    assert all(p.code in ("unknown_level", "unknown_language") for p in reading.report.problems)


@pytest.mark.parametrize(("suffix", "name"), [(".parquet", None), (".jsonl", None), (".json", "talentlift")])
def test_all_people_of_the_documents_leave_and_come_back(tmp_path: Path, suffix: str, name: str | None) -> None:
    people: list[Person] = [person for path in DOCUMENTS for person in read_people(path).records()]
    path = tmp_path / f"people{suffix}"
    assert write_people(people, path, format=name) == len(DOCUMENTS)
    assert read_people(path).records() == people


def test_people_are_read_in_batches_without_waiting_for_the_end_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("id,last name\n" + "".join(f"{i},Name {i}\n" for i in range(20_000)), encoding="utf-8")
    reading = read_people(path)
    batches = reading.batches()
    assert len(next(batches)) == 5_000
    assert reading.report.rows_read == 5_000
    assert sum(len(batch) for batch in batches) == 15_000
