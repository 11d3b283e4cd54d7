"""Deferred acceptance in plain words: offer the best not yet refused, keep the best that is offered, repeat."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Literal

from crosswalk.allocation.problem import Integers, Problem

__all__ = ["plain_blocking_pairs", "plain_stable_options"]

Choice = Callable[[Iterable[int]], set[int]]


def _choices(problem: Problem, person_rank: Integers, vacancy_rank: Integers) -> tuple[Choice, Choice]:
    """What people choose of some options (each their best), and what vacancies choose (the best for their places)."""
    person, vacancy = problem.person.tolist(), problem.vacancy.tolist()

    def people(options: Iterable[int]) -> set[int]:
        best: dict[int, int] = {}
        for option in sorted(options, key=lambda e: (-int(person_rank[e]), e)):
            best.setdefault(person[option], option)
        return set(best.values())

    def vacancies(options: Iterable[int]) -> set[int]:
        taken: dict[int, dict[int, int]] = defaultdict(dict)
        for option in sorted(options, key=lambda e: (-int(vacancy_rank[e]), e)):
            at = taken[vacancy[option]]
            if person[option] not in at and len(at) < problem.capacity[vacancy[option]]:
                at[person[option]] = option
        return {option for at in taken.values() for option in at.values()}

    return people, vacancies


def plain_stable_options(
    problem: Problem, person_rank: Integers, vacancy_rank: Integers, proposing: Literal["people", "vacancies"]
) -> list[int]:
    """The stable options that the proposing side likes best, ascending; arguments as in `stable_matching`.

    Source:
        Hatfield and Milgrom, Matching with Contracts, American Economic Review 95:913 (2005), the cumulative offer.
    """
    people, vacancies = _choices(problem, person_rank, vacancy_rank)
    propose, keep = (people, vacancies) if proposing == "people" else (vacancies, people)
    open_options = set(range(len(problem.vacancy)))
    while True:
        offered = propose(open_options)
        kept = keep(offered)
        if kept == offered:
            return sorted(kept)
        open_options -= offered - kept


def plain_blocking_pairs(
    problem: Problem, person_rank: Integers, vacancy_rank: Integers, chosen: Iterable[int]
) -> list[int]:
    """Options that person and vacancy would both choose over what they have, by trying each."""
    people, vacancies = _choices(problem, person_rank, vacancy_rank)
    now = set(chosen)
    others = set(range(len(problem.vacancy))) - now
    return sorted(e for e in others if e in people(now | {e}) and e in vacancies(now | {e}))
