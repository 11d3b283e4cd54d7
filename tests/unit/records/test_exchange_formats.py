"""JSON Resume, Europass and the TalentLift exchange schema."""

from __future__ import annotations

import json
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from crosswalk.errors import InputError, UsageError
from crosswalk.records import Credential, Experience, Person, PersonSkill, read_people, read_vacancies, write_people
from crosswalk.records.json_resume import to_json_resume
from crosswalk.records.talentlift import FIELDS, to_talentlift
from crosswalk.types import Cefr, Isced, Sex

ISO_DATE = {"type": "string", "pattern": r"^([1-2]\d{3}(-[0-1]\d(-[0-3]\d)?)?)$"}
TEXT = {"type": "string"}


def _objects(**properties: Any) -> dict[str, Any]:
    return {"type": "array", "items": {"type": "object", "properties": properties}}


#: The types of JSON Resume 1.0.0 for the properties that we write.
JSON_RESUME = {
    "type": "object",
    "properties": {
        "$schema": {"type": "string", "format": "uri"},
        "basics": {
            "type": "object",
            "properties": {
                **dict.fromkeys(("name", "label", "email", "phone", "summary"), TEXT),
                "location": {
                    "type": "object",
                    "properties": {"countryCode": {"type": "string", "pattern": "^[A-Z]{2}$"}},
                },
            },
        },
        "work": _objects(name=TEXT, position=TEXT, startDate=ISO_DATE, endDate=ISO_DATE, summary=TEXT, location=TEXT),
        "volunteer": _objects(organization=TEXT, position=TEXT, startDate=ISO_DATE, endDate=ISO_DATE, summary=TEXT),
        "education": _objects(institution=TEXT, area=TEXT, studyType=TEXT, startDate=ISO_DATE, endDate=ISO_DATE),
        "certificates": _objects(name=TEXT, date=ISO_DATE, issuer=TEXT),
        "skills": _objects(name=TEXT, level=TEXT),
        "languages": _objects(language=TEXT, fluency=TEXT),
        "meta": {"type": "object", "properties": {"version": TEXT}},
    },
}


def document(tmp_path: Path, name: str, value: Any) -> Path:
    path = tmp_path / name
    path.write_text(value if isinstance(value, str) else json.dumps(value), encoding="utf-8")
    return path


def test_a_json_resume_is_read_and_what_has_no_place_is_kept_as_lines(tmp_path: Path) -> None:
    reading = read_people(
        document(
            tmp_path,
            "amina.json",
            {
                "basics": {
                    "name": "Amina Diallo",
                    "label": "Nurse",
                    "location": {"city": "Dakar", "countryCode": "SN"},
                },
                "work": [
                    {"name": "Clinic", "position": "Nurse", "startDate": "2019-08", "highlights": ["Wound care"]},
                    {"name": "Shop", "startDate": "2017"},
                ],
                "volunteer": [{"organization": "Camp", "position": "Helper", "startDate": "2016", "endDate": "2016"}],
                "education": [{"institution": "UCAD", "studyType": "Bachelor of Science", "area": "Nursing"}],
                "languages": [
                    {"language": "French", "fluency": "Native speaker"},
                    {"language": "English", "fluency": "Good"},
                ],
                "skills": [{"name": "Care", "level": "Master", "keywords": ["wounds"]}],
                "certificates": [{"name": "ACLS", "date": "2025-05"}],
                "interests": [{"name": "Running"}],
            },
        )
    )
    person = reading.records()[0]
    assert (person.person_id, person.given_names, person.family_name, person.residence) == (
        "amina",
        "Amina",
        "Diallo",
        "SEN",
    )
    assert person.experience == (
        Experience(title="Nurse", employer="Clinic", start=date(2019, 8, 1), ongoing=True, description="Wound care"),
        Experience(
            title="Helper", employer="Camp", start=date(2016, 1, 1), end=date(2016, 12, 1), ongoing=False, paid=False
        ),
    )
    assert person.education is not None
    assert person.education[0].level is Isced.BACHELOR
    assert [(lang.language, lang.native, lang.level) for lang in person.languages or ()] == [
        ("fr", True, None),
        ("en", None, None),
    ]
    assert person.credentials == (Credential(name="ACLS", issued=date(2025, 5, 1)),)
    assert person.not_understood == ("location.city: Dakar", "interests.name: Running", "skills.Care: wounds")
    assert {p.code for p in reading.report.problems} == {"incomplete_item", "unknown_level"}


@pytest.fixture
def full() -> Person:
    """A person with values that no exchange format has a place for."""
    return Person(
        person_id="p/1",
        given_names="Noor",
        family_name="Al Hassan",
        birth_date=date(1990, 3, 4),
        sex=Sex.FEMALE,
        nationalities=("XXA", "SYR"),
        residence="JOR",
        legal_status="refugee",
        headline="Nurse",
        experience=(
            Experience(title="Carer", isco="5322", paid=False, start=date(2012, 1, 1)),
            Experience(title="Nurse", employer="Hospital", country="JOR", start=date(2014, 5, 1), ongoing=True),
        ),
        education=(),
        skills=(PersonSkill(text="wound care", uri="urn:x"),),
        credentials=(
            Credential(name="passport", kind="passport", until=date(2030, 1, 2)),
            Credential(name="licence", held=False),
        ),
        destinations=("DEU",),
        consent_matching=True,
        not_understood=("country_of_origin: SYR", "a line: with: colons"),
    )


