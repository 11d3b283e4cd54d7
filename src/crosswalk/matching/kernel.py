"""The exact masked search: for each person all skills that count, all vacancies that are open, two bounded lists."""

from __future__ import annotations

import numpy as np
from numba import types

from crosswalk.matching.arrays import I4, I8, U2, U4, compiled, layout
from crosswalk.matching.index import IndexArrays
from crosswalk.matching.person_columns import PeopleArrays
from crosswalk.matching.rules import Rules
from crosswalk.matching.sheet import Verdicts
from crosswalk.matching.weights import FULL, SCALE, STATED, WHOLE

__all__ = ["LAST", "search"]

#: Everything covered: the sum of weight (to STATED) times cover (to FULL) has this many bits.
COVERED_BITS = 23
COVERED = STATED * FULL
LAST = 0xFFFFFFFF
INT_MAX = 2**31 - 1
FEW_CLASSES = 16


PEOPLE = layout(PeopleArrays)
INDEX = layout(IndexArrays, class_column=2, class_skip=2, filter_column=2, near=2)
RULES = layout(Rules, claim=2, part=2)
SHEET = layout(Verdicts, verdict=2, education=2, language=2)
KEYS = types.Array(types.int64, 2, "C")
COLUMNS_OF = types.Array(types.int32, 2, "C")
TABLE = types.Array(types.uint8, 2, "C")
CLAIM = NEAR = types.Array(types.uint16, 2, "C")
INT = types.int64


@compiled(types.void(KEYS, INT, INT))
def replace_least(heaps, row, key):  # type: ignore[no-untyped-def]
    """Puts a key into a full heap (a row, least first) in place of its least key."""
    size, at = heaps.shape[1], 0
    while True:
        child = 2 * at + 1
        if child >= size:
            break
        if child + 1 < size and heaps[row, child + 1] < heaps[row, child]:
            child += 1
        if heaps[row, child] >= key:
            break
        heaps[row, at] = heaps[row, child]
        at = child
    heaps[row, at] = key


@compiled(INT(INT, INT, INT, INT, INT, INT))
def skills_part(essential, optional, kind, power, alone, more):  # type: ignore[no-untyped-def]
    """Skills part in millionths from the sums covered, each 0 to COVERED.

    Args:
        kind: 1 where only optional, 2 only essential, 3 both kinds of skills are asked.
        power: Power of the essential sum.
        alone, more: What the essential skills give alone and what the optional add; WHOLE and 0 for kind 2.
    """
    if kind == 1:
        return optional * SCALE >> COVERED_BITS
    part = essential
    if power == 2:
        part = part * essential >> COVERED_BITS
    else:
        for _ in range(power - 1):
            part = part * essential >> COVERED_BITS
    part = part * (alone + (more * optional >> COVERED_BITS)) >> 16
    return part * SCALE >> COVERED_BITS


@compiled(INT(INT, INT))
def experience_part(relevant, months):  # type: ignore[no-untyped-def]
    """Relevant months (times 256) over the months needed, at most 1; the quotient of floats is exact here."""
    if relevant == 0:
        return 0
    return min(SCALE, np.int64(np.float64(relevant * SCALE) / np.float64(FULL * months)))


@compiled(INT(INT, I4, U4, I8, U4, CLAIM, U2, I4))
def expand(person, claim_ptr, claims, cover_ptr, cover, claim, best, touched):  # type: ignore[no-untyped-def]
    """Cover of each term by the best of the person's skills; returns how many terms are touched."""
    count = 0
    for k in range(claim_ptr[person], claim_ptr[person + 1]):
        skill, how = claims[k] >> np.uint32(5), claims[k] & np.uint32(31)
        for j in range(cover_ptr[skill], cover_ptr[skill + 1]):
            packed = cover[j]
            term, need = packed >> np.uint32(12), packed & np.uint32(7)
            value = (packed >> np.uint32(3) & np.uint32(511)) * np.uint32(claim[need, how]) >> np.uint32(8)
            before = best[term]
            touched[count] = term  # overwritten by the next where the term was touched before
            count += (before == 0) & (value != 0)
            best[term] = max(before, np.uint16(value))
    return count


@compiled(types.void(INT, I4, I4, I4, I4, I4, NEAR, INT, U2, I4))
def work_of(person, ptr, held, job_ptr, job_held, job_months, near, relevant_from, occupation, relevant):  # type: ignore[no-untyped-def]
    """For each occupation needed: nearness of the person's nearest, and relevant months times nearness."""
    occupation[:] = 0
    relevant[:] = 0
    least = np.uint16(relevant_from)
    for k in range(ptr[person], ptr[person + 1]):
        row = near[held[k]]
        for n in range(len(occupation)):
            occupation[n] = max(occupation[n], row[n])
    for k in range(job_ptr[person], job_ptr[person + 1]):
        row, months = near[job_held[k]], np.int32(job_months[k])
        for n in range(len(relevant)):
            relevant[n] += months * (np.int32(row[n]) if row[n] >= least else np.int32(0))


