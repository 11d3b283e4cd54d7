"""The labelled cases: planted ones, of which we know the truth, and public ones, from real advertisements."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import polars as pl

from crosswalk.records import Person, Vacancy, from_frame
from crosswalk.synthetic import Planter, people, vacancies
from crosswalk.taxonomy import Taxonomy
from ranking.documents import Curriculum, advertisement, as_sex

__all__ = ["Advertisement", "Cases", "planted_cases", "public_cases"]

COPIES = 8  #: planted people of each kind: each sex, displaced or not, short or long CV
LONG = 30  #: skills that nobody asked for, in a long CV
DISPLACED = ("refugee", "asylum_seeker", "stateless", "temporary_protection")


@dataclass(frozen=True, slots=True, kw_only=True)
class Advertisement:
    """A vacancy as text, and (in planted cases) the record behind it."""

    vacancy_id: str
    title: str
    text: str
    record: Vacancy | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cases:
    """Everybody is ranked for every advertisement; pairs that are not in `grades` have grade 0."""

    name: str
    people: dict[str, Curriculum]
    ads: list[Advertisement]
    grades: dict[str, dict[str, int]]
    groups: dict[str, dict[str, str]] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)


def planted_cases(
    taxonomy: Taxonomy, languages: tuple[str, ...], *, seed: int, ads: int = 30, background: int = 600
) -> Cases:
    """Vacancies of different ISCO minor groups, people planted for each, and others in other minor groups."""
    chosen = _apart(from_frame(vacancies(50 * ads, taxonomy, seed=seed, unknown=0), Vacancy), ads)
    planter = Planter(taxonomy)
    long = [LONG if copy & 4 else 0 for copy in range(COPIES)]
    made: list[tuple[Curriculum, str, str, int]] = []
    for vacancy in chosen:
        for number, case in enumerate(planter.plant(vacancy, seed=seed, copies=COPIES, extra_skills=long)):
            copy = number % COPIES
            sheet = Curriculum(
                person=_assigned(case.person, female=bool(copy & 1), displaced=bool(copy & 2)),
                lang=languages[((copy ^ copy >> 1) + number // COPIES) % len(languages)],
                order=number,
                pastime=bool(copy & 4),
                layout=number % 3,
            )
            made.append((sheet, vacancy.vacancy_id, case.kind, case.grade))
    taken = {vacancy.isco[:3] for vacancy in chosen if vacancy.isco}
    others = [p for p in from_frame(people(3 * background, taxonomy, seed=seed + 1, unknown=0), Person)
              if not {job.isco[:3] for job in p.experience or () if job.isco} & taken][:background]  # fmt: skip
    made += [(Curriculum(person=p, lang=languages[i % len(languages)], order=i, layout=i % 3), "", "background", 0)
             for i, p in enumerate(others)]  # fmt: skip
    return _shuffled("planted", made, [_advertised(v, taxonomy) for v in chosen], seed)


def _apart(found: list[Vacancy], count: int) -> list[Vacancy]:
    """The first vacancies of which no two share an ISCO minor group, each with enough essential skills."""
    chosen: dict[str, Vacancy] = {}
    for vacancy in found:
        essential = sum(need.essential for need in vacancy.skills or ())
        if vacancy.isco and essential >= 6:
            chosen.setdefault(vacancy.isco[:3], vacancy)
    return list(chosen.values())[:count]


def _assigned(person: Person, *, female: bool, displaced: bool) -> Person:
    return replace(as_sex(person, female=female), legal_status="refugee" if displaced else "national")


def _advertised(vacancy: Vacancy, taxonomy: Taxonomy) -> Advertisement:
    return Advertisement(
        vacancy_id=vacancy.vacancy_id, title=str(vacancy.title), text=advertisement(vacancy, taxonomy), record=vacancy
    )


def _shuffled(name: str, made: list[tuple[Curriculum, str, str, int]], ads: list[Advertisement], seed: int) -> Cases:
    """The cases under ids that say nothing, so that no order of ids can help or harm anybody."""
    order = np.random.default_rng(seed).permutation(len(made))
    cases = Cases(name=name, people={}, ads=ads, grades={ad.vacancy_id: {} for ad in ads})
    for number, place in enumerate(order):
        sheet, vacancy_id, kind, grade = made[place]
        person_id = f"P{number:06}"
        sheet = replace(sheet, person=replace(sheet.person, person_id=person_id))
        cases.people[person_id] = sheet
        cases.kinds[person_id] = kind
        cases.groups[person_id] = _groups(sheet)
        if vacancy_id and grade:
            cases.grades[vacancy_id][person_id] = grade
    return cases


def _groups(sheet: Curriculum) -> dict[str, str]:
    person = sheet.person
    return {
        "sex": str(person.sex.value) if person.sex else "unknown",
        "language of the CV": sheet.lang,
        "displaced": "yes" if person.legal_status in DISPLACED else "no",
        "length of the CV": "long" if len(person.skills or ()) > LONG else "short",
    }


def public_cases(
    taxonomy: Taxonomy, ads_file: Path, languages: tuple[str, ...], *, seed: int, count: int = 2000
) -> Cases:
    """Real advertisements with the ESCO occupation that experts gave them, and people of those and other occupations.

    Relevance: 3 for a person who worked in a gold occupation, 2 in its ISCO unit group, 1 in its minor group.
    """
    known = {uri: code for uri, code in taxonomy.concepts.filter(kind="occupation").select("uri", "code").iter_rows()
             if code and taxonomy.occupation_skills(uri)[0]}  # fmt: skip
    rows = [json.loads(line) for line in ads_file.read_text(encoding="utf-8").splitlines()]
    gold = {row["qid"]: [uri for uri in row["gold"].split("|") if uri in known] for row in rows}
    ads = [Advertisement(vacancy_id=row["qid"], title=row["title"], text=f"{row['title']}\n\n{row['description']}")
           for row in rows if gold[row["qid"]]]  # fmt: skip
    rng = np.random.default_rng(seed)
    wanted = {uri for uris in gold.values() for uri in uris}
    groups = {known[uri][:3] for uri in wanted}
    near = sorted(uri for uri, code in known.items() if code[:3] in groups and uri not in wanted)
    far = sorted(uri for uri, code in known.items() if code[:3] not in groups)
    pool = [*sorted(wanted), *rng.choice(near, min(len(near), 250), replace=False),
            *rng.choice(far, min(len(far), 250), replace=False)]  # fmt: skip
    crowd = from_frame(people(count, taxonomy, seed=seed, unknown=0, occupations=[str(uri) for uri in pool]), Person)
    made = [(Curriculum(person=p, lang=languages[i % len(languages)], order=i, layout=i % 3), "", "person", 0)
            for i, p in enumerate(crowd)]  # fmt: skip
    cases = _shuffled("public", made, ads, seed)
    for ad in ads:
        uris = gold[ad.vacancy_id]
        for person_id, sheet in cases.people.items():
            if grade := max(_grade(job.occupation or "", uris, known) for job in sheet.person.experience or ()):
                cases.grades[ad.vacancy_id][person_id] = grade
    return cases


def _grade(occupation: str, gold: list[str], known: dict[str, str]) -> int:
    if occupation in gold:
        return 3
    code = known[occupation]
    return max(2 if code[:4] == known[uri][:4] else 1 if code[:3] == known[uri][:3] else 0 for uri in gold)


def graded(cases: Cases) -> pl.DataFrame:
    """The grades as a table: vacancy_id, person_id, grade."""
    rows = [(v, p, g) for v, found in cases.grades.items() for p, g in found.items()]
    return pl.DataFrame(rows, schema={"vacancy_id": pl.String, "person_id": pl.String, "grade": pl.Int64}, orient="row")