def test_json_resume_validates_and_comes_back_the_same(tmp_path: Path, full: Person) -> None:
    path = tmp_path / "noor.json"
    assert write_people([full], path) == 1
    written = json.loads(path.read_text(encoding="utf-8"))
    jsonschema.validate(written, JSON_RESUME)
    assert written["volunteer"][0]["position"] == "Carer"
    assert read_people(path).records() == [full]


def test_a_change_made_in_the_json_resume_is_read(full: Person, tmp_path: Path) -> None:
    resume = to_json_resume(full)
    resume["work"][0]["position"] = "Head nurse"
    path = document(tmp_path, "noor.json", json.dumps(resume, default=str))
    assert "Head nurse" in [e.title for e in read_people(path).records()[0].experience or ()]


def test_several_people_go_into_a_zip_file_of_documents(tmp_path: Path, full: Person) -> None:
    people = [full, Person(person_id="p_1"), Person(person_id="../../etc/passwd")]
    with pytest.raises(UsageError):
        write_people(people, tmp_path / "people.json", format="json_resume")
    write_people(people, tmp_path / "people.zip")
    with zipfile.ZipFile(tmp_path / "people.zip") as archive:
        names = archive.namelist()
    assert len(set(names)) == 3
    assert not any("/" in name or name.startswith(".") for name in names)


def test_talentlift_uses_only_the_names_of_the_schema_and_comes_back_the_same(tmp_path: Path, full: Person) -> None:
    entry = to_talentlift(full, source="ACME", created_at="2026-01-01T00:00:00Z")
    assert set(entry) <= {*FIELDS, "crosswalk"}
    assert (entry["gender"], entry["date_of_birth"], entry["passport_expiry"]) == (
        "Female",
        date(1990, 3, 4).isoformat(),
        "2030-01-02",
    )
    assert (entry["country_of_citizenship"], entry["additional_citizenships"]) == ("XXA", ["SYR"])
    assert entry["country_of_origin"] == "SYR"
    write_people([full, Person(person_id="2")], tmp_path / "people.json", format="talentlift")
    assert read_people(tmp_path / "people.json").records() == [full, Person(person_id="2")]


def test_talentlift_candidates_are_read_and_sensitive_answers_are_not_kept(tmp_path: Path) -> None:
    candidate = {
        "id": "rec1",
        "meta_source": "Partner",
        "family_names": "Hashimi",
        "gender": "Non-binary",
        "country_of_residence": "EC",
        "country_of_citizenship": "Colombia",
        "main_occupation": "Cook",
        "serious_health_condition": "asthma",
        "interested_in_relocation": True,
        "language": [{"language": "es", "level": "Native"}, {"language": "en", "level": "advanced"}],
        "education": [{"degree_or_program_name": "Bachelor's degree", "level": "Doctoral degree", "to": "2021-04-16"}],
        "work": [{"position": "Cook", "from": "2022-04-16", "paid": False}],
        "shoe_size": 40,
    }
    reading = read_people(document(tmp_path, "c.json", [candidate, 7]))
    person = reading.records()[0]
    assert (person.sex, person.residence, person.nationalities) == (Sex.OTHER, "ECU", ("COL",))
    assert person.education is not None
    assert person.education[0].level is Isced.DOCTORAL
    assert person.experience == (Experience(title="Cook", start=date(2022, 4, 1), paid=False),)
    assert person.not_understood == ("interested_in_relocation: true", "shoe_size: 40")
    assert "asthma" not in repr(person)
    assert [(p.row, p.code) for p in reading.report.problems] == [
        (1, "not_kept"),
        (1, "unknown_field"),
        (1, "unknown_level"),
        (2, "wrong_type"),
    ]


