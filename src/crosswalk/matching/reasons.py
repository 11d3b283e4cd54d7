"""Second pass over the pairs that were kept: every part of the fit, what was unknown, which skills carried it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import types
from numpy.typing import NDArray

from crosswalk.matching.arrays import I4, I8, U1, U4, compiled, layout
from crosswalk.matching.kernel import (
    CLAIM,
    COVERED_BITS,
    INDEX,
    INT,
    LAST,
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
COUNTS = types.Array(types.uint16, 2, "C")
REASON_LISTS = types.Array(types.int32, 3, "C")


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


@compiled(INT(INT, I4, U4, I8, U4, CLAIM, I4, I4, I4))
def expand_with_reasons(person, claim_ptr, claims, cover_ptr, cover, claim, best, held, touched):  # type: ignore[no-untyped-def]
    """`expand` that also remembers which skill covers each term; the first of equals, as in the definition."""
    count = 0
    for k in range(claim_ptr[person], claim_ptr[person + 1]):
        skill, how = claims[k] >> np.uint32(5), claims[k] & np.uint32(31)
        for j in range(cover_ptr[skill], cover_ptr[skill + 1]):
            packed = cover[j]
            term, need = packed >> np.uint32(12), packed & np.uint32(7)
            value = np.int32((packed >> np.uint32(3) & np.uint32(511)) * np.uint32(claim[need, how]) >> np.uint32(8))
            if value > best[term]:
                touched[count] = term
                count += best[term] == 0
                best[term] = value
                held[term] = skill
    return count


@compiled(types.void(INT, INT, I4, U1, I4, I4, I4, I4, I8, INT, COUNTS, REASON_LISTS, I8))
def weigh_needs(  # type: ignore[no-untyped-def]
    start, stop, need_term, need_kind, need_weight, term_skill, best, held, covered, row, counts, reasons, gains
):
    """Sums covered of each kind, counts of requirements by how they are covered, and those that add most.

    Args:
        gains: Room for a key of each requirement: what it adds, and its place, the first of equals the greater.
    """
    room, needs = reasons.shape[1], stop - start
    covered[:] = 0
    for k in range(needs):
        term, kind = need_term[start + k], np.int64(need_kind[start + k])
        cover = best[term]
        gain = np.int64(cover) * np.int64(need_weight[start + k])
        covered[kind] += gain
        if room:
            how = 2 * np.int64(cover == 0) + np.int64((cover != 0) & (held[term] != term_skill[term]))
            counts[row, how + 3 - 3 * kind] += np.uint16(1)
            gains[k] = gain << 32 | (LAST - k)
    for r in range(min(room, needs)):
        most = np.int64(0)
        for k in range(needs):
            most = max(most, gains[k])
        if most >> 32 == 0:
            break
        found = LAST - (most & LAST)
        gains[found] = 0
        term = need_term[start + found]
        reasons[row, r, 0], reasons[row, r, 1], reasons[row, r, 2] = term_skill[term], held[term], best[term]


@compiled(types.void(PEOPLE, INDEX, RULES, SHEET, I8, I8, I8, I8, SHARES, I4, I4, PAIRS))
def open_pairs(p, x, rules, sheet, who, first, last, place, shares, term_skill, bit, out):  # type: ignore[no-untyped-def]
    """Works out again, with everything that goes into it, the fit of chosen pairs.

    Args:
        who: The people of the sheet; the pairs of each run from `first` to before `last`.
        place: Place of the vacancy of each pair, which is also its row of `out`.
        shares: Table of `known_shares`.
        term_skill: Skill of each term.
        bit: Bit of each filter in `out.unknown`.
    """
    # arrays are taken out of their tuples once: inside the loops each access would count references
    claim_ptr, claims, claim, cover_ptr, cover = p.claim_ptr, p.claim, rules.claim, x.cover_ptr, x.cover
    held_ptr, held_occupation, near, known_of = p.occupation_ptr, p.occupation, x.near, p.parts
    job_ptr, job_held, job_months = p.job_ptr, p.job_occupation, p.job_months
    need_ptr, need_term, need_kind, need_weight = x.need_ptr, x.need_term, x.need_kind, x.need_weight
    class_of, class_asked, class_kind = x.class_of, x.class_asked, x.class_kind
    class_education, class_language, filter_column = x.class_education, x.class_language, x.filter_column
    verdict, education, language = sheet.verdict, sheet.education, sheet.language
    column, months, weight = x.occupation, x.months, rules.part
    parts, unknown, counts, reasons = out.parts, out.unknown, out.counts, out.reasons
    terms, filters = len(x.post_ptr) - 1, filter_column.shape[1]
    best, held, touched = np.zeros(terms, np.int32), np.zeros(terms, np.int32), np.zeros(terms + 1, np.int32)
    occupation, relevant = np.zeros(near.shape[1], np.uint16), np.zeros(near.shape[1], np.int32)
    covered, gains = np.zeros(2, np.int64), np.zeros(max(1, np.diff(need_ptr).max()), np.int64)
    for i in range(len(who)):
        person = who[i]
        mine = np.int64(known_of[person])
        count = expand_with_reasons(person, claim_ptr, claims, cover_ptr, cover, claim, best, held, touched)
        work_of(
            person, held_ptr, held_occupation, job_ptr, job_held, job_months, near, rules.relevant_from,
            occupation, relevant,
        )  # fmt: skip
        for row in range(first[i], last[i]):
            v = place[row]
            c = class_of[v]
            for f in range(filters):
                if verdict[i, filter_column[v, f]] == 1:
                    unknown[row] |= np.uint32(1) << np.uint32(bit[f])
            asked, kind = np.int64(class_asked[c]), np.int64(class_kind[c])
            schooling, speech = np.int64(education[i, class_education[c]]), np.int64(language[i, class_language[c]])
            known = asked & (mine | (schooling >= 0) << 3 | (speech >= 0) << 4)
            fit = weight[known, 3] * max(schooling, 0) + weight[known, 4] * max(speech, 0)
            parts[row, 6], parts[row, 7], parts[row, 8] = schooling, speech, shares[asked, known]
            if known & 1:
                weigh_needs(
                    need_ptr[v], need_ptr[v + 1], need_term, need_kind, need_weight, term_skill, best, held,
                    covered, row, counts, reasons, gains,
                )  # fmt: skip
                alone, more = (rules.alone, rules.optional) if kind == 3 else (WHOLE, 0)
                part = skills_part(covered[1], covered[0], kind, rules.power, alone, more)
                fit += weight[known, 0] * part
                parts[row, 1] = part
                if kind & 2:
                    parts[row, 2] = covered[1] * SCALE >> COVERED_BITS
                if kind & 1:
                    parts[row, 3] = covered[0] * SCALE >> COVERED_BITS
            if known & 2:
                part = np.int64(occupation[column[v]]) * SCALE >> 8
                fit += weight[known, 1] * part
                parts[row, 4] = part
            if known & 4:
                part = experience_part(relevant[column[v]], months[v])
                fit += weight[known, 2] * part
                parts[row, 5] = part
            parts[row, 0] = fit >> 16
        for t in range(count):
            best[touched[t]] = 0
