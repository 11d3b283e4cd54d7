"""What matching needs of a taxonomy; `crosswalk.taxonomy.Taxonomy` fulfils it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
import polars as pl
from numpy.typing import NDArray

__all__ = ["NearnessTable", "SkillTaxonomy"]


class NearnessTable(Protocol):
    """Rows are held skills, columns the required skills that they cover: compressed sparse rows."""

    @property
    def indptr(self) -> NDArray[np.int64]: ...
    @property
    def indices(self) -> NDArray[np.int32]: ...
    @property
    def values(self) -> NDArray[np.uint16]:
        """Nearness 0..256; a skill covers itself with 256."""
        ...


class SkillTaxonomy(Protocol):
    """Skills by id, how near they are, how specific, and how near occupations are."""

    @property
    def skills(self) -> Sequence[str]:
        """URIs, sorted; the position is the skill's id."""
        ...

    def skill_ids(self, uris: pl.Series) -> pl.Series:
        """Id of each URI; null where the taxonomy does not know it."""
        ...

    def nearness(self) -> NearnessTable: ...
    def skill_weights(self) -> NDArray[np.float64]:
        """How specific each skill is."""
        ...

    def occupation_nearness(self, held: Sequence[str], needed: Sequence[str]) -> NDArray[Any]:
        """Nearness 0..256, one row for each held URI and one column for each needed URI."""
        ...