@compiled(types.void(INDEX, INT, I4, U2, I4))
def add_up(x, count, touched, best, sums):  # type: ignore[no-untyped-def]
    """Adds weight times cover of each touched term to the vacancies that need it; clears `best`."""
    post_ptr, post = x.post_ptr, x.post
    two, one = np.uint64(2), np.uint64(1)  # unsigned places need no check for counting from the end
    for t in range(count):
        term = touched[t]
        covered = np.int32(best[term])
        best[term] = 0
        for k in range(np.uint64(post_ptr[term]), np.uint64(post_ptr[term + 1])):
            sums[post[two * k]] += covered * np.int32(post[two * k + one])


@compiled(INT(INDEX, RULES, SHEET, INT, INT, I8, U2, I4, INT, I4, I4, I4))
def fits_of_open(x, rules, sheet, row, mine, sums, occupation, relevant, least, enough, fits, at):  # type: ignore[no-untyped-def]
    """Fit of a person with each vacancy that the early filters leave open, where it may enter a list.

    Args:
        row: The person's row of the sheet.
        mine: Pattern of what is known of the person.
        sums: For each place the sum covered of essential skills << 32 | of optional skills; negative where denied.
        least: Fits below it do not matter to the person's list.
        enough: Fits below it do not matter to the list of each place.
        fits, at: Receive the fits above 0, and their places; how many is returned.
    """
    class_start, class_column, class_from, class_skip = x.class_start, x.class_column, x.class_from, x.class_skip
    class_asked, class_kind, class_education = x.class_asked, x.class_kind, x.class_education
    class_language, verdict, education, language = x.class_language, sheet.verdict, sheet.education, sheet.language
    column, months, weight = x.occupation, x.months, rules.part
    power = rules.power
    classes, early, count, c = len(class_asked), class_column.shape[1], 0, 0
    while c < classes:
        shut = False
        for f in range(class_from[c], early):
            if verdict[row, class_column[c, f]] == 0:
                c = class_skip[c, f]
                shut = True
                break
        if shut:
            continue
        schooling = np.int64(education[row, class_education[c]])
        speech = np.int64(language[row, class_language[c]])
        known = np.int64(class_asked[c]) & (mine | (schooling >= 0) << 3 | (speech >= 0) << 4)
        if known & 3:
            kind = np.int64(class_kind[c])
            alone, more = (rules.alone, rules.optional) if kind == 3 else (WHOLE, 0)
            by_skills, by_occupation, by_experience = weight[known, 0], weight[known, 1], weight[known, 2]
            base = weight[known, 3] * max(schooling, 0) + weight[known, 4] * max(speech, 0)
            for v in range(np.uint64(class_start[c]), np.uint64(class_start[c + 1])):
                covered = sums[v]
                fit = base + by_skills * skills_part(covered >> 32, covered & LAST, kind, power, alone, more)
                if known & 2:
                    fit += by_occupation * (np.int64(occupation[np.uint32(column[v])]) * SCALE >> 8)
                limit = min(least, np.int64(enough[v]))
                if fit + by_experience * SCALE < limit << 16:  # too little even with full marks for experience
                    continue
                if known & 4:
                    fit += by_experience * experience_part(relevant[np.uint32(column[v])], months[v])
                fit >>= 16
                fits[count] = fit
                at[count] = v
                count += (fit >= limit) & (fit > 0) & (covered >= 0)
        c += 1
    return count


@compiled(types.boolean(TABLE, COLUMNS_OF, INT))
def any_open(verdict, class_column, row):  # type: ignore[no-untyped-def]
    """Whether the early filters leave any class open to a person; worth asking where classes are few."""
    for c in range(class_column.shape[0]):
        shut = False
        for f in range(class_column.shape[1]):
            shut = shut or verdict[row, class_column[c, f]] == 0
        if not shut:
            return True
    return False


@compiled(INT(I4, INT, INT, I4))
def likely_least(fits, count, most, peaks):  # type: ignore[no-untyped-def]
    """A fit that at least `most` of the fits reach, and not many more; 0 where there are few.

    The fits are dealt into twice as many heaps as are wanted; the greatest of each heap is one of them.
    """
    heaps = 2 * most
    if heaps == 0 or count < 4 * heaps:
        return 0
    peaks[:] = 0
    for start in range(0, count - heaps + 1, heaps):
        for j in range(heaps):
            peaks[j] = max(peaks[j], fits[start + j])
    peaks.sort()
    return np.int64(peaks[heaps - most])


