"""The declared attributes of people, from their records or from a table beside them; what is absent stays unknown."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path

import polars as pl

from crosswalk.allocation.constraints.layout import AttributeEntry, Window
from crosswalk.allocation.constraints.reading import Constraints, Keys, nearest
from crosswalk.types import REFUGEE, Sex, country_code, country_name

__all__ = ["between", "country_mistake", "declared_attributes"]

#: How a table says that an attribute holds, or does not; anything else is a mistake.
TRUTH = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}


def declared_attributes(constraints: Constraints, people: pl.DataFrame) -> dict[str, pl.Series]:
    """Each declared attribute as a Boolean column over the people; null where it is not known.

    Args:
        constraints: What was declared.
        people: Rows under `schema_of(Person)`, in the order that is wanted.

    Raises:
        FileError: A value or a table does not exist; file, line and remedy are named.
    """
    found = {}
    for number, each in enumerate(constraints.file.attributes):
        key: Keys = ("attributes", number)
        read = _from_table if each.file is not None else _from_record
        found[each.name] = read(each, constraints, people, key).alias(each.name)
    return found


def _from_record(each: AttributeEntry, constraints: Constraints, people: pl.DataFrame, key: Keys) -> pl.Series:
    assert each.from_ is not None
    values = people[each.from_]
    if each.born is not None:
        return between(values, each.born)
    wanted = [value.casefold() for value in each.is_ or ()]
    if each.from_ in ("nationalities", "residence"):
        for place, value in enumerate(each.is_ or ()):
            if remedy := country_mistake(value):
                raise constraints.document.error(f"There is no country {value}.", *key, "is", place, remedy=remedy)
    if each.from_ == "sex":
        for value in wanted:
            if value not in list(Sex):
                remedy = nearest(value, list(Sex), f"Write one of {', '.join(Sex)}.")
                raise constraints.document.error(f"{value} is no entry for sex.", *key, "is", remedy=remedy)
    if each.from_ == "nationalities":
        return values.list.set_intersection(list(each.is_ or ())).list.len() > 0
    return values.cast(pl.String).str.to_lowercase().is_in(wanted)


def country_mistake(code: str) -> str:
    """The remedy where a code is no ISO 3166 alpha-3 code; empty where it is one.

    Example:
        >>> country_mistake("KEN"), country_mistake("XXB"), country_mistake("Kenya")
        ('', '', 'Did you mean KEN?')
    """
    if code == REFUGEE or country_name(code) != code:
        return ""
    meant = country_code(code)
    return f"Did you mean {meant}?" if meant else "Write a code of ISO 3166 such as DEU."


def between(days: pl.Series, window: Window) -> pl.Series:
    """Whether days lie in a window; null where the day is not known."""
    inside = days.to_frame("day").select(pl.when(pl.col("day").is_not_null()).then(True)).to_series()
    if window.from_ is not None:
        inside &= days >= window.from_
    if window.to is not None:
        inside &= days <= window.to
    return inside


def _from_table(each: AttributeEntry, constraints: Constraints, people: pl.DataFrame, key: Keys) -> pl.Series:
    assert each.file is not None
    assert each.column is not None
    path = constraints.folder / each.file
    table = _table(path, lambda message, remedy: constraints.document.error(message, *key, "file", remedy=remedy))
    for column, where in (("person_id", "file"), (each.column, "column")):
        if column not in table.columns:
            remedy = nearest(column, table.columns, f"Its columns are {', '.join(table.columns)}.")
            raise constraints.document.error(f"{path.name} has no column {column}.", *key, where, remedy=remedy)
    if table["person_id"].is_duplicated().any():
        twice = table.filter(pl.col("person_id").is_duplicated())["person_id"][0]
        raise constraints.document.error(
            f"{path.name} has {twice} twice.", *key, "file", remedy="Give each person one row."
        )
    words = table[each.column].str.strip_chars()
    words = words.to_frame().select(pl.when(pl.col(each.column) != "").then(pl.col(each.column))).to_series()
    wanted = [value.casefold() for value in each.is_] if each.is_ else []
    lower = words.str.to_lowercase()
    strange: Collection[str] = set(lower.drop_nulls().unique()) - TRUTH.keys() if not wanted else ()
    if strange:
        raise constraints.document.error(
            f"{path.name} says {min(strange)!r} in {each.column}, which is neither yes nor no.",
            *key,
            "column",
            remedy="Write yes, no or nothing (not known); or add is with the values that count.",
        )
    held = lower.is_in(wanted) if wanted else lower.replace_strict(TRUTH, return_dtype=pl.Boolean, default=None)
    known = pl.DataFrame({"person_id": table["person_id"], "held": held})
    return people.select("person_id").join(known, on="person_id", how="left", maintain_order="left")["held"]


def _table(path: Path, error: Callable[[str, str], Exception]) -> pl.DataFrame:
    if not path.is_file():
        raise error(f"There is no file {path.name}.", "Put it beside the constraints file, or correct the name.")
    try:
        return pl.read_csv(path, infer_schema=False)
    except (pl.exceptions.PolarsError, UnicodeDecodeError) as mistake:
        raise error(f"{path.name} is not a table.", "Save it as CSV in UTF-8, with commas.") from mistake
