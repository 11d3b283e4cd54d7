"""The Europass SkillsPassport (version 3) as a plain person; XML and JSON come here in one shape."""

from __future__ import annotations

from datetime import date
from typing import Any

from crosswalk.records.cells import credential, split_items
from crosswalk.records.readers._document import html_text, lines_of, objects, period, some, text, walk
from crosswalk.records.report import Problem
from crosswalk.records.values import read_country, read_language
from crosswalk.types import Cefr, Isced

__all__ = ["EQF", "person_of"]

Plain = dict[str, Any]
_SEX = {"F": "female", "M": "male"}
#: EQF levels as ISCED 2011; level 4 closes upper secondary education.
EQF = {"1": 1, "2": 2, "3": 3, "4": 3, "5": 5, "6": 6, "7": 7, "8": 8}
_SPOKEN = {
    "Listening": "listening",
    "Reading": "reading",
    "SpokenInteraction": "spoken_interaction",
    "SpokenProduction": "spoken_production",
    "Writing": "writing",
}
_SKILL_PARTS = ("JobRelated", "Computer", "Communication", "Organisational", "Other")
_CREDENTIALS = {"certifications", "courses", "licences", "certificates"}


def _country(value: Any, *names: str) -> str | None:
    """Country of a code (Europass writes UK and EL) or of its label."""
    code = {"EL": "GR"}.get(text(value, *names, "Code") or "", text(value, *names, "Code"))
    for said in (code, text(value, *names, "Label")):
        if said and (found := read_country(said)[0]):
            return str(found)
    return None


def _moment(value: Any) -> str | None:
    """Year, month, day of a Europass date as ISO text of the same precision."""
    year, month, day = (text(value, name) for name in ("Year", "Month", "Day"))
    parts = [part.lstrip("-").zfill(2) for part in (year, month, day) if part]
    return "-".join(parts) if year else None


def _period(entry: Plain, path: str, problems: list[Problem]) -> Plain:
    found = period(_moment(walk(entry, "Period", "From")), _moment(walk(entry, "Period", "To")), path, problems)
    current = walk(entry, "Period", "Current")
    if current in (True, "true"):
        found["ongoing"] = True
    elif current in (False, "false") or "end" in found:
        found["ongoing"] = False
    return found


def _job(entry: Plain, path: str, problems: list[Problem]) -> Plain | None:
    title = text(entry, "Position", "Label") or text(entry, "Position", "Code")
    item = some(
        title=title,
        employer=text(entry, "Employer", "Name"),
        country=_country(entry, "Employer", "ContactInfo", "Address", "Contact", "Country"),
        description=html_text(text(entry, "Activities")),
    ) | _period(entry, path, problems)
    if title:
        return item
    said = "; ".join(lines_of(entry, ""))
    message = "Work without a position was left out."
    remedy = "Add the position."
    problems.append(Problem(field=path, code="incomplete_item", message=message, value=said, remedy=remedy))
    return None


def _education(entry: Plain, path: str, problems: list[Problem]) -> Plain:
    level = EQF.get((text(entry, "Level", "Code") or "").strip())
    when = _period(entry, path, problems)
    ongoing = when.pop("ongoing", None)
    return (
        some(
            title=text(entry, "Title"),
            level=Isced(level).name.lower() if level else None,
            field=text(entry, "Field", "Label") or html_text(text(entry, "Activities")),
            institution=text(entry, "Organisation", "Name"),
            country=_country(entry, "Organisation", "ContactInfo", "Address", "Contact", "Country"),
            completed=None if ongoing is None else not ongoing,
        )
        | when
    )


def _languages(linguistic: Any, problems: list[Problem]) -> list[Plain] | None:
    """Mother tongues and foreign languages; overall level is the lowest where all five skills are given."""
    found = []
    for kind in ("MotherTongue", "ForeignLanguage"):
        for entry in objects(linguistic, kind):
            said = text(entry, "Description", "Code") or text(entry, "Description", "Label")
            if not said:
                continue
            code, wrong = read_language(said)
            if code is None and (label := text(entry, "Description", "Label")):
                code, wrong = read_language(label)
            problems.extend(wrong)
            if code is None:
                continue
            item: Plain = {"language": code}
            if kind == "MotherTongue":
                item["native"] = True
            levels = {
                name: level
                for tag, name in _SPOKEN.items()
                if (level := (text(entry, "ProficiencyLevel", tag) or "").upper()) in Cefr.__members__
            }
            if len(levels) == len(_SPOKEN):
                item["level"] = min(levels.values())
            found.append(item | levels)
    return found or None