@compiled(types.void(INDEX, SHEET, INT, I4, I4, INT, INT, INT, INT, KEYS, I4, KEYS))
def keep(x, sheet, row, fits, at, count, person_key, least, below, by_person, enough, by_vacancy):  # type: ignore[no-untyped-def]
    """Puts the fits that the late filters let pass on the person's list and on those of the vacancies.

    Args:
        least, below: Bounds of the fits that are offered to the person; the vacancies are offered all, once.
    """
    rank, filter_column, verdict = x.rank, x.filter_column, sheet.verdict
    early, filters = x.class_column.shape[1], filter_column.shape[1]
    per_person, top = by_person.shape[1], by_vacancy.shape[1] if below == INT_MAX else 0
    for k in range(count):
        v, fit = at[k], np.int64(fits[k])
        if fit < least and fit < enough[v]:
            continue
        vacancy_key = fit << 32 | (np.int64(LAST) - np.int64(rank[v]))
        wanted = per_person > 0 and least <= fit < below and vacancy_key > by_person[row, 0]
        wanting = top > 0 and fit >= enough[v] and fit << 32 | person_key > by_vacancy[v, 0]
        if not (wanted or wanting):
            continue
        shut = False
        for f in range(early, filters):
            shut = shut or verdict[row, filter_column[v, f]] == 0
        if wanted and not shut:
            replace_least(by_person, row, vacancy_key)
        if wanting and not shut:
            replace_least(by_vacancy, v, fit << 32 | person_key)
            enough[v] = by_vacancy[v, 0] >> 32


@compiled(types.void(PEOPLE, INDEX, RULES, SHEET, I8, I8, I4, U4, KEYS, KEYS))
def search(p, x, rules, sheet, who, deny_ptr, deny, person_rank, by_person, by_vacancy):  # type: ignore[no-untyped-def]
    """Offers the people `who` to every open vacancy of the block.

    Keys are fit << 32 | (LAST - rank of the other side's id): the greater, the better.

    Args:
        sheet: Verdicts of these people.
        deny_ptr, deny: Places refused to each person.
        person_rank: Place of each person's id in text order.
        by_person: Heaps (people of `who`, per_person) of keys, zero where empty; sorted ascending afterwards.
        by_vacancy: Heaps (places, top).
    """
    # arrays are taken out of their tuples once: inside the loops each access would count references
    claim_ptr, claims, claim, cover_ptr, cover = p.claim_ptr, p.claim, rules.claim, x.cover_ptr, x.cover
    held_ptr, held, near, parts = p.occupation_ptr, p.occupation, x.near, p.parts
    job_ptr, job_held, job_months = p.job_ptr, p.job_occupation, p.job_months
    places, terms, occupations = len(x.rank), len(x.post_ptr) - 1, near.shape[1]
    best, touched, sums = np.zeros(terms, np.uint16), np.zeros(terms + 1, np.int32), np.zeros(2 * places, np.int32)
    both = sums.view(np.int64)
    occupation, relevant = np.zeros(occupations, np.uint16), np.zeros(occupations, np.int32)
    fits, at = np.zeros(places + 1, np.int32), np.zeros(places + 1, np.int32)
    per_person, top = by_person.shape[1], by_vacancy.shape[1]
    enough = np.full(places, INT_MAX, np.int32)
    for v in range(places if top else 0):
        enough[v] = by_vacancy[v, 0] >> 32
    peaks = np.zeros(2 * per_person, np.int32)
    verdict, class_column, few = sheet.verdict, x.class_column, len(x.class_asked) <= FEW_CLASSES
    for row in range(len(who)):
        person = who[row]
        known = np.int64(parts[person])
        if known & 3 == 0 or (few and not any_open(verdict, class_column, row)):
            continue
        count = expand(person, claim_ptr, claims, cover_ptr, cover, claim, best, touched)
        add_up(x, count, touched, best, sums)
        for k in range(deny_ptr[person], deny_ptr[person + 1]):
            both[deny[k]] = -1
        if known & 6:
            work_of(
                person, held_ptr, held, job_ptr, job_held, job_months, near, rules.relevant_from, occupation, relevant
            )
        person_key = np.int64(LAST) - np.int64(person_rank[person])
        count = fits_of_open(
            x, rules, sheet, row, known, both, occupation, relevant, 0 if per_person else INT_MAX, enough, fits, at
        )
        sums[:] = 0
        least = likely_least(fits, count, per_person, peaks)
        keep(x, sheet, row, fits, at, count, person_key, least, INT_MAX, by_person, enough, by_vacancy)
        if per_person:
            if by_person[row, 0] >> 32 < least:  # late filters refused some of those above
                keep(x, sheet, row, fits, at, count, person_key, 0, least, by_person, enough, by_vacancy)
            by_person[row].sort()
