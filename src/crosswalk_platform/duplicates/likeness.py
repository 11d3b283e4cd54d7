"""How likely it is that two records are of one person, as Fellegi and Sunter weigh agreement, with its reasons.

Each comparison of two records ends at one level, and each level has a probability under three suppositions: the
records are of the same person, of kin who share a house (siblings, twins, spouses), or of strangers. The logarithms
of their ratios are added up. The third supposition, kin, is ours: with two, twins who share a telephone are taken for
one person. Names that are common in a caseload weigh less there (Winkler's frequency-based weights).

The probabilities are set by hand, stated below, and held against the reviewed pairs of tests/data/duplicates; they are
not learnt, so that anybody can check a likeness by adding up.

Sources: I. P. Fellegi, A. B. Sunter, A Theory for Record Linkage, JASA 64 (1969); W. E. Winkler, Frequency-based
matching in the Fellegi-Sunter model of record linkage, US Bureau of the Census RR 2000/06.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from crosswalk_platform.duplicates.names import NamePart, name_parts, parts_agreement

__all__ = ["PROPOSED_FROM", "Likeness", "Reason", "Shares", "Traits", "likeness", "traits_of", "worth_showing"]

#: From this likeness on a pair is shown to a human.
PROPOSED_FROM = Decimal("0.5")
#: One pair of records of the same person, to so many of kin, and of strangers, in a caseload of some thousands.
PRIOR = (1, 4, 20_000)
#: A name that nobody else in the caseload bears is taken to be borne by one in a thousand.
_RARE, _WEIGHT_OF_RARE = 0.001, 1000
#: Consonants alone are shared by others: one consonant by one in twenty, and so on.
_SOUNDS_RARE = {1: 0.05, 2: 0.02, 3: 0.005}

#: For each level: probability under the same person, kin, strangers; None where it is the share of the name.
PROBABILITIES: dict[str, tuple[float, float, float | None]] = {
    "given_names.same": (0.60, 0.01, None), "given_names.sound": (0.22, 0.01, None),
    "given_names.near": (0.08, 0.03, 0.008), "given_names.part": (0.05, 0.01, None),
    "given_names.different": (0.05, 0.92, 0.97),
    "family_name.same": (0.58, 0.60, None), "family_name.sound": (0.20, 0.20, None),
    "family_name.near": (0.08, 0.05, 0.008), "family_name.part": (0.08, 0.07, None),
    "family_name.different": (0.06, 0.08, 0.96),
    "order.swapped": (0.05, 0.50, 0.50),
    "birth_date.same": (0.78, 0.03, 0.0001), "birth_date.swapped": (0.04, 0.001, 0.0003),
    "birth_date.one_digit": (0.05, 0.006, 0.006), "birth_date.year": (0.08, 0.05, 0.03),
    "birth_date.different": (0.05, 0.91, 0.96),
    "phone.same": (0.60, 0.40, 0.00002), "phone.different": (0.40, 0.60, 1.0),
    "email.same": (0.70, 0.25, 0.000005), "email.different": (0.30, 0.75, 1.0),
    "nationalities.same": (0.95, 0.97, 0.35), "nationalities.different": (0.05, 0.03, 0.65),
    "occupation.same": (0.55, 0.12, 0.06), "occupation.different": (0.45, 0.88, 0.94),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Traits:
    """What of a record is compared; what is unknown is empty.

    Attributes:
        given, family: Parts of the names.
        birth: Year, month and day.
        phone: Its last nine digits.
        email: Without what does not change where the mail goes.
        nationalities: ISO 3166 alpha-3 codes.
        occupations: Codes of ISCO-08, URIs of ESCO, or words.
    """

    given: tuple[NamePart, ...] = ()
    family: tuple[NamePart, ...] = ()
    birth: tuple[int, int, int] | None = None
    phone: str = ""
    email: str = ""
    nationalities: frozenset[str] = frozenset()
    occupations: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Reason:
    """One comparison: `code` is what was compared and its level; `weight` in hundredths of a bit for the same person
    against strangers, negative where it speaks against."""

    code: str
    weight: int


@dataclass(frozen=True, slots=True)
class Likeness:
    """Probability that two records are of one person, and why."""

    value: Decimal
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Shares:
    """How common names are in a caseload: people for each sound of a part of a name, and people in all."""

    people: int = 0
    bearers: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, caseload: Iterable[Traits]) -> Shares:
        """Count the names of a caseload."""
        names = [{sound for part in each.given + each.family for sound in part.sounds} for each in caseload]
        return cls(len(names), Counter(sound for each in names for sound in each))

    def share(self, part: NamePart) -> float:
        """Share of people who bear it, drawn towards that of a rare name where few people are known."""
        return (self.bearers.get(max(part.sounds), 0) + _RARE * _WEIGHT_OF_RARE) / (self.people + _WEIGHT_OF_RARE)


def traits_of(record: Mapping[str, Any]) -> Traits:
    """What is compared of a record: the engine's Person as plain data.

    Example:
        >>> traits_of({"phone": "+213 555 01 02 03", "birth_date": "1990-02-01"}).phone
        '555010203'
    """
    birth = record.get("birth_date")
    works = record.get("experience") or []
    named = [record.get("occupation"), *(work.get("isco") or work.get("occupation") for work in works)]
    return Traits(
        given=name_parts(record.get("given_names")),
        family=name_parts(record.get("family_name")),
        birth=tuple(map(int, str(birth).split("-"))) if birth else None,  # type: ignore[arg-type]
        phone=_phone(record.get("phone") or ""),
        email=_email(record.get("email") or ""),
        nationalities=frozenset(record.get("nationalities") or ()),
        occupations=frozenset(str(each).casefold().strip() for each in named if each),
    )


def likeness(one: Traits, other: Traits, shares: Shares | None = None) -> Likeness:
    """How likely two records are of one person.

    Args:
        one, other: What of them is compared; the order does not matter.
        shares: How common names are where both come from; without it every name is taken to be rare.

    Returns:
        A probability to three places, and for each comparison its reason, the weightiest first.
    """
    levels = _levels(one, other, shares or Shares())
    same, *rivals = _sums(levels)
    against = sum((Decimal(2) ** (Decimal(min(rival - same, 10_000)) / 100) for rival in rivals), Decimal(0))
    reasons = [Reason(code, bits[0] - bits[2]) for code, bits in levels]
    value = (1 / (1 + against)).quantize(Decimal("0.001"))
    return Likeness(value, tuple(sorted(reasons, key=lambda reason: (-abs(reason.weight), reason.code))))


def worth_showing(one: Traits, other: Traits, shares: Shares) -> bool:
    """Whether the same person is likelier than kin, and than strangers: nothing less comes to PROPOSED_FROM."""
    same, kin, strangers = _sums(_levels(one, other, shares))
    return same >= max(kin, strangers)


Level = tuple[str, tuple[int, int, int]]


def _levels(one: Traits, other: Traits, shares: Shares) -> list[Level]:
    return [*_names(one, other, shares), *_others(one, other)]


def _sums(levels: list[Level]) -> tuple[int, int, int]:
    same, kin, strangers = PRIOR_BITS
    for _, bits in levels:
        same, kin, strangers = same + bits[0], kin + bits[1], strangers + bits[2]
    return same, kin, strangers


def _names(one: Traits, other: Traits, shares: Shares) -> list[Level]:
    given, family = parts_agreement(one.given, other.given), parts_agreement(one.family, other.family)
    straight = [*_name("given_names", given, shares), *_name("family_name", family, shares)]
    if "different" not in {given[0], family[0]}:
        return straight
    given, family = parts_agreement(one.given, other.family), parts_agreement(one.family, other.given)
    if "different" in {given[0], family[0]} or "unknown" in {given[0], family[0]}:
        return straight
    swapped = [*_name("given_names", given, shares), *_name("family_name", family, shares), _level("order.swapped")]
    return max(straight, swapped, key=_gain)


def _gain(levels: list[Level]) -> int:
    return sum(bits[0] - bits[2] for _, bits in levels)


def _name(what: str, found: tuple[str, tuple[NamePart, ...]], shares: Shares) -> list[Level]:
    level, parts = found
    if level == "unknown":
        return []
    share = max((shares.share(part) for part in parts), default=_RARE)
    if parts and level != "same":
        heard = min(len(max(part.sounds)) for part in parts)
        share = max(share, _SOUNDS_RARE.get(heard, 0.002), 0.01 if level == "part" else 0)
    return [_level(f"{what}.{level}", share)]


def _others(one: Traits, other: Traits) -> list[Level]:
    found = []
    if one.birth and other.birth:
        found.append(_level(f"birth_date.{_birth(one.birth, other.birth)}"))
    for what, mine, theirs in (("phone", one.phone, other.phone), ("email", one.email, other.email)):
        if mine and theirs:
            found.append(_level(f"{what}.{'same' if mine == theirs else 'different'}"))
    for what, some, others in (
        ("nationalities", one.nationalities, other.nationalities),
        ("occupation", one.occupations, other.occupations),
    ):
        if some and others:
            found.append(_level(f"{what}.{'same' if some & others else 'different'}"))
    return found


def _birth(one: tuple[int, int, int], other: tuple[int, int, int]) -> str:
    """A first of January is often an estimate, of which only the year is meant."""
    guessed = (1, 1) in {one[1:], other[1:]}
    if one == other:
        return "year" if guessed else "same"
    if guessed and one[0] == other[0]:
        return "year"
    if one == (other[0], other[2], other[1]):
        return "swapped"
    return "one_digit" if not guessed and _digits_apart(one, other) == 1 else "different"


def _digits_apart(one: tuple[int, int, int], other: tuple[int, int, int]) -> int:
    written = ["{:04}{:02}{:02}".format(*each) for each in (one, other)]
    return sum(a != b for a, b in zip(*written, strict=True))


def _phone(text: str) -> str:
    digits = "".join(str(int(each)) for each in text if each.isdecimal())
    return digits[-9:] if len(digits) >= 8 else ""


def _email(text: str) -> str:
    name, _, place = text.strip().casefold().partition("@")
    name, place = name.partition("+")[0], place.replace("googlemail.com", "gmail.com")
    return f"{name.replace('.', '') if place == 'gmail.com' else name}@{place}" if place else ""


def _level(code: str, share: float = _RARE) -> Level:
    same, kin, strangers = BITS[code]
    return code, (same, kin, _bits(share) if strangers is None else strangers)


def _bits(probability: float) -> int:
    """Logarithm to the base of two, in hundredths."""
    return round(100 * math.log2(probability))


BITS = {
    code: (_bits(same), _bits(kin), None if strangers is None else _bits(strangers))
    for code, (same, kin, strangers) in PROBABILITIES.items()
}
PRIOR_BITS = (_bits(PRIOR[0]), _bits(PRIOR[1]), _bits(PRIOR[2]))
