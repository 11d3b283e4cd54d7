"""How well CVs are read: precision and recall of jobs, education, languages and skills.

Run `python bench/cv_reader.py`. Each CV of examples/corridor (PDF and DOCX), and each of a held-out set in messy
layouts (tests/integration/records/documents/held_out), is read and compared with its truth.yaml, which states what a perfect reader would find. A job counts when its title is the same (case,
accents and punctuation aside, or one inside the other) and both its dates lie within a month. A course counts
by its level. A language counts with its level where the CV states one of the European framework or "native". A skill
listed under a heading counts when its words are found; `skills_anywhere` counts phrases from sentences too.
"""

from __future__ import annotations

import json
import operator
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from crosswalk.records.documents import DocumentReading, read_cv, read_job_ad
from crosswalk.records.documents.text import clean
from crosswalk.records.phrases import flat
from crosswalk.types import language_code

ROOT = Path(__file__).resolve().parents[1]
CORRIDOR = ROOT / "examples" / "corridor"
HELD_OUT = ROOT / "tests" / "integration" / "records" / "documents" / "held_out"
Counts = Counter[str]


def words(text: str | None) -> str:
    """Words of a text without case, accents and punctuation."""
    return " ".join(re.findall(r"\w+", flat(clean(text or ""))))


def same(found: str | None, wanted: str | None) -> bool:
    """Whether two phrases are the same, or one holds the other and is not far longer."""
    one, other = words(found), words(wanted)
    if not one or not other:
        return False
    inside = one in other or other in one
    return one == other or (inside and min(len(one), len(other)) >= 0.5 * max(len(one), len(other)))


def month(value: date | str | None) -> int | None:
    """Months since year 0 of a date or of a text such as "2019-03"; a year counts from January."""
    if value is None:
        return None
    if isinstance(value, date):
        return value.year * 12 + value.month
    parts = [int(part) for part in str(value).split("-")]
    return parts[0] * 12 + (parts[1] if len(parts) > 1 else 1)


def near(found: date | None, wanted: str | None) -> bool:
    """Whether two dates lie within a month of each other, or both are absent."""
    one, other = month(found), month(wanted)
    return one == other if one is None or other is None else abs(one - other) <= 1


def compare(found: list[Any], wanted: list[Any], fits: Any) -> Counts:
    """True positives, false positives and misses, each wanted item matched at most once."""
    left = list(found)
    hits = 0
    for item in wanted:
        match = next((one for one in left if fits(one, item)), None)
        if match is not None:
            left.remove(match)
            hits += 1
    return Counter(hit=hits, extra=len(left), missed=len(wanted) - hits)


def languages_fit(found: Any, wanted: dict[str, Any]) -> bool:
    """Same language, and same level where the CV states one."""
    bare = language_code(wanted["said"]) is not None
    level = None if bare else wanted["level"]
    if found.language != (language_code(wanted["language"]) or wanted["language"]):
        return False
    return level is None or (
        found.native is True if level == "native" else bool(found.level) and found.level.name == level
    )


def score(reading: DocumentReading, truth: dict[str, Any]) -> dict[str, Counts]:
    """Counts for each kind of fact of one CV."""
    person = reading.person
    jobs = list(person.experience or ())
    listed = [span.text for span in reading.spans if span.kind == "skill"]
    anywhere = [words(skill.text) for skill in person.skills or ()]
    wanted_skills = truth["skills"]
    found_anywhere = sum(any(words(skill) in text for text in anywhere) for skill in wanted_skills)
    levels = [course.level.value for course in person.education or () if course.level is not None]
    return {
        "jobs": compare(
            jobs,
            truth["jobs"],
            lambda f, w: same(f.title, w["title"]) and near(f.start, w["start"]) and near(f.end, w["end"]),
        ),
        "job_dates": compare(jobs, truth["jobs"], lambda f, w: near(f.start, w["start"]) and near(f.end, w["end"])),
        "job_titles": compare(jobs, truth["jobs"], lambda f, w: same(f.title, w["title"])),
        "employers": compare(
            [job for job in jobs if job.employer],
            [job for job in truth["jobs"] if job["employer"]],
            lambda f, w: same(f.employer, w["employer"]),
        ),
        "unpaid": compare(
            [job for job in jobs if job.paid is False],
            [job for job in truth["jobs"] if job.get("unpaid")],
            lambda f, w: near(f.start, w["start"]) and near(f.end, w["end"]),
        ),
        "education_levels": compare(
            levels, [c["isced"] for c in truth["education"] if c["isced"] is not None], lambda f, w: f == w
        ),
        "languages": compare(list(person.languages or ()), truth["languages"], languages_fit),
        "skills_listed": compare(listed, wanted_skills, same),
        "skills_anywhere": Counter(hit=found_anywhere, missed=len(wanted_skills) - found_anywhere),
        "certificates": compare(
            [c.name for c in person.credentials or () if c.kind != "driving_licence"], truth["certificates"], same
        ),
        "names": Counter(
            hit=int(words(f"{person.given_names or ''} {person.family_name or ''}") == words(truth["name"])),
            missed=int(words(f"{person.given_names or ''} {person.family_name or ''}") != words(truth["name"])),
        ),
    }


