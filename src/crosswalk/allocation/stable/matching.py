"""Stable matching where people and vacancies both rank: no person and vacancy would rather have each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from crosswalk.allocation.problem import ALONE, Integers, Problem
from crosswalk.allocation.result import Certificate
from crosswalk.allocation.stable.kernel import people_propose, vacancies_propose
from crosswalk.errors import UsageError

__all__ = ["SidesCompared", "StableMatching", "blocking_pairs", "compare_sides", "stable_matching"]

Side = Literal["people", "vacancies"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StableMatching:
    """Who goes where when both sides rank, and the proof that nobody can do better by agreement.

    Among all stable matchings the one found is the best for every proposer at once, and the worst for everybody on the
    other side (Gale and Shapley 1962). When people propose, no person gains, and no set of people all gain, by ranking
    otherwise than they think (Dubins and Freedman 1981, Roth 1982). A vacancy can, even when it proposes, unless
    it has a single place (Roth 1985). All stable matchings place the same people and fill the same number of places
    of each vacancy, and a vacancy that is not full gets the same people in each (Roth 1986). Conditions: everybody
    alone, one place each, no quotas over vacancies, equal ranks broken by the order of the options, and every
    option listed is better than none for both. Several pathways to one vacancy change nothing (Hatfield and Milgrom
    2005).

    Attributes:
        proposing: The side that proposes.
        chosen: int64[n]; indices of the options chosen, ascending.
        blocking: Options that person and vacancy would both rather have; empty is the proof.
        looked_at: Options that the proof looked at: all of them.
        objective: Value of the first stage, in millionths.
    """

    proposing: Side
    chosen: Integers
    blocking: Integers
    looked_at: int
    objective: int

    def price(self, best: Certificate) -> float:
        """The price of stability: share of the best objective that is given up for it.

        Args:
            best: Certificate of the first stage of an allocation of the same problem.

        Returns:
            0.04 where 4 % of the best objective are given up; at most that, where the certificate's gap is not zero.
        """
        return (best.objective - self.objective) / best.objective if best.objective > 0 else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SidesCompared:
    """What it changes for people who proposes.

    Attributes:
        by_people, by_vacancies: The two matchings.
        same: People whom both give the same option, or none.
        better, worse: People whom the proposals of people give a better, or a worse, option than those of vacancies.
    """

    by_people: StableMatching
    by_vacancies: StableMatching
    same: int
    better: int
    worse: int


def _checked(problem: Problem, person_rank: Integers, vacancy_rank: Integers) -> None:
    """Refuses what has no stable matching in general, and ranks of another length."""
    instead = "use allocate, which holds to the rule and proves the best value"
    if problem.rows:
        raise UsageError(
            f"A stable matching cannot hold to the rule {problem.rows[0].name}, which goes over several vacancies.",
            remedy=f"Take places that are held back off the capacities and leave the rule out; or {instead}.",
        )
    together = problem.group[problem.group != ALONE]
    if len(together) and np.bincount(together).max() > 1:
        raise UsageError(
            "Where people move together there may be no stable matching at all.",
            remedy=f"Rank the vacancies for one of them and leave the others out; or {instead}.",
        )
    if (problem.use != 1).any():
        raise UsageError(
            "Where a person takes several places there may be no stable matching at all.",
            remedy=f"Count people, not places; or {instead}.",
        )
    if (problem.capacity < 0).any():
        raise UsageError("A vacancy has fewer than no places.", remedy="Give 0 or more.")
    for name, rank in (("person_rank", person_rank), ("vacancy_rank", vacancy_rank)):
        if rank.shape != problem.vacancy.shape or rank.dtype != np.int64:
            raise UsageError(
                f"{name} is not one whole number for each option.",
                remedy=f"Give an int64 array of {len(problem.vacancy)} ranks; higher is better.",
            )


def stable_matching(
    problem: Problem, person_rank: Integers, vacancy_rank: Integers, *, proposing: Side = "people"
) -> StableMatching:
    """The stable matching that the proposing side likes best, by deferred acceptance.

    Args:
        problem: Options and capacities; its stages serve only to tell what stability costs.
        person_rank: int64[E]; what the person of each option thinks of it, higher is better. Only the order among
            the options of one person counts.
        vacancy_rank: int64[E]; what the vacancy of each option thinks of it, likewise.
        proposing: Side that proposes, and gets the best that is stable.

    Returns:
        The matching; equal ranks are broken by the order of the options (person, vacancy, pathway).

    Raises:
        UsageError: The problem has rules over several vacancies, groups, or people who take several places: a stable
            matching may not exist there (Roth 1984; McDermid and Manlove 2010). Or the ranks do not fit.

    Source:
        Gale and Shapley, College Admissions and the Stability of Marriage, American Mathematical Monthly 69:9 (1962).

    Example:
        Both people want V1 most; V1 wants P2 most.

        >>> from crosswalk.allocation.problem import Stage
        >>> whole = lambda *values: np.array(values, np.int64)
        >>> problem = Problem(
        ...     people=("P1", "P2"), vacancies=("V1", "V2"), pathways=(), first_option=whole(0, 2, 4),
        ...     vacancy=whole(0, 1, 0, 1).astype(np.int32), pathway=np.full(4, -1, np.int32), use=whole(1, 1, 1, 1),
        ...     capacity=whole(1, 1), stages=(Stage(name="fit", value=whole(900_000, 1, 500_000, 400_000)),))
        >>> found = stable_matching(problem, whole(2, 1, 2, 1), whole(1, 1, 2, 1))
        >>> found.chosen.tolist(), found.objective, found.blocking.tolist()
        ([1, 2], 500001, [])
    """
    _checked(problem, person_rank, vacancy_rank)
    propose = people_propose if proposing == "people" else vacancies_propose
    columns = (problem.first_option, problem.person, problem.vacancy, problem.capacity, person_rank, vacancy_rank)
    choice: Integers = propose(*(np.require(column, requirements=["C", "W"]) for column in columns))
    chosen = choice[choice >= 0]
    return StableMatching(
        proposing=proposing,
        chosen=chosen,
        blocking=blocking_pairs(problem, person_rank, vacancy_rank, chosen),
        looked_at=len(problem.vacancy),
        objective=int(problem.stages[0].value[chosen].sum()) if problem.stages else 0,
    )


def blocking_pairs(problem: Problem, person_rank: Integers, vacancy_rank: Integers, chosen: Integers) -> Integers:
    """Options that both their person and their vacancy would rather have than what they were given.

    A person would rather have an option than a lower one or none. A vacancy would rather have it than an empty place,
    than the lowest of those it was given, or than another pathway of the same person.

    Args:
        problem, person_rank, vacancy_rank: As of `stable_matching`.
        chosen: Indices of options; any choice that gives each person one option and no vacancy too many.

    Returns:
        Indices of the options, ascending; none where the choice is stable.

    Raises:
        UsageError: The choice gives a person two options, or a vacancy more people than places.
    """
    _checked(problem, person_rank, vacancy_rank)
    chosen = np.sort(chosen)
    person, vacancy, option = problem.person, problem.vacancy, np.arange(len(problem.vacancy))
    taken = np.bincount(vacancy[chosen], minlength=len(problem.vacancies))
    if len(np.unique(person[chosen])) < len(chosen) or (taken > problem.capacity).any():
        raise UsageError(
            "The choice gives a person two options, or a vacancy more people than places.",
            remedy="Check it with broken_rules.",
        )
    mine = np.full(len(problem.people), -1)
    mine[person[chosen]] = chosen
    lowest_first = np.lexsort((-chosen, vacancy_rank[chosen], vacancy[chosen]))
    at, where = np.unique(vacancy[chosen][lowest_first], return_index=True)
    lowest = np.full(len(problem.vacancies), -1)
    lowest[at] = chosen[lowest_first[where]]
    # Most options fall away with the person's own view; the vacancies are asked about the rest.
    wanted = option[_above(person_rank, option, mine[person])]
    theirs = mine[person[wanted]]
    changes_pathway = (theirs >= 0) & (vacancy[theirs] == vacancy[wanted])
    room = taken[vacancy[wanted]] < problem.capacity[vacancy[wanted]]
    rather = room | ((lowest >= 0)[vacancy[wanted]] & _above(vacancy_rank, wanted, lowest[vacancy[wanted]]))
    blocking: Integers = wanted[np.where(changes_pathway, _above(vacancy_rank, wanted, theirs), rather)]
    return blocking


def _above(rank: Integers, one: Integers, other: Integers) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """One option stands above the other, by rank and then by order; any stands above none (-1)."""
    above: np.ndarray[tuple[int], np.dtype[np.bool_]] = (
        (other < 0) | (rank[one] > rank[other]) | ((rank[one] == rank[other]) & (one < other))
    )
    return above


def compare_sides(problem: Problem, person_rank: Integers, vacancy_rank: Integers) -> SidesCompared:
    """Both matchings, and for how many people it matters which side proposes; arguments as of `stable_matching`."""
    matchings = [
        stable_matching(problem, person_rank, vacancy_rank, proposing=side) for side in ("people", "vacancies")
    ]
    mine = np.full((2, len(problem.people)), -1)
    for row, matching in zip(mine, matchings, strict=True):
        row[problem.person[matching.chosen]] = matching.chosen
    one, other = mine[:, mine[0] != mine[1]]
    better = int(((one >= 0) & _above(person_rank, one, other)).sum())
    return SidesCompared(
        by_people=matchings[0],
        by_vacancies=matchings[1],
        same=len(problem.people) - len(one),
        better=better,
        worse=len(one) - better,
    )
