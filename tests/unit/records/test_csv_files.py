"""CSV files as they come: encodings, separators, damaged rows; good rows are kept and nothing is lost in silence."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from crosswalk.errors import InputError, NotFoundError
from crosswalk.records import Mapping, Person, Reading, read_mapping, read_people, read_vacancies
from crosswalk.records.readers.csv import RECORD_LIMIT
from crosswalk.records.values import TEXT_LIMIT
from crosswalk.types import Assurance, Cefr, Isced, Sex


def people(tmp_path: Path, text: str, *, encoding: str = "utf-8", mapping: str | None = None) -> Reading[Person]:
    path = tmp_path / "people.csv"
    path.write_bytes(text.encode(encoding))
    chosen = None
    if mapping is not None:
        chosen = tmp_path / "people.mapping.yaml"
        chosen.write_text(mapping, encoding="utf-8")
    return read_people(path, mapping=chosen)


def codes(reading: Reading[Person]) -> list[tuple[int | None, str]]:
    return [(p.row, p.code) for p in reading.report.problems]


FRENCH = (
    "Réf;Nom;Prénom;Né le;Compétences\n1;Léger;Zoé;04/03/1990;soudage, meulage\n2;Müller;Noël;05/03/1991;façonnage\n"
)
ARABIC = "رقم;الاسم الكامل;اللغات\n1;ليلى حسن;العربية (لغة أم)\n2;سمير خليل;العربية (لغة أم)، الإنجليزية B1\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_french_headings_are_recognised_in_every_common_encoding(tmp_path: Path, encoding: str) -> None:
    reading = people(tmp_path, FRENCH, encoding=encoding)
    found = reading.records()
    assert [(p.person_id, p.given_names, p.family_name) for p in found] == [
        ("1", "Zoé", "Léger"),
        ("2", "Noël", "Müller"),
    ]
    assert found[0].birth_date == date(1990, 3, 4)
    assert [s.text for s in found[0].skills or ()] == ["soudage", "meulage"]
    assert codes(reading) == ([(None, "encoding_judged")] if encoding == "cp1252" else [])


def test_arabic_headings_are_recognised_in_windows_1256(tmp_path: Path) -> None:
    reading = people(tmp_path, ARABIC * 1 + "3;نور الدين أحمد;العربية (لغة أم)\n" * 5, encoding="cp1256")
    found = reading.records()
    assert found[0].family_name == "حسن"
    assert [lang.level for lang in found[1].languages or ()] == [None, Cefr.B1]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_found(tmp_path: Path, separator: str) -> None:
    reading = people(
        tmp_path, separator.join(["id", "last name", "sex"]) + "\n" + separator.join(["1", "Doe", "F"]) + "\n"
    )
    assert reading.records()[0].sex is Sex.FEMALE


def test_a_wrong_value_becomes_unknown_and_the_row_stays(tmp_path: Path) -> None:
    reading = people(
        tmp_path,
        "id,birth_date,residence,consent_matching\n1,31/02/1990,Germny,perhaps\n2,1990-01-02,Tunisia,yes\n",
    )
    first, second = reading.records()
    assert (first.birth_date, first.residence, first.consent_matching) == (None, None, None)
    assert (second.residence, second.consent_matching) == ("TUN", True)
    assert codes(reading) == [(2, "impossible_date"), (2, "unknown_country"), (2, "unknown_value")]
    assert reading.report.problems[1].remedy == "Did you mean Germany (DEU)?"


def test_an_empty_cell_is_unknown_and_the_word_none_is_an_empty_list(tmp_path: Path) -> None:
    first, second = people(tmp_path, "id,skills,destinations\n1,,n/a\n2,none,aucun\n").records()
    assert (first.skills, first.destinations) == (None, None)
    assert (second.skills, second.destinations) == ((), ())


def test_the_second_of_two_equal_ids_is_left_out_and_names_the_first(tmp_path: Path) -> None:
    reading = people(tmp_path, "id,last name\n7,A\n8,B\n7,C\n")
    assert [p.family_name for p in reading.records()] == ["A", "B"]
    assert codes(reading) == [(4, "duplicate_id")]
    assert "Row 2" in reading.report.problems[0].message


def test_duplicates_are_found_across_batches(tmp_path: Path) -> None:
    rows = "".join(f"{i},x\n" for i in range(40))
    reading = people(tmp_path, f"id,last name\n{rows}3,y\n")
    assert sum(len(batch) for batch in reading.batches(size=7)) == 40
    assert codes(reading) == [(42, "duplicate_id")]


def test_a_row_without_an_id_is_left_out(tmp_path: Path) -> None:
    reading = people(tmp_path, "id,last name\n,A\n2,B\n")
    assert [p.person_id for p in reading.records()] == ["2"]
    assert codes(reading) == [(2, "missing_id")]


def test_ragged_rows_are_reported_and_only_overfull_ones_are_left_out(tmp_path: Path) -> None:
    reading = people(tmp_path, "id,last name,sex\n1,Doe\n2,Doe,F,extra\n3,Roe,M,\n")
    assert [p.person_id for p in reading.records()] == ["1", "3"]
    assert codes(reading) == [(2, "too_few_cells"), (3, "too_many_cells")]


def test_a_quotation_mark_that_is_never_closed_costs_no_other_row(tmp_path: Path) -> None:
    rows = "".join(f"{i},name {i},welding\n" for i in range(3, 5000))
    reading = people(tmp_path, f'id,last name,skills\n1,"Doe,welding\n2,Roe,"x"y\n{rows}')
    found = reading.records()
    assert len(found) == 4999
    assert [code for _, code in codes(reading)] == ["bad_quotes", "bad_quotes"]


def test_a_cell_of_a_million_characters_is_cut_and_reported(tmp_path: Path) -> None:
    long = "word " * 200_000
    reading = people(tmp_path, f'id,last name,summary\n1,Doe,{long}\n2,Roe,"{long}\n more"\n3,Poe,short\n')
    found = reading.records()
    assert [p.person_id for p in found] == ["1", "2", "3"]
    assert all(len(p.summary or "") <= TEXT_LIMIT for p in found)
    assert codes(reading) == [(2, "too_long"), (3, "too_long")]


def test_a_row_beyond_the_limit_is_left_out_in_bounded_memory(tmp_path: Path) -> None:
    reading = people(tmp_path, "id,last name\n1," + "x" * (RECORD_LIMIT + 10) + "\n2,Roe\n")
    assert [p.person_id for p in reading.records()] == ["2"]
    assert codes(reading) == [(2, "row_too_long")]


def test_nul_characters_are_taken_out_and_reported(tmp_path: Path) -> None:
    reading = people(tmp_path, "id,last name\n1,Do\0e\n")
    assert reading.records()[0].family_name == "Doe"
    assert codes(reading) == [(2, "nul_character")]


def test_an_unknown_column_is_reported_not_dropped_in_silence(tmp_path: Path) -> None:
    reading = people(tmp_path, "id,last name,blood group\n1,Doe,A\n")
    reading.records()
    assert [(p.field, p.code, p.fatal) for p in reading.report.problems] == [("blood group", "unknown_column", False)]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \r\n\r\n", "empty"),
        (b"1,Doe,F\n2,Roe,M\n", "No column heading is recognised"),
        (b"last name,sex\nDoe,F\n", "No column holds the person_id"),
    ],
)
def test_a_file_that_cannot_be_read_says_why_and_what_to_do(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes(content)
    with pytest.raises(InputError, match=message) as caught:
        read_people(path).records()
    assert caught.value.remedy


def test_a_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError):
        read_people(tmp_path / "nobody.csv")


def test_a_file_with_headings_only_is_reported(tmp_path: Path) -> None:
    reading = people(tmp_path, "id,last name\n")
    assert reading.records() == []
    assert codes(reading) == [(None, "no_rows")]


def test_numbered_columns_make_a_list_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    reading = people(
        tmp_path,
        "id,job2_title,job2_start,job2_end,job1_title,job1_start,job1_end,language 1,language 1 level,skill 1,skill 2\n"
        "1,Mason,2010,2012,Welder,03/2015,present,English,B1,tiling,painting\n"
        "2,,2010,2012,,,,,,,\n",
    )
    first, second = reading.records()
    assert [(e.title, e.start, e.end, e.ongoing) for e in first.experience or ()] == [
        ("Welder", date(2015, 3, 1), None, True),
        ("Mason", date(2010, 1, 1), date(2012, 1, 1), None),
    ]
    assert [(lang.language, lang.level) for lang in first.languages or ()] == [("en", Cefr.B1)]
    assert [s.text for s in first.skills or ()] == ["tiling", "painting"]
    assert second.experience is None
    assert codes(reading) == [(3, "incomplete_item")]


MAPPED = """\
record: person
dates: month_first
constants: {residence: Jordan, experience.country: Syria}
stamp_source: true
columns:
  Case: person_id
  Born: birth_date
  Agreed: {field: consent_matching, values: {"D'accord": yes, "Pas d'accord": no}}
  Spoken: {field: languages, separator: "/", values: {fluent: C1}}
  Diploma: {field: education.level, values: {Thanaweya: upper_secondary}}
  Work: experience
  Verified by: skills.evidence.by
  How sure: skills.evidence.assurance
  Skills: skills
  Card: {field: credentials, with: {kind: registration}}
  Remarks: not_understood
  Internal: ignore
