"""Why a person and a vacancy fit as they do: each requirement, each part, each filter, and what is unknown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from crosswalk.matching.filters import NO, UNKNOWN, Filters
from crosswalk.matching.reference import Cover, Reference, Score
from crosswalk.matching.weights import FULL, PARTS, SCALE, STATED, WHOLE, Weights
from crosswalk.records import Person, Vacancy
from crosswalk.taxonomy import Taxonomy
from crosswalk.types import Assurance, Cefr, Isced, SkillLevel, country_name, language_name

__all__ = ["Explanation", "FilterReason", "PartReason", "Requirement", "explain"]

VERDICTS = ("no", "unknown", "yes")
#: A cover by the very skill, or by one that is as good as it, is called covered; less is related.
AS_GOOD_AS = FULL


@dataclass(frozen=True, slots=True)
class Requirement:
    """One skill that the vacancy asks for, and how it is covered.

    Attributes:
        weight: Its share among the skills of its kind, 0 to 1.
        cover: How far it is covered, 0 to 1.
        how: covered (by the skill itself), related (by another skill), missing.
        by, by_uri, near: The skill that covers it, and how near that is, 0 to 1.
        implied: Nobody stated that skill; an occupation implies it.
        level_needed, level_held: Names of SkillLevel; None where none is asked or stated.
        level_note: short, unknown, or None where the level takes nothing away.
        evidence: Name of Assurance, or implied; None where nothing covers it.
        gain: What full cover would add to the fit, 0 to 1: the worth of training or of proof.
    """

    uri: str
    label: str
    essential: bool
    weight: float
    cover: float
    how: str
    by: str | None
    by_uri: str | None
    near: float | None
    implied: bool
    level_needed: str | None
    level_held: str | None
    level_note: str | None
    evidence: str | None
    gain: float


@dataclass(frozen=True, slots=True)
class PartReason:
    """A part of the fit: its value 0 to 1 (None: not known), its weight as set and as shared out."""

    name: str
    value: float | None
    weight_before: float
    weight_after: float


@dataclass(frozen=True, slots=True)
class FilterReason:
    """What a filter says of the pair (yes, unknown, no), in one sentence."""

    name: str
    verdict: str
    reason: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """All reasons for one pair. `fit` is None where too little is known to score it; `open` where no filter says no."""

    person_id: str
    vacancy_id: str
    fit: float | None
    known: float
    open: bool
    parts: tuple[PartReason, ...]
    requirements: tuple[Requirement, ...]
    filters: tuple[FilterReason, ...]
    unknown: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Plain data, ready for JSON."""
        return asdict(self)


def explain(
    person: Person,
    vacancy: Vacancy,
    taxonomy: Taxonomy,
    *,
    weights: Weights | None = None,
    filters: Filters | None = None,
    as_of: date | None = None,
    lang: str = "en",
    reference: Reference | None = None,
) -> Explanation:
    """The reasons for a pair, by the definition that the kernel is tested against.

    Args:
        person, vacancy: The pair, linked to the taxonomy.
        taxonomy: Skills and occupations.
        weights, filters: As for `match`.
        as_of: Day on which evidence and credentials are judged; today when not given.
        lang: Language of the labels.
        reference: Reused where many pairs are explained under the same settings.

    Returns:
        Requirements essential first, the least covered first; parts in the order of PARTS; every filter.
    """
    day = as_of or date.today()  # noqa: DTZ011 - the day where the user is
    rules = reference or Reference(taxonomy, weights=weights, filters=filters, as_of=day)
    score = rules.score(person, vacancy)
    verdicts = rules.verdicts(person, vacancy)
    reasons = tuple(
        FilterReason(name, VERDICTS[verdict], _REASONS[name](rules, person, vacancy, verdict))
        for name, verdict in verdicts.items()
    )
    requirements = _requirements(rules, score, taxonomy, lang) if score else ()
    return Explanation(
        person_id=person.person_id,
        vacancy_id=vacancy.vacancy_id,
        fit=score.fit / SCALE if score else None,
        known=score.known / SCALE if score else 0.0,
        open=NO not in verdicts.values(),
        parts=_parts(rules, score),
        requirements=requirements,
        filters=reasons,
        unknown=_unknown(rules, person, vacancy, score, reasons, requirements),
    )


def _parts(rules: Reference, score: Score | None) -> tuple[PartReason, ...]:
    before = dict(zip(PARTS, rules.weights.part_shares(), strict=True))
    whole = sum(before.values())
    return tuple(
        PartReason(
            name,
            None if score is None or (value := score.parts[name]) is None else value / SCALE,
            before[name] / whole,
            score.weights[name] / WHOLE if score else 0.0,
        )
        for name in PARTS
    )


def _requirements(rules: Reference, score: Score, taxonomy: Taxonomy, lang: str) -> tuple[Requirement, ...]:
    def one(cover: Cover) -> Requirement:
        need, held = cover.need, cover.held
        by = rules.known_skill(held.uri) if held else None
        return Requirement(
            uri=need.uri,
            label=taxonomy.label(need.uri, lang),
            essential=need.essential,
            weight=need.weight / STATED,
            cover=cover.cover / FULL,
            how="missing" if by is None else "covered" if cover.near == AS_GOOD_AS else "related",
            by=taxonomy.label(by, lang) if by else None,
            by_uri=by,
            near=cover.near / FULL if held else None,
            implied=bool(held and held.implied_by),
            level_needed=SkillLevel(need.level).name.lower() if need.level else None,
            level_held=held.level.name.lower() if held and held.level else None,
            level_note=_level_note(cover),
            evidence=_evidence(rules, cover),
            gain=_gain(rules, score, cover),
        )

    ordered = sorted(score.covers, key=lambda c: (not c.need.essential, c.cover, -c.need.weight, c.need.uri))
    return tuple(one(cover) for cover in ordered)


