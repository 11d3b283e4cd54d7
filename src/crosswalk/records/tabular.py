"""One table row to a plain record, by a plan that was made once from the headings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, is_dataclass, replace
from functools import lru_cache
from typing import Any

from crosswalk.records.dates import PartialDate, end_of
from crosswalk.records.extension import with_column
from crosswalk.records.fields import field_names, id_field, inner_type, item_defaults, required_fields
from crosswalk.records.mapping import Mapping
from crosswalk.records.model import Evidence, Person
from crosswalk.records.report import Problem
from crosswalk.records.values import TEXT_LIMIT, Parser, read_text
from crosswalk.records.virtual import Virtual
from crosswalk.records.vocabulary import is_word

__all__ = ["Plan"]

#: Words such as "n/a" are short; longer texts are not looked up.
_SHORT = 20


@lru_cache(maxsize=4096)
def _says_unknown(text: str) -> bool:
    return is_word("unknown", text)


class _Row:
    """The cells of one row, and what comes of them."""

    __slots__ = ("cells", "number", "plain", "problems")

    def __init__(self, cells: Sequence[str], number: int) -> None:
        self.cells = cells
        self.number = number
        self.plain: dict[str, Any] = {}
        self.problems: list[Problem] = []

    def note(self, name: str, found: Iterable[Problem]) -> None:
        self.problems.extend(replace(p, row=self.number, field=name) for p in found)

    def text(self, index: int, name: str) -> str:
        """Text of a cell; empty where the cell is empty or says that nothing is known."""
        text = self.cells[index]
        if not text or (len(text) < _SHORT and _says_unknown(text)):
            return ""
        if len(text) > TEXT_LIMIT or "\0" in text:
            text, found = read_text(text)
            self.note(name, found)
        return text.strip()

    def value(self, index: int, name: str, parse: Parser) -> Any:
        """Value of a cell; None where it is empty or cannot be read, which is noted."""
        if text := self.text(index, name):
            value, found = parse(text)
            if found:
                self.note(name, found)
            return value
        return None


@dataclass(slots=True)
class Plan:
    """How the cells of a row become a plain record; made by `plan_of`.

    Attributes:
        plain: Column, field, parser of single values.
        lists: Column, field, parser of cells that hold whole lists.
        parts: (list, number of the item) -> column, part of the item (None: all of it), parser.
        evidence: Column, field, number of the item or None, part of Evidence, parser.
        virtual: Column and what it does to the row.
        defaults, item_constants: Constants of the mapping, for rows and for items of lists.
        date_columns: Columns in which a number is a date.
        columns: Field -> the column that holds the whole of it.
        extension: Column of what the other cells cannot say, where we wrote the table.
    """

    record: type
    mapping: Mapping
    file: str
    width: int = 0
    plain: list[tuple[int, str, Parser]] = field(default_factory=list)
    lists: list[tuple[int, str, Parser]] = field(default_factory=list)
    parts: dict[tuple[str, int], list[tuple[int, str | None, Parser]]] = field(default_factory=dict)
    evidence: list[tuple[int, str, int | None, str, Parser]] = field(default_factory=list)
    virtual: list[tuple[int, Virtual]] = field(default_factory=list)
    defaults: dict[str, Any] = field(default_factory=dict)
    item_constants: dict[str, dict[str, Any]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    date_columns: set[int] = field(default_factory=set)
    columns: dict[str, int] = field(default_factory=dict)
    extension: int | None = None

    def read(self, cells: Sequence[str], number: int) -> tuple[dict[str, Any], list[Problem]]:
        """Plain record of one row, and what was wrong with it; fields without a value are absent."""
        row = _Row(cells, number)
        plain = row.plain
        for index, name, parse in self.plain:
            if (value := row.value(index, name, parse)) is not None:
                plain[name] = value
        for index, name, parse in self.lists:
            if (value := row.value(index, name, parse)) is not None:
                plain[name] = [*plain.get(name, ()), *value]
        landed = {place: n for place in self.parts if (n := self._item(row, *place)) is not None}
        for index, virtual in self.virtual:
            if text := row.text(index, virtual.name):
                row.note(virtual.name, virtual.apply(plain, text, self.mapping))
        if self.mapping.constants:
            self._add_constants(plain)
        if self.evidence or self.mapping.stamp_source:
            self._stamp(row, landed)
        if self.extension is not None and (said := cells[self.extension].strip()):
            shown = {name: cells[index] for name, index in self.columns.items()}
            plain = with_column(self.record, plain, said, shown, row.problems)
            row.problems = [replace(p, row=number) for p in row.problems]
        return plain, row.problems

    def _item(self, row: _Row, name: str, n: int) -> int | None:
        """The item of numbered columns, put at the end of its list; where it landed."""
        item: dict[str, Any] = {}
        for index, part, parse in self.parts[name, n]:
            path = name if part is None else f"{name}.{n}.{part}"
            if (value := row.value(index, path, parse)) is not None:
                item |= value if part is None else {part: value}
        if not item:
            return None
        if isinstance(end := item.get("end"), PartialDate):
            item["end"] = end_of(item["start"], end) if "start" in item else end.month_start()
        kind, _ = inner_type(self.record, name)
        if missing := [part for part in required_fields(kind) if part not in item]:
            row.note(f"{name}.{n}", [_missing_part(name, n, missing[0], item)])
            return None
        row.plain[name] = [*row.plain.get(name, ()), item_defaults(kind) | item]
        return len(row.plain[name]) - 1

    def _add_constants(self, plain: dict[str, Any]) -> None:
        for name, value in self.defaults.items():
            plain.setdefault(name, value)
        for name, constants in self.item_constants.items():
            if plain.get(name):
                plain[name] = [constants | item for item in plain[name]]

    def _stamp(self, row: _Row, landed: dict[tuple[str, int], int]) -> None:
        """Evidence of items and of plain fields, from columns and from the place in the file."""
        source = {"source": f"{self.file}#row={row.number}"} if self.mapping.stamp_source else {}
        found: dict[tuple[str, int | None], dict[str, Any]] = {}
        for index, name, n, part, parse in self.evidence:
            if (value := row.value(index, f"{name}.evidence.{part}", parse)) is not None:
                found.setdefault((name, n), {})[part] = value
        base = item_defaults(Evidence) | source
        facts = []
        for name, value in list(row.plain.items()):
            kind, many = inner_type(self.record, name)
            if many and is_dataclass(kind):
                if "evidence" in field_names(kind):
                    numbers = {place: n for (known, n), place in landed.items() if known == name}
                    own = [
                        found.get((name, None), {}) | found.get((name, numbers.get(i, -1)), {})
                        for i in range(len(value))
                    ]
                    row.plain[name] = [
                        item | {"evidence": base | said} if said or source else item
                        for item, said in zip(value, own, strict=True)
                    ]
            elif name != id_field(self.record) and (source or (name, None) in found):
                facts.append({"field": name, "evidence": base | found.get((name, None), {})})
        if facts and self.record is Person:
            row.plain["evidence"] = facts


def _missing_part(name: str, n: int, part: str, item: dict[str, Any]) -> Problem:
    return Problem(
        code="incomplete_item",
        message=f"{name} {n} has no {part}, so it was left out.",
        value=", ".join(str(v) for v in item.values()),
        remedy=f"Fill the column for {name}.{n}.{part}.",
    )
