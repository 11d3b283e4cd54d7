"""How near two skills, or two occupations, are: read off the taxonomy's own graph, in 256ths."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:  # loading scipy takes as long as opening a taxonomy, so it waits until nearness is asked for
    from scipy import sparse

__all__ = ["Nearness", "graph_nearness", "occupation_nearness", "specificity"]

FULL = 256  #: nearness of a skill to itself
NARROWER_COVERS_BROADER = 0.9
BROADER_COVERS_NARROWER = 0.4
RELATED = 0.6
USED_TOGETHER = 0.6  #: times the cosine of the occupations that ask for both skills
USED_TOGETHER_MOST = 8
MOST = 15  #: others kept for each skill, the strongest

#: Nearness of two occupations by the number of leading ISCO-08 digits that they share.
SHARED_DIGITS = (0.0, 0.1, 0.25, 0.5, 0.75)
SKILLS_IN_COMMON = 0.9  #: times the cosine of their weighted skills


@dataclass(frozen=True, slots=True)
class Nearness:
    """Sparse rows: row i lists the skills that skill i covers when held, itself included (256)."""

    indptr: NDArray[np.int64]
    indices: NDArray[np.int32]
    values: NDArray[np.uint16]

    def between(self, held: int, needed: int) -> int:
        """Nearness of a held skill to a needed one, 0 to 256."""
        row = slice(self.indptr[held], self.indptr[held + 1])
        place = np.flatnonzero(self.indices[row] == needed)
        return int(self.values[row][place[0]]) if place.size else 0


def specificity(skills: int, needs: NDArray[np.int64]) -> NDArray[np.float64]:
    """Weight of each skill: ln((1 + occupations) / (1 + occupations that ask for it)) + 1.

    Args:
        skills: Number of skills.
        needs: Rows of (occupation, skill, essential).
    """
    occupations = len(np.unique(needs[:, 0]))
    asked = np.bincount(needs[:, 1], minlength=skills)[:skills]
    weights: NDArray[np.float64] = np.log((1 + occupations) / (1 + asked)) + 1
    return weights


def _strongest(matrix: sparse.csr_matrix, most: int) -> sparse.csr_matrix:
    """The `most` largest entries of each row; ties go to the lower column."""
    from scipy import sparse  # noqa: PLC0415

    rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    order = np.lexsort((matrix.indices, -matrix.data, rows))
    start = np.repeat(matrix.indptr[:-1], np.diff(matrix.indptr))
    keep = order[np.arange(order.size) - start < most]
    return sparse.csr_matrix((matrix.data[keep], (rows[keep], matrix.indices[keep])), shape=matrix.shape)


def graph_nearness(
    skills: int, broader: NDArray[np.int64], related: NDArray[np.int64], needs: NDArray[np.int64]
) -> Nearness:
    """Nearness from hierarchy, relations between skills, and occupations that ask for both.

    Args:
        skills: Number of skills.
        broader: Rows of (skill, broader skill).
        related: Rows of (skill, related skill).
        needs: Rows of (occupation, skill, essential).
    """
    from scipy import sparse  # noqa: PLC0415

    shape = (skills, skills)

    def links(left: NDArray[np.int64], right: NDArray[np.int64], value: float) -> sparse.csr_matrix:
        once = np.unique(np.column_stack((left, right)), axis=0)
        return sparse.csr_matrix((np.full(len(once), value), (once[:, 0], once[:, 1])), shape=shape)

    near = links(broader[:, 0], broader[:, 1], NARROWER_COVERS_BROADER)
    near = near.maximum(links(broader[:, 1], broader[:, 0], BROADER_COVERS_NARROWER))
    near = near.maximum(links(related[:, 0], related[:, 1], RELATED))
    near = near.maximum(links(related[:, 1], related[:, 0], RELATED))
    near = near.maximum(_used_together(skills, needs))
    near.setdiag(0)
    near.eliminate_zeros()
    near = _strongest(near.tocsr(), MOST) + sparse.identity(skills, format="csr")
    near = near.tocsr()
    near.sort_indices()
    values = np.floor(near.data * FULL + 0.5).astype(np.uint16)
    return Nearness(near.indptr.astype(np.int64), near.indices.astype(np.int32), values)


def _used_together(skills: int, needs: NDArray[np.int64]) -> sparse.csr_matrix:
    """Cosine of skills over the occupations that ask for them; the strongest few of each."""
    from scipy import sparse  # noqa: PLC0415

    occupations, row = np.unique(needs[:, 0], return_inverse=True)
    weight = np.where(needs[:, 2] == 1, 1.0, 0.5)
    asked = sparse.csr_matrix((weight, (row, needs[:, 1])), shape=(len(occupations), skills))
    norms = np.sqrt(np.asarray(asked.multiply(asked).sum(axis=0)).ravel())
    norms[norms == 0] = 1
    asked = (asked @ sparse.diags(1 / norms)).tocsr()
    together = []
    for start in range(0, skills, 2048):  # in blocks, so that memory stays small
        block = (asked[:, start : start + 2048].T @ asked).tocsr()
        block.data[block.data < 0.2] = 0
        block.data *= USED_TOGETHER
        block.eliminate_zeros()
        together.append(_strongest(block, USED_TOGETHER_MOST + 1))
    return sparse.vstack(together).tocsr() if together else sparse.csr_matrix((skills, skills))


def occupation_nearness(
    held: Sequence[tuple[int, str | None]],
    needed: Sequence[tuple[int, str | None]],
    needs: NDArray[np.int64],
    weights: NDArray[np.float64],
) -> NDArray[np.uint16]:
    """Nearness of occupations: the same is 256; else by ISCO-08 code and skills in common, whichever is more.

    Args:
        held, needed: (concept number, ISCO-08 code) of each; number -1 where the taxonomy does not have it.
        needs: Rows of (occupation, skill, essential).
        weights: Specificity of each skill.

    Returns:
        Array (len(held), len(needed)) of 0 to 256.
    """
    near = _by_code([code for _, code in held], [code for _, code in needed])
    left, right = (_profiles([n for n, _ in side], needs, weights) for side in (held, needed))
    common = (left @ right.T).toarray() * SKILLS_IN_COMMON
    near = np.maximum(near, common)
    same = np.equal.outer([n for n, _ in held], [n for n, _ in needed]) & (np.array([n for n, _ in held]) >= 0)[:, None]
    near[same] = 1.0
    rounded: NDArray[np.uint16] = np.floor(near * FULL + 0.5).astype(np.uint16)
    return rounded


def _by_code(left: Sequence[str | None], right: Sequence[str | None]) -> NDArray[np.float64]:
    def digits(codes: Sequence[str | None]) -> NDArray[np.uint8]:
        table = np.zeros((len(codes), 4), dtype=np.uint8)
        for i, code in enumerate(codes):
            for j, digit in enumerate((code or "")[:4]):
                table[i, j] = ord(digit)
        return table

    a, b = digits(left), digits(right)
    shared = np.zeros((len(left), len(right)), dtype=np.int64)
    alike = np.ones_like(shared, dtype=bool)
    for place in range(4):
        alike &= (a[:, place][:, None] == b[:, place][None, :]) & (a[:, place] > 0)[:, None]
        shared += alike
    return np.array(SHARED_DIGITS)[shared]


def _profiles(numbers: Sequence[int], needs: NDArray[np.int64], weights: NDArray[np.float64]) -> sparse.csr_matrix:
    """One normalised row of weighted skills for each occupation; optional skills weigh half."""
    from scipy import sparse  # noqa: PLC0415

    shape = (len(numbers), len(weights))
    order = np.argsort(needs[:, 0], kind="stable")
    occupation = needs[order, 0]
    starts = np.searchsorted(occupation, numbers, side="left")
    ends = np.searchsorted(occupation, numbers, side="right")
    rows = np.repeat(np.arange(len(numbers)), ends - starts)
    picks = (
        order[np.concatenate([np.arange(s, e) for s, e in zip(starts, ends, strict=True)])]
        if rows.size
        else np.zeros(0, dtype=np.int64)
    )
    skill = needs[picks, 1]
    value = weights[skill] * np.where(needs[picks, 2] == 1, 1.0, 0.5)
    profile = sparse.csr_matrix((value, (rows, skill)), shape=shape)
    norms = np.sqrt(np.asarray(profile.multiply(profile).sum(axis=1)).ravel())
    norms[norms == 0] = 1
    return (sparse.diags(1 / norms) @ profile).tocsr()
