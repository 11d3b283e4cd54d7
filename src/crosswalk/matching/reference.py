"""The definition of fit, written to be read: plain Python over the records, slow, and equal to the kernel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crosswalk.matching.filters import NO, UNKNOWN
from crosswalk.matching.reference_facts import MOST_MONTHS, Need
from crosswalk.matching.reference_filters import Verdicts
from crosswalk.matching.weights import FULL, PARTS, SCALE, WHOLE
from crosswalk.records import Person, PersonSkill, Vacancy

__all__ = ["Cover", "Need", "Pair", "Reference", "Score"]


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


class Reference(Verdicts):
    """Fit, filters and lists under a taxonomy, weights and a day."""

    # --- parts -------------------------------------------------------------------------------------------

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

    def education_part(self, person: Person, floor: int | None) -> int | None:
        held, undecided = self.education(person.education)
        if floor is None:
            return None
        if held >= floor:
            return SCALE
        if held < 0 or undecided > held:
            return None
        return round(self.weights.education_short * SCALE) if floor - held == 1 else 0

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
