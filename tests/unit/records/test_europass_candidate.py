"""The Europass Candidate, as the portal has written it since 2020. The people are invented."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from crosswalk.errors import InputError
from crosswalk.records import (
    Credential,
    Education,
    Experience,
    LanguageSkill,
    Person,
    PersonSkill,
    Reading,
    read_people,
)
from crosswalk.types import Cefr, Isced, Sex

CEF = ("Understanding-Listening", "Understanding-Reading", "Speaking-Interaction", "Speaking-Production")


def score(kind: str, level: str) -> str:
    return (
        f"<eures:CompetencyDimension><hr:CompetencyDimensionTypeCode>CEF-{kind}</hr:CompetencyDimensionTypeCode>"
        f"<eures:Score><hr:ScoreText>{level}</hr:ScoreText></eures:Score></eures:CompetencyDimension>"
    )


CANDIDATE = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Candidate xsi:schemaLocation="http://www.europass.eu/1.0 Candidate.xsd" xmlns="http://www.europass.eu/1.0"
 xmlns:oa="http://www.openapplications.org/oagis/9" xmlns:eures="http://www.europass_eures.eu/1.0"
 xmlns:hr="http://www.hr-xml.org/3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<hr:DocumentID schemeName="DocumentIdentifier" schemeVersionID="4.0"/>
<CandidatePerson>
 <PersonName><oa:GivenName>Salma</oa:GivenName><hr:FamilyName>Ferhat</hr:FamilyName></PersonName>
 <Communication><ChannelCode>Email</ChannelCode><oa:URI>salma@example.org</oa:URI></Communication>
 <Communication><ChannelCode>Telephone</ChannelCode><UseCode>mobile</UseCode><CountryDialing>213</CountryDialing>
  <oa:DialNumber>550000000</oa:DialNumber></Communication>
 <Communication><UseCode>home</UseCode><Address type="home"><oa:CityName>Oran</oa:CityName>
  <CountryCode>dz</CountryCode></Address></Communication>
 <NationalityCode>dz</NationalityCode><hr:BirthDate>1992-07-23</hr:BirthDate><GenderCode>female</GenderCode>
 <PrimaryLanguageCode name="NORMAL">ara</PrimaryLanguageCode><PrimaryLanguageCode name="NORMAL">ber</PrimaryLanguageCode>
</CandidatePerson>
<CandidateProfile languageCode="en">
 <hr:ID schemeName="CandidateProfileID"/>
 <hr:ExecutiveSummary>&lt;p&gt;Careful with seams.&lt;/p&gt;</hr:ExecutiveSummary>
 <EmploymentHistory><EmployerHistory><hr:OrganizationName>Atelier Exemple</hr:OrganizationName>
  <OrganizationContact><Communication><Address><CountryCode>fr</CountryCode></Address></Communication></OrganizationContact>
  <PositionHistory><PositionTitle typeCode="URI" languageID="http://data.europa.eu/esco/occupation/x-1">Seamstress
   </PositionTitle><eures:EmploymentPeriod>
   <eures:StartDate><hr:FormattedDateTime>2019-06-15</hr:FormattedDateTime></eures:StartDate>
   <hr:CurrentIndicator>true</hr:CurrentIndicator></eures:EmploymentPeriod>
   <oa:Description>&lt;ul&gt;&lt;li&gt;Coats&lt;/li&gt;&lt;li&gt;Repairs&lt;/li&gt;&lt;/ul&gt;</oa:Description></PositionHistory>
  <PositionHistory><PositionTitle typeCode="FREETEXT">Trainee</PositionTitle><eures:EmploymentPeriod>
   <eures:StartDate><hr:FormattedDateTime>2018-01</hr:FormattedDateTime></eures:StartDate>
   <eures:EndDate><hr:FormattedDateTime>2019-05-31T00:00:00</hr:FormattedDateTime></eures:EndDate>
   <hr:CurrentIndicator>false</hr:CurrentIndicator></eures:EmploymentPeriod><Country>dz</Country></PositionHistory>
 </EmployerHistory><EmployerHistory><hr:OrganizationName>Nobody</hr:OrganizationName><PositionHistory/></EmployerHistory>
 </EmploymentHistory>
 <EducationHistory><EducationOrganizationAttendance><hr:OrganizationName>Centre Exemple</hr:OrganizationName>
  <AttendancePeriod><EndDate><hr:FormattedDateTime>2017</hr:FormattedDateTime></EndDate><Ongoing>false</Ongoing>
  </AttendancePeriod><EducationDegree><hr:DegreeName>Certificate in tailoring</hr:DegreeName></EducationDegree>
  <EducationLevelCode>4</EducationLevelCode></EducationOrganizationAttendance></EducationHistory>
 <eures:Licenses><eures:License><hr:LicenseTypeCode>B</hr:LicenseTypeCode></eures:License></eures:Licenses>
 <PersonQualifications><PersonCompetency><CompetencyID schemeName="NORMAL">fre</CompetencyID>
  <hr:TaxonomyID>language</hr:TaxonomyID>{"".join(score(kind, "C1") for kind in CEF)}{score("Writing-Production", "B2")}
  </PersonCompetency><PersonCompetency><CompetencyID schemeName="FREE_TEXT">German</CompetencyID>
  <hr:TaxonomyID>language</hr:TaxonomyID>{score(CEF[0], "A2")}</PersonCompetency></PersonQualifications>
 <Skills><PersonCompetency><hr:TaxonomyID>Digital_Skill</hr:TaxonomyID><hr:CompetencyName>Spreadsheets</hr:CompetencyName>
  </PersonCompetency><SkillsGroup><Title>Sewing</Title><PersonCompetency><hr:TaxonomyID>Other</hr:TaxonomyID>
  <hr:CompetencyName>Industrial machines</hr:CompetencyName></PersonCompetency></SkillsGroup></Skills>
 <VoluntaryWorks><VoluntaryWork><Title>Repair café</Title></VoluntaryWork></VoluntaryWorks>
</CandidateProfile></Candidate>"""