EUROPASS = """<?xml version="1.0" encoding="UTF-8"?>
<e:SkillsPassport xmlns:e="http://europass.cedefop.europa.eu/Europass" locale="en"><e:LearnerInfo>
<e:Identification><e:PersonName><e:FirstName>Sami</e:FirstName><e:Surname>Jaz</e:Surname></e:PersonName>
<e:ContactInfo><e:Address><e:Contact><e:Municipality>Athens</e:Municipality><e:Country><e:Code>EL</e:Code></e:Country>
</e:Contact></e:Address></e:ContactInfo>
<e:Demographics><e:Birthdate year="1994" month="--07" day="---23"/><e:Gender><e:Code>M</e:Code></e:Gender>
<e:NationalityList><e:Nationality><e:Code>TN</e:Code></e:Nationality></e:NationalityList>
</e:Demographics></e:Identification>
<e:WorkExperienceList><e:WorkExperience><e:Period><e:From year="2018" month="--02"/>
<e:Current>true</e:Current></e:Period>
<e:Position><e:Label>Welder</e:Label></e:Position>
<e:Activities>&lt;ul&gt;&lt;li&gt;TIG &amp;amp; MIG&lt;/li&gt;&lt;li&gt;Plans&lt;/li&gt;&lt;/ul&gt;</e:Activities>
<e:Employer><e:Name>Yard</e:Name></e:Employer></e:WorkExperience><e:WorkExperience>
<e:Employer><e:Name>Nobody</e:Name></e:Employer></e:WorkExperience></e:WorkExperienceList>
<e:EducationList>
<e:Education><e:Title>CAP</e:Title><e:Level><e:Code>4</e:Code></e:Level></e:Education></e:EducationList>
<e:Skills><e:Linguistic>
<e:MotherTongueList><e:MotherTongue><e:Description><e:Code>ar</e:Code></e:Description></e:MotherTongue></e:MotherTongueList>
<e:ForeignLanguageList><e:ForeignLanguage><e:Description><e:Code>fr</e:Code></e:Description><e:ProficiencyLevel>
<e:Listening>C1</e:Listening><e:Reading>C1</e:Reading><e:SpokenInteraction>B2</e:SpokenInteraction>
<e:SpokenProduction>B2</e:SpokenProduction><e:Writing>B1</e:Writing></e:ProficiencyLevel>
</e:ForeignLanguage></e:ForeignLanguageList></e:Linguistic>
<e:JobRelated><e:Description>TIG welding; grinding</e:Description></e:JobRelated>
<e:Driving><e:Description><e:Licence>B</e:Licence><e:Licence>C</e:Licence></e:Description></e:Driving></e:Skills>
<e:AchievementList><e:Achievement><e:Title><e:Code>certifications</e:Code></e:Title>
<e:Description>ISO 9606-1 (2025-01)</e:Description></e:Achievement>
<e:Achievement><e:Title><e:Label>Honours</e:Label></e:Title>
<e:Description>Best apprentice</e:Description></e:Achievement>
</e:AchievementList>
</e:LearnerInfo></e:SkillsPassport>"""


def test_a_europass_skills_passport_is_read_with_its_name_spaces(tmp_path: Path) -> None:
    reading = read_people(document(tmp_path, "sami.xml", EUROPASS))
    person = reading.records()[0]
    assert (person.person_id, person.family_name, person.residence) == ("sami", "Jaz", "GRC")
    assert (person.birth_date, person.sex, person.nationalities) == (date(1994, 7, 23), Sex.MALE, ("TUN",))
    assert person.experience == (
        Experience(
            title="Welder", employer="Yard", start=date(2018, 2, 1), ongoing=True, description="TIG & MIG\nPlans"
        ),
    )
    assert person.education is not None
    assert person.education[0].level is Isced.UPPER_SECONDARY
    arabic, french = person.languages or ()
    assert (arabic.native, arabic.level) == (True, None)
    assert (french.level, french.listening, french.writing) == (Cefr.B1, Cefr.C1, Cefr.B1)
    assert [s.text for s in person.skills or ()] == ["TIG welding", "grinding"]
    assert [c.name for c in person.credentials or ()] == ["driving licence B", "driving licence C", "ISO 9606-1"]
    assert person.not_understood == ("Honours: Best apprentice", "Address.Municipality: Athens")
    assert [p.code for p in reading.report.problems] == ["incomplete_item"]


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.xml", '<!DOCTYPE x [<!ENTITY a "b">]><SkillsPassport>&a;</SkillsPassport>', "DTD"),
        ("a.xml", "<SkillsPassport><LearnerInfo>", "not well-formed"),
        ("a.xml", "<html><body/></html>", "no Europass CV"),
        ("a.xml", "<LearnerInfo>" + "<a>" * 300 + "</a>" * 300 + "</LearnerInfo>", "not well-formed"),
        ("a.json", '{"SkillsPassport": {}}', "no LearnerInfo"),
        ("a.json", '{"basics": {', "not JSON"),
        ("a.json", "[" * 100_000, "not JSON"),
    ],
)
def test_a_document_that_cannot_be_read_says_why(tmp_path: Path, name: str, text: str, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        read_people(document(tmp_path, name, text)).records()
    assert caught.value.remedy


@pytest.mark.parametrize(
    "value",
    [
        {"basics": [], "work": {}, "skills": ["x", None], "languages": [{"language": 3}]},
        {"basics": {"name": 5, "location": "here"}, "work": [{"position": "Cook", "highlights": 3}], "meta": []},
        {"SkillsPassport": {"LearnerInfo": {"Identification": [], "Skills": "none", "WorkExperience": [3]}}},
        [{"id": "1", "family_names": 3, "work": 3, "education": [None], "current_legal_status": []}],
    ],
)
def test_documents_of_odd_shape_never_crash(tmp_path: Path, value: Any) -> None:
    assert len(read_people(document(tmp_path, "odd.json", value)).records()) == 1


def test_a_format_that_cannot_give_vacancies_is_refused_with_those_that_can(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read_vacancies(document(tmp_path, "a.xml", EUROPASS))
    assert ".csv" in caught.value.remedy
