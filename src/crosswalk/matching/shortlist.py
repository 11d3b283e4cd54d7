"""Who is near enough to be shown on a shortlist, and why a vacancy has nobody yet.

The lists of a match stay exact and whole: these floors are for showing only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import polars as pl

from crosswalk.matching.engine import Block, Engine
from crosswalk.matching.filters import NO
from crosswalk.matching.weights import FULL
from crosswalk.wording import Wording

__all__ = ["LEAST_ESSENTIAL", "LEAST_FIT", "Nobody", "near_enough", "nobody_in_words", "why_nobody", "without_anybody"]

#: Fit, 0 to 1, from which a person is shown on a shortlist.
LEAST_FIT = 0.3
#: Share of the essential skills, by weight, that must be covered besides, where the person's skills are known.
LEAST_ESSENTIAL = 0.25
#: People looked at in one go.
PIECE = 4_096
#: Skills named in one sentence.
MOST_NAMED = 4


@dataclass(frozen=True, slots=True)
class Nobody:
    """Why a vacancy has nobody near enough.

    Attributes:
        people: How many were considered.
        ruled_out: For each filter, those whom it says no to; a person may count under several.
        remain: Those to whom no filter says no, and of whom skills or occupation are known.
        unknown: Those to whom no filter says no, and of whom neither is known.
        lacking: URIs of the essential skills that none of those who remain holds, the weightiest first.
    """

    vacancy_id: str
    people: int
    ruled_out: dict[str, int]
    remain: int
    unknown: int
    lacking: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Plain data, ready for JSON."""
        return asdict(self)


def near_enough() -> pl.Expr:
    """Which rows of a match may be shown: fit and share of essential skills reach their floors, or that is unknown.

    Example:
        >>> frame = pl.DataFrame({"fit": [0.5, 0.5, 0.2], "essential": [0.0, None, 0.9]})
        >>> frame.select(near_enough())["shown"].to_list()
        [False, True, False]
    """
    skilled = pl.col("essential").fill_null(LEAST_ESSENTIAL) >= LEAST_ESSENTIAL
    return ((pl.col("fit") >= LEAST_FIT) & skilled).alias("shown")


def without_anybody(matches: pl.DataFrame | pl.LazyFrame, vacancies: Sequence[str]) -> list[str]:
    """Ids of the vacancies on whose list nobody is near enough, in the order given."""
    listed = matches.lazy().filter(pl.col("rank_for_vacancy").is_not_null() & near_enough())
    somebody = set(listed.select(pl.col("vacancy_id").unique()).collect()["vacancy_id"])
    return [vacancy for vacancy in vacancies if vacancy not in somebody]


def why_nobody(engine: Engine, vacancies: Sequence[str]) -> list[Nobody]:
    """Why vacancies have nobody near enough, counted over all people of the engine's first table.

    Args:
        engine: Holds the people and the vacancies.
        vacancies: Ids; those that the engine does not hold are left out.
    """
    found = {}
    for block in engine.blocks():
        ids = block.vacancies.ids.gather(block.index.row)
        places = np.flatnonzero(ids.is_in(list(vacancies)).to_numpy())
        tallies = [Tally(place, len(block.index.sheet.names), len(engine.taxonomy.skills)) for place in places.tolist()]
        _count(engine, block, tallies)
        found.update({ids[tally.place]: _nobody(engine, block, ids[tally.place], tally) for tally in tallies})
    return [found[vacancy] for vacancy in vacancies if vacancy in found]


class Tally:
    """Counts for the vacancy at a place of a block, over pieces of the people."""

    def __init__(self, place: int, filters: int, skills: int) -> None:
        self.place = place
        self.ruled_out = np.zeros(filters, dtype=np.int64)
        self.remain = self.unknown = 0
        self.held = np.zeros(skills, dtype=bool)


