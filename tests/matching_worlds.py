"""Small invented worlds for tests of matching: a tiny taxonomy, people and vacancies with gaps everywhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl
from hypothesis import strategies as st
from numpy.typing import NDArray

from crosswalk.matching.vocabularies import ISCO_GROUP
from crosswalk.records import (
    Credential,
    Education,
    Evidence,
    Experience,
    LanguageNeed,
    LanguageSkill,
    Person,
    PersonSkill,
    SkillNeed,
    Vacancy,
    to_frame,
)
from crosswalk.types import Assurance, Cefr, Isced, Sex, SkillLevel

TODAY = date(2026, 3, 1)
SKILLS = [f"skill:{letter}" for letter in "abcdefgh"]
OCCUPATIONS = ["occupation:nurse", "occupation:carer", "occupation:welder", ISCO_GROUP + "22", ISCO_GROUP + "72"]
UNKNOWN_URIS = ["skill:unheard-of", "occupation:unheard-of"]


@dataclass(frozen=True)
class TinyNearness:
    indptr: NDArray[np.int64]
    indices: NDArray[np.int32]
    values: NDArray[np.uint16]


class TinyTaxonomy:
    """Eight skills, five occupations; whatever is not listed is not near."""

    skills: Sequence[str] = SKILLS

    def __init__(self, near: dict[tuple[int, int], int], weights: Sequence[float], jobs: Sequence[int]) -> None:
        full = near | {(k, k): 256 for k in range(len(SKILLS))}
        rows = [sorted((b, v) for (a, b), v in full.items() if a == k and v) for k in range(len(SKILLS))]
        self._nearness = TinyNearness(
            np.cumsum([0, *map(len, rows)], dtype=np.int64),
            np.array([b for row in rows for b, _ in row], dtype=np.int32),
            np.array([v for row in rows for _, v in row], dtype=np.uint16),
        )
        self._weights = np.array(weights, dtype=np.float64)
        count = len(OCCUPATIONS)
        self._jobs = np.array(jobs, dtype=np.uint16).reshape(count, count)
        np.fill_diagonal(self._jobs, 256)

    def skill_ids(self, uris: pl.Series) -> pl.Series:
        known = {uri: k for k, uri in enumerate(SKILLS)}
        return pl.Series([known.get(uri) for uri in uris.to_list()], dtype=pl.UInt32)

    def nearness(self) -> TinyNearness:
        return self._nearness

    def skill_weights(self) -> NDArray[np.float64]:
        return self._weights

    def occupation_nearness(self, held: Sequence[str], needed: Sequence[str]) -> NDArray[np.uint16]:
        table = np.zeros((len(held), len(needed)), dtype=np.uint16)
        for i, a in enumerate(held):
            for j, b in enumerate(needed):
                if a in OCCUPATIONS and b in OCCUPATIONS:
                    table[i, j] = self._jobs[OCCUPATIONS.index(a), OCCUPATIONS.index(b)]
        return table


def plain_taxonomy(near: dict[tuple[int, int], int] | None = None) -> TinyTaxonomy:
    """Skills near nothing (or as given), equal weights, unlike occupations far apart."""
    return TinyTaxonomy(near or {}, [1.0] * len(SKILLS), [0] * len(OCCUPATIONS) ** 2)


def linked_here(records: Sequence[Person] | Sequence[Vacancy]) -> bool:
    """Whether any URI of these records is one of ours, or none is named: others are refused as linked elsewhere."""
    named = [skill.uri for record in records for skill in record.skills or ()]
    named += [record.occupation for record in records]
    named += [job.occupation for record in records if isinstance(record, Person) for job in record.experience or ()]
    return not any(named) or bool({*SKILLS, *OCCUPATIONS} & {*named})


def people_frame(people: Sequence[Person]) -> pl.DataFrame:
    return to_frame(people, Person)


def vacancies_frame(vacancies: Sequence[Vacancy]) -> pl.DataFrame:
    return to_frame(vacancies, Vacancy)


near = st.integers(0, 256)
numbers = st.integers(0, len(SKILLS) - 1)
taxonomies = st.builds(
    TinyTaxonomy,
    st.dictionaries(st.tuples(numbers, numbers), near, max_size=16),
    st.lists(st.floats(0, 9), min_size=len(SKILLS), max_size=len(SKILLS)),
    st.lists(near, min_size=len(OCCUPATIONS) ** 2, max_size=len(OCCUPATIONS) ** 2),
)
skill_uris = st.sampled_from([*SKILLS, *SKILLS, UNKNOWN_URIS[0]])
occupation_uris = st.sampled_from([*OCCUPATIONS[:3], UNKNOWN_URIS[1]])
isco_codes = st.sampled_from(["22", " 72 ", "9999", OCCUPATIONS[3], "n/a"])
countries = st.sampled_from(["DEU", "FRA", "CAN"])
languages = st.sampled_from(["de", "fr", "en"])
employers = st.sampled_from(["Hôpital Nord", "HOPITAL NORD", "Werft GmbH"])
licences = st.sampled_from(["Driving licence B", "driving-licence b", "Nursing registration"])
dates = st.dates(date(2019, 1, 1), date(2027, 12, 31))


def maybe(strategy: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    return st.none() | strategy


def some(strategy: st.SearchStrategy[object], most: int = 3) -> st.SearchStrategy[object]:
    """A short tuple, or null."""
    return maybe(st.lists(strategy, max_size=most).map(tuple))


evidence = st.builds(Evidence, assurance=st.sampled_from(Assurance), until=maybe(dates))
person_skills = st.builds(
    PersonSkill,
    text=st.just("x"),
    uri=maybe(skill_uris),
    level=maybe(st.sampled_from(SkillLevel)),
    implied_by=st.sampled_from([None, None, OCCUPATIONS[0]]),
    evidence=maybe(evidence),
)
jobs = st.builds(
    Experience,
    title=st.just("x"),
    occupation=maybe(occupation_uris),
    isco=maybe(isco_codes),
    start=maybe(dates),
    end=maybe(dates),
    ongoing=maybe(st.booleans()),
    months=maybe(st.integers(0, 2_000)),
)
cefr = maybe(st.sampled_from(Cefr))
people = st.builds(
    Person,
    person_id=st.just("?"),
    sex=maybe(st.sampled_from(Sex)),
    occupation=maybe(occupation_uris),
    experience=some(jobs, 2),
    education=some(st.builds(Education, level=maybe(st.sampled_from(Isced)), completed=maybe(st.booleans())), 2),
    languages=some(
        st.builds(
            LanguageSkill,
            language=languages,
            level=cefr,
            native=maybe(st.booleans()),
            listening=cefr,
            reading=cefr,
            spoken_interaction=cefr,
            spoken_production=cefr,
            writing=cefr,
        )
    ),
    skills=some(person_skills, 4),
    credentials=some(st.builds(Credential, name=licences, held=st.booleans(), until=maybe(dates)), 2),
    destinations=some(countries, 2),
    destinations_excluded=some(countries, 1),
    employers_excluded=some(employers, 1),
    available_from=maybe(dates),
    consent_matching=st.sampled_from([None, True, True, False]),
)
vacancies = st.builds(
    Vacancy,
    vacancy_id=st.just("?"),
    employer=maybe(employers),
    country=maybe(countries),
    occupation=maybe(occupation_uris),
    isco=maybe(isco_codes),
    skills=some(
        st.builds(
            SkillNeed,
            text=st.just("x"),
            uri=maybe(skill_uris),
            essential=st.booleans(),
            level=maybe(st.sampled_from(SkillLevel)),
        ),
        5,
    ),
    languages=some(st.builds(LanguageNeed, language=languages, level=cefr, essential=st.booleans()), 2),
    education_min=maybe(st.sampled_from(Isced)),
    experience_min_months=maybe(st.integers(-1, 120)),
    licences=some(licences, 2),
    starts_on=maybe(dates),
    persons_excluded=some(st.sampled_from(["p0", "p3", "nobody"]), 2),
)
