"""The definition of fit, written to be read: plain Python over the records, slow, and equal to the kernel."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from crosswalk.matching.filters import FILTERS, NO, UNKNOWN, YES, Filters
from crosswalk.matching.protocol import SkillTaxonomy
from crosswalk.matching.vocabularies import ISCO_GROUP
from crosswalk.matching.weights import FULL, PARTS, SCALE, STATED, WHOLE, Weights, apportion
from crosswalk.records import Education, Experience, LanguageSkill, Person, PersonSkill, Vacancy
from crosswalk.types import Assurance, Cefr, fold_name

__all__ = ["Cover", "Need", "Pair", "Reference", "Score"]

MOST_MONTHS = 1_200


@dataclass(frozen=True, slots=True)
class Need:
    """A skill that a vacancy asks for, once, with its weight among those of its kind."""

    uri: str
    level: int
    essential: bool
    weight: int


@dataclass(frozen=True, slots=True)
class Cover:
    """How far a need is covered, 0 to 256, by which skill, and through which factors."""

    need: Need
    cover: int
    held: PersonSkill | None = None
    near: int = 0
    level: int = 0
    evidence: int = 0


@dataclass(frozen=True, slots=True)
class Score:
    """Fit and its parts in millionths; None where missing."""

    fit: int
    parts: dict[str, int | None]
    essential: int | None
    optional: int | None
    known: int
    weights: dict[str, int]
    covers: tuple[Cover, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """A pair that is on a list."""

    person_id: str
    vacancy_id: str
    rank_for_vacancy: int | None
    rank_for_person: int | None
    score: Score
    unknown: tuple[str, ...]


class Reference:
    """Fit, filters and lists under a taxonomy, weights and a day."""

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

    def cover(self, need: Need, skills: Sequence[PersonSkill]) -> Cover:
        """The best that any of the person's skills does for a need."""
        best = Cover(need, 0)
        for skill in skills:
            held = self.known_skill(skill.uri)
            near = self.near_skills(held, need.uri) if held else 0
            level, evidence = int(skill.level or 0), self.evidence_rank(skill)
            cover = near * self.weights.claim_factor(level, evidence, need.level) >> 8
            if cover > best.cover:
                best = Cover(
                    need, cover, skill, near,
                    self.weights.level_factor(level, need.level), self.weights.evidence_factor(evidence),
                )  # fmt: skip
        return best

    def stated_skills(self, person: Person) -> list[PersonSkill] | None:
        """The skills that the taxonomy knows; None (unknown) without a list, or where none of it is known."""
        if person.skills is None:
            return None
        linked = [skill for skill in person.skills if self.known_skill(skill.uri)]
        return linked if linked or not person.skills else None

    def skills_part(self, essential: int | None, optional: int | None) -> int:
        """Essential skills to a power, times what the optional add; each sum runs to STATED * FULL = 2**23."""
        if essential is None:
            return (optional or 0) * SCALE >> 23
        part = essential
        for _ in range(self.weights.essential_power - 1):
            part = part * essential >> 23
        if optional is not None:
            alone, more = self.weights.optional_part()
            part = part * (alone + (more * optional >> 23)) >> 16
        return part * SCALE >> 23

    # --- the other parts ---------------------------------------------------------------------------------

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

    def occupation_part(self, person: Person, needed: str | None) -> int | None:
        held = self.occupations(person)
        if needed is None or not held:
            return None
        return max(self.near_occupations(uri, needed) for uri in held) * SCALE >> 8

    def experience_part(self, person: Person, needed: str | None, months_needed: int | None) -> int | None:
        jobs = []
        for job in person.experience or ():
            occupation, months = self.known_occupation(job.occupation, job.isco), self.months(job)
            if occupation is not None and months is not None:
                jobs.append((occupation, months))
        if needed is None or not months_needed or months_needed <= 0 or not jobs:
            return None
        near = [(self.near_occupations(occupation, needed), months) for occupation, months in jobs]
        relevant = sum(months * n for n, months in near if n >= self.weights.relevant_from)
        return min(SCALE, relevant * SCALE // (FULL * min(months_needed, MOST_MONTHS)))

    def education(self, courses: Iterable[Education] | None) -> tuple[int, int]:
        """Highest level completed, and highest that may or may not be completed; -1 where there is none."""
        if courses is None:
            return -1, -1
        courses = list(courses)
        held = [int(c.level) for c in courses if c.level is not None and c.completed is True]
        undecided = [int(c.level) for c in courses if c.level is not None and c.completed is None]
        return max(held, default=-1 if courses else 0), max(undecided, default=-1)

    def education_part(self, person: Person, floor: int | None) -> int | None:
        held, undecided = self.education(person.education)
        if floor is None:
            return None
        if held >= floor:
            return SCALE
        if held < 0 or undecided > held:
            return None
        return round(self.weights.education_short * SCALE) if floor - held == 1 else 0

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

    def language_part(self, person: Person, vacancy: Vacancy) -> int | None:
        held = self.languages(person)
        step = round(self.weights.language_step * SCALE)
        known = []
        for language, level in self.language_needs(vacancy).items():
            if held is None or (held.get(language) == 0 and level > 0):
                continue
            if language not in held:
                known.append(0)
            else:
                known.append(max(0, SCALE - max(0, level - held[language]) * step))
        return sum(known) // len(known) if known else None

    # --- fit ---------------------------------------------------------------------------------------------

    def score(self, person: Person, vacancy: Vacancy) -> Score | None:
        """Fit of a pair with all its parts; None where neither skills nor occupation is known."""
        needs, skills = self.needs(vacancy), self.stated_skills(person)
        covers = tuple(self.cover(need, skills) for need in needs) if skills is not None else ()
        sums: dict[bool, int | None] = {True: None, False: None}
        for c in covers:
            sums[c.need.essential] = (sums[c.need.essential] or 0) + c.need.weight * c.cover
        needed = self.known_occupation(vacancy.occupation, vacancy.isco)
        parts = {
            "skills": self.skills_part(sums[True], sums[False]) if covers else None,
            "occupation": self.occupation_part(person, needed),
            "experience": self.experience_part(person, needed, vacancy.experience_min_months),
            "education": self.education_part(person, vacancy.education_min),
            "language": self.language_part(person, vacancy),
        }
        if parts["skills"] is None and parts["occupation"] is None:
            return None
        known = sum(1 << k for k, name in enumerate(PARTS) if parts[name] is not None)
        weights = dict(zip(PARTS, self.weights.part_weights(known), strict=True))
        fit = sum(weights[name] * (parts[name] or 0) for name in PARTS) // WHOLE
        essential, optional = ((None if s is None else s * SCALE >> 23) for s in (sums[True], sums[False]))
        share = self.weights.known_share(self.asked(vacancy), known)
        return Score(fit, parts, essential, optional, share, weights, covers)

    def asked(self, vacancy: Vacancy) -> int:
        """Pattern of the parts that a vacancy asks for."""
        occupation = self.known_occupation(vacancy.occupation, vacancy.isco) is not None
        asks = {
            "skills": bool(self.needs(vacancy)),
            "occupation": occupation,
            "experience": occupation and (vacancy.experience_min_months or 0) > 0,
            "education": vacancy.education_min is not None,
            "language": bool(self.language_needs(vacancy)),
        }
        return sum(1 << k for k, name in enumerate(PARTS) if asks[name])

    # --- filters -----------------------------------------------------------------------------------------

    def verdicts(self, person: Person, vacancy: Vacancy) -> dict[str, int]:
        """Each filter that is on: NO, UNKNOWN or YES, before strictness."""
        return {name: getattr(self, f"_{name}")(person, vacancy) for name in FILTERS if name in self.filters.on}

    def _destination(self, person: Person, vacancy: Vacancy) -> int:
        if vacancy.country is None:
            return UNKNOWN
        if vacancy.country in (person.destinations_excluded or ()):
            return NO
        if person.destinations is None:
            return UNKNOWN
        return YES if vacancy.country in person.destinations else NO

    def _language(self, person: Person, vacancy: Vacancy) -> int:
        held = self.languages(person)
        verdict = YES
        for language, level in self.language_needs(vacancy).items():
            if held is None or (held.get(language) == 0 and level > 0):
                verdict = min(verdict, UNKNOWN)
            elif language not in held or level - held[language] > self.filters.language_steps:
                verdict = NO
        return verdict

    def _education(self, person: Person, vacancy: Vacancy) -> int:
        held, undecided = self.education(person.education)
        floor = vacancy.education_min
        if floor is None or held >= floor:
            return YES
        if undecided >= floor or max(held, undecided) < 0:
            return UNKNOWN
        return NO

    def _licence(self, person: Person, vacancy: Vacancy) -> int:
        verdict = YES
        for licence in vacancy.licences or ():
            found = [c for c in person.credentials or () if fold_name(c.name) == fold_name(licence)]
            valid = [c.held and (c.until is None or c.until >= self.as_of) for c in found]
            verdict = min(verdict, YES if any(valid) else NO if valid else UNKNOWN)
        return verdict

    def _availability(self, person: Person, vacancy: Vacancy) -> int:
        if vacancy.starts_on is None:
            return YES
        if person.available_from is None:
            return UNKNOWN
        return YES if person.available_from <= vacancy.starts_on else NO

    def _exclusions(self, person: Person, vacancy: Vacancy) -> int:
        refused = {fold_name(name) for name in person.employers_excluded or ()}
        if person.person_id in (vacancy.persons_excluded or ()):
            return NO
        if refused and vacancy.employer is None:
            return UNKNOWN
        return NO if vacancy.employer is not None and fold_name(vacancy.employer) in refused else YES

    def _consent(self, person: Person, vacancy: Vacancy) -> int:
        return UNKNOWN if person.consent_matching is None else YES if person.consent_matching else NO

    # --- lists -------------------------------------------------------------------------------------------

    def match(
        self, people: Sequence[Person], vacancies: Sequence[Vacancy], *, top: int = 50, per_person: int = 20
    ) -> list[Pair]:
        """All pairs on either list, sorted by vacancy, place on its list, person."""
        scores: dict[tuple[str, str], tuple[Score, tuple[str, ...]]] = {}
        for person in people:
            for vacancy in vacancies:
                verdicts = self.verdicts(person, vacancy)
                unknown = tuple(name for name, verdict in verdicts.items() if verdict == UNKNOWN)
                if NO in verdicts.values() or set(unknown) & set(self.filters.strict):
                    continue
                score = self.score(person, vacancy)
                if score is not None and score.fit > 0:
                    scores[person.person_id, vacancy.vacancy_id] = score, unknown
        for_vacancy = _lists(scores, 1, 0, top)
        for_person = _lists(scores, 0, 1, per_person)
        kept = sorted(
            for_vacancy.keys() | for_person.keys(),
            key=lambda pair: (pair[1].encode(), for_vacancy.get(pair, top + 1), pair[0].encode()),
        )
        return [Pair(*pair, for_vacancy.get(pair), for_person.get(pair), *scores[pair]) for pair in kept]


def _lists(
    scores: dict[tuple[str, str], tuple[Score, tuple[str, ...]]], whose: int, other: int, most: int
) -> dict[tuple[str, str], int]:
    """Place of each pair on the list of its owner: fit descending, then the other's id as UTF-8 text."""
    lists: dict[str, list[tuple[str, str]]] = {}
    for pair in scores:
        lists.setdefault(pair[whose], []).append(pair)
    places = {}
    for pairs in lists.values():
        pairs.sort(key=lambda pair: (-scores[pair][0].fit, pair[other].encode()))
        places.update({pair: place for place, pair in enumerate(pairs[:most], start=1)})
    return places
