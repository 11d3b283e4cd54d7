"""From the headings of a table to the plan by which its rows are read; what is not recognised is reported."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import is_dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from crosswalk.errors import InputError
from crosswalk.records.cells import ITEM_LIMIT, ITEM_READERS, split_items
from crosswalk.records.dates import read_date
from crosswalk.records.extension import EXTENSION
from crosswalk.records.fields import field_names, id_field, inner_type
from crosswalk.records.mapping import IGNORE, Column, Mapping
from crosswalk.records.model import Evidence
from crosswalk.records.report import Problem
from crosswalk.records.tabular import Plan
from crosswalk.records.values import Parsed, Parser, parser_for, read_text
from crosswalk.records.virtual import VIRTUAL
from crosswalk.records.vocabulary import fold, headings, is_word, nearest

__all__ = ["ANNOTATION", "GUIDE", "plan_of", "recognise"]

#: Heading of the column that our annotated copies add; it is passed over when they are read again.
ANNOTATION = "problems"
#: Sheet of our templates that explains the columns; it is not read.
GUIDE = "How to fill it in"
_NUMBERED = re.compile(r"(\D*?) ?(\d{1,2})(?: (.*))?")
_COUNTRY_LISTS = {"nationalities", "destinations", "destinations_excluded"}


def recognise(record: type, heading: str) -> str | None:
    """Path of the field that a heading names in any of the languages known; None where it is not recognised.

    Example:
        >>> from crosswalk.records import Person
        >>> recognise(Person, "Date de naissance"), recognise(Person, "job2_title"), recognise(Person, "Blood")
        ('birth_date', 'experience.2.title', None)
    """
    known = headings(record.__name__.lower())
    folded = fold(heading)
    if path := known.get(folded):
        return path
    if folded == EXTENSION:
        return EXTENSION
    if found := _NUMBERED.fullmatch(folded):
        path = known.get(" ".join(w for w in (found[1].strip(), found[3]) if w))
        name, _, part = (path or "").partition(".")
        if name in VIRTUAL or not path or not inner_type(record, name)[1]:
            return None
        return f"{name}.{int(found[2])}" + (f".{part}" if part else "")
    return None


def _end(day_first: bool) -> Parser:
    """Parser of the column in which something ended: a date, or a word for "still going on"."""

    def read(text: str) -> Parsed:
        if is_word("ongoing", text):
            return {"ongoing": True}, ()
        found = read_date(text, day_first)
        return (None, (found,)) if isinstance(found, Problem) else ({"end": found}, ())

    return read


def _list_parser(kind: type, name: str, column: Column, day_first: bool) -> Parser:
    """Parser of a cell that holds a list: its items, or an empty list where the cell says "none"."""
    key = kind.__name__ if kind.__name__ in ITEM_READERS else "country" if name in _COUNTRY_LISTS else "text"
    read_item, commas = ITEM_READERS[key]
    each = _constants_of_items(kind, column)
    values = column.values

    def read(text: str) -> Parsed:
        text = values.get(fold(text), text) if values else text
        if is_word("none", text):
            return [], ()
        parts = split_items(text, column.separator, commas)
        problems: list[Problem] = []
        if len(parts) > ITEM_LIMIT:
            problems.append(_too_many(len(parts)))
        items = []
        for part in parts[:ITEM_LIMIT]:
            item, found = read_item(_translated(part, values) if values else part, day_first)
            problems.extend(found)
            if item is not None:
                items.append(item | each if each else item)
        return items or None, tuple(problems)

    return read if key == "PersonSkill" else lru_cache(maxsize=4096)(read)


def _too_many(count: int) -> Problem:
    return Problem(
        code="too_many",
        message=f"The list has {count:,} items; only the first {ITEM_LIMIT} were kept.",
        remedy="Check the separator of the list.",
    )


def _constants_of_items(kind: type, column: Column) -> dict[str, Any]:
    """The `with` constants of a column, read as the fields of its items."""
    found = {}
    for part, text in column.each.items():
        value, problems = _part_parser(kind, part, Column(field=part), True)(text)
        if problems:
            raise InputError(f"`with: {part}: {text}` cannot be read.", remedy=problems[0].remedy, place="mapping")
        found[part] = value
    return found


def _translated(text: str, values: Any) -> str:
    """An item with the mapping's `values` put in: the whole item, or the words at its end."""
    tokens = text.split()
    for start in range(len(tokens)):
        if code := values.get(fold(" ".join(tokens[start:]))):
            return " ".join([*tokens[:start], code])
    return text


def _part_parser(kind: type, part: str, column: Column, day_first: bool) -> Parser:
    if part not in field_names(kind):
        raise _unknown_path(part, field_names(kind))
    inner, _ = inner_type(kind, part)
    return _with_values(parser_for(part, inner, day_first=day_first, layout=column.format), column)


def _with_values(parse: Parser, column: Column) -> Parser:
    values = column.values
    if values:
        return lru_cache(maxsize=4096)(lambda text: parse(values.get(fold(text) or text, text)))
    return parse if parse is read_text else lru_cache(maxsize=4096)(parse)


def _unknown_path(path: str, known: Iterable[str]) -> InputError:
    near = nearest(path, known)
    return InputError(
        f"The mapping names the field {path!r}, which does not exist.",
        remedy=f"Did you mean {near!r}?" if near else "See the template for the names of the fields.",
    )