"""


def test_a_mapping_says_where_columns_go_and_how_values_are_written(tmp_path: Path) -> None:
    reading = people(
        tmp_path,
        "Case,Born,Agreed,Spoken,Diploma,Work,Verified by,How sure,Skills,Card,Remarks,Internal\n"
        'A1,03/04/1990,d\'accord,English fluent/French B1,thanaweya,"Cook, Hotel, 2015-2019",Centre X,'
        "tested,frying,UNHCR card,tall,x\n",
        mapping=MAPPED,
    )
    person = reading.records()[0]
    assert codes(reading) == []
    assert person.birth_date == date(1990, 3, 4)
    assert (person.consent_matching, person.residence) == (True, "JOR")
    assert [lang.level for lang in person.languages or ()] == [Cefr.C1, Cefr.B1]
    assert person.education is not None
    assert person.education[0].level is Isced.UPPER_SECONDARY
    assert person.experience is not None
    assert person.experience[0].country == "SYR"
    assert person.skills is not None
    assert person.skills[0].evidence is not None
    assert (person.skills[0].evidence.by, person.skills[0].evidence.assurance) == ("Centre X", Assurance.TESTED)
    assert person.skills[0].evidence.source == "people.csv#row=2"
    assert person.credentials is not None
    assert person.credentials[0].kind == "registration"
    assert person.not_understood == ("Remarks: tall",)
    assert {fact.field for fact in person.evidence or ()} >= {"birth_date", "residence", "consent_matching"}


def test_without_the_switch_no_evidence_is_stamped(tmp_path: Path) -> None:
    person = people(tmp_path, "id,skills\n1,welding\n").records()[0]
    assert person.evidence is None
    assert person.skills is not None
    assert person.skills[0].evidence is None


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("columns: {a: person_id}\ndatse: day_first", "'dates'"),
        ("columns: {a: {feild: skills}}", "'field'"),
        ("columns: {id: person_id, last name: famly_name}", "'family_name'"),
        ("columns: {id: person_id, last name: experience.titel}", "'title'"),
        ("dates: european", "day_first or month_first"),
        ("- a\n- b", "template"),
        ("columns: [", "UTF-8"),
        ("record: vacancy", "record: person"),
    ],
)
def test_a_wrong_mapping_is_refused_with_the_nearest_right_name(tmp_path: Path, text: str, hint: str) -> None:
    with pytest.raises(InputError) as caught:
        people(tmp_path, "id,last name\n1,Doe\n", mapping=text).records()
    assert hint in caught.value.remedy


def test_a_mapping_is_data_never_code(tmp_path: Path) -> None:
    path = tmp_path / "m.yaml"
    path.write_text("columns: !!python/object/apply:os.getcwd []", encoding="utf-8")
    with pytest.raises(InputError):
        read_mapping(path)


def test_a_column_that_the_mapping_names_and_the_file_lacks_is_reported(tmp_path: Path) -> None:
    reading = people(tmp_path, "id,last name\n1,Doe\n", mapping="columns: {Lastname: family_name}")
    reading.records()
    assert [p.code for p in reading.report.problems] == ["missing_column"]


def test_rows_without_ids_get_one_only_where_the_mapping_asks_for_it(tmp_path: Path) -> None:
    reading = people(tmp_path, "last name\nDoe\n", mapping="id_from_row: true")
    assert [p.person_id for p in reading.records()] == ["people-2"]


def test_a_vacancy_reads_money_needs_languages_and_floors(tmp_path: Path) -> None:
    path = tmp_path / "vacancies.csv"
    path.write_text(
        "ref;title;country;essential skills;optional skills;languages;"
        "salary;experience;education;licences;start date;places\n"
        "V1;Welder;Allemagne;TIG welding, MIG welding;grinding;German B1, English A2 (optional);"
        "2.800-3.100 EUR/month;2 years;ISCED 3;CE;01/03/2027;3\n"
        "V2;Cook;Jordan;none;;;350.500 JOD;3;PhD;;;many\n",
        encoding="utf-8",
    )
    reading = read_vacancies(path)
    first, second = reading.records()
    assert [(s.text, s.essential) for s in first.skills or ()] == [
        ("TIG welding", True),
        ("MIG welding", True),
        ("grinding", False),
    ]
    assert [(lang.language, lang.level, lang.essential) for lang in first.languages or ()] == [
        ("de", Cefr.B1, True),
        ("en", Cefr.A2, False),
    ]
    assert (first.salary_min, first.salary_max, first.currency, first.salary_period) == (
        280_000,
        310_000,
        "EUR",
        "month",
    )
    assert (first.experience_min_months, first.education_min, first.places) == (24, Isced.UPPER_SECONDARY, 3)
    assert (first.licences, first.starts_on) == (("CE",), date(2027, 3, 1))
    assert (second.salary_min, second.currency, second.skills) == (350_500, "JOD", ())
    assert [p.code for p in reading.report.problems] == ["not_a_number", "not_a_number"]


def test_salary_columns_take_the_currency_of_their_row(tmp_path: Path) -> None:
    path = tmp_path / "vacancies.csv"
    path.write_text("id,salary_min,salary_max,currency,salary_period\n1,2800,3100.50,EUR,monthly\n", encoding="utf-8")
    found = read_vacancies(path).records()[0]
    assert (found.salary_min, found.salary_max, found.salary_period) == (280_000, 310_050, "month")


def test_a_reading_can_be_read_twice_and_reports_once(tmp_path: Path) -> None:
    reading = people(tmp_path, "id,sex\n1,qq\n")
    assert reading.records() == reading.records()
    assert len(reading.report.problems) == 1


def test_progress_tells_the_rows_read_so_far(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("id,last name\n" + "".join(f"{i},x\n" for i in range(25)), encoding="utf-8")
    told: list[int] = []
    reading = read_people(path, mapping=Mapping(), progress=told.append)
    list(reading.batches(size=10))
    assert told == [10, 20, 25]
