"""What a safeguard is judged on, and what it finds: three-valued, with its reasons as keys of sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Literal

from crosswalk.partnerships.design.layout import AnswerEntry, PartnershipFile, PartyEntry, Role
from crosswalk.partnerships.design.partnership import Partnership
from crosswalk.partnerships.safeguards.evidence import Evidence
from crosswalk.partnerships.safeguards.rulebook import Rulebook
from crosswalk.yaml_files.source import Key

__all__ = ["Case", "Outcome", "Said", "Verdict", "all_of", "answered", "months_between", "outcome"]

Verdict = Literal["met", "not_met", "unknown", "not_applicable"]


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence by its key, with what fills its places."""

    key: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one question or one safeguard came to.

    Attributes:
        remedies: What to do next; empty where nothing is to be done.
        figures: Numbers that were reckoned, by name.
        place: Keys that lead to the place in the file.
    """

    verdict: Verdict
    reasons: tuple[Said, ...]
    remedies: tuple[Said, ...] = ()
    figures: Mapping[str, Fraction] = field(default_factory=dict)
    place: Key = ()


@dataclass(frozen=True, slots=True)
class Case:
    """A partnership on a day, with the data that it is held against."""

    partnership: Partnership
    on: date
    rules: Rulebook
    evidence: tuple[Evidence, ...] = ()
    lang: str = "en"

    @property
    def file(self) -> PartnershipFile:
        """What the partnership says."""
        return self.partnership.file

    def bar(self, name: str) -> Fraction | None:
        """A bar on the day of the check."""
        return self.rules.bar(name, self.on)

    def answer(self, name: str) -> AnswerEntry | None:
        """The answer to a question."""
        return self.file.safeguards.get(name)

    def parties(self, role: Role) -> list[PartyEntry]:
        """Parties of a role."""
        return [party for party in self.file.parties.values() if party.role == role]

    def signed(self, role: Role) -> date | None:
        """The day on which a party of a role signed, where that is not after the check."""
        days = [party.signed_on for party in self.parties(role) if party.signed_on and party.signed_on <= self.on]
        return min(days, default=None)

    def newest(self, indicator: str) -> Evidence | None:
        """The newest evidence about the origin and the occupation on the day; the narrower occupation first."""
        file = self.file
        fits = [
            row
            for row in self.evidence
            if row.indicator == indicator
            and row.country == file.origin
            and row.on <= self.on
            and file.occupation.isco.startswith(row.isco)
        ]
        return max(fits, key=lambda row: (len(row.isco), row.on), default=None)

    def protected(self) -> str | None:
        """health, care or none; declared wins over a code outside the list, never over one inside; None: not known."""
        by_code = self.rules.protected(self.file.occupation.isco, self.on)
        declared = self.file.occupation.health_or_care
        if by_code in ("health", "care"):
            return by_code
        if declared is not None:
            return "health" if declared else "none"
        return by_code


def outcome(
    verdict: Verdict, key: str, values: Mapping[str, object] | None = None, *, remedy: str = "", place: Key = ()
) -> Outcome:
    """An outcome with one reason; reason and remedy have the same values."""
    told = values or {}
    return Outcome(verdict, (Said(key, told),), (Said(remedy, told),) if remedy else (), place=place)


def all_of(parts: Iterable[Outcome], *before: Said) -> Outcome:
    """Every part must be met: one that is not decides, then one that is unknown (Kleene).

    Args:
        parts: At least one, none of them not_applicable.
        before: What is said before the reasons.
    """
    told = list(parts)
    verdict: Verdict = next((v for v in ("not_met", "unknown") if any(p.verdict == v for p in told)), "met")
    reasons = tuple(reason for part in told for reason in part.reasons)
    return Outcome(
        verdict,
        (*before, *reasons),
        tuple(remedy for part in told for remedy in part.remedies),
        {name: value for part in told for name, value in part.figures.items()},
        next((part.place for part in told if part.verdict == verdict and part.place), ()),
    )


def answered(case: Case, question: str, *, good_for: str = "") -> Outcome:
    """A question that people answer in the file; an answer counts when something shows it.

    Args:
        question: Its name under `safeguards`.
        good_for: Bar with the months after which a dated answer is asked again.
    """
    answer, place = case.answer(question), ("safeguards", question)
    if answer is None:
        asked = {"question": question}
        return outcome("unknown", "answer.none", asked, remedy="answer.to_answer", place=("safeguards",))
    values: dict[str, object] = {
        "question": question,
        "evidence": answer.evidence.strip().rstrip("."),
        "day": answer.on,
    }
    if answer.on is not None and answer.on > case.on:
        return outcome("unknown", "answer.later", values, remedy="answer.to_date", place=place)
    if answer.answer != "yes":
        key = f"answer.{answer.answer}" + ("" if values["evidence"] else "_bare")
        return outcome("not_met", key, values, remedy=f"question.{question}.remedy", place=place)
    if not values["evidence"]:
        return outcome("unknown", "answer.yes_bare", values, remedy="answer.to_show", place=place)
    months = case.bar(good_for) if good_for else None
    if months is not None and answer.on is not None and months_between(answer.on, case.on) >= months:
        values["months"] = int(months)
        return outcome("unknown", "answer.old", values, remedy="answer.to_renew", place=place)
    return outcome("met", "answer.yes", values, place=place)


def months_between(first: date, last: date) -> int:
    """Whole months from one day to a later one.

    Example:
        >>> months_between(date(2024, 11, 22), date(2026, 11, 21)), months_between(date(2024, 11, 1), date(2026, 11, 1))
        (23, 24)
    """
    return (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)