def _level_note(cover: Cover) -> str | None:
    if not cover.need.level or cover.held is None:
        return None
    if cover.held.level is None:
        return "unknown"
    return "short" if cover.held.level < cover.need.level else None


def _evidence(rules: Reference, cover: Cover) -> str | None:
    if cover.held is None:
        return None
    rank = rules.evidence_rank(cover.held)
    return Assurance(rank).name.lower() if rank else "implied"


def _gain(rules: Reference, score: Score, cover: Cover) -> float:
    """Fit with this requirement wholly covered, less the fit as it is."""
    sums: dict[bool, int | None] = {True: None, False: None}
    for c in score.covers:
        value = FULL if c is cover else c.cover
        sums[c.need.essential] = (sums[c.need.essential] or 0) + c.need.weight * value
    parts = dict(score.parts, skills=rules.skills_part(sums[True], sums[False]))
    fit = sum(score.weights[name] * (parts[name] or 0) for name in PARTS) // WHOLE
    return (fit - score.fit) / SCALE


# --- filters in a sentence ------------------------------------------------------------------------------------


def _destination(rules: Reference, person: Person, vacancy: Vacancy, verdict: int) -> str:
    if vacancy.country is None:
        return "The vacancy does not say in which country it is."
    country = country_name(vacancy.country)
    if verdict == UNKNOWN:
        return f"It is not known whether the person wants to work in {country}."
    return f"The person {'does not want' if verdict == NO else 'wants'} to work in {country}."


def _language(rules: Reference, person: Person, vacancy: Vacancy, verdict: int) -> str:
    held = rules.languages(person)
    told = []
    for language, level in rules.language_needs(vacancy).items():
        asked = f"{language_name(language)} {Cefr(level).name}" if level else language_name(language)
        if held is None:
            have = "languages not known"
        elif language not in held:
            have = "not listed"
        else:
            have = Cefr(held[language]).name if held[language] else "level not known"
        told.append(f"{asked} asked, {have}")
    return "; ".join(told) + "." if told else "No language is asked for."


def _education(rules: Reference, person: Person, vacancy: Vacancy, verdict: int) -> str:
    if vacancy.education_min is None:
        return "No level of education is asked for."
    asked = Isced(vacancy.education_min).name.lower().replace("_", " ")
    if verdict == UNKNOWN:
        return f"At least {asked} is asked for; the person's level, or whether it was completed, is not known."
    return f"At least {asked} is asked for; the person {'is below it' if verdict == NO else 'reaches it'}."


def _licence(rules: Reference, person: Person, vacancy: Vacancy, verdict: int) -> str:
    if not vacancy.licences:
        return "No licence is asked for."
    names = ", ".join(vacancy.licences)
    said = {NO: "at least one is not held, or has expired", UNKNOWN: "not all are known to be held"}
    return f"Asked for: {names}; {said.get(verdict, 'held')}."


def _availability(rules: Reference, person: Person, vacancy: Vacancy, verdict: int) -> str:
    if vacancy.starts_on is None:
        return "The vacancy names no first day."
    if person.available_from is None:
        return f"The work starts on {vacancy.starts_on}; from when the person can come is not known."
    return f"The work starts on {vacancy.starts_on}; the person can come from {person.available_from}."


def _exclusions(rules: Reference, person: Person, vacancy: Vacancy, verdict: int) -> str:
    if verdict == UNKNOWN:
        return "The person excludes some employers, and the vacancy does not name its employer."
    return "One side excludes the other." if verdict == NO else "Neither side excludes the other."


def _consent(rules: Reference, person: Person, vacancy: Vacancy, verdict: int) -> str:
    if verdict == UNKNOWN:
        return "It is not known whether the person consents to being matched; ask before sharing anything."
    return "The person does not consent to being matched." if verdict == NO else "The person consents to being matched."


_REASONS: dict[str, Callable[[Reference, Person, Vacancy, int], str]] = {
    "destination": _destination,
    "language": _language,
    "education": _education,
    "licence": _licence,
    "availability": _availability,
    "exclusions": _exclusions,
    "consent": _consent,
}


def _unknown(
    rules: Reference,
    person: Person,
    vacancy: Vacancy,
    score: Score | None,
    filters: tuple[FilterReason, ...],
    requirements: tuple[Requirement, ...],
) -> tuple[str, ...]:
    """What to ask: filters that are undecided, parts that the vacancy asks for and nobody told, levels."""
    asked = rules.asked(vacancy)
    told = [reason.reason for reason in filters if reason.verdict == "unknown"]
    silent = [name for k, name in enumerate(PARTS) if asked >> k & 1 and (score is None or score.parts[name] is None)]
    told += [f"The vacancy asks for {name}; nothing is known of the person's." for name in silent]
    levels = [r.label for r in requirements if r.level_note == "unknown"]
    if levels:
        told.append("At what level the person masters: " + ", ".join(levels) + ".")
    implied = [r.label for r in requirements if r.implied]
    if implied:
        told.append("Nobody stated these skills; the person's past work implies them: " + ", ".join(implied) + ".")
    unlinked = [s.text for s in vacancy.skills or () if rules.known_skill(s.uri) is None]
    if unlinked:
        told.append(
            "The taxonomy has no concept for these needs, so they were not compared: " + ", ".join(unlinked) + "."
        )
    return tuple(told)