def _add(plan: Plan, index: int, path: str, column: Column, heading: str) -> None:
    """Give the column at an index its place in the plan."""
    name, *rest = path.split(".")
    day_first = plan.mapping.day_first
    if path == EXTENSION:
        plan.extension = index
        return
    if not rest:
        plan.columns.setdefault(name, index)
    if name in VIRTUAL and not rest:
        plan.virtual.append((index, VIRTUAL[name]))
        return
    if name not in field_names(plan.record):
        raise _unknown_path(path, [*field_names(plan.record), *VIRTUAL])
    kind, many = inner_type(plan.record, name)
    if (inner_type(kind, rest[-1])[0] if many and rest and rest[-1] in field_names(kind) else kind) is date:
        plan.date_columns.add(index)
    number = int(rest.pop(0)) if rest and rest[0].isdigit() else None
    if rest[:1] == ["evidence"]:
        part = rest[1] if len(rest) > 1 else "assurance"
        plan.evidence.append((index, name, number, part, _part_parser(Evidence, part, column, day_first)))
    elif not many:
        if any(name == known for _, known, _ in plan.plain):
            plan.problems.append(_duplicate_column(heading, name))
            return
        plan.plain.append(
            (index, name, _with_values(parser_for(name, kind, day_first=day_first, layout=column.format), column))
        )
    elif rest:
        last = rest[0] == "end" and not column.format
        entry = (
            (index, None, _end(day_first)) if last else (index, rest[0], _part_parser(kind, rest[0], column, day_first))
        )
        plan.parts.setdefault((name, number or 1), []).append(entry)
    elif number is not None and is_dataclass(kind):
        read_item, each = ITEM_READERS[kind.__name__][0], _constants_of_items(kind, column)

        def whole(text: str) -> Parsed:
            item, found = read_item(_translated(text, column.values), day_first)
            return (item | each if item else None), found

        plan.parts.setdefault((name, number), []).insert(0, (index, None, whole))
    elif name == "not_understood":
        plan.lists.append((index, name, lambda text: ([f"{heading}: {text}"], ())))
    else:
        plan.lists.append((index, name, _list_parser(kind, name, column, day_first)))


def _duplicate_column(heading: str, name: str) -> Problem:
    return Problem(
        field=heading,
        code="duplicate_column",
        message=f"A second column for {name} was left aside.",
        remedy="Remove it, or map it to another field.",
    )


def _unknown_column(record: type, heading: str) -> Problem:
    near = nearest(fold(heading), headings(record.__name__.lower()))
    hint = f"Did you mean {near!r}? " if near else ""
    return Problem(
        field=heading,
        code="unknown_column",
        message=f"The column {heading!r} was not recognised and not read.",
        remedy=f"{hint}Name its field in a mapping file, or `ignore` it there.",
    )


def plan_of(record: type, headers: Sequence[str], mapping: Mapping, file: str) -> Plan:
    """Plan for a table with these headings.

    Raises:
        InputError: No heading is recognised, the id is missing, or the mapping names a field or a column
            that does not exist.
    """
    plan = Plan(record, mapping, file, width=len(headers))
    known = {fold(h) for h in headers}
    for heading in mapping.columns:
        if heading not in known:
            near = nearest(heading, known)
            plan.problems.append(
                Problem(
                    field=heading,
                    code="missing_column",
                    message=f"The mapping names the column {heading!r}, which the file does not have.",
                    remedy=f"Did you mean {near!r}?" if near else "Correct the mapping.",
                )
            )
    read = 0
    for index, heading in enumerate(headers):
        if not heading.strip() or heading == ANNOTATION:
            continue
        column = mapping.columns.get(fold(heading))
        if column is None and (path := recognise(record, heading)):
            column = Column(field=path)
        if column is None:
            plan.problems.append(_unknown_column(record, heading))
        elif column.field != IGNORE:
            _add(plan, index, column.field, column, heading)
            read += 1
    if not read:
        raise InputError(
            "No column heading is recognised.",
            remedy="The first row must hold the headings; start from the template, or write a mapping file.",
            place=file,
        )
    identity = id_field(record)
    if not mapping.id_from_row and identity not in {name for _, name, _ in plan.plain}:
        raise InputError(
            f"No column holds the {identity}.",
            remedy=f"Add a column {identity}, map one to it, or put `id_from_row: true` in the mapping.",
            place=file,
        )
    plan.parts = dict(sorted(plan.parts.items(), key=lambda entry: entry[0][1]))
    plan.virtual.sort(key=lambda entry: entry[1].order)
    _add_constants(plan)
    return plan


def _add_constants(plan: Plan) -> None:
    helper = Plan(plan.record, plan.mapping, plan.file)
    for path, text in plan.mapping.constants.items():
        name, _, part = path.partition(".")
        if part:
            kind, _ = inner_type(plan.record, name)
            value, problems = _part_parser(kind, part, Column(field=path), plan.mapping.day_first)(text)
            plan.item_constants.setdefault(name, {})[part] = value
        else:
            _add(helper, 0, path, Column(field=path), path)
            value, problems = (helper.plain or helper.lists)[-1][2](text)
            plan.defaults[name] = value
            helper.plain, helper.lists = [], []
        if problems:
            raise InputError(f"The constant {path}: {text} cannot be read.", remedy=problems[0].remedy)