def _count(engine: Engine, block: Block, tallies: Sequence[Tally]) -> None:
    """Fills the tallies: people whom each filter rules out, those who remain, and which skills they hold."""
    people, sheet = engine.people[0], block.index.sheet
    arrays, refused = people.arrays, engine.refused(people, block)
    refusing = np.repeat(np.arange(len(people)), np.diff(refused.ptr))
    for first in range(0, len(people) if tallies else 0, PIECE):
        last = min(first + PIECE, len(people))
        verdict = sheet.fill(arrays, np.arange(first, last)).verdict
        profiled = arrays.parts[first:last] & 3 != 0
        claims = slice(int(arrays.claim_ptr[first]), int(arrays.claim_ptr[last]))
        claimed, counts = arrays.claim[claims] >> np.uint32(5), np.diff(arrays.claim_ptr[first : last + 1])
        for tally in tallies:
            says_no = verdict[:, block.index.arrays.filter_column[tally.place]] == NO
            if "exclusions" in sheet.names:
                closed = refusing[refused.place == tally.place]
                inside = closed[(closed >= first) & (closed < last)] - first
                says_no[inside, sheet.names.index("exclusions")] = True
            tally.ruled_out += says_no.sum(axis=0)
            here = ~says_no.any(axis=1)
            tally.remain += int((here & profiled).sum())
            tally.unknown += int((here & ~profiled).sum())
            tally.held[claimed[np.repeat(here, counts)]] = True


def _nobody(engine: Engine, block: Block, vacancy: str, tally: Tally) -> Nobody:
    names = block.index.sheet.names
    return Nobody(
        vacancy_id=vacancy,
        people=len(engine.people[0]),
        ruled_out={name: int(n) for name, n in zip(names, tally.ruled_out, strict=True) if n},
        remain=tally.remain,
        unknown=tally.unknown,
        lacking=_lacking(engine, block, tally),
    )


def _lacking(engine: Engine, block: Block, tally: Tally) -> tuple[str, ...]:
    """Essential skills that nobody who remains holds, neither the very skill nor one that is as good."""
    near, index = engine.taxonomy.nearness(), block.index.arrays
    owner = np.repeat(np.arange(len(near.indptr) - 1), np.diff(near.indptr))
    as_good = near.indices[tally.held[owner] & (near.values >= FULL)]
    span = slice(int(index.need_ptr[tally.place]), int(index.need_ptr[tally.place + 1]))
    essential = index.need_kind[span] == 1
    needs = block.index.term_skill[index.need_term[span][essential]]
    order = np.argsort(-index.need_weight[span][essential], kind="stable")
    return tuple(engine.taxonomy.skills[needs[k]] for k in order if needs[k] not in as_good)


def nobody_in_words(
    why: Nobody, words: Wording, labels: Sequence[str], *, unsaid: Sequence[str] = ()
) -> tuple[str, ...]:
    """The reasons as sentences.

    Args:
        words: Of the package `crosswalk.matching`.
        labels: Names of `why.lacking` in the language.
        unsaid: Filters that are not to be named.
    """
    ruled_out = {name: n for name, n in why.ruled_out.items() if name not in unsaid}
    told = []
    if ruled_out:
        most = sorted(ruled_out, key=lambda name: -ruled_out[name])
        filters = [words("nobody.filter", filter=words(f"filter_name.{name}"), n=ruled_out[name]) for name in most]
        told.append(words("nobody.ruled_out", all=why.people, filters=words("nobody.between").join(filters)))
    if why.unknown:
        told.append(words("nobody.unknown", n=why.unknown))
    if not why.remain:
        return (*told, words("nobody.none_remain"))
    floors = {"fit": words.share(LEAST_FIT), "share": words.share(LEAST_ESSENTIAL)}
    told.append(words("nobody.remain", n=why.remain, **floors))
    if labels:
        told.append(words("nobody.lacking", skills=words("nobody.between").join(labels[:MOST_NAMED])))
    return tuple(told)
