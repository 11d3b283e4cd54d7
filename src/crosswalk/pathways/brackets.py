"""Tables and parameters of the law as units, cuts and steps: brackets of numbers, entries by level."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from crosswalk.pathways.facts import DATE, Unit, day_number, unit_named
from crosswalk.pathways.layout import DatedTable, ParameterEntry, TableEntry
from crosswalk.pathways.numbers import Figure, figures
from crosswalk.pathways.scope import BindingError

__all__ = ["bracket_cuts", "encoded", "level_of", "parameter_unit", "steps_by_level", "table_unit"]


def table_unit(entry: TableEntry) -> Unit:
    """The unit of what a table gives; its decimals are those of its finest value."""
    numbers = [value for table in entry.values for value in (table.brackets or table.entries or {}).values()]
    numbers += [table.otherwise for table in entry.values if isinstance(table.otherwise, Decimal)]
    return unit_named(entry.gives, max((_decimals(Decimal(number)) for number in numbers), default=0))


def _decimals(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def parameter_unit(name: str, parameters: Mapping[str, ParameterEntry]) -> Unit:
    """The unit of a parameter; its decimals are those of its currency, or of its finest value in time."""
    entry = parameters[name]
    if entry.unit == "date":
        return DATE
    values = [span.value for span in figures(name, parameters)]
    return unit_named(entry.unit, max((_decimals(value) for value in values if isinstance(value, Decimal)), default=0))


def bracket_cuts(
    brackets: Mapping[str, Decimal | int], unit: Unit, gives: Unit
) -> tuple[tuple[int, ...], tuple[int | None, ...]]:
    """Cuts and values of brackets such as `..17`, `18..35`, `36..` (both ends count; `18..<36` leaves out the end).

    Raises:
        BindingError: A bracket cannot be read, or two of them overlap. A gap is a figure not known (None).

    Example:
        >>> bracket_cuts({"..17": 0, "18..35": 12, "36..": 0}, Unit("years"), Unit("points"))
        ((18, 36), (0, 12, 0))
    """
    ranges = sorted((_bracket(text, unit), gives.encode(value)) for text, value in brackets.items())
    cuts: list[int] = []
    steps: list[int | None] = [None]
    end: int | None = None
    for position, ((low, high), value) in enumerate(ranges):
        if position and (end is None or low <= end):
            raise BindingError(f"Two brackets hold at {unit.show(low)}.")
        if position == 0 and low == _OPEN_LOW:
            steps = [value]
        elif position and end is not None and low == end + 1:
            cuts.append(low)
            steps.append(value)
        else:
            if position and end is not None:
                cuts.append(end + 1)
                steps.append(None)
            cuts.append(low)
            steps.append(value)
        end = high
    if end is not None:
        cuts.append(end + 1)
        steps.append(None)
    return tuple(cuts), tuple(steps)


_OPEN_LOW = -(10**15)


def _bracket(text: str, unit: Unit) -> tuple[int, int | None]:
    low_text, dots, high_text = text.partition("..")
    try:
        low = unit.encode(Decimal(low_text)) if low_text else _OPEN_LOW
        if not dots:
            return low, low
        if not high_text:
            return low, None
        open_end = high_text.startswith("<")
        high = unit.encode(Decimal(high_text.removeprefix("<"))) - open_end
    except (InvalidOperation, ValueError) as error:
        raise BindingError(f"The bracket {text!r} cannot be read: write 18..35, ..17, 36.. or 18..<36.") from error
    if high < low:
        raise BindingError(f"The bracket {text!r} ends before it begins.")
    return low, high


def steps_by_level(
    name: str, table: DatedTable, levels: tuple[str, ...], gives: Unit
) -> tuple[tuple[int, ...], tuple[int | None, ...]]:
    """Cuts and values of a table whose entries are levels of a scale.

    Raises:
        BindingError: An entry is no level of the scale.
    """
    entries = table.entries or {}
    if wrong := sorted(set(entries) - set(levels)):
        raise BindingError(f"The table {name} has {wrong[0]}, which is no level of its scale ({', '.join(levels)}).")
    other = table.otherwise
    otherwise = None if other is None or other == "unknown" else gives.encode(Decimal(other))
    values = tuple(gives.encode(entries[level]) if level in entries else otherwise for level in levels)
    return tuple(range(1, len(levels))), values


def level_of(levels: tuple[str, ...], word: str) -> int:
    """Place of a level on its scale, from 0.

    Raises:
        BindingError: It is not on the scale.
    """
    if word not in levels:
        near = difflib.get_close_matches(word, levels, n=1, cutoff=0.4)
        hint = f" Did you mean {near[0]}?" if near else ""
        raise BindingError(f"{word} is no level of this scale ({', '.join(levels)}).{hint}")
    return levels.index(word)


def encoded(value: Figure, unit: Unit) -> int:
    """A figure of the law as a whole number of its unit; a date as its day.

    Raises:
        BindingError: It is a word.
    """
    if isinstance(value, str):
        raise BindingError(f"{value} is no number in {unit.name or 'no unit'}.")
    return day_number(value) if isinstance(value, date) else unit.encode(value)