def rates(counts: Counts) -> dict[str, float | int]:
    """Precision and recall of counts."""
    hit, extra, missed = counts["hit"], counts["extra"], counts["missed"]
    result: dict[str, float | int] = {"n": hit + missed}
    if hit + extra and extra + hit != hit:
        result["precision"] = round(hit / (hit + extra), 3)
    elif hit:
        result["precision"] = 1.0
    if hit + missed:
        result["recall"] = round(hit / (hit + missed), 3)
    return result


def run(folder: Path, people: Iterable[dict[str, Any]], as_of: date) -> dict[str, Any]:
    """Read every CV and add the counts up: over all, for each language, and for each kind of file."""
    totals: dict[str, dict[str, Counts]] = defaultdict(lambda: defaultdict(Counter))
    lines = unread = 0
    started = time.perf_counter()
    documents = 0
    for truth in people:
        reading = read_cv(folder / truth["file"], on=as_of)
        documents += 1
        lines += reading.text.count("\n") + 1
        unread += len(reading.person.not_understood or ())
        suffix = Path(truth["file"]).suffix.lstrip(".")
        for kind, counts in score(reading, truth).items():
            for group in ("all", f"language {truth['document_language']}", f"file {suffix}"):
                totals[group][kind] += counts
    seconds = time.perf_counter() - started
    return {
        "documents": documents,
        "seconds_per_document": round(seconds / max(documents, 1), 3),
        "lines": lines,
        "lines_not_understood": unread,
        "groups": {group: {kind: rates(c) for kind, c in kinds.items()} for group, kinds in sorted(totals.items())},
    }


def vacancy_facts(vacancies: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """For each field of the advertisements: how many are right, wrong, or not found, of those that the truth has."""
    counts: dict[str, Counts] = defaultdict(Counter)
    for truth in vacancies:
        found = read_job_ad(CORRIDOR / truth["file"]).vacancy
        pay = truth.get("salary") or {}
        pairs = {
            "title": (found.title, truth["title"], same),
            "employer": (found.employer, truth["employer"], same),
            "country": (found.country, truth["country"], operator.eq),
            "places": (found.places, truth["places"], operator.eq),
            "starts_on": (found.starts_on, truth["start"], operator.eq),
            "experience_months": (found.experience_min_months, truth["experience_months"], operator.eq),
            "education": (found.education_min, truth["education"], operator.eq),
            "salary": (
                (found.salary_min, found.salary_max, found.currency, found.salary_period),
                (cents(pay.get("from")), cents(pay.get("to")), pay.get("currency"), pay.get("per")),
                operator.eq,
            ),
            "languages": (
                {(need.language, need.level.name) for need in found.languages or () if need.essential and need.level},
                {(need["language"], need["level"]) for need in truth["languages"]},
                operator.eq,
            ),
        }
        for field, (one, other, fits) in pairs.items():
            if other is not None:
                missing = not one or (isinstance(one, tuple) and one[0] is None)
                counts[field]["right" if fits(one, other) else "not_found" if missing else "wrong"] += 1
        needs = found.skills or ()
        counts["skills"] += Counter(
            essential=sum(n.essential for n in needs), optional=sum(not n.essential for n in needs)
        )
    return {field: dict(count) for field, count in counts.items()}


def cents(amount: str | None) -> int | None:
    """Minor units of an amount of the truth."""
    return None if amount is None else int(Decimal(amount) * 100)


def truth_of(folder: Path) -> dict[str, Any]:
    """What a perfect reader would find in the files of a folder."""
    truth: dict[str, Any] = yaml.safe_load((folder / "truth.yaml").read_text(encoding="utf-8"))
    return truth


def main() -> None:
    """Print the result as JSON."""
    truth, held_out = truth_of(CORRIDOR), truth_of(HELD_OUT)
    wanted = [one for one in truth["people"] if one["file"].endswith((".pdf", ".docx"))]
    as_of = date.fromisoformat(str(truth["as_of"]))
    result = run(CORRIDOR, wanted, as_of)
    for part in ("first", "second"):
        people = [one for one in held_out["people"] if one["set"] == part]
        result[f"held_out_{part}"] = run(HELD_OUT, people, as_of)
    result["vacancies"] = vacancy_facts(one for one in truth["vacancies"] if one["file"].endswith(".txt"))
    json.dump(result, sys.stdout, indent=2, ensure_ascii=False)
    print()


if __name__ == "__main__":
    main()
