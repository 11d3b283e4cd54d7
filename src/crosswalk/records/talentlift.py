"""The exchange schema of TalentLift and its partners to a plain person and back.

Source: github.com/TalentLift/schema_for_data_exchange, `_data/schema.yml` and the object and enum files beside it.
What our records have no field for is kept as lines `name: value` in `not_understood` and written back from there.
Answers to admissibility questions and protected attributes are not kept at all; the report says so.
"""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from crosswalk.records.columnar import from_mapping
from crosswalk.records.extension import EXTENSION, difference, extended
from crosswalk.records.model import Education, Experience, LanguageSkill, Person
from crosswalk.records.readers._document import day, language_item, level_of_title, objects, period, some, text, walk
from crosswalk.records.report import Problem
from crosswalk.records.strict import plain_of
from crosswalk.records.values import read_country
from crosswalk.types import Cefr, language_name

__all__ = ["FIELDS", "from_talentlift", "to_talentlift"]

Plain = dict[str, Any]

#: Field of the schema -> field of a person, where the two hold the same text.
_SAME = {"given_names": "given_names", "family_names": "family_name", "email": "email", "phone": "phone"}
_SAME |= {"main_occupation": "headline"}
_READ = {
    *_SAME, "id", "gender", "date_of_birth", "country_of_residence", "country_of_citizenship",
    "additional_citizenships", "current_legal_status", "passport_expiry", "education", "language", "work",
    "meta_source", "created_at", "updated_at", EXTENSION,
}  # fmt: skip
#: Fields that may reveal what must never be held without need; their answers are not kept.
_NOT_KEPT = (
    "other_identifier", "marital_status", "marital_status_other", "self_identified_as_refugee", "unhcr_registration",
    "citizenship_status_of_spouse_dependents", "joint_guardianship_custody_of_children",
    "refused_visa_to_any_country", "had_military_service", "arrested_charged_criminal_offence",
    "detained_incarcerated_jailed", "participated_armed_conflict", "serious_health_condition",
)  # fmt: skip
_AS_LINES = (
    "gender_other", "phone_type", "phone_type_other", "country_of_origin", "preferred_name",
    "interested_in_relocation", "external_profile", "current_town_city", "open_jobs_in_rural_area",
    "travel_without_non_immediate_family", "notes_regarding_intl_recruitment", "secondary_occupation", "soft_skills",
    "date_of_arrival",
)  # fmt: skip
#: All names of the schema at its top level.
FIELDS = tuple(sorted(_READ - {EXTENSION})) + _NOT_KEPT + _AS_LINES

_SEX = {"female": "Female", "male": "Male", "other": "Other"}
_LEVELS = {
    "early_childhood": "Early childhood education",
    "primary": "Primary education",
    "lower_secondary": "Lower secondary education",
    "upper_secondary": "Upper secondary education",
    "post_secondary": "Post-secondary non-tertiary education",
    "short_tertiary": "Short-cycle tertiary education",
    "bachelor": "Bachelor's or equivalent level",
    "master": "Master's or equivalent level",
    "doctoral": "Doctoral or equivalent level",
}


def _country(value: Any, path: str, problems: list[Problem]) -> str | None:
    if not isinstance(value, str) or not value.strip():
        return None
    code, found = read_country(value)
    problems.extend(Problem(field=path, code=p.code, message=p.message, value=value, remedy=p.remedy) for p in found)
    return None if code is None else str(code)


def _read_job(entry: Plain, path: str, problems: list[Problem]) -> Plain | None:
    paid = entry.get("paid")
    item = some(
        title=text(entry, "position"),
        employer=text(entry, "employer"),
        description=text(entry, "responsibilities"),
        paid=paid if isinstance(paid, bool) else None,
    ) | period(text(entry, "from"), text(entry, "to"), path, problems)
    item = extended(Experience, item, entry, problems)
    if "title" in item:
        return item
    message = "Work without a position was left out."
    problems.append(Problem(field=path, code="incomplete_item", message=message, remedy="Add the position."))
    return None


def _iso(value: date | None) -> str | None:
    return value.isoformat() if value else None


def _write_job(item: Plain) -> Plain:
    return {
        "from": _iso(item.get("start")),
        "to": _iso(item.get("end")),
        "employer": item.get("employer"),
        "position": item["title"],
        "responsibilities": item.get("description"),
        "paid": item.get("paid"),
    }


def _read_education(entry: Plain, path: str, problems: list[Problem]) -> Plain | None:
    title, level = text(entry, "degree_or_program_name"), text(entry, "level")
    item = some(title=title, institution=text(entry, "institution"), level=level_of_title([level]))
    item |= period(text(entry, "from"), text(entry, "to"), path, problems)
    if level and "level" not in item:
        message = "This level of education is not known."
        remedy = "Write its ISCED name."
        problems.append(
            Problem(field=f"{path}.level", code="unknown_level", message=message, value=level, remedy=remedy)
        )
    return extended(Education, item, entry, problems) or None


def _write_education(item: Plain) -> Plain:
    return {
        "from": _iso(item.get("start")),
        "to": _iso(item.get("end")),
        "institution": item.get("institution"),
        "degree_or_program_name": item.get("title"),
        "level": _LEVELS.get(item.get("level") or ""),
    }


def _read_language(entry: Plain, path: str, problems: list[Problem]) -> Plain | None:
    name = text(entry, "language")
    item = language_item(name, text(entry, "level"), path, problems) if name else None
    item = extended(LanguageSkill, item or {}, entry, problems)
    return item if "language" in item else None


