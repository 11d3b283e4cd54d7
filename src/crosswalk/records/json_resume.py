"""JSON Resume 1.0.0 to a plain person and back; what the format has no place for stands under `crosswalk`.

Source: https://jsonresume.org/schema, version 1.0.0, which allows further properties everywhere.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from iso3166 import countries_by_alpha3

from crosswalk.records.columnar import from_mapping
from crosswalk.records.extension import EXTENSION, ORDER, difference, extended, in_order
from crosswalk.records.model import Credential, Education, Experience, LanguageSkill, Person, PersonSkill
from crosswalk.records.readers._document import (
    day,
    language_item,
    level_of_title,
    lines_of,
    objects,
    period,
    some,
    text,
    walk,
)
from crosswalk.records.report import Problem
from crosswalk.records.strict import plain_of
from crosswalk.records.virtual import split_name
from crosswalk.records.vocabulary import word
from crosswalk.types import Cefr, SkillLevel, country_code, language_name

__all__ = ["from_json_resume", "to_json_resume"]

SCHEMA = "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json"
Plain = dict[str, Any]
_SECTIONS = ("basics", "work", "volunteer", "education", "skills", "languages", "certificates", "meta", "$schema")
_ISCED_TITLES = 120


def _read_job(entry: Plain, path: str, problems: list[Problem]) -> Plain | None:
    unpaid = "organization" in entry and "name" not in entry
    item = some(
        title=text(entry, "position"),
        employer=text(entry, "organization" if unpaid else "name"),
        country=country_code((text(entry, "location") or "").rpartition(",")[2]),
        paid=False if unpaid else None,
    )
    item |= period(text(entry, "startDate"), text(entry, "endDate"), path, problems)
    if "start" in item:
        item["ongoing"] = "end" not in item and text(entry, "endDate") is None  # no endDate: it goes on
        if text(entry, "endDate") is not None and "end" not in item:
            del item["ongoing"]
    highlights = walk(entry, "highlights")
    said = [text(entry, "summary"), *(highlights if isinstance(highlights, list) else ())]
    if description := "\n".join(line for line in said if isinstance(line, str) and line):
        item["description"] = description
    item = extended(Experience, item, entry, problems)
    if "title" in item:
        return item
    _left_out(entry, path, "position", problems)
    return None


def _left_out(entry: Plain, path: str, part: str, problems: list[Problem]) -> None:
    said = "; ".join(lines_of(entry, ""))
    message = f"An entry without {part} was left out."
    problems.append(Problem(field=path, code="incomplete_item", message=message, value=said, remedy=f"Add {part}."))


def _write_job(item: Plain) -> Plain:
    unpaid = item.get("paid") is False
    entry = some(
        **{"organization" if unpaid else "name": item.get("employer")},
        position=item["title"],
        startDate=_month(item.get("start")),
        endDate=_month(item.get("end")),
        summary=item.get("description"),
        location=item.get("country"),
    )
    return entry if not unpaid else {"organization": "", **entry}


def _month(value: date | None) -> str | None:
    if value is None:
        return None
    return value.isoformat()[:7] if value.day == 1 else value.isoformat()


def _read_education(entry: Plain, path: str, problems: list[Problem]) -> Plain | None:
    item = some(
        title=text(entry, "studyType"), field=text(entry, "area"), institution=text(entry, "institution")
    ) | period(text(entry, "startDate"), text(entry, "endDate"), path, problems)
    if level := level_of_title([item.get("title", "")[:_ISCED_TITLES]]):
        item["level"] = level
    return extended(Education, item, entry, problems) or None


def _write_education(item: Plain) -> Plain:
    return some(
        institution=item.get("institution"),
        area=item.get("field"),
        studyType=item.get("title"),
        startDate=_month(item.get("start")),
        endDate=_month(item.get("end")),
    )


def _read_skill(entry: Plain, path: str, problems: list[Problem]) -> Plain | None:
    name = text(entry, "name")
    level = word("skill_level", text(entry, "level") or "")
    item = extended(PersonSkill, some(text=name, level=level), entry, problems)
    return item if "text" in item else None


def _write_skill(item: Plain) -> Plain:
    level = item.get("level")
    return some(name=item["text"], level=SkillLevel[level.upper()].name.capitalize() if level else None)


def _read_language(entry: Plain, path: str, problems: list[Problem]) -> Plain | None:
    name = text(entry, "language")
    item = language_item(name, text(entry, "fluency"), path, problems) if name else None
    item = extended(LanguageSkill, item or {}, entry, problems)
    return item if "language" in item else None


def _write_language(item: Plain) -> Plain:
    level = "Native speaker" if item.get("native") else Cefr[item["level"]].name if item.get("level") else None
    return some(language=language_name(item["language"]), fluency=level)


def _read_credential(entry: Plain, path: str, problems: list[Problem]) -> Plain | None:
    issued = day(text(entry, "date"), f"{path}.issued", problems)
    item = some(name=text(entry, "name"), issuer=text(entry, "issuer"), issued=issued, held=True)
    item = extended(Credential, item, entry, problems)
    return item if "name" in item else None


def _write_credential(item: Plain) -> Plain:
    return some(name=item["name"], date=_month(item.get("issued")), issuer=item.get("issuer"))


#: Field of the person -> its section, how an entry is read and written, and the class of its items.
_LISTS = {
    "experience": ("work", _read_job, _write_job, Experience),
    "education": ("education", _read_education, _write_education, Education),
    "skills": ("skills", _read_skill, _write_skill, PersonSkill),
    "languages": ("languages", _read_language, _write_language, LanguageSkill),
    "credentials": ("certificates", _read_credential, _write_credential, Credential),
}


def _read_basics(basics: Any) -> Plain:
    given, family = split_name(name) if (name := text(basics, "name")) else (None, None)
    return some(
        given_names=given,
        family_name=family,
        headline=text(basics, "label"),
        email=text(basics, "email"),
        phone=text(basics, "phone"),
        summary=text(basics, "summary"),
        residence=country_code(text(basics, "location", "countryCode") or ""),
    )


def _unplaced(document: Plain) -> list[str]:
    """Sections and details that a person has no field for, as lines."""
    said = document.get("basics")
    basics = said if isinstance(said, dict) else {}
    placed = {"name", "label", "email", "phone", "summary", "image", "location"}
    place = walk(basics, "location")
    location = {k: v for k, v in place.items() if k != "countryCode"} if isinstance(place, dict) else {}
    lines = [*lines_of(location, "location"), *lines_of({k: v for k, v in basics.items() if k not in placed}, "")]
    lines += lines_of({k: v for k, v in document.items() if k not in _SECTIONS and k != EXTENSION}, "")
    for entry in objects(document, "skills"):
        lines += lines_of(entry.get("keywords"), f"skills.{text(entry, 'name') or ''}")
    return lines


def from_json_resume(document: Plain, person_id: str, problems: list[Problem]) -> Plain:
    """Plain person of a JSON Resume.

    Args:
        document: The parsed document.
        person_id: Id where the document does not carry one of ours.
        problems: Gets what could not be read.
    """
    row: Plain = {"person_id": person_id, **_read_basics(document.get("basics"))}
    for name, (section, read, _, _) in _LISTS.items():
        entries = objects(document, section) if isinstance(document.get(section), list) else None
        if name == "experience":
            entries = in_order([*(entries or ()), *objects(document, "volunteer")]) or entries
        if entries is not None:
            found = (read(entry, f"{name}.{i}", problems) for i, entry in enumerate(entries, 1))
            row[name] = [item for item in found if item is not None]
    if lines := _unplaced(document):
        row["not_understood"] = lines
    return extended(Person, row, document.get("meta") or {}, problems)


def to_json_resume(person: Person) -> Plain:
    """JSON Resume of a person; read back it gives the same person.

    Example:
        >>> resume = to_json_resume(Person(person_id="p1", given_names="Amina", family_name="Diallo"))
        >>> resume["basics"]["name"], from_json_resume(resume, "", [])["person_id"]
        ('Amina Diallo', 'p1')
    """
    plain = plain_of(person)
    name = " ".join(plain[n] for n in ("given_names", "family_name") if n in plain)
    basics = some(
        name=name or None,
        label=plain.get("headline"),
        email=plain.get("email"),
        phone=plain.get("phone"),
        summary=plain.get("summary"),
        location=_location(plain.get("residence")),
    )
    document: Plain = {"$schema": SCHEMA, "basics": basics}
    for field, (section, read, write, _) in _LISTS.items():
        if field not in plain:
            continue
        document[section] = []
        mixed = field == "experience" and len({item.get("paid") is False for item in plain[field]}) > 1
        for place, item in enumerate(plain[field]):
            entry = write(item)
            if extra := difference(item, read(entry, "", []) or {}) | ({ORDER: place} if mixed else {}):
                entry[EXTENSION] = extra
            unpaid = field == "experience" and "organization" in entry
            document.setdefault("volunteer" if unpaid else section, []).append(entry)
    document["meta"] = {"version": "v1.0.0"}
    readable = from_json_resume(document, "", [])
    document["meta"][EXTENSION] = difference(plain, _as_plain(readable))
    return document


def _as_plain(row: Plain) -> Plain:
    """The row as `plain_of` gives a person, so that the two compare equal."""
    return plain_of(from_mapping(Person, row))


def _location(country: str | None) -> Plain | None:
    found = countries_by_alpha3.get(country or "")
    return {"countryCode": found.alpha2} if found else None
