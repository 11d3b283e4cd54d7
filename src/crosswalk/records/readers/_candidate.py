"""The Europass Candidate of the portal since 2020 (schema version 4.0, HR Open Standards) as a plain person.

Sources: Europass XML documentation (DG EMPL 2020), sections 3.5 to 3.19, and documents that the portal wrote.
Sections for which a person has no field are kept as lines.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from xml.etree.ElementTree import Element

from crosswalk.records.cells import language
from crosswalk.records.readers._document import html_text, lines_of, period, some
from crosswalk.records.readers._europass import EQF
from crosswalk.records.readers._xml import children, local_name, shape, text_at
from crosswalk.records.report import Problem
from crosswalk.records.values import parser_for, read_country, read_language
from crosswalk.types import Cefr, Isced

__all__ = ["candidate_of"]

Plain = dict[str, Any]
_SEX = {"male": "male", "female": "female", "other": "other"}
_DIMENSIONS = {
    "CEF-Understanding-Listening": "listening",
    "CEF-Understanding-Reading": "reading",
    "CEF-Speaking-Interaction": "spoken_interaction",
    "CEF-Speaking-Production": "spoken_production",
    "CEF-Writing-Production": "writing",
}
_READ = {
    "ID",
    "ExecutiveSummary",
    "EmploymentHistory",
    "EducationHistory",
    "Licenses",
    "PersonQualifications",
    "Skills",
}
_READ |= {"DigitalSkills", "Attachment"}
_ESCO = "http://data.europa.eu/esco/"


def _country(element: Element | None, *names: str) -> str | None:
    """Country of a code of two letters (Europass writes UK and EL) or three."""
    said = (text_at(element, *names) or "").upper()
    found = read_country({"EL": "GR"}.get(said, said))[0] if said else None
    return str(found) if found else None


def _moment(element: Element, name: str) -> str | None:
    """A date of a period, without its time of day."""
    said = text_at(element, name, "FormattedDateTime")
    return said.partition("T")[0] if said else None


def _when(element: Element | None, current: str, path: str, problems: list[Problem]) -> Plain:
    if element is None:
        return {}
    found = period(_moment(element, "StartDate"), _moment(element, "EndDate"), path, problems)
    goes_on = text_at(element, current)
    if goes_on in ("true", "1"):
        return {name: value for name, value in found.items() if name != "end"} | {"ongoing": True}
    return found | ({"ongoing": False} if goes_on in ("false", "0") or "end" in found else {})


def _first(element: Element, *names: str) -> Element | None:
    return next(iter(children(element, *names)), None)


def _jobs(profile: Element, problems: list[Problem]) -> list[Plain]:
    """One job for each position held with an employer."""
    found: list[Plain] = []
    for employer in children(profile, "EmploymentHistory", "EmployerHistory"):
        for position in children(employer, "PositionHistory"):
            path = f"experience.{len(found) + 1}"
            uri = next((u for e in children(position, "PositionTitle") if (u := _uri(e))), None)
            item = some(
                title=text_at(position, "PositionTitle"),
                occupation=uri,
                employer=text_at(employer, "OrganizationName"),
                country=_country(position, "Country")
                or _country(employer, "OrganizationContact", "Communication", "Address", "CountryCode"),
                description=html_text(_whole(position, "Description")),
            ) | _when(_first(position, "EmploymentPeriod"), "CurrentIndicator", path, problems)
            if "title" in item:
                found.append(item)
            else:
                problems.append(_incomplete(path, "; ".join(lines_of(shape(employer), ""))))
    return found


def _incomplete(path: str, said: str) -> Problem:
    message = "Work without a position was left out."
    return Problem(field=path, code="incomplete_item", message=message, value=said, remedy="Add the position.")


def _uri(element: Element) -> str | None:
    return next((value for value in element.attrib.values() if value.startswith(_ESCO)), None)


def _whole(element: Element, name: str) -> str | None:
    """Text of an element with its line ends, for markup."""
    return next((found.text for found in children(element, name) if found.text), None)


def _education(profile: Element, problems: list[Problem]) -> list[Plain]:
    found: list[Plain] = []
    for entry in children(profile, "EducationHistory", "EducationOrganizationAttendance"):
        when = _when(_first(entry, "AttendancePeriod"), "Ongoing", f"education.{len(found) + 1}", problems)
        ongoing = when.pop("ongoing", None)
        level = EQF.get(text_at(entry, "EducationLevelCode") or "")
        item = some(
            title=text_at(entry, "EducationDegree", "DegreeName"),
            level=Isced(level).name.lower() if level else None,
            field=html_text(_whole(_first(entry, "EducationDegree") or entry, "OccupationalSkillsCovered")),
            institution=text_at(entry, "OrganizationName"),
            country=_country(entry, "OrganizationContact", "Communication", "Address", "CountryCode"),
            completed=None if ongoing is None else not ongoing,
        )
        found.append(item | when)
    return [item for item in found if item]


def _languages(person: Element | None, profile: Element, problems: list[Problem]) -> list[Plain]:
    """Mother tongues, then other languages; the overall level is the lowest where all five skills are given."""
    found: list[Plain] = []
    for tongue in children(person, "PrimaryLanguageCode"):
        if code := _language(tongue, problems):
            found.append({"language": code, "native": True})
    for entry in children(profile, "PersonQualifications", "PersonCompetency"):
        name = _first(entry, "CompetencyID")
        if (text_at(entry, "TaxonomyID") or "").lower() != "language" or name is None:
            continue
        levels = {
            _DIMENSIONS[kind]: level
            for part in children(entry, "CompetencyDimension")
            if (kind := text_at(part, "CompetencyDimensionTypeCode") or "") in _DIMENSIONS
            and (level := (text_at(part, "Score", "ScoreText") or "").upper()) in Cefr.__members__
        }
        overall = {"level": min(levels.values())} if len(levels) == len(_DIMENSIONS) else {}
        if code := _language(name, problems):
            found.append({"language": code, **overall, **levels})
    return found


def _language(element: Element, problems: list[Problem]) -> str | None:
    said = " ".join((element.text or "").split())
    if not said:
        return None
    if said.startswith("http"):  # .../authority/language/ENG
        said = said.rpartition("/")[2].lower()
    code, wrong = read_language(said)
    if code is None and (item := language(said)[0]):  # "Arabic (spoken)"
        return str(item["language"])
    problems.extend(wrong)
    return None if code is None else str(code)


def _skills(profile: Element) -> list[Plain]:
    """Named competencies that are no languages, alone or in groups."""
    skills = children(profile, "Skills")
    named = [e for group in (skills, children(profile, "Skills", "SkillsGroup")) for parent in group
             for e in children(parent, "PersonCompetency")]  # fmt: skip
    named += [
        entry
        for entry in children(profile, "PersonQualifications", "PersonCompetency")
        if (text_at(entry, "TaxonomyID") or "").lower() != "language"
    ]
    texts = [said for entry in named if (said := text_at(entry, "CompetencyName") or text_at(entry, "CompetencyID"))]
    plain = children(profile, "DigitalSkills", "DigitalSkill")
    plain += children(profile, "DigitalSkills", "DigitalSkillsGroup", "DigitalSkill")
    texts += [said for entry in plain if (said := " ".join((entry.text or "").split()))]
    return [{"text": said} for said in dict.fromkeys(texts)]


def _licences(profile: Element) -> list[Plain]:
    classes = [text_at(entry, "LicenseTypeCode") for entry in children(profile, "Licenses", "License")]
    return [{"name": f"driving licence {c}", "kind": "driving_licence", "held": True} for c in classes if c]


def _channel(person: Element | None, channel: str) -> list[Element]:
    return [c for c in children(person, "Communication") if text_at(c, "ChannelCode") == channel]


def _phone(person: Element | None) -> str | None:
    for entry in _channel(person, "Telephone"):
        if number := text_at(entry, "DialNumber"):
            dialling = text_at(entry, "CountryDialing")
            return f"+{dialling.lstrip('+')} {number}" if dialling else number
    return None


def _birth(person: Element | None, problems: list[Problem]) -> date | None:
    found: date | None
    found, wrong = parser_for("birth_date", date)(said) if (said := text_at(person, "BirthDate")) else (None, ())
    problems.extend(replace(p, field="birth_date") for p in wrong)
    return found


def _lines(person: Element | None, profile: Element) -> list[str]:
    """What a person has no field for: addresses, web pages, and sections of the profile that are not read."""
    places = [part for e in children(person, "Communication", "Address") for part in e]
    lines = [line for p in places if local_name(p) != "CountryCode" for line in lines_of(shape(p), local_name(p))]
    for entry in [*_channel(person, "Web"), *_channel(person, "Social Media")]:
        lines += lines_of(text_at(entry, "URI"), text_at(entry, "ChannelCode") or "")
    for section in profile:
        if local_name(section) not in _READ:
            lines += [html_text(line) or "" for line in lines_of(shape(section), local_name(section))]
    return [line for line in lines if line]


def candidate_of(candidate: Element, person_id: str, problems: list[Problem]) -> Plain:
    """Plain person of a Candidate."""
    person = _first(candidate, "CandidatePerson")
    profile = next(iter(children(candidate, "CandidateProfile")), Element("CandidateProfile"))
    nations = [n for e in children(person, "NationalityCode") if (n := read_country((e.text or "").upper())[0])]
    row: Plain = {"person_id": person_id} | some(
        given_names=text_at(person, "PersonName", "GivenName"),
        family_name=text_at(person, "PersonName", "FamilyName"),
        email=next((said for e in _channel(person, "Email") if (said := text_at(e, "URI"))), None),
        phone=_phone(person),
        birth_date=_birth(person, problems),
        sex=_SEX.get((text_at(person, "GenderCode") or "").lower()),
        nationalities=nations or None,
        residence=_country(person, "Communication", "Address", "CountryCode"),
        summary=html_text(_whole(profile, "ExecutiveSummary")),
    )
    return row | some(
        experience=_jobs(profile, problems) or None,
        education=_education(profile, problems) or None,
        languages=_languages(person, profile, problems) or None,
        skills=_skills(profile) or None,
        credentials=_licences(profile) or None,
        not_understood=_lines(person, profile) or None,
    )
