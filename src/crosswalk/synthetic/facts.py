"""Synthetic facts: what people and offers might answer to the questions of pathways, fictitious, seeded, in columns.

The distributions are simple and the same for every pathway: ages as of a working population, figures and months around
those that the law of the day has in the same unit, codes from the lists of the law and some from none of them. They are
for trying out laws, reforms and speed at any number of people; they say nothing about any real population.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from crosswalk.errors import UsageError
from crosswalk.pathways import Fact, Law, Pathway, all_facts
from crosswalk.pathways import nodes as n
from crosswalk.pathways.columns import JOINT, fact_dtype
from crosswalk.pathways.facts import CODES, day_number
from crosswalk.pathways.verdicts import rows_of
from crosswalk.synthetic.streams import BLOCK, blocks, pick, unless
from crosswalk.synthetic.world import world

__all__ = ["facts", "write_facts"]

YES = 0.75  #: share of yes among answers to yes or no
SPREAD = 0.4  #: of the logarithm of figures around those of the law
AGE, AGE_SPREAD, YOUNGEST, OLDEST = 33.0, 9.0, 16.0, 70.0  #: years
YEARS_AGO = 2.0  #: mean age of papers and tests
LONGEST_CODE = 12


def facts(
    pathways: Sequence[Pathway], count: int, *, seed: int, day: date, first: int = 0, unknown: float = 0.15
) -> pl.DataFrame:
    """Fictitious facts for some pathways, one row for each person with an offer.

    Row i is the same whatever `count` and `first` are; `unknown` hides facts and changes no others.

    Args:
        pathways: Whose facts, and around whose figures.
        count: Number of rows.
        seed: What chance starts from, 0 to 2**64 - 1.
        day: The day whose law counts, and from which dates count back.
        first: Number of the first row.
        unknown: Share of each fact that is null, 0 to 1.

    Returns:
        One column for each fact, encoded as `crosswalk.pathways.columns.fact_dtype` says.

    Raises:
        UsageError: A number is out of range.

    Example:
        >>> from crosswalk.pathways import CATALOGUE, load_pathway
        >>> card = load_pathway(CATALOGUE / "deu" / "opportunity_card")
        >>> facts([card], 3, seed=1, day=date(2026, 11, 22), unknown=0)["german"].to_list()
        [2, 4, 5]
    """
    if not 0 <= unknown <= 1:
        raise UsageError(f"{unknown} is no share.", remedy="Give a number from 0 to 1.")
    laws = [pathway.on(day) for pathway in pathways]
    columns = {name: pl.Series(name, [], dtype=fact_dtype(fact)) for name, fact in all_facts(tuple(pathways)).items()}
    declared = {name: (fact, _anchors(fact, laws)) for name, fact in all_facts(tuple(pathways)).items()}
    for streams, rows in blocks(count, seed, "facts", first):
        for name, (fact, anchors) in declared.items():
            values = _values(fact, anchors, day, streams(name))
            hidden = streams(f"hidden {name}").random(BLOCK) < unknown
            columns[name].append(unless(hidden, values.cast(fact_dtype(fact)))[rows])
    return pl.DataFrame(columns)


def write_facts(
    path: Path | str, pathways: Sequence[Pathway], count: int, *, seed: int, day: date, unknown: float = 0.15
) -> None:
    """Write the facts that `facts` would make as one JSON object a line, as `crosswalk pathways assess` reads them."""
    declared = all_facts(tuple(pathways))
    with Path(path).open("w", encoding="utf-8") as file:
        for first in range(0, count, BLOCK):
            frame = facts(pathways, min(BLOCK, count - first), seed=seed, day=day, first=first, unknown=unknown)
            for number, row in enumerate(rows_of(declared, frame), first):
                shown = {name: declared[name].show(value) for name, value in row.items() if value is not None}
                file.write(json.dumps({"id": f"S{number:07d}", **shown}) + "\n")


def _anchors(fact: Fact, laws: Sequence[Law]) -> list[int] | list[str]:
    """The figures that laws have in the unit of a fact, or the codes that their lists and tables name for it."""
    if fact.shape == "number":
        figures = {
            use.value for law in laws for use in law.uses if use.kind == "parameter" and use.unit == fact.unit.name
        }
        found = {_encoded(fact, text) for text in figures if text is not None}
        return sorted(value for value in found if fact.low < value <= fact.high)
    codes = {code for law in laws for node in (law.verdict, law.points) if node for code in _codes(node, fact.name)}
    return sorted({_full(code, fact) for code in codes})


def _full(code: str, fact: Fact) -> str:
    """A full code below the code of a group."""
    pattern = CODES.get(fact.unit.name)
    while pattern and not pattern.fullmatch(code) and len(code) < LONGEST_CODE:
        code += "1"
    return code


def _encoded(fact: Fact, text: str) -> int:
    try:
        return int(Decimal(text).scaleb(fact.unit.decimals))
    except ArithmeticError:
        return 0  # a day, or the name of a level: no figure


def _codes(node: n.Node, name: str) -> Iterator[str]:
    if isinstance(node, n.OneOf | n.Overlap) and node.fact == name:
        yield from node.members
    if isinstance(node, n.Lookup) and node.fact == name:
        yield from (code for code, _ in node.entries)
    for child in n.children(node):
        yield from _codes(child, name)


def _values(fact: Fact, anchors: list[int] | list[str], day: date, chance: np.random.Generator) -> pl.Series:
    """One block of values."""
    if fact.shape == "truth":
        return pl.Series(chance.random(BLOCK) < YES)
    if fact.shape == "number":
        return pl.Series(np.clip(_numbers(fact, anchors, day, chance), fact.low, fact.high).round().astype(np.int64))
    if fact.options:
        shares = 1 / np.arange(1, len(fact.options) + 1)
        return pl.Series(fact.options).gather(pick(chance, shares, BLOCK))
    codes = [*map(str, anchors), *_others(fact)]
    one = pl.Series(codes).gather(chance.integers(0, len(codes), BLOCK))
    if fact.shape == "codes":
        return one
    other = pl.Series(codes).gather(chance.integers(0, len(codes), BLOCK))
    both = pl.Series(chance.random(BLOCK) < 0.1) & (one != other)
    pair = pl.DataFrame({"one": one, "other": other, "both": both})
    joint = pl.min_horizontal("one", "other") + JOINT + pl.max_horizontal("one", "other")
    return pair.select(pl.when("both").then(joint).otherwise("one")).to_series()


def _others(fact: Fact) -> list[str]:
    """Codes that the law may not name: countries of the synthetic world, and one code of no list."""
    if fact.entry.type == "occupation":
        return [_full("0", fact)]
    return [*(place.country for place in world().origins), *(place.country for place in world().destinations)]


def _numbers(fact: Fact, anchors: list[int] | list[str], day: date, chance: np.random.Generator) -> NDArray[np.float64]:
    """Levels lie around the middle, dates before the day, all else around figures of the law, or within the range."""
    if fact.entry.type == "level":
        return fact.low + (fact.high - fact.low) * chance.normal(0.55, 0.25, BLOCK)
    if fact.entry.type == "date":
        if "birth" in fact.name:
            return day_number(day) - 365.2425 * np.clip(chance.normal(AGE, AGE_SPREAD, BLOCK), YOUNGEST, OLDEST)
        return day_number(day) - 365.2425 * chance.exponential(YEARS_AGO, BLOCK)
    spread = chance.lognormal(0, SPREAD, BLOCK)
    if anchors:
        figures: NDArray[np.float64] = np.array(anchors, dtype=np.float64)[chance.integers(0, len(anchors), BLOCK)]
        return figures * spread
    return fact.low + min(fact.high - fact.low, 10**6) * chance.beta(1, 3, BLOCK)
