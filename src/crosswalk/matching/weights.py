"""Every number of the fit in one place: weights of the parts, factors of level and evidence, all as integers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

from crosswalk.errors import SettingsError

__all__ = ["FULL", "PARTS", "SCALE", "STATED", "WHOLE", "Weights", "apportion"]

#: A part, and the fit, run from 0 to this number: millionths.
SCALE = 1_000_000
#: A factor (nearness, level, evidence) runs from 0 to this number.
FULL = 256
#: The requirement weights of a vacancy sum to this, once over the essential and once over the optional.
STATED = 32_768
#: The weights of the known parts of a pair sum to this.
WHOLE = 65_536

#: The parts of the fit; bit k of a pattern of known parts stands for the k-th name.
PARTS = ("skills", "occupation", "experience", "education", "language")


def apportion(shares: Sequence[int], total: int) -> list[int]:
    """Whole numbers in proportion to `shares` that sum to `total`: largest remainders, the earlier on a tie.

    Source: Hamilton's method of largest remainders.

    Example:
        >>> apportion([1, 1, 1], 100)
        [34, 33, 33]
    """
    whole = sum(shares)
    parts = [share * total // whole for share in shares]
    by_remainder = sorted(range(len(shares)), key=lambda k: (-(shares[k] * total % whole), k))
    for k in by_remainder[: total - sum(parts)]:
        parts[k] += 1
    return parts


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """How much each part counts and how level and evidence lower a skill; every value is a share, 0 to 1.

    Args:
        skills, occupation, experience, education, language: Weight of each part. The weights of the parts
            that are unknown for a pair are shared out among the known ones.
        essential_power: The share of essential skills covered is raised to this power (1 to 4), so that a
            missing essential skill costs more than its share.
        optional_share: Share of the skills part that all optional skills together can add.
        level_unknown: Factor of a skill whose level the person did not state, where the vacancy needs one.
        level_short: Factors of a level one, two and three steps short.
        self_declared, attested, tested, verified: Factor of the evidence; expired evidence counts as
            self-declared.
        implied: Factor of a skill that nobody stated and that an occupation implies.
        relevant_near: Jobs in occupations at least this near count as relevant experience.
        education_short: Education part of one step below the floor.
        language_step: What each CEFR step below the need costs.

    Raises:
        SettingsError: A value lies outside its range, or all parts weigh nothing.

    Example:
        >>> Weights().part_weights(0b00011)  # only skills and occupation are known
        [51493, 14043, 0, 0, 0]
    """

    skills: float = 0.55
    occupation: float = 0.15
    experience: float = 0.12
    education: float = 0.08
    language: float = 0.10
    essential_power: int = 2
    optional_share: float = 0.15
    level_unknown: float = 0.85
    level_short: tuple[float, float, float] = (0.7, 0.4, 0.2)
    self_declared: float = 0.9
    attested: float = 0.95
    tested: float = 0.98
    verified: float = 1.0
    implied: float = 0.6
    relevant_near: float = 0.25
    education_short: float = 0.5
    language_step: float = 0.25

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if field.name == "essential_power":
                if value not in (1, 2, 3, 4):
                    raise SettingsError("The power of essential skills is not 1, 2, 3 or 4.", place=field.name)
                continue
            if not all(0 <= v <= 1 for v in (value if isinstance(value, tuple) else (value,))):
                raise SettingsError("A weight lies outside 0 to 1.", remedy="Give a share.", place=field.name)
        if not sum(self.part_shares()):
            raise SettingsError("All parts weigh nothing.", remedy="Give at least one part a weight above 0.")

    def part_shares(self) -> list[int]:
        """Weights of the parts, in the order of PARTS, in millionths."""
        return [round(getattr(self, part) * SCALE) for part in PARTS]

    def part_weights(self, known: int) -> list[int]:
        """Weights of the parts once those that are unknown are shared out; they sum to WHOLE (or to 0).

        Args:
            known: Pattern of known parts, bit k for the k-th of PARTS.
        """
        shares = [share if known >> k & 1 else 0 for k, share in enumerate(self.part_shares())]
        return apportion(shares, WHOLE) if sum(shares) else [0] * len(shares)

    def known_share(self, asked: int, known: int) -> int:
        """Share, in millionths, of the weight of what a vacancy asks for that is known of the person."""
        shares = self.part_shares()
        whole = sum(share for k, share in enumerate(shares) if asked >> k & 1)
        have = sum(share for k, share in enumerate(shares) if asked & known & 1 << k)
        return have * SCALE // whole if whole else 0

    def level_factor(self, held: int, needed: int) -> int:
        """Factor 0..256 of a held level where one is needed; 0 stands for "not stated" on both sides."""
        if not needed or held >= needed:
            return FULL
        return round((self.level_short[needed - held - 1] if held else self.level_unknown) * FULL)

    def evidence_factor(self, evidence: int) -> int:
        """Factor 0..256 of evidence: 1 to 4 as `Assurance`, 0 for a skill that nobody stated."""
        by_rank = (self.implied, self.self_declared, self.attested, self.tested, self.verified)
        return round(by_rank[evidence] * FULL)

    def claim_factor(self, held: int, evidence: int, needed: int) -> int:
        """Level and evidence of a skill together, 0..256, rounded down."""
        return self.level_factor(held, needed) * self.evidence_factor(evidence) >> 8

    def optional_part(self) -> tuple[int, int]:
        """What the essential skills alone give and what the optional can add; they sum to WHOLE."""
        optional = round(self.optional_share * WHOLE)
        return WHOLE - optional, optional

    @property
    def relevant_from(self) -> int:
        """Nearness 0..256 from which a job counts as relevant."""
        return round(self.relevant_near * FULL)
