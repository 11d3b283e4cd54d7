"""Compiled filters: the verdict, and the score where there is one, of each person for each key of the vacancies."""

from __future__ import annotations

import numpy as np
from numba import types

from crosswalk.matching.arrays import I4, I8, compiled, layout
from crosswalk.matching.columns import NO_DATE
from crosswalk.matching.person_columns import PeopleArrays
from crosswalk.matching.weights import SCALE

__all__ = ["judge_availability", "judge_destination", "judge_education", "judge_language", "judge_licence"]

PEOPLE = layout(PeopleArrays)
VERDICTS = types.Array(types.uint8, 2, "C")
SCORES = types.Array(types.int32, 2, "C")
BOTH = types.Tuple((VERDICTS, SCORES))
INT = types.int64


@compiled(VERDICTS(PEOPLE, I8, I4))
def judge_destination(p, who, countries):  # type: ignore[no-untyped-def]
    """Verdict of each person on each country: wanted, not said, or not wanted."""
    out = np.empty((len(who), len(countries)), np.uint8)
    for row in range(len(who)):
        i = who[row]
        known = p.lists[i] & 2 != 0
        for k in range(len(countries)):
            verdict = 1
            if countries[k] >= 0:
                verdict = 0 if known else 1
                for j in range(p.destination_ptr[i], p.destination_ptr[i + 1]):
                    if p.destination[j] >> 1 == countries[k]:
                        if p.destination[j] & 1:
                            verdict = 0
                            break
                        verdict = 2
            out[row, k] = verdict
    return out


@compiled(BOTH(PEOPLE, I8, I8, I4, I4, INT, INT, INT))
def judge_language(p, who, ptr, language, needed, words, steps, step_cost):  # type: ignore[no-untyped-def]
    """Verdict and language part of each person on each set of languages asked for."""
    out = np.empty((len(who), len(ptr) - 1), np.uint8)
    score = np.empty((len(who), len(ptr) - 1), np.int32)
    level = np.full(words, -1, np.int64)
    for row in range(len(who)):
        i = who[row]
        known = p.lists[i] & 1 != 0
        for j in range(p.language_ptr[i], p.language_ptr[i + 1]):
            level[p.language[j]] = max(level[p.language[j]], np.int64(p.language_level[j]))
        for k in range(len(ptr) - 1):
            verdict, total, count = 2, 0, 0
            for j in range(ptr[k], ptr[k + 1]):
                held, need = level[language[j]], needed[j]
                if not known or (held == 0 and need > 0):
                    verdict = min(verdict, 1)
                    continue
                count += 1
                if held < 0:
                    verdict = 0
                    continue
                short = max(0, need - held)
                total += max(0, SCALE - short * step_cost)
                if short > steps:
                    verdict = 0
            out[row, k] = verdict
            score[row, k] = total // count if count else -1
        for j in range(p.language_ptr[i], p.language_ptr[i + 1]):
            level[p.language[j]] = -1
    return out, score


@compiled(BOTH(PEOPLE, I8, I4, INT))
def judge_education(p, who, floors, one_short):  # type: ignore[no-untyped-def]
    """Verdict and education part of each person on each floor."""
    out = np.empty((len(who), len(floors)), np.uint8)
    score = np.empty((len(who), len(floors)), np.int32)
    for row in range(len(who)):
        i = who[row]
        held, undecided = np.int64(p.education[i]), np.int64(p.education_open[i])
        for k in range(len(floors)):
            floor = floors[k]
            verdict, part = 2, -1
            if floor >= 0:
                if held >= floor:
                    part = SCALE
                elif undecided >= floor or (held < 0 and undecided < 0):
                    verdict = 1
                else:
                    verdict = 0
                    if held >= 0 and held >= undecided:
                        part = one_short if floor - held == 1 else 0
            out[row, k] = verdict
            score[row, k] = part
    return out, score


@compiled(VERDICTS(PEOPLE, I8, I8, I4, INT))
def judge_licence(p, who, ptr, licence, words):  # type: ignore[no-untyped-def]
    """Verdict of each person on each set of licences: held and valid, not listed, or lacking."""
    out = np.empty((len(who), len(ptr) - 1), np.uint8)
    status = np.full(words, 1, np.uint8)
    for row in range(len(who)):
        i = who[row]
        for j in range(p.credential_ptr[i], p.credential_ptr[i + 1]):
            name = p.credential[j] >> 1
            if p.credential[j] & 1:
                status[name] = 2
            elif status[name] != 2:
                status[name] = 0
        for k in range(len(ptr) - 1):
            verdict = 2
            for j in range(ptr[k], ptr[k + 1]):
                verdict = min(verdict, status[licence[j]])
            out[row, k] = verdict
        for j in range(p.credential_ptr[i], p.credential_ptr[i + 1]):
            status[p.credential[j] >> 1] = 1
    return out


@compiled(VERDICTS(PEOPLE, I8, I4))
def judge_availability(p, who, starts_on):  # type: ignore[no-untyped-def]
    """Verdict of each person on each first day of work."""
    out = np.empty((len(who), len(starts_on)), np.uint8)
    for row in range(len(who)):
        i = who[row]
        for k in range(len(starts_on)):
            verdict = 2
            if starts_on[k] != NO_DATE:
                if p.available[i] == NO_DATE:
                    verdict = 1
                elif p.available[i] > starts_on[k]:
                    verdict = 0
            out[row, k] = verdict
    return out
