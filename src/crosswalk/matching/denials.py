"""Refusals of one by the other: employers that a person excludes, persons whom a vacancy excludes."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from crosswalk.matching.columns import starts
from crosswalk.matching.index import Index
from crosswalk.matching.people import People
from crosswalk.matching.vacancies import Vacancies

__all__ = ["Denials", "denials"]


class Denials(NamedTuple):
    """Places of a block that are closed to each person, as compressed rows."""

    ptr: NDArray[np.int64]
    place: NDArray[np.int32]


def denials(people: People, vacancies: Vacancies, index: Index, *, on: bool) -> Denials:
    """Pairs that the filter "exclusions" refuses; none where it is off."""
    count = len(people)
    if not on or not (people.arrays.employer.size or len(vacancies.refused)):
        return Denials(np.zeros(count + 1, dtype=np.int64), np.zeros(0, dtype=np.int32))
    places = pl.DataFrame({"row": index.row, "place": np.arange(len(index.row), dtype=np.int32)})
    employers = places.with_columns(pl.Series("employer", vacancies.arrays.employer[index.row]))
    lengths = np.diff(people.arrays.employer_ptr)
    refusing = np.flatnonzero(lengths)
    excluded = pl.DataFrame({"person": np.repeat(refusing, lengths[refusing]), "employer": people.arrays.employer})
    pairs = [excluded.join(employers, on="employer").select("person", "place")]
    refused = vacancies.refused.join(places, on="row")
    if len(refused):
        ids = pl.DataFrame({"person_id": people.ids, "person": np.arange(count)})
        pairs.append(refused.join(ids, on="person_id").select("person", "place"))
    code = np.unique(
        np.concatenate([pair["person"].to_numpy() * len(places) + pair["place"].to_numpy() for pair in pairs])
    )
    return Denials(starts(code // len(places), count), (code % len(places)).astype(np.int32))
