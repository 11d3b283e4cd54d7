"""What a check of the safeguards found, in words of one language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from crosswalk.partnerships.safeguards.case import Verdict
from crosswalk.partnerships.safeguards.layout import SourceOfRule

__all__ = ["VERDICTS", "Finding", "Findings", "source_as_json"]

VERDICTS: tuple[Verdict, ...] = ("not_met", "unknown", "met", "not_applicable")


@dataclass(frozen=True, slots=True)
class Finding:
    """One safeguard: what it asks, how it stands, why, and what to do.

    Attributes:
        title, asks, reason, remedy: Words; the remedy is empty where nothing is to be done.
        place: File and line that it speaks of.
        figures: What was reckoned, exactly.
        sources: Where the rule comes from.
    """

    safeguard: str
    title: str
    asks: str
    verdict: Verdict
    reason: str
    remedy: str
    place: str
    figures: Mapping[str, Fraction]
    sources: tuple[SourceOfRule, ...]

    @property
    def needs_verification(self) -> bool:
        """Whether a source of the rule could not be confirmed in full."""
        return any(source.needs_verification for source in self.sources)

    def as_json(self) -> dict[str, Any]:
        """The finding for machines; numbers to four decimals."""
        return {
            "safeguard": self.safeguard,
            "title": self.title,
            "asks": self.asks,
            "verdict": self.verdict,
            "reason": self.reason,
            "remedy": self.remedy or None,
            "place": self.place,
            "figures": {name: round(float(value), 4) for name, value in self.figures.items()},
            "needs_verification": self.needs_verification,
            "sources": [source_as_json(source) for source in self.sources],
        }


@dataclass(frozen=True, slots=True)
class Findings:
    """All safeguards of a partnership on a day, in the order of the rules."""

    partnership: str
    on: date
    findings: tuple[Finding, ...]

    def of(self, *verdicts: Verdict) -> tuple[Finding, ...]:
        """The findings with some verdicts."""
        return tuple(finding for finding in self.findings if finding.verdict in verdicts)

    @property
    def counts(self) -> dict[Verdict, int]:
        """How many safeguards have each verdict."""
        found = Counter(finding.verdict for finding in self.findings)
        return {verdict: found[verdict] for verdict in VERDICTS}

    def as_json(self) -> dict[str, Any]:
        """The check for machines."""
        return {
            "partnership": self.partnership,
            "on": self.on.isoformat(),
            "counts": dict(self.counts),
            "findings": [finding.as_json() for finding in self.findings],
        }


def source_as_json(source: SourceOfRule) -> dict[str, Any]:
    """A source for machines."""
    return source.model_dump(mode="json")