def _skills(skills: Any) -> list[Plain] | None:
    """Items of the described skills; each comma, semicolon or line begins another."""
    found = []
    for part in _SKILL_PARTS:
        described = html_text(text(skills, part, "Description"))
        found += [{"text": item} for item in split_items(described, None, True)] if described else []
    return found or None


def _credentials(learner: Plain) -> tuple[list[Plain], list[str]]:
    """Driving licences and certificates; other achievements as lines."""
    described = walk(learner, "Skills", "Driving", "Description")
    classes = described.get("Licence") if isinstance(described, dict) else described
    listed = classes if isinstance(classes, list) else [classes]
    found = [
        {"name": f"driving licence {c}", "kind": "driving_licence", "held": True} for c in listed if isinstance(c, str)
    ]
    lines: list[str] = []
    for entry in objects(learner, "Achievement"):
        said = (html_text(text(entry, "Description")) or "").splitlines()
        if text(entry, "Title", "Code") in _CREDENTIALS:
            found += [item for line in said if (item := credential(line, True)[0])]
        else:
            lines += [f"{text(entry, 'Title', 'Label') or 'Achievement'}: {line}" for line in said]
    return found, lines


def _birth(value: Any, problems: list[Problem]) -> date | None:
    said = _moment(value)
    if said is None or len(said) < 8:
        return None
    try:
        return date.fromisoformat(said)
    except ValueError:
        problems.append(
            Problem(
                field="birth_date",
                code="impossible_date",
                message="There is no such date.",
                value=said,
                remedy="Correct the date.",
            )
        )
        return None


def _identification(learner: Plain, problems: list[Problem]) -> Plain:
    own = walk(learner, "Identification")
    contact, demographics = walk(own, "ContactInfo"), walk(own, "Demographics")
    nationalities = [c for entry in objects(demographics, "Nationality") if (c := _country({"x": entry}, "x"))]
    phones = [p for entry in objects(contact, "Telephone") if (p := text(entry, "Contact"))]
    return some(
        given_names=text(own, "PersonName", "FirstName"),
        family_name=text(own, "PersonName", "Surname"),
        email=text(contact, "Email", "Contact"),
        phone=phones[0] if phones else None,
        residence=_country(contact, "Address", "Contact", "Country"),
        birth_date=_birth(walk(demographics, "Birthdate"), problems),
        sex=_SEX.get(text(demographics, "Gender", "Code") or ""),
        nationalities=nationalities or None,
    )


def _unplaced(learner: Plain) -> list[str]:
    """Details that a person has no field for, as lines."""
    address = walk(learner, "Identification", "ContactInfo", "Address", "Contact")
    kept = {k: v for k, v in address.items() if k != "Country"} if isinstance(address, dict) else {}
    contact = walk(learner, "Identification", "ContactInfo")
    others = {k: walk(contact, k) for k in ("Website", "InstantMessaging")}
    more = [*lines_of(kept, "Address"), *lines_of(others, "")]
    for entry in objects(learner, "Skills", "Linguistic", "ForeignLanguage"):
        more += lines_of(entry.get("VerifiedBy"), f"{text(entry, 'Description', 'Label') or 'Language'}: certificate")
    return more


def person_of(learner: Plain, person_id: str, problems: list[Problem]) -> Plain:
    """Plain person of the LearnerInfo of a SkillsPassport."""
    credentials, lines = _credentials(learner)
    jobs = objects(learner, "WorkExperience")
    studies = objects(learner, "Education")
    found = [_job(entry, f"experience.{i}", problems) for i, entry in enumerate(jobs, 1)]
    row = {"person_id": person_id} | _identification(learner, problems)
    return row | some(
        headline=text(learner, "Headline", "Description", "Label"),
        experience=[job for job in found if job] or None,
        education=[_education(e, f"education.{i}", problems) for i, e in enumerate(studies, 1)] or None,
        languages=_languages(walk(learner, "Skills", "Linguistic"), problems),
        skills=_skills(walk(learner, "Skills")),
        credentials=credentials or None,
        not_understood=[*lines, *_unplaced(learner)] or None,
    )
