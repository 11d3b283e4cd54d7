"""People leave with their data as tables and archives, and come back from them. The people are invented."""

from __future__ import annotations

import csv
import json
import zipfile
from datetime import date
from pathlib import Path

import pytest

from crosswalk.errors import CrosswalkError, InputError, UsageError
from crosswalk.records import (
    Evidence,
    Experience,
    LanguageSkill,
    Person,
    PersonSkill,
    SkillNeed,
    Vacancy,
    read_people,
    read_vacancies,
    write_people,
    write_vacancies,
)
from crosswalk.types import Assurance, Cefr, SkillLevel, iso_language

AMINA = Person(
    person_id="A-1",
    family_name="Diallo",
    residence="MAR",
    languages=(LanguageSkill(language="ber", native=True), LanguageSkill(language="fr", level=Cefr.B1)),
    skills=(PersonSkill(text="TIG welding", uri="urn:x:tig", level=SkillLevel.ADVANCED),),
    experience=(Experience(title="Welder", employer="=Yard", start=date(2019, 3, 1), ongoing=True),),
    destinations=("DEU", "CAN"),
    consent_matching=True,
)
BILAL = Person(person_id="A-2", skills=(), not_understood=("He sings.",))


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def write_table(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def test_a_table_of_people_is_written_as_people_would_write_it(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    write_people([AMINA, BILAL], path)
    first, second = table(path)
    assert first["languages"] == "Berber languages native; French B1"
    assert first["skills"] == "TIG welding (advanced)"
    assert first["experience"] == "Welder, =Yard, 2019-03 - present"
    assert (first["residence"], first["destinations"], first["consent_matching"]) == (
        "Morocco",
        "Germany; Canada",
        "yes",
    )
    assert (second["skills"], second["languages"]) == ("none", "")
    assert set(json.loads(first["crosswalk"])) == {"skills"}


def test_an_edited_cell_counts_and_the_loss_of_its_codes_is_told(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    write_people([AMINA], path)
    rows = table(path)
    rows[0]["skills"] = "TIG welding; grinding"
    write_table(path, rows)
    reading = read_people(path)
    assert [s.text for s in reading.records()[0].skills or ()] == ["TIG welding", "grinding"]
    assert [(p.row, p.field, p.code) for p in reading.report.problems] == [(2, "skills", "edited_cell")]


@pytest.mark.parametrize("damage", ["{", "[1]", '{"skills": 3}', '{"skills": {"cell": "x"}}', '{"shoe": {"value": 1}}'])
def test_a_damaged_last_column_costs_only_what_it_held(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "people.csv"
    write_people([AMINA], path)
    rows = table(path)
    rows[0]["crosswalk"] = damage
    write_table(path, rows)
    reading = read_people(path)
    assert [s.text for s in reading.records()[0].skills or ()] == ["TIG welding"]
    assert [p.code for p in reading.report.problems] in (["not_json"], ["edited_cell"], ["unknown_field"])


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_vacancies_leave_as_tables_too(tmp_path: Path, suffix: str) -> None:
    needs = (SkillNeed(text="welding", uri="urn:x:w"), SkillNeed(text="reading (plans)", essential=False))
    job = Vacancy(vacancy_id="v1", title="Welder", skills=needs, salary_min=280050, currency="EUR", licences=("B",))
    assert write_vacancies([job], tmp_path / f"jobs{suffix}") == 1
    reading = read_vacancies(tmp_path / f"jobs{suffix}")
    assert (reading.records(), reading.report.problems) == ([job], [])


def test_a_workbook_never_cuts_off_what_it_cannot_hold(tmp_path: Path) -> None:
    skills = tuple(PersonSkill(text=f"skill {n}", uri=f"urn:x:{n}") for n in range(1000))
    with pytest.raises(UsageError, match="more than a cell"):
        write_people([Person(person_id="p1", skills=skills)], tmp_path / "people.xlsx")
    assert not list(tmp_path.iterdir())


def test_an_archive_of_json_resumes_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "people.zip"
    write_people([AMINA, BILAL], path)
    reading = read_people(path)
    assert reading.records() == [AMINA, BILAL]
    assert not reading.report.problems


def test_what_an_archive_holds_besides_is_told_and_the_rest_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "people.zip"
    write_people([AMINA], path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("folder/people.csv", "person_id,headline\np9,Cook\n")
        archive.writestr("empty.json", "")
        archive.writestr("../../escape.txt", "Bilal Haddad\nCook\n")
    reading = read_people(path)
    assert [p.person_id for p in reading.records()] == ["A-1", "escape"]
    told = [(p.row, p.fatal, p.message.partition(":")[0]) for p in reading.report.problems if p.fatal]
    assert told == [(2, True, "people.csv"), (3, True, "empty.json")]
    assert not (tmp_path.parent / "escape.txt").exists()


def test_an_archive_that_is_a_bomb_or_empty_is_refused(tmp_path: Path) -> None:
    bomb, empty = tmp_path / "bomb.zip", tmp_path / "empty.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", b"0" * (64 << 20))
    with zipfile.ZipFile(empty, "w"):
        pass
    for path in (bomb, empty):
        with pytest.raises(InputError):
            read_people(path).records()


@pytest.mark.parametrize(
    ("code", "kept"),
    [("ber", "ber"), ("apd", "apd"), ("prs", "prs"), ("eng", "en"), ("ger", "de"), ("pt-BR", "pt"), ("arb", "ar"),
     ("roa", "roa"), ("laz", "laz"), ("mo", "ro"), ("fil", "tl")],
)  # fmt: skip
def test_every_code_of_iso_639_is_a_language(tmp_path: Path, code: str, kept: str) -> None:
    path = tmp_path / "people.jsonl"
    path.write_text(json.dumps({"person_id": "p1", "languages": [{"language": code}]}), encoding="utf-8")
    reading = read_people(path)
    assert reading.records()[0].languages == (LanguageSkill(language=kept),)
    assert iso_language(kept) == kept
    assert not reading.report.problems


@pytest.mark.parametrize("word", ["yes", "non", "xyz", "Klingonese"])
def test_a_word_that_is_no_language_is_not_taken_for_a_rare_code(tmp_path: Path, word: str) -> None:
    path = tmp_path / "people.csv"
    path.write_text(f"person_id,languages\np1,{word}\n", encoding="utf-8")
    reading = read_people(path)
    assert reading.records()[0].languages is None
    assert [p.code for p in reading.report.problems] == ["unknown_language"]


@pytest.mark.parametrize("wrong", ["Atlantis", "Narnia", "Zzz"])
def test_nothing_is_suggested_where_nothing_is_near(tmp_path: Path, wrong: str) -> None:
    path = tmp_path / "people.csv"
    path.write_text(f"person_id,residence\np1,{wrong}\n", encoding="utf-8")
    reading = read_people(path)
    reading.records()
    assert "Did you mean" not in reading.report.problems[0].remedy


def test_evidence_is_not_shown_in_a_cell_and_not_lost(tmp_path: Path) -> None:
    known = Evidence(assurance=Assurance.VERIFIED, by="Chamber", on=date(2025, 2, 1))
    person = Person(person_id="p1", skills=(PersonSkill(text="welding", evidence=known),))
    write_people([person], tmp_path / "people.xlsx")
    assert read_people(tmp_path / "people.xlsx").records() == [person]


def test_a_format_that_cannot_be_written_names_those_that_can(tmp_path: Path) -> None:
    with pytest.raises(CrosswalkError) as caught:
        write_people([AMINA], tmp_path / "people.odt")
    assert "xlsx" in caught.value.remedy
