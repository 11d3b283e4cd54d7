"""Writes a person as a JSON Resume, version 1.0.0 of the public schema (https://jsonresume.org/schema)."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rendering import words
from rendering.words import Person

SCHEMA = "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json"


def times(item: Mapping[str, Any]) -> dict[str, str]:
    """Give start and end as ISO dates of the precision known; a present job has no end."""
    pairs = {"startDate": item.get("from"), "endDate": item.get("to")}
    return {key: str(when) for key, when in pairs.items() if when is not None and when != "now"}


def work(item: Mapping[str, Any], organisation: str) -> dict[str, Any]:
    """Give a job, or a voluntary post under another name for the organisation."""
    return {organisation: item["employer"], "position": item["title"], **times(item), "highlights": item["did"]} | (
        {"location": item["place"]} if organisation == "name" and "place" in item else {}
    )


def course(item: Mapping[str, Any]) -> dict[str, Any]:
    """Give a course of study."""
    return {"institution": item["school"], "area": item["area"], "studyType": item["title"], **times(item)}


def certificate(item: Mapping[str, Any]) -> dict[str, str]:
    """Give a certificate with date and issuer, as far as known."""
    pairs = {"name": item["name"], "date": item.get("date"), "issuer": item.get("by")}
    return {key: str(value) for key, value in pairs.items() if value is not None}


def resume(person: Person) -> dict[str, Any]:
    """Give the whole document; sections without content are left out."""
    given = person["contact"]
    mobility = words.labelled(person, "wants", words.wanted(person)) + "."
    document = {
        "$schema": SCHEMA,
        "basics": {
            "name": person["name"],
            "label": person["headline"],
            "email": given["email"],
            "phone": given["phone"],
            "summary": " ".join(part for part in (person.get("profile"), mobility) if part),
            "location": {"city": given["place"], "countryCode": words.WORDS["alpha_2"][given["country"]]},
        },
        "work": [work(job, "name") for job in person["jobs"]],
        "volunteer": [work(job, "organization") for job in person.get("volunteer", ())],
        "education": [course(one) for one in person["education"]],
        "certificates": [certificate(one) for one in person.get("certificates", ())],
        "skills": [{"name": skill} for skill in person["skills"]],
        "languages": [{"language": one[3], "fluency": one[2]} for one in person["languages"]],
        "interests": [{"name": person["hobbies"]}] if "hobbies" in person else [],
        "meta": {"version": "v1.0.0", "lastModified": "2026-06-01T09:00:00"},
    }
    return {key: value for key, value in document.items() if value}


def write(person: Person, folder: Path) -> Path:
    """Write `<id>.json`."""
    path = folder / f"{person['id']}.json"
    path.write_text(json.dumps(resume(person), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return path