def _write_language(item: Plain) -> Plain:
    level = "Native" if item.get("native") else Cefr[item["level"]].name if item.get("level") else None
    return {"language": item["language"], "level": level, "language_details": language_name(item["language"])}


_LISTS = {
    "experience": ("work", _read_job, _write_job),
    "education": ("education", _read_education, _write_education),
    "languages": ("language", _read_language, _write_language),
}


def _kept_as_lines(entry: Plain, problems: list[Problem]) -> list[str]:
    lines = []
    for name, value in entry.items():
        if value is None or value == "" or name in _READ:
            continue
        if name in _NOT_KEPT:
            problems.append(
                Problem(
                    field=name,
                    code="not_kept",
                    message="This answer is sensitive and not needed to match, so it was not kept.",
                    remedy="Keep it in the casework, where access is logged, if a pathway asks for it.",
                )
            )
        else:
            lines.append(f"{name}: {value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)}")
            if name not in _AS_LINES:
                message = "This name is not part of the exchange schema; it was kept as text."
                problems.append(Problem(field=name, code="unknown_field", message=message, remedy="Check the name."))
    return lines


def _citizenships(entry: Plain, problems: list[Problem]) -> list[str] | None:
    more = entry.get("additional_citizenships")
    listed = [entry.get("country_of_citizenship"), *(more if isinstance(more, list) else [more])]
    found = [c for value in listed if (c := _country(value, "nationalities", problems))]
    return found or None


def from_talentlift(entry: Plain, problems: list[Problem]) -> Plain:
    """Plain person of one candidate of the exchange schema."""
    row: Plain = some(person_id=text(entry, "id"), **{ours: text(entry, name) for name, ours in _SAME.items()})
    gender = (text(entry, "gender") or "").lower()
    row |= some(
        sex={**{v.lower(): k for k, v in _SEX.items()}, "non-binary": "other"}.get(gender),
        birth_date=day(text(entry, "date_of_birth"), "birth_date", problems),
        residence=_country(entry.get("country_of_residence"), "residence", problems),
        nationalities=_citizenships(entry, problems),
        legal_status=text(entry, "current_legal_status", "status") or text(entry, "current_legal_status"),
    )
    lines = _kept_as_lines(entry, problems)
    if gender and "sex" not in row and gender != "prefer not to say":
        lines.append(f"gender: {gender}")
    if notes := text(entry, "current_legal_status", "notes"):
        lines.append(f"current_legal_status.notes: {notes}")
    if until := day(text(entry, "passport_expiry"), "credentials", problems):
        row["credentials"] = [{"name": "passport", "kind": "passport", "held": True, "until": until}]
    for name, (section, read, _) in _LISTS.items():
        if isinstance(entry.get(section), (list, dict)):
            found = (read(part, f"{name}.{i}", problems) for i, part in enumerate(objects(entry, section), 1))
            row[name] = [item for item in found if item is not None]
    if lines:
        row["not_understood"] = lines
    return extended(Person, row, entry, problems)


def to_talentlift(person: Person, *, source: str, created_at: str) -> Plain:
    """Candidate of the exchange schema; read back it gives the same person.

    Args:
        person: The person.
        source: Name of the organisation that the data come from (`meta_source`).
        created_at: Time of writing, ISO 8601.

    Example:
        >>> cook = Person(person_id="p1", headline="Cook")
        >>> entry = to_talentlift(cook, source="ACME", created_at="2026-01-01T00:00:00Z")
        >>> entry["main_occupation"], entry["country_of_residence"]
        ('Cook', None)
    """
    plain = plain_of(person)
    lines = dict(line.split(": ", 1) for line in plain.get("not_understood", ()) if ": " in line)
    citizen, *more = plain.get("nationalities") or [None]
    passports = [c for c in plain.get("credentials", ()) if c.get("kind") == "passport" and c.get("until")]
    entry: Plain = {"id": person.person_id, "meta_source": source, "created_at": created_at}
    # The schema requires these; where they are unknown they are null, never guessed.
    entry |= {"country_of_origin": None, "country_of_residence": plain.get("residence"), "main_occupation": None}
    entry |= some(**{name: plain.get(ours) for name, ours in _SAME.items()})
    entry |= some(
        gender=_SEX.get(plain.get("sex", "")),
        date_of_birth=_iso(plain.get("birth_date")),
        country_of_citizenship=citizen,
        additional_citizenships=more or None,
        current_legal_status={"status": plain["legal_status"]} if "legal_status" in plain else None,
        passport_expiry=_iso(passports[0]["until"]) if passports else None,
        **{name: _parsed(lines[name]) for name in _AS_LINES if name in lines},
    )
    for field, (section, read, write) in _LISTS.items():
        if field in plain:
            entry[section] = [_with_rest(item, write, read) for item in plain[field]]
    entry.setdefault("work", None)
    readable = from_talentlift(entry, [])
    if own := difference(plain, plain_of(from_mapping(Person, readable))):
        entry[EXTENSION] = own
    return entry


def _with_rest(item: Plain, write: Any, read: Any) -> Plain:
    entry: Plain = {name: value for name, value in write(item).items() if value is not None}
    if extra := difference(item, read(entry, "", []) or {}):
        entry[EXTENSION] = extra
    return entry


def _parsed(line: str) -> Any:
    """A kept line as the value that it was: true, false, numbers and lists as such, else text."""
    try:
        found = json.loads(line)
    except ValueError:
        return line
    return found if isinstance(found, (bool, list, dict)) else line


def is_candidate(value: Any) -> bool:
    """Whether an object looks like a candidate of the exchange schema."""
    return isinstance(value, dict) and "id" in value and walk(value, "person_id") is None
