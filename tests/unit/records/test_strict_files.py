"""JSON Lines and Parquet in our own columns: strict, and every refusal names the right word."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from crosswalk.errors import InputError, UsageError
from crosswalk.records import (
    Person,
    PersonSkill,
    SkillNeed,
    Vacancy,
    read_people,
    read_vacancies,
    schema_of,
    to_frame,
    write_people,
    write_vacancies,
)


def lines(tmp_path: Path, *values: Any) -> Path:
    path = tmp_path / "people.jsonl"
    path.write_text("\n".join(v if isinstance(v, str) else json.dumps(v) for v in values), encoding="utf-8")
    return path


def test_every_wrong_value_is_named_with_its_place_and_remedy(tmp_path: Path) -> None:
    reading = read_people(
        lines(
            tmp_path,
            {
                "person_id": "1",
                "residense": "DEU",
                "residence": "Germany",
                "sex": "femal",
                "birth_date": "31/02/1990",
                "consent_matching": "yes",
                "skills": [{"text": "welding", "level": "expert"}, {"level": "advanced"}, "cooking"],
                "languages": [{"language": "en", "level": "b2"}],
                "experience": {"title": "Cook"},
            },
        )
    )
    person = reading.records()[0]
    assert person == Person(
        person_id="1",
        skills=(PersonSkill(text="welding"),),
        languages=person.languages,
    )
    assert {(p.field, p.code, p.remedy) for p in reading.report.problems} == {
        ("residense", "unknown_field", "Did you mean residence?"),
        ("residence", "unknown_country", "Did you mean DEU?"),
        ("sex", "unknown_value", "Did you mean female?"),
        ("birth_date", "unreadable_date", 'Write it as "2020-03-04" (ISO 8601).'),
        ("consent_matching", "wrong_type", "Write true or false."),
        ("skills.1.level", "unknown_value", "Write one of: foundation, intermediate, advanced, specialised."),
        ("skills.2", "incomplete_item", "Add text."),
        ("skills.3", "wrong_type", "Use {…}."),
        ("languages.1.level", "unknown_value", "Did you mean B2?"),
        ("experience", "wrong_type", "Put it in square brackets."),
    }


def test_a_line_that_is_no_json_costs_only_itself(tmp_path: Path) -> None:
    path = lines(tmp_path, {"person_id": "1"}, "{broken", "", "[1]", '{"person_id": NaN}', {"person_id": "2"})
    reading = read_people(path)
    assert [p.person_id for p in reading.records()] == ["1", "2"]
    assert [(p.row, p.code, p.fatal) for p in reading.report.problems] == [
        (2, "not_json", True),
        (4, "wrong_type", True),
        (5, "not_json", True),
    ]


def test_deep_nesting_is_a_problem_not_a_crash(tmp_path: Path) -> None:
    path = lines(tmp_path, {"person_id": "1"}, '{"person_id": ' + "[" * 200_000 + "]" * 200_000 + "}")
    reading = read_people(path)
    assert len(reading.records()) == 1
    assert [p.code for p in reading.report.problems] == ["not_json"]


def test_a_json_list_of_records_is_read_too(tmp_path: Path) -> None:
    path = tmp_path / "people.json"
    path.write_text(json.dumps([{"person_id": "1"}, {"person_id": "2"}]), encoding="utf-8")
    assert [p.person_id for p in read_people(path).records()] == ["1", "2"]


def test_what_defaults_to_true_stays_true_when_it_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "vacancies.jsonl"
    path.write_text(json.dumps({"vacancy_id": "1", "skills": [{"text": "welding"}]}), encoding="utf-8")
    assert read_vacancies(path).records() == [Vacancy(vacancy_id="1", skills=(SkillNeed(text="welding"),))]


def test_a_parquet_file_of_another_schema_is_refused_and_says_what_is_missing(tmp_path: Path) -> None:
    path = tmp_path / "other.parquet"
    pl.DataFrame({"name": ["x"], "age": [3]}).write_parquet(path)
    with pytest.raises(InputError, match="missing: person_id"):
        read_people(path).records()
    pl.DataFrame({"person_id": [1], "skills": ["welding"]}).write_parquet(path)
    with pytest.raises(InputError, match=r"person_id is number but must be text; skills is text but must be list"):
        read_people(path).records()


def test_an_unknown_parquet_column_is_reported_and_a_missing_optional_one_is_unknown(tmp_path: Path) -> None:
    path = tmp_path / "people.parquet"
    pl.DataFrame({"person_id": ["1"], "residense": ["DEU"], "sex": [None]}).write_parquet(path)
    reading = read_people(path)
    assert reading.records() == [Person(person_id="1")]
    assert [(p.field, p.remedy) for p in reading.report.problems] == [("residense", "Did you mean residence?")]


def test_a_damaged_parquet_file_says_so(tmp_path: Path) -> None:
    path = tmp_path / "people.parquet"
    path.write_bytes(b"PAR1 and then nothing")
    with pytest.raises(InputError, match="damaged"):
        read_people(path).records()


def test_parquet_holds_exactly_the_columnar_form(tmp_path: Path) -> None:
    people = [Person(person_id="1", skills=()), Person(person_id="2", nationalities=("DEU",))]
    path = tmp_path / "people.parquet"
    assert write_people(people, path) == 2
    found = pl.read_parquet(path)
    assert found.schema == schema_of(Person)
    assert found.equals(to_frame(people, Person))
    assert write_people(found, tmp_path / "again.jsonl") == 2
    assert read_people(tmp_path / "again.jsonl").records() == people


def test_absent_values_are_not_written_as_null(tmp_path: Path) -> None:
    path = tmp_path / "people.jsonl"
    write_people([Person(person_id="1", skills=(PersonSkill(text="x"),))], path)
    assert json.loads(path.read_text(encoding="utf-8")) == {"person_id": "1", "skills": [{"text": "x"}]}


def test_no_people_give_an_empty_file_that_can_be_read(tmp_path: Path) -> None:
    path = tmp_path / "vacancies.parquet"
    assert write_vacancies([], path) == 0
    assert read_vacancies(path).records() == []


def test_a_file_is_replaced_only_when_all_is_written(tmp_path: Path) -> None:
    path = tmp_path / "people.jsonl"
    write_people([Person(person_id="1")], path)

    def failing() -> Any:
        yield Person(person_id="2")
        raise RuntimeError("the source broke")

    with pytest.raises(RuntimeError):
        write_people(failing(), path)
    assert [p.person_id for p in read_people(path).records()] == ["1"]
    assert [p.name for p in tmp_path.iterdir()] == ["people.jsonl"]


def test_an_unknown_format_lists_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        write_people([], tmp_path / "people.docx")
    assert all(name in caught.value.remedy for name in ("jsonl", "parquet", "json_resume", "talentlift"))
    with pytest.raises(UsageError, match="cannot hold a vacancy"):
        write_vacancies([], tmp_path / "v.json", format="talentlift")
