"""The weights as tables that compiled code looks things up in."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from crosswalk.matching.arrays import typed
from crosswalk.matching.weights import PARTS, Weights

__all__ = ["Rules", "rules_of"]


class Rules(NamedTuple):
    """The weights as tables: claim[level needed, level held * 5 + evidence] and part[known parts, part]."""

    claim: NDArray[np.uint16]
    part: NDArray[np.int64]
    power: int
    alone: int
    optional: int
    relevant_from: int


def rules_of(weights: Weights) -> Rules:
    """The tables of the kernel."""
    rules: Rules = typed(
        Rules,
        claim=[[weights.claim_factor(k // 5, k % 5, needed) for k in range(25)] for needed in range(5)],
        part=[weights.part_weights(known) for known in range(1 << len(PARTS))],
        power=weights.essential_power,
        alone=weights.optional_part()[0],
        optional=weights.optional_part()[1],
        relevant_from=weights.relevant_from,
    )
    return rules
