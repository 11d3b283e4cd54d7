"""Vacancies laid out for the kernel: sorted into classes, with an inverted index from skill to vacancies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from crosswalk.matching.arrays import typed
from crosswalk.matching.columns import take_rows
from crosswalk.matching.occupations import NearOccupations
from crosswalk.matching.protocol import SkillTaxonomy
from crosswalk.matching.sheet import Sheet
from crosswalk.matching.vacancies import Vacancies

__all__ = ["BLOCK", "Index", "IndexArrays", "make_index"]

#: Vacancies in one pass: a place and a kind fit into 16 bits, and the sums stay in the processor's cache.
BLOCK = 32_768


class IndexArrays(NamedTuple):
    """A term is a skill at a needed level. Vacancies stand in the order of their classes ("places").

    cover: for each held skill the terms that it covers, term << 12 | nearness << 3 | needed level. post: for each
    term pairs of place << 1 | kind, and weight. A class shares the verdicts of the early filters and the known
    parts: class_start (classes + 1) places; class_column (classes, early filters) columns of the sheet; class_from
    the first filter whose column differs from the class before; class_skip (classes, early filters) the next class
    that differs up to that filter. filter_column (places, filters): all columns of the sheet. near: nearness of
    occupations (held, needed); occupation is a column of it, or -1. need_*: terms, kinds and weights of each place.
    """

    cover_ptr: NDArray[np.int64]
    cover: NDArray[np.uint32]
    post_ptr: NDArray[np.int64]
    post: NDArray[np.uint16]
    class_start: NDArray[np.int64]
    class_column: NDArray[np.int32]
    class_from: NDArray[np.int32]
    class_skip: NDArray[np.int32]
    class_asked: NDArray[np.uint8]
    class_kind: NDArray[np.uint8]
    class_education: NDArray[np.int32]
    class_language: NDArray[np.int32]
    filter_column: NDArray[np.int32]
    near: NDArray[np.uint16]
    occupation: NDArray[np.int32]
    months: NDArray[np.int32]
    rank: NDArray[np.uint32]
    class_of: NDArray[np.int32]
    need_ptr: NDArray[np.int64]
    need_term: NDArray[np.int32]
    need_kind: NDArray[np.uint8]
    need_weight: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Index:
    """The arrays, the row of the vacancy at each place, and the place of each vacancy of the block."""

    arrays: IndexArrays
    row: NDArray[np.int64]
    sheet: Sheet
    term_skill: NDArray[np.int32]


def _terms(
    skill: NDArray[np.int32], level: NDArray[np.uint8], taxonomy: SkillTaxonomy
) -> tuple[NDArray[np.int64], NDArray[np.int64], dict[str, NDArray[np.integer]]]:
    """Term of each requirement, code (skill * 8 + level) of each term, and what each held skill covers."""
    codes, term = np.unique(skill.astype(np.int64) * 8 + level, return_inverse=True)
    near = taxonomy.nearness()
    skills = len(near.indptr) - 1
    first = np.searchsorted(codes, np.arange(skills + 1) * 8).astype(np.int32)
    fan = np.diff(first)[near.indices]  # terms behind each entry of the nearness table
    upto = np.concatenate(([0], np.cumsum(fan)))
    terms = np.repeat(first[near.indices] - upto[:-1].astype(np.int32), fan) + np.arange(upto[-1], dtype=np.int32)
    packed = terms.astype(np.uint32) << 12 | np.repeat(near.values.astype(np.uint32), fan) << 3
    packed |= (codes % 8).astype(np.uint32)[terms]
    cover = {"cover_ptr": upto[near.indptr], "cover": packed}
    return term, codes, cover


def _classes(keys: NDArray[np.int64], filters: int) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Starts of the classes of sorted rows of keys, and for each class `class_from` and `class_skip`."""
    differs = keys[1:] != keys[:-1]
    new = np.concatenate(([len(keys) > 0], differs.any(axis=1))).astype(bool)
    start = np.flatnonzero(new)
    count = len(start)
    changed = keys[start[1:], :filters] != keys[start[:-1], :filters]
    changed = np.hstack([changed, np.ones((len(changed), 1), dtype=bool)])
    origin = np.concatenate(([0] * min(count, 1), changed.argmax(axis=1)))
    skip = np.full((count, filters), count, dtype=np.int64)
    for depth in range(filters):
        marks = np.flatnonzero(origin <= depth)
        following = np.searchsorted(marks, np.arange(count), side="right")
        skip[:, depth] = np.append(marks, count)[following]
    return np.append(start, len(keys)), origin, skip


def make_index(
    vacancies: Vacancies,
    rows: NDArray[np.int64],
    sheet: Sheet,
    taxonomy: SkillTaxonomy,
    occupations: NearOccupations,
) -> Index:
    """Lays out the vacancies `rows` (at most BLOCK), whose sheet is `sheet`."""
    v = vacancies.arrays
    asked, kind = v.asked[rows], v.kind[rows]
    filters = sheet.early
    alike = (sheet.column[:, :filters], sheet.education, sheet.language, asked, kind)
    keys = np.column_stack(alike).astype(np.int64)
    order = np.lexsort((vacancies.rank[rows], *keys.T[::-1]))
    start, origin, skip = _classes(keys[order], filters)
    head = keys[order][start[:-1]]
    place_of = np.empty(len(rows), dtype=np.int64)
    place_of[order] = np.arange(len(rows))
    row = rows[order]
    needed, column = np.unique(v.occupation[row], return_inverse=True)
    unstated = int(needed.size > 0 and needed[0] < 0)
    near = occupations.of(needed[unstated:])
    need_ptr, needs = take_rows(v.need_ptr, row)
    term, codes, cover = _terms(v.need_skill[needs], v.need_level[needs], taxonomy)
    post_ptr, post = _postings(term, len(codes), need_ptr, v.need_kind[needs], v.need_weight[needs])
    arrays: IndexArrays = typed(
        IndexArrays,
        **cover,
        post_ptr=post_ptr,
        post=post,
        class_start=start,
        class_column=head[:, :filters],
        class_from=origin,
        class_skip=skip,
        class_asked=head[:, -2],
        class_kind=head[:, -1],
        class_education=head[:, filters],
        class_language=head[:, filters + 1],
        filter_column=sheet.column[order],
        near=near,
        occupation=column - unstated,
        months=v.months[row],
        rank=vacancies.rank[row],
        class_of=np.repeat(np.arange(len(start) - 1), np.diff(start)),
        need_ptr=need_ptr,
        need_term=term,
        need_kind=v.need_kind[needs],
        need_weight=v.need_weight[needs],
    )
    return Index(arrays, row, sheet, (codes // 8).astype(np.int32))


def _postings(
    term: NDArray[np.int64],
    terms: int,
    need_ptr: NDArray[np.int64],
    kind: NDArray[np.uint8],
    weight: NDArray[np.int32],
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    place = np.repeat(np.arange(len(need_ptr) - 1), np.diff(need_ptr))
    weighs = np.flatnonzero(weight > 0)
    order = weighs[np.lexsort((place[weighs], term[weighs]))]
    counts = np.bincount(term[weighs], minlength=terms)
    return np.concatenate(([0], np.cumsum(counts))), np.column_stack((place << 1 | kind, weight))[order].ravel()