def reading_of(tmp_path: Path, text: str, name: str = "salma.xml") -> Reading[Person]:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return read_people(path)


def test_a_candidate_of_the_portal_is_read_whole(tmp_path: Path) -> None:
    reading = reading_of(tmp_path, CANDIDATE)
    assert reading.records() == [
        Person(
            person_id="salma",
            given_names="Salma",
            family_name="Ferhat",
            email="salma@example.org",
            phone="+213 550000000",
            birth_date=date(1992, 7, 23),
            sex=Sex.FEMALE,
            nationalities=("DZA",),
            residence="DZA",
            summary="Careful with seams.",
            experience=(
                Experience(
                    title="Seamstress",
                    occupation="http://data.europa.eu/esco/occupation/x-1",
                    employer="Atelier Exemple",
                    country="FRA",
                    start=date(2019, 6, 1),
                    ongoing=True,
                    description="Coats\nRepairs",
                ),
                Experience(
                    title="Trainee",
                    employer="Atelier Exemple",
                    country="DZA",
                    start=date(2018, 1, 1),
                    end=date(2019, 5, 1),
                    ongoing=False,
                ),
            ),
            education=(
                Education(
                    title="Certificate in tailoring",
                    level=Isced.UPPER_SECONDARY,
                    institution="Centre Exemple",
                    end=date(2017, 1, 1),
                    completed=True,
                ),
            ),
            languages=(
                LanguageSkill(language="ar", native=True),
                LanguageSkill(language="ber", native=True),
                LanguageSkill(
                    language="fr",
                    level=Cefr.B2,
                    listening=Cefr.C1,
                    reading=Cefr.C1,
                    spoken_interaction=Cefr.C1,
                    spoken_production=Cefr.C1,
                    writing=Cefr.B2,
                ),
                LanguageSkill(language="de", listening=Cefr.A2),
            ),
            skills=(PersonSkill(text="Spreadsheets"), PersonSkill(text="Industrial machines")),
            credentials=(Credential(name="driving licence B", kind="driving_licence"),),
            not_understood=("CityName: Oran", "VoluntaryWorks.VoluntaryWork.Title: Repair café"),
        )
    ]
    assert [(p.row, p.field, p.code) for p in reading.report.problems] == [(1, "experience.3", "incomplete_item")]


@pytest.mark.parametrize(
    "inside",
    ["", "<PersonName/>", "<Communication/><PrimaryLanguageCode/><hr:BirthDate>soon</hr:BirthDate>"],
)
def test_a_candidate_with_little_in_it_is_a_person_with_little_known(tmp_path: Path, inside: str) -> None:
    text = f'<Candidate xmlns="http://www.europass.eu/1.0" xmlns:hr="h"><CandidatePerson>{inside}</CandidatePerson></Candidate>'
    reading = reading_of(tmp_path, text)
    assert reading.records() == [Person(person_id="salma")]
    assert [p.field for p in reading.report.problems] == (["birth_date"] if "soon" in inside else [])


def test_another_candidate_is_not_taken_for_a_cv(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no Europass CV"):
        reading_of(tmp_path, "<Candidate><Party>Green</Party></Candidate>").records()
