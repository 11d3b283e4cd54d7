"""Second pass over the pairs that were kept: every part of the fit, what was unknown, which skills carried it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import types
from numpy.typing import NDArray

from crosswalk.matching.arrays import I4, I8, compiled, layout
from crosswalk.matching.kernel import (
    COVERED_BITS,
    INDEX,
    INT,
    PEOPLE,
    RULES,
    SHEET,
    experience_part,
    skills_part,
    work_of,
)
from crosswalk.matching.weights import PARTS, SCALE, WHOLE, Weights

__all__ = ["COLUMNS", "REASONS", "PairArrays", "empty_pairs", "known_shares", "open_pairs"]

#: Columns of `PairArrays.parts`, in millionths; -1 where missing.
COLUMNS = ("fit", "skills", "essential", "optional", "occupation", "experience", "education", "language", "known")
#: Skills kept as reasons of a pair, those that add most first.
REASONS = 5


class PairArrays(NamedTuple):
    """Opened pairs.

    parts: (pairs, COLUMNS). unknown: bit k for the k-th of FILTERS, then those of the caller. counts: essential
    skills covered by the skill itself, by a related one, and missing; then the same of optional skills. reasons:
    (pairs, REASONS, 3) as skill needed, skill held, cover 0..256; -1 where there are fewer.
    """

    parts: NDArray[np.int32]
    unknown: NDArray[np.uint32]
    counts: NDArray[np.uint16]
    reasons: NDArray[np.int32]


PAIRS = layout(PairArrays, parts=2, counts=2, reasons=3)
SHARES = types.Array(types.int64, 2, "C")


def empty_pairs(count: int, reasons: int) -> PairArrays:
    """Room for the results of `count` pairs."""
    return PairArrays(
        np.full((count, len(COLUMNS)), -1, dtype=np.int32),
        np.zeros(count, dtype=np.uint32),
        np.zeros((count, 6), dtype=np.uint16),
        np.full((count, reasons, 3), -1, dtype=np.int32),
    )


def known_shares(weights: Weights) -> NDArray[np.int64]:
    """Table of `Weights.known_share`, [asked, known]."""
    patterns = range(1 << len(PARTS))
    return np.array([[weights.known_share(asked, known) for known in patterns] for asked in patterns], dtype=np.int64)


@compiled(INT(PEOPLE, INDEX, RULES, INT, I4, I4, I4))
def expand_with_reasons(p, x, rules, person, best, held, touched):  # type: ignore[no-untyped-def]
    """`expand` that also remembers which skill covers each term; the first of equals, as in the definition."""
    count = 0
    for k in range(p.claim_ptr[person], p.claim_ptr[person + 1]):
        skill, how = p.claim[k] >> 5, p.claim[k] & 31
        for j in range(x.cover_ptr[skill], x.cover_ptr[skill + 1]):
            term = x.cover[j] >> 12
            value = np.int32((x.cover[j] >> 3 & 511) * rules.claim[x.cover[j] & 7, how] >> 8)
            if value > best[term]:
                if best[term] == 0:
                    touched[count] = term
                    count += 1
                best[term] = value
                held[term] = skill
    return count


@compiled(types.void(INDEX, I4, I4, I4, INT, INT, PAIRS))
def _keep_reasons(x, term_skill, best, held, place, row, out):  # type: ignore[no-untyped-def]
    """Counts of requirements by how they are covered, and the few that add most."""
    room = out.reasons.shape[1]
    gains = np.zeros(room, np.int64)
    for k in range(x.need_ptr[place], x.need_ptr[place + 1]):
        term = x.need_term[k]
        cover, skill = best[term], term_skill[term]
        how = 2 if cover == 0 else 0 if held[term] == skill else 1
        out.counts[row, how + (0 if x.need_kind[k] else 3)] += 1
        gain = np.int64(cover) * x.need_weight[k]
        if room == 0 or gain <= gains[room - 1]:
            continue
        at = room - 1
        while at > 0 and gains[at - 1] < gain:
            gains[at] = gains[at - 1]
            out.reasons[row, at] = out.reasons[row, at - 1]
            at -= 1
        gains[at] = gain
        out.reasons[row, at, 0] = skill
        out.reasons[row, at, 1] = held[term]
        out.reasons[row, at, 2] = cover


@compiled(types.void(PEOPLE, INDEX, RULES, SHEET, INT, I8, I8, SHARES, I4, I4, INT, PAIRS))
def open_pairs(p, x, rules, sheet, first, pair_ptr, place, shares, term_skill, bit, start, out):  # type: ignore[no-untyped-def]
    """Works out again, with everything that goes into it, the fit of chosen pairs.

    Args:
        first: The first person of the sheet; pair_ptr says where the pairs of each following person begin.
        place: Place of the vacancy of each pair.
        shares: Table of `known_shares`.
        term_skill: Skill of each term.
        bit: Bit of each filter in `out.unknown`.
        start: Row of `out` for the first pair.
    """
    terms = len(x.post_ptr) - 1
    best, held, touched = np.zeros(terms, np.int32), np.zeros(terms, np.int32), np.zeros(terms + 1, np.int32)
    occupation, relevant = np.zeros(x.near.shape[1], np.uint16), np.zeros(x.near.shape[1], np.int32)
    for i in range(len(pair_ptr) - 1):
        if pair_ptr[i] == pair_ptr[i + 1]:
            continue
        person = first + i
        count = expand_with_reasons(p, x, rules, person, best, held, touched)
        work_of(
            person, p.occupation_ptr, p.occupation, p.job_ptr, p.job_occupation, p.job_months, x.near,
            rules.relevant_from, occupation, relevant,
        )  # fmt: skip
        for k in range(pair_ptr[i], pair_ptr[i + 1]):
            v, row = place[k], start + k
            c = x.class_of[v]
            for f in range(x.filter_column.shape[1]):
                if sheet.verdict[i, x.filter_column[v, f]] == 1:
                    out.unknown[row] |= np.uint32(1) << np.uint32(bit[f])
            parts = out.parts[row]
            asked, mine = np.int64(x.class_asked[c]), np.int64(p.parts[person])
            parts[6] = sheet.education[i, x.class_education[c]]
            parts[7] = sheet.language[i, x.class_language[c]]
            known = asked & (mine | (parts[6] >= 0) << 3 | (parts[7] >= 0) << 4)
            if known & 1:
                covered = np.zeros(2, np.int64)
                for j in range(x.need_ptr[v], x.need_ptr[v + 1]):
                    covered[x.need_kind[j]] += np.int64(best[x.need_term[j]]) * x.need_weight[j]
                kind = np.int64(x.class_kind[c])
                alone, more = (rules.alone, rules.optional) if kind == 3 else (WHOLE, 0)
                parts[1] = skills_part(covered[1], covered[0], kind, rules.power, alone, more)
                if kind & 2:
                    parts[2] = covered[1] * SCALE >> COVERED_BITS
                if kind & 1:
                    parts[3] = covered[0] * SCALE >> COVERED_BITS
                _keep_reasons(x, term_skill, best, held, v, row, out)
            if known & 2:
                parts[4] = np.int64(occupation[x.occupation[v]]) * SCALE >> 8
            if known & 4:
                parts[5] = experience_part(relevant[x.occupation[v]], x.months[v])
            weight = rules.part[known]
            fit = weight[0] * max(parts[1], 0) + weight[1] * max(parts[4], 0) + weight[2] * max(parts[5], 0)
            parts[0] = (fit + weight[3] * max(parts[6], 0) + weight[4] * max(parts[7], 0)) >> 16
            parts[8] = shares[asked, known]
        for t in range(count):
            best[touched[t]] = 0
