"""What occupations ask for, as arrays: from these, synthetic people get their skills and vacancies their needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from crosswalk.errors import TaxonomyError
from crosswalk.synthetic.world import ISCO_SKILL_LEVEL
from crosswalk.taxonomy import Taxonomy

__all__ = ["Work", "work_of"]


@dataclass(frozen=True, slots=True)
class Work:
    """Occupations that ask for skills, and all skills.

    Row i of the sparse lists (indptr, skills, essential) holds the skills of occupation i. `family` groups
    occupations that share two leading ISCO-08 digits: `members[family_start[f]:family_start[f + 1]]`.
    """

    occupation_uris: pl.Series
    occupation_labels: pl.Series
    isco: list[str | None]
    skill_level: NDArray[np.int64]
    skill_uris: pl.Series
    skill_labels: pl.Series
    indptr: NDArray[np.int64]
    skills: NDArray[np.int64]
    essential: NDArray[np.bool_]
    family: NDArray[np.int64]
    members: NDArray[np.int64]
    family_start: NDArray[np.int64]

    def expand(self, occupations: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """For a list of occupations: (place in that list, place in `skills`) of every skill they ask for."""
        counts = self.indptr[occupations + 1] - self.indptr[occupations]
        row = np.repeat(np.arange(len(occupations)), counts)
        within = np.arange(len(row)) - np.repeat(np.cumsum(counts) - counts, counts)
        return row, self.indptr[occupations][row] + within


def work_of(taxonomy: Taxonomy, language: str = "en", occupations: Sequence[str] | None = None) -> Work:
    """The arrays of a taxonomy; labels in `language`, else English.

    Args:
        occupations: URIs to choose from; all that ask for at least one skill where not given.

    Raises:
        TaxonomyError: No occupation asks for a skill.
        NotFoundError: The taxonomy does not have an occupation that was named.
    """
    concepts = taxonomy.concepts.select("number", "uri", "kind", "code")
    skills = pl.Series(taxonomy.skills, dtype=pl.String)
    chosen = concepts.filter(pl.col("kind") == "occupation")
    if occupations is not None:
        chosen = concepts.filter(pl.col("number").is_in([taxonomy.number(uri) for uri in occupations]))
    ids = concepts.filter(pl.col("kind") == "skill").select("number", skill=pl.int_range(pl.len(), dtype=pl.Int64))
    needs = (
        taxonomy.table("requirements")
        .join(chosen.select("number"), left_on="uri", right_on="number", how="semi")
        .join(ids, left_on="skill", right_on="number", how="inner", suffix="_id")
        .select(number="uri", skill="skill_id", essential="essential")
        .sort("number", "essential", "skill", descending=[False, True, False])
    )
    chosen = chosen.join(needs.select("number").unique(), on="number", how="semi").sort("number")
    if not chosen.height:
        raise TaxonomyError(
            "No occupation of the taxonomy asks for a skill.",
            remedy="Load a taxonomy with its relations between occupations and skills.",
        )
    counts = chosen.join(needs.group_by("number").len(), on="number", how="left", maintain_order="left")["len"]
    isco = chosen["code"].to_list()
    names = sorted({(code or "")[:2] for code in isco})
    family = np.array([names.index((code or "")[:2]) for code in isco], dtype=np.int64)
    return Work(
        occupation_uris=chosen["uri"],
        occupation_labels=_labels(taxonomy, chosen["uri"], language),
        isco=isco,
        skill_level=np.array([ISCO_SKILL_LEVEL.get((code or "?")[0], 2) for code in isco], dtype=np.int64),
        skill_uris=skills,
        skill_labels=_labels(taxonomy, skills, language),
        indptr=np.concatenate(([0], np.cumsum(counts.to_numpy()))).astype(np.int64),
        skills=needs["skill"].to_numpy().astype(np.int64),
        essential=needs["essential"].to_numpy().astype(bool),
        family=family,
        members=np.argsort(family, kind="stable"),
        family_start=np.concatenate(([0], np.cumsum(np.bincount(family)))).astype(np.int64),
    )


def _labels(taxonomy: Taxonomy, uris: pl.Series, language: str) -> pl.Series:
    """Preferred labels, as `Taxonomy.label` gives them."""
    return pl.Series([taxonomy.label(uri, language) for uri in uris], dtype=pl.String)
