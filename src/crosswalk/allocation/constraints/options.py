"""The options to choose from: matched triples that are admitted, in the order that settles every tie."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import polars as pl
from numpy.typing import NDArray

from crosswalk.allocation.constraints.layout import ConstraintsFile
from crosswalk.allocation.problem import VALUE_SCALE, Integers
from crosswalk.errors import InputError

__all__ = ["LOST", "VERDICTS", "Options", "admitted"]

#: Why somebody has no option: the step at which the last one went.
LOST = ("not_matched", "no_open_pathway", "fit_too_low", "excluded")

#: Verdicts of an option; who may work in a country by nationality needs no pathway.
VERDICTS = ("met", "unknown", "not_needed")
VERDICT = pl.Enum(VERDICTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Options as columns, in order of person, vacancy, pathway.

    Attributes:
        person, vacancy: int32[E]; place in the order of identifiers.
        pathway: int32[E]; index into pathways; -1 where none is known or none is needed.
        verdict: uint8[E]; index into VERDICTS.
        fit: int64[E], in millionths.
        pathways: Identifiers, sorted.
        came_to: int8[P]; how many steps of LOST each person's options passed; len(LOST) for who has options.
    """

    person: NDArray[np.int32]
    vacancy: NDArray[np.int32]
    pathway: NDArray[np.int32]
    verdict: NDArray[np.uint8]
    fit: Integers
    pathways: tuple[str, ...]
    came_to: NDArray[np.int8]

    def without(self, excluded: NDArray[np.bool_]) -> Options:
        """The options that are not excluded."""
        keep = ~excluded
        came_to = np.minimum(self.came_to, LOST.index("excluded")).astype(np.int8)
        came_to[self.person[keep]] = len(LOST)
        columns = {name: getattr(self, name)[keep] for name in ("person", "vacancy", "pathway", "verdict", "fit")}
        return Options(**columns, pathways=self.pathways, came_to=came_to)


def admitted(
    file: ConstraintsFile,
    pairs: pl.DataFrame,
    triples: pl.DataFrame | None,
    people: Sequence[str],
    vacancies: Sequence[str],
    left_out: Sequence[str] = (),
) -> Options:
    """The options that the file admits.

    Args:
        file: Says which verdicts are admitted and the least fit.
        pairs: Of `crosswalk match`: person_id, vacancy_id, fit; and, where pathways were asked, pathway and unknown.
        triples: person_id, vacancy_id, pathway, verdict; None where pathways were not asked.
        people, vacancies: Identifiers, sorted.
        left_out: People who are no candidates.

    Raises:
        InputError: The matches name a person or a vacancy that is not there.
    """
    asked = "pathway" in pairs.columns
    kept = _numbered(pairs, people, vacancies, left_out)
    found = [_without_a_pathway(kept, asked=asked, admit=file.admit)]
    if triples is not None and asked:
        ways = triples.lazy().filter(pl.col("verdict").is_in(file.admit))
        keys = ["person_id", "vacancy_id"]
        joined = kept.select("person_id", "vacancy_id", "person", "vacancy", "fit").join(ways, on=keys)
        found.append(joined.select("person", "vacancy", "fit", "pathway", pl.col("verdict").cast(VERDICT)))
    frame = pl.concat(found).with_columns(pl.col("pathway").cast(pl.Categorical)).collect()
    came_to = np.zeros(len(people), np.int8)
    came_to[kept.select("person").collect()["person"].to_numpy()] = LOST.index("no_open_pathway")
    came_to[frame["person"].to_numpy()] = LOST.index("fit_too_low")
    if file.fit_at_least is not None:
        frame = frame.filter(pl.col("fit") >= int(-(-Fraction(file.fit_at_least) * VALUE_SCALE // 1)))
    came_to[frame["person"].to_numpy()] = len(LOST)
    return _sorted(frame, came_to)


def _numbered(
    pairs: pl.DataFrame, people: Sequence[str], vacancies: Sequence[str], left_out: Sequence[str]
) -> pl.LazyFrame:
    """Pairs with the places of their person and vacancy, and the fit in millionths."""
    numbered = pairs.lazy().with_columns((pl.col("fit") * VALUE_SCALE).round().cast(pl.Int64).alias("fit"))
    for key, name, ids in (("person_id", "person", people), ("vacancy_id", "vacancy", vacancies)):
        places = pl.DataFrame({key: list(ids), name: np.arange(len(ids), dtype=np.int32)})
        numbered = numbered.join(places.lazy(), on=key, how="left")
    frame = numbered.filter(~pl.col("person_id").is_in(list(left_out))).collect()
    for key, name in (("person_id", "person"), ("vacancy_id", "vacancy")):
        strangers = frame.filter(pl.col(name).is_null())
        if strangers.height:
            raise InputError(
                f"The matches name the {name} {strangers[key][0]}, of whom there is no record.",
                remedy="Give the people and vacancies that crosswalk match was run on, or run it again.",
            )
    return frame.lazy()


def _without_a_pathway(pairs: pl.LazyFrame, *, asked: bool, admit: Sequence[str]) -> pl.LazyFrame:
    """Pairs without any triple: none is needed by nationality, or no pathway to the country is known."""
    undecided = pl.col("unknown").list.contains("pathway") if asked else pl.lit(value=True)
    alone = pairs.filter(pl.col("pathway").is_null()) if asked else pairs
    verdict = pl.when(undecided).then(pl.lit("unknown", VERDICT)).otherwise(pl.lit("not_needed", VERDICT))
    columns = alone.select("person", "vacancy", "fit", pl.lit(None, pl.String).alias("pathway"), verdict=verdict)
    return columns if "unknown" in admit else columns.filter(pl.col("verdict") != "unknown")


def _sorted(frame: pl.DataFrame, came_to: NDArray[np.int8]) -> Options:
    """Options in order, each once."""
    used = frame["pathway"].drop_nulls().unique().cast(pl.String).sort()
    number = {name: place for place, name in enumerate(used)}
    way = frame["pathway"].cast(pl.String).replace_strict(number, default=-1, return_dtype=pl.Int32)
    frame = frame.with_columns(way.alias("pathway"))
    frame = frame.unique(["person", "vacancy", "pathway"], keep="any").sort("person", "vacancy", "pathway")
    return Options(
        person=frame["person"].to_numpy(),
        vacancy=frame["vacancy"].to_numpy(),
        pathway=frame["pathway"].to_numpy(),
        verdict=frame["verdict"].to_physical().to_numpy(),
        fit=frame["fit"].to_numpy(),
        pathways=tuple(used),
        came_to=came_to,
    )
