"""The dated numbers, tables and lists of a pathway: what held on which day, and where it was read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Generic, TypeAlias, TypeVar

from crosswalk.pathways.layout import Dated, ParameterEntry, Rounding, SourceEntry

__all__ = ["Figure", "Span", "Use", "figures", "spans", "valid_on"]

T_co = TypeVar("T_co", covariant=True)
#: What a parameter can be on a day: a number, a day, or the name of a level.
Figure: TypeAlias = Decimal | date | str
#: Ratios of ratios.
DEEPEST = 8
_ROUNDING = {"up": ROUND_CEILING, "down": ROUND_FLOOR, "half_up": ROUND_HALF_UP}


@dataclass(frozen=True, slots=True)
class Span(Generic[T_co]):
    """A value with the first and last day on which it holds (None: open), and its source."""

    first: date
    last: date | None
    value: T_co
    source: str
    note: str = ""
    marked: bool = False

    def holds(self, day: date) -> bool:
        """Whether the value holds on a day."""
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class Use:
    """One number, table or list that a rule rests on, as it stood on the day; `value` None: no figure for that day."""

    name: str
    kind: str
    unit: str
    value: str | None
    source: str
    first: date | None
    last: date | None
    needs_verification: bool
    note: str = ""

    def as_json(self, prefix: str = "") -> dict[str, str | bool | None]:
        """Plain data; `prefix` stands before `from` and `to`."""
        return {
            "name": self.name,
            "kind": self.kind,
            "value": self.value,
            "unit": self.unit,
            f"{prefix}from": self.first.isoformat() if self.first else None,
            f"{prefix}to": self.last.isoformat() if self.last else None,
            "source": self.source,
            "note": self.note,
            "needs_verification": self.needs_verification,
        }


def spans(entries: Sequence[tuple[Dated, T_co]]) -> tuple[Span[T_co], ...]:
    """Dated entries in order; one without a last day holds until the next begins.

    Raises:
        ValueError: Two of them hold on the same day.
    """
    ordered = sorted(entries, key=lambda pair: pair[0].from_)
    built: list[Span[T_co]] = []
    for index, (entry, value) in enumerate(ordered):
        following = ordered[index + 1][0].from_ if index + 1 < len(ordered) else None
        last = entry.to
        if following is not None:
            last = following - timedelta(days=1) if last is None else last
            if last >= following or following == entry.from_:
                raise ValueError(f"two values hold on {following}")
        if last is not None and last < entry.from_:
            raise ValueError(f"the value from {entry.from_} ends before it begins")
        built.append(Span(entry.from_, last, value, entry.source, entry.note, entry.needs_verification))
    return tuple(built)


def valid_on(values: Sequence[Span[T_co]], day: date) -> Span[T_co] | None:
    """The value that holds on a day."""
    return next((span for span in values if span.holds(day)), None)


def figures(name: str, parameters: Mapping[str, ParameterEntry]) -> tuple[Span[Figure], ...]:
    """All values of a parameter in time; a ratio follows the parameter that it is taken of.

    Raises:
        ValueError: It is a ratio of nothing, of a date, or of itself; or values overlap.
    """
    return _figures(name, parameters, ())


def _figures(name: str, parameters: Mapping[str, ParameterEntry], above: tuple[str, ...]) -> tuple[Span[Figure], ...]:
    if name in above:
        raise ValueError(f"{name} is a ratio of itself")
    if len(above) >= DEEPEST:
        raise ValueError(f"more than {DEEPEST} ratios of ratios lead to {name}")
    if name not in parameters:
        raise ValueError(f"there is no parameter {name}")
    entry = parameters[name]
    if entry.ratio_of is None:
        return spans([(dated, _exact(dated.value)) for dated in entry.values])
    assert entry.ratio is not None
    assert entry.round is not None
    assert entry.from_ is not None
    assert entry.source is not None
    built: list[Span[Figure]] = []
    for base in _figures(entry.ratio_of, parameters, (*above, name)):
        first = max(base.first, entry.from_)
        last = min((day for day in (base.last, entry.to) if day is not None), default=None)
        if last is not None and last < first:
            continue
        if not isinstance(base.value, Decimal):
            raise ValueError(f"{entry.ratio_of} is {base.value}; a ratio needs a number")
        value = rounded(base.value * Decimal(entry.ratio), entry.round)
        note = f"{entry.ratio} of {entry.ratio_of} {base.value} ({base.source}). {entry.note}".strip()
        built.append(Span(first, last, value, entry.source, note, entry.needs_verification or base.marked))
    return tuple(built)


def _exact(value: Decimal | int | date | str) -> Figure:
    return Decimal(value) if isinstance(value, Decimal | int) else value


def rounded(value: Decimal, rounding: Rounding) -> Decimal:
    """A value rounded to a multiple, the stated way.

    Example:
        >>> rounded(Decimal("45934.204"), Rounding(to=Decimal("0.01"), mode="half_up"))
        Decimal('45934.20')
    """
    step = Decimal(rounding.to)
    return (value / step).quantize(Decimal(1), rounding=_ROUNDING[rounding.mode]) * step


def uncertain(source: SourceEntry | None, marked: bool) -> bool:
    """Whether something that rests on a source still needs to be verified."""
    return marked or source is None or source.needs_verification or source.tier == "C"
