"""The definition of fit, first part: what a person or a vacancy says, as far as the taxonomy knows it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import polars as pl

from crosswalk.matching.filters import Filters
from crosswalk.matching.protocol import SkillTaxonomy
from crosswalk.matching.vocabularies import ISCO_GROUP
from crosswalk.matching.weights import STATED, Weights, apportion
from crosswalk.records import Education, Experience, LanguageSkill, Person, PersonSkill, Vacancy
from crosswalk.types import Assurance, Cefr

__all__ = ["Facts", "Need"]

MOST_MONTHS = 1_200


@dataclass(frozen=True, slots=True)
class Need:
    """A skill that a vacancy asks for, once, with its weight among those of its kind."""

    uri: str
    level: int
    essential: bool
    weight: int


class Facts:
    """People and vacancies as read under a taxonomy, on a day."""

    def __init__(
        self,
        taxonomy: SkillTaxonomy,
        *,
        weights: Weights | None = None,
        filters: Filters | None = None,
        as_of: date,
    ) -> None:
        self.weights = weights or Weights()
        self.filters = filters or Filters()
        self.as_of = as_of
        self.taxonomy = taxonomy
        self._skills: dict[str | None, str | None] = {None: None}
        self._numbers = {uri: number for number, uri in enumerate(taxonomy.skills)}
        self._near_occupations: dict[tuple[str, str], int] = {}

    # --- what is near what -------------------------------------------------------------------------------

    def known_skill(self, uri: str | None) -> str | None:
        """Today's URI of a skill; None where the taxonomy does not know it."""
        if uri not in self._skills:
            number = self.taxonomy.skill_ids(pl.Series([uri]))[0]
            self._skills[uri] = None if number is None else self.taxonomy.skills[number]
        return self._skills[uri]

    def near_skills(self, held: str, needed: str) -> int:
        """How far holding one skill covers another, 0 to 256."""
        table = self.taxonomy.nearness()
        row, column = self._numbers[held], self._numbers[needed]
        for k in range(int(table.indptr[row]), int(table.indptr[row + 1])):
            if int(table.indices[k]) == column:
                return int(table.values[k])
        return 0

    def near_occupations(self, held: str, needed: str) -> int:
        """How near two occupations are, 0 to 256."""
        if (held, needed) not in self._near_occupations:
            self._near_occupations[held, needed] = int(self.taxonomy.occupation_nearness([held], [needed])[0][0])
        return self._near_occupations[held, needed]

    def known_occupation(self, uri: str | None, isco: str | None) -> str | None:
        """URI of an occupation, or else of its ISCO-08 group; None where the taxonomy does not know it."""
        code = isco.strip() if isco else None
        if code and code.isascii() and code.isdigit() and len(code) <= 4:
            code = ISCO_GROUP + code
        found = uri if uri is not None else code
        return found if found is not None and self.near_occupations(found, found) > 0 else None

    # --- skills ------------------------------------------------------------------------------------------

    def needs(self, vacancy: Vacancy) -> list[Need]:
        """The skills asked for that the taxonomy knows: each once, essential where any mention is."""
        mentions: dict[str, list[tuple[bool, int]]] = {}
        for need in vacancy.skills or ():
            uri = self.known_skill(need.uri)
            if uri is not None:
                mentions.setdefault(uri, []).append((need.essential, int(need.level or 0)))
        strongest = {uri: max(found) for uri, found in sorted(mentions.items())}
        shares = self.taxonomy.skill_weights()
        needs = []
        for kind in (True, False):
            uris = [uri for uri, (essential, _) in strongest.items() if essential is kind]
            whole = [max(1, int(float(shares[self._numbers[uri]]) * 1024 + 0.5)) for uri in uris]
            for uri, weight in zip(uris, apportion(whole, STATED) if uris else (), strict=True):
                needs.append(Need(uri, strongest[uri][1], kind, weight))
        return needs

    def evidence_rank(self, skill: PersonSkill) -> int:
        """0 where an occupation implies the skill, else 1 to 4 as Assurance; expired evidence is 1."""
        if skill.implied_by is not None:
            return 0
        evidence = skill.evidence
        if evidence is None or (evidence.until is not None and evidence.until < self.as_of):
            return int(Assurance.SELF_DECLARED)
        return int(evidence.assurance)

    def stated_skills(self, person: Person) -> list[PersonSkill] | None:
        """The skills that the taxonomy knows; None (unknown) without a list, or where none of it is known."""
        if person.skills is None:
            return None
        linked = [skill for skill in person.skills if self.known_skill(skill.uri)]
        return linked if linked or not person.skills else None

    # --- work, education and languages ------------------------------------------------------------------

    def months(self, job: Experience) -> int | None:
        """Months of a job, as stated or counted from its dates; None where neither is known."""
        months, end = job.months, job.end or (self.as_of if job.ongoing else None)
        if months is None and job.start is not None and end is not None:
            months = (end.year - job.start.year) * 12 + end.month - job.start.month
        return min(months, MOST_MONTHS) if months is not None and months >= 0 else None

    def occupations(self, person: Person) -> list[str]:
        """The person's occupations that the taxonomy knows."""
        jobs = [self.known_occupation(job.occupation, job.isco) for job in person.experience or ()]
        return [uri for uri in (*jobs, self.known_occupation(person.occupation, None)) if uri is not None]

    def education(self, courses: Iterable[Education] | None) -> tuple[int, int]:
        """Highest level completed, and highest that may or may not be completed; -1 where there is none."""
        if courses is None:
            return -1, -1
        courses = list(courses)
        held = [int(c.level) for c in courses if c.level is not None and c.completed is True]
        undecided = [int(c.level) for c in courses if c.level is not None and c.completed is None]
        return max(held, default=-1 if courses else 0), max(undecided, default=-1)

    @staticmethod
    def language_level(skill: LanguageSkill) -> int:
        """Level of a language: native is C2; as stated overall; else the lowest of all five skills; else 0."""
        if skill.native:
            return int(Cefr.C2)
        five = (skill.listening, skill.reading, skill.spoken_interaction, skill.spoken_production, skill.writing)
        return int(skill.level or min((level or 0) for level in five))

    def language_needs(self, vacancy: Vacancy) -> dict[str, int]:
        """The essential languages and their levels (0 where none is stated)."""
        needs: dict[str, int] = {}
        for need in vacancy.languages or ():
            if need.essential:
                needs[need.language] = max(needs.get(need.language, 0), int(need.level or 0))
        return needs

    def languages(self, person: Person) -> dict[str, int] | None:
        """The person's languages and their levels (0 where unknown); None without a list."""
        if person.languages is None:
            return None
        levels: dict[str, int] = {}
        for skill in person.languages:
            levels[skill.language] = max(levels.get(skill.language, 0), self.language_level(skill))
        return levels
