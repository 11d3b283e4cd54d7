"""States what a perfect reader and a fair placement officer would find in each document of the corridor."""

from collections.abc import Iterable, Mapping
from typing import Any

from rendering.words import Person, as_printed

AS_OF = "2026-06-30"
OCCUPATIONS = {
    2221: "registered nurse",
    5321: "health care assistant",
    7212: "welder",
    7411: "building electrician",
    5120: "cook",
    8332: "heavy truck driver",
}
GRADES = {
    0: "no fit: nothing in the document speaks for this work",
    1: "weak: related or informal experience only",
    2: "fair: does the work, with a gap in breadth, training, proof or recency; or trained above it",
    3: "strong: trained or long experienced in exactly this work",
}


def months(start: str, end: str) -> tuple[int, int]:
    """Count a period as months since year 0, end excluded; a year alone counts from January to January."""
    first = int(start[:4]) * 12 + (int(start[5:7]) - 1 if len(start) > 4 else 0)
    end = AS_OF[:7] if end == "now" else end
    last = int(end[:4]) * 12 + (int(end[5:7]) if len(end) > 4 else 0)
    return first, max(last, first + 6)


def experience(jobs: Iterable[Mapping[str, Any]]) -> dict[int, int]:
    """Count months of work in each ISCO-08 unit group; months in which two jobs overlap count once."""
    worked: dict[int, set[int]] = {}
    for job in jobs:
        worked.setdefault(job["isco"], set()).update(range(*months(job["start"], job["end"] or "now")))
    return {code: len(found) for code, found in worked.items()}


def job(person: Person, item: Mapping[str, Any]) -> dict[str, Any]:
    """State a job as printed; no end means that it goes on."""
    end = as_printed(person, item["to"])
    found = {
        "title": item["title"],
        "employer": item.get("employer"),
        "start": as_printed(person, item["from"]),
        "end": None if end == "now" else end,
        "isco": item["isco"],
    }
    return found | {mark: True for mark in ("unpaid", "informal") if item.get(mark)}


def course(person: Person, item: Mapping[str, Any]) -> dict[str, Any]:
    """State a course of study as printed, with its ISCED-2011 level."""
    start, end = (as_printed(person, item[key]) if key in item else None for key in ("from", "to"))
    return {
        "title": item["title"],
        "school": item.get("school"),
        "start": start,
        "end": end,
        "isced": item.get("level"),
    }


def name(person: Person) -> str:
    """Give the full name as one text, for a form or sheet that keeps it apart as well."""
    if "row" in person:
        return str(person["row"]["Full name"])
    given = person["name"]
    return given if isinstance(given, str) else f"{given['first']} {given['last']}"


def skills(person: Person) -> list[str]:
    """Give the skills as the person words them; in a letter they stand in the story."""
    found = person["row"]["Skills (comma separated)"] if "row" in person else person["skills"]
    if isinstance(found, str):
        found = [part.strip(" ;.") for part in found.replace(";", ",").replace("،", ",").split(",")]
    return [part for part in found if part]


def birth(person: Person) -> str | None:
    """Give the date of birth, where the document shows it."""
    if "row" in person:
        typed = person["row"]["Date of birth"]
        return "-".join(reversed(typed.split("/"))) if typed else None
    shown = "birth" in person and person.get("layout") != "letter"
    return person["birth"].isoformat() if shown else None


def person_truth(person: Person, file: str, form: str) -> dict[str, Any]:
    """State everything that is known of one person."""
    truth = dict(person["truth"])
    jobs = [job(person, one) for one in [*person["jobs"], *person.get("volunteer", ())]]
    wants = person.get("wants")
    return {
        "id": person["id"],
        "file": file,
        "format": form,
        "document_language": person["lang"],
        "name": name(person),
        "birth": birth(person),
        "kind": truth.pop("kind"),
        "occupations": truth.pop("isco"),
        "fit": dict(zip(OCCUPATIONS, truth.pop("grades"), strict=True)),
        "experience_months": experience(jobs),
        "languages": [{"language": one[0], "level": one[1], "said": one[2]} for one in person["languages"]],
        "jobs": jobs,
        "education": [course(person, one) for one in person["education"]],
        "certificates": [one["name"] for one in person.get("certificates", ())],
        "skills": skills(person),
        # The Europass form has no place for it, so there nothing is known.
        "destinations_wanted": None if form.startswith("europass") or not wants else wants,
        "displaced": truth.pop("displaced", False),
        **truth,
    }


def vacancy_truth(vacancy: Mapping[str, Any]) -> dict[str, Any]:
    """State everything that is known of one vacancy."""
    found = {key: value for key, value in vacancy.items() if key not in ("row", "lang", "languages")}
    floors = [{"language": code, "level": level} for code, level in vacancy["languages"]]
    file = "vacancies/vacancies.csv" if "row" in vacancy else f"vacancies/{vacancy['id']}.txt"
    return {"id": found.pop("id"), "file": file, "document_language": vacancy["lang"], **found, "languages": floors}


def table(people: list[dict[str, Any]], vacancies: list[dict[str, Any]]) -> dict[str, Any]:
    """Put the whole truth together."""
    return {"as_of": AS_OF, "occupations": OCCUPATIONS, "grades": GRADES, "people": people, "vacancies": vacancies}
