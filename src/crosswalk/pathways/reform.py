"""What a change of the law would do: who gains, who loses, and which criterion alone keeps most people out."""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

import polars as pl

from crosswalk.errors import NotFoundError, UsageError
from crosswalk.pathways.columns import compile_law
from crosswalk.pathways.layout import DatedNumber, ParameterEntry
from crosswalk.pathways.pathway import Law, Pathway
from crosswalk.pathways.verdicts import verdicts

__all__ = ["Block", "Reform", "ReformResult", "blocks", "reform", "reformed"]


@dataclass(frozen=True, slots=True)
class Reform:
    """A change to try: new values of parameters, and criteria that no longer apply."""

    values: Mapping[str, Decimal]
    dropped: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """One criterion: how many people fail it, and how many would pass, or come to unknown, without it."""

    criterion: str
    fails: int
    fails_alone: int
    unknown: int


@dataclass(frozen=True, slots=True)
class ReformResult:
    """A population before and after.

    Attributes:
        people: Rows.
        before, after: How many are `met`, `not_met`, `unknown`.
        changes: Rows by group (`all` first), verdict before, verdict after, with their number.
        blocks_before, blocks_after: Each criterion, the one that alone keeps out most first.
    """

    people: int
    before: Mapping[str, int]
    after: Mapping[str, int]
    changes: pl.DataFrame
    blocks_before: tuple[Block, ...]
    blocks_after: tuple[Block, ...]


def reformed(pathway: Pathway, change: Reform) -> Pathway:
    """The pathway as it would be.

    Raises:
        NotFoundError: A parameter or criterion does not exist.
    """
    parameters = dict(pathway.scope.parameters)
    for name, value in change.values.items():
        if name not in parameters:
            raise NotFoundError(f"There is no parameter {name!r}.", remedy=_nearest(name, list(parameters)))
        parameters[name] = _at(parameters[name], value)
    ids = [entry.id for entry in pathway.file.criteria]
    if wrong := next((name for name in change.dropped if name not in ids), None):
        raise NotFoundError(f"There is no criterion {wrong!r}.", remedy=_nearest(wrong, ids))
    kept = tuple(entry for entry in pathway.file.criteria if entry.id not in change.dropped)
    if not kept:
        raise UsageError("A pathway without criteria cannot be assessed.", remedy="Keep at least one criterion.")
    routes = tuple(
        route.model_copy(update={"requires": tuple(name for name in route.requires if name not in change.dropped)})
        for route in pathway.file.routes
    )
    file = pathway.file.model_copy(update={"criteria": kept, "routes": routes})
    changed = "\0".join(
        (pathway.digest, *(f"{name}={value}" for name, value in change.values.items()), *change.dropped)
    )
    digest = hashlib.sha256(
        changed.encode()
    ).hexdigest()  # another law: what is kept by its digest must not be mixed up
    scope = replace(pathway.scope, parameters=parameters)
    return replace(pathway, file=file, scope=scope, digest=digest, _laws={})


def _nearest(name: str, known: list[str]) -> str:
    near = difflib.get_close_matches(name, known, n=1)
    return f"Did you mean {near[0]}?" if near else f"There are {', '.join(known)}."


def _at(entry: ParameterEntry, value: Decimal) -> ParameterEntry:
    """A parameter with one value on every day."""
    source = entry.values[0].source if entry.values else entry.source or ""
    always = DatedNumber.model_validate(
        {"from": date(1, 1, 1), "source": source, "value": value, "note": "tried as a reform"}
    )
    return entry.model_copy(update={"values": (always,), "ratio_of": None, "dated_by": None})


def reform(
    pathway: Pathway, change: Reform, frame: pl.DataFrame, day: date, groups: Sequence[str] = ()
) -> ReformResult:
    """Put a population to a pathway as it is and as it would be.

    Args:
        pathway: The pathway as it is.
        change: The reform to try.
        frame: One column for each fact (`columns.fact_dtype`), and the columns of the groups.
        day: The day whose law counts.
        groups: Columns by which gains and losses are counted apart; small groups are the caller's to suppress.

    Raises:
        NotFoundError: A parameter, a criterion or a group does not exist.
    """
    if wrong := next((name for name in groups if name not in frame.columns), None):
        raise NotFoundError(f"There is no fact {wrong!r} to count by.", remedy=_nearest(wrong, frame.columns))
    law, would_be = pathway.on(day), reformed(pathway, change).on(day)
    now, then = (_verdicts(each, frame) for each in (law, would_be))
    columns = {name: _shown(pathway, frame[name]) for name in groups}
    both = pl.DataFrame({**columns, "before": now, "after": then})
    return ReformResult(
        people=frame.height,
        before=_counted(now),
        after=_counted(then),
        changes=_changes(both, groups),
        blocks_before=blocks(law, frame),
        blocks_after=blocks(would_be, frame),
    )


def _shown(pathway: Pathway, column: pl.Series) -> pl.Series:
    """A column as it is written: levels by their name, not by their place."""
    fact = pathway.facts.get(column.name)
    if fact is None or fact.entry.type != "level":
        return column
    return column.replace_strict(dict(enumerate(fact.options)), default=None, return_dtype=pl.String)


def blocks(law: Law, frame: pl.DataFrame) -> tuple[Block, ...]:
    """How many people each criterion keeps out, and how many it alone keeps out of a route (common criteria count)."""
    compiled = compile_law(law)
    masks = compiled.run(frame, "verdict", "failed", "unknown")
    failed, unknown = masks["failed"], masks["unknown"]
    shut = masks["verdict"].eq_missing(other=False)
    bits = {name: 1 << place for place, name in enumerate(compiled.criteria)}
    routes = [sum(bits[name] for name in route.criteria) for route in law.routes]
    found = []
    for name, bit in bits.items():
        fails = (failed & bit) != 0
        alone = pl.Series([False], dtype=pl.Boolean).new_from_index(0, frame.height)
        for route in routes:
            alone |= (failed & route) == bit
        alone &= shut
        found.append(Block(name, int(fails.sum()), int(alone.sum()), int(((unknown & bit) != 0).sum())))
    return tuple(sorted(found, key=lambda block: (-block.fails_alone, -block.fails, block.criterion)))


def _verdicts(law: Law, frame: pl.DataFrame) -> pl.Series:
    return verdicts(law, frame)["verdict"]


def _counted(verdicts: pl.Series) -> dict[str, int]:
    counted = verdicts.value_counts(name="people").iter_rows()
    return dict(sorted((str(verdict), int(people)) for verdict, people in counted))


def _changes(both: pl.DataFrame, groups: Sequence[str]) -> pl.DataFrame:
    parts = []
    for group in ("all", *groups):
        key = pl.lit("all") if group == "all" else pl.col(group).cast(pl.String)
        counted = both.group_by(key.alias("value"), "before", "after").agg(people=pl.len().cast(pl.Int64))
        parts.append(counted.select(pl.lit(group).alias("group"), "value", "before", "after", "people"))
    return pl.concat(parts).sort("group", "value", "before", "after", nulls_last=True)
