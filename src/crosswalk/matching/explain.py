"""Why a person and a vacancy fit as they do: each requirement, each part, each filter, and what is unknown."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from crosswalk.matching.filters import NO, Filters
from crosswalk.matching.reference import Cover, Reference, Score
from crosswalk.matching.verdicts import VERDICTS, verdict_in_words
from crosswalk.matching.weights import FULL, PARTS, SCALE, STATED, WHOLE, Weights
from crosswalk.records import Person, Vacancy
from crosswalk.taxonomy import Taxonomy
from crosswalk.types import Assurance, SkillLevel
from crosswalk.wording import LANGUAGES, Wording

__all__ = ["Explanation", "FilterReason", "PartReason", "Requirement", "explain", "with_pathway"]


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
        gain_by_proof: What it would add to the fit, 0 to 1, were the skill itself proved (and, where its level is
            not known, shown at the level asked). 0 where it is not covered by itself: there is nothing to prove.
        gain_by_training: What learning it, and proving that, would add to the fit where it is missing, covered by
            a related skill only, or below the level asked. 0 elsewhere: there is nothing to learn.
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
    gain_by_proof: float
    gain_by_training: float


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
    """All reasons for one pair.

    Attributes:
        fit: None where too little is known to score the pair.
        known: Share of what the vacancy asks for, by weight, that is known of the person. Needs that the taxonomy
            has no concept for count as unknown here; `known` of a match is a share of whole parts.
        open: No filter says no.
    """

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


def with_pathway(why: Explanation, verdict: int, words: Wording, country: str | None) -> Explanation:
    """The explanation with what the filter `pathway` says of the pair.

    Args:
        verdict: NO, UNKNOWN or YES, of `Doors.factor`.
        country: Of the vacancy.
    """
    said = words(f"filter.pathway.{VERDICTS[verdict]}", country=words.country(country) if country else "")
    reason = FilterReason("pathway", VERDICTS[verdict], said)
    return replace(why, filters=(*why.filters, reason), open=why.open and verdict != NO)


def matching_words(lang: str) -> Wording:
    """The sentences of matching in a language; in English where they are not written in it."""
    return Wording(lang if lang in LANGUAGES else "en", "crosswalk.matching")


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
        lang: Language of the labels, and of the sentences where it is one of `wording.LANGUAGES` (else English).
        reference: Reused where many pairs are explained under the same settings.

    Returns:
        Requirements essential first, the least covered first; parts in the order of PARTS; every filter.
    """
    day = as_of or date.today()  # noqa: DTZ011 - the day where the user is
    rules = reference or Reference(taxonomy, weights=weights, filters=filters, as_of=day)
    words = matching_words(lang)
    score = rules.score(person, vacancy)
    verdicts = rules.verdicts(person, vacancy)
    reasons = tuple(
        FilterReason(name, VERDICTS[verdict], verdict_in_words(name, rules, person, vacancy, verdict, words))
        for name, verdict in verdicts.items()
    )
    requirements = _requirements(rules, score, taxonomy, lang) if score else ()
    return Explanation(
        person_id=person.person_id,
        vacancy_id=vacancy.vacancy_id,
        fit=score.fit / SCALE if score else None,
        known=_known(rules, vacancy, score),
        open=NO not in verdicts.values(),
        parts=_parts(rules, score),
        requirements=requirements,
        filters=reasons,
        unknown=_unknown(rules, vacancy, score, reasons, requirements, words),
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
            gain_by_proof=_gain(rules, score, cover, _proved(rules, cover)),
            gain_by_training=_gain(rules, score, cover, FULL) if _to_learn(cover) else 0.0,
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


def _to_learn(cover: Cover) -> bool:
    """Whether training, rather than a proof or a question, would raise it."""
    return cover.held is None or cover.near < AS_GOOD_AS or _level_note(cover) == "short"


def _proved(rules: Reference, cover: Cover) -> int:
    """Cover, 0 to FULL, were the skill that covers the need verified, at the level held or, if unknown, asked."""
    if cover.held is None or cover.near < AS_GOOD_AS:
        return cover.cover
    level = int(cover.held.level or cover.need.level)
    return cover.near * rules.weights.claim_factor(level, int(Assurance.VERIFIED), cover.need.level) >> 8


def _gain(rules: Reference, score: Score, cover: Cover, raised: int) -> float:
    """Fit with this requirement covered as far as `raised`, less the fit as it is."""
    sums: dict[bool, int | None] = {True: None, False: None}
    for c in score.covers:
        value = max(raised, c.cover) if c is cover else c.cover
        sums[c.need.essential] = (sums[c.need.essential] or 0) + c.need.weight * value
    parts = dict(score.parts, skills=rules.skills_part(sums[True], sums[False]))
    fit = sum(score.weights[name] * (parts[name] or 0) for name in PARTS) // WHOLE
    return (fit - score.fit) / SCALE


def unlinked_needs(rules: Reference, vacancy: Vacancy) -> list[str]:
    """Needs in words for which the taxonomy has no concept, so that nobody's skills can be set beside them."""
    return list(dict.fromkeys(s.text for s in vacancy.skills or () if rules.known_skill(s.uri) is None))


def _known(rules: Reference, vacancy: Vacancy, score: Score | None) -> float:
    """Share of what is asked for that is known; the skills part counts by the share of needs that were compared."""
    if score is None:
        return 0.0
    loose, compared = len(unlinked_needs(rules, vacancy)), len(rules.needs(vacancy))
    if not loose:
        return score.known / SCALE
    asked = rules.asked(vacancy) | 1
    shares = dict(zip(PARTS, rules.weights.part_shares(), strict=True))
    whole = sum(share for k, share in enumerate(shares.values()) if asked >> k & 1)
    told = {name: shares[name] for k, name in enumerate(PARTS) if asked >> k & 1 and score.parts[name] is not None}
    return (
        sum(share * (compared / (compared + loose) if name == "skills" else 1) for name, share in told.items()) / whole
    )


def _unknown(
    rules: Reference,
    vacancy: Vacancy,
    score: Score | None,
    filters: tuple[FilterReason, ...],
    requirements: tuple[Requirement, ...],
    words: Wording,
) -> tuple[str, ...]:
    """What to ask: filters that are undecided, parts that the vacancy asks for and nobody told, levels."""
    asked = rules.asked(vacancy)
    told = [reason.reason for reason in filters if reason.verdict == "unknown"]
    silent = [name for k, name in enumerate(PARTS) if asked >> k & 1 and (score is None or score.parts[name] is None)]
    told += [words("open.part", part=words(f"part.{name}")) for name in silent]
    named = {
        "level": [r.label for r in requirements if r.level_note == "unknown"],
        "implied": [r.label for r in requirements if r.implied],
        "unlinked": unlinked_needs(rules, vacancy),
    }
    told += [words(f"open.{name}", skills=", ".join(labels)) for name, labels in named.items() if labels]
    return tuple(told)
