"""Why somebody was not placed, or why here: one structured reason for every person, and what would have changed it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from crosswalk.allocation.allocate import allocate
from crosswalk.allocation.fairness.changed import Solver
from crosswalk.allocation.problem import ALONE, VALUE_SCALE, Integers, Problem
from crosswalk.allocation.reasons.changes import binds, nearest_options, pressing_rows, what_would_change
from crosswalk.allocation.reasons.columns import reasons_of_all
from crosswalk.allocation.reasons.reasons import REASONS, NotPlaced, OptionSeen, Placed, Together, VacancyCounts
from crosswalk.allocation.reasons.standing import Standing, standing
from crosswalk.allocation.result import Allocation
from crosswalk.errors import NotFoundError, UsageError

__all__ = ["REASONS", "Explanations", "NotPlaced", "explain_all"]

#: Counts of people below this are not told to an employer.
FEW = 10
PLACED = REASONS.index("placed")
#: In place of a value where nobody is placed.
NOBODY = np.iinfo(np.int64).max


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanations:
    """The reason of everybody, in columns; one person's in full when asked.

    Attributes:
        standings: What every option keeps at the prices, for each objective in which options differ.
        which: int8[P]; index of the standing that tells of each person: the most important objective in which their
            nearest option falls short, else the last; of those placed the first.
        reason: int8[P]; index into REASONS.
        row: int32[P]; the rule that presses most on the nearest option of those not placed, or -1.
        lowest: For each standing int64[V]; the least value of those placed at each vacancy.
        free: int64[V]; places that are left.
    """

    problem: Problem
    allocation: Allocation
    standings: tuple[Standing, ...]
    which: NDArray[np.int8]
    reason: NDArray[np.int8]
    row: NDArray[np.int32]
    lowest: tuple[Integers, ...]
    free: Integers
    held_back: Integers
    no_option: Sequence[str | None] | None

    def at(self, person: int) -> Standing:
        """The standing that tells of a person."""
        return self.standings[int(self.which[person])]

    def counts(self) -> dict[str, int]:
        """People by reason; the numbers add up to all people."""
        return dict(zip(REASONS, np.bincount(self.reason, minlength=len(REASONS)).tolist(), strict=True))

    def table(self) -> pl.DataFrame:
        """One row for each person who was not placed, for the programme only.

        Returns:
            person_id, reason, options (how many), vacancy_id (the nearest; null where there is none), stage, value and
            needed (in units of the stage), short, and rule (the one that presses most; null where none does).
        """
        people = np.flatnonzero(self.reason != PLACED)
        mine = (self.which[people], people)
        nearest, keeps = (np.stack([getattr(at, name) for at in self.standings])[mine] for name in ("nearest", "keeps"))
        value, reduced = (
            np.stack([np.append(getattr(at, name), 0)[at.nearest] for at in self.standings])[mine]
            for name in ("value", "reduced")
        )
        stages = [self.problem.stages[at.stage].name for at in self.standings]
        vacancies = pl.Series([*self.problem.vacancies, None], dtype=pl.String)
        rules = pl.Series([*(row.name for row in self.problem.rows), None], dtype=pl.String)
        some = pl.Series(nearest >= 0)
        frame = pl.DataFrame(
            {
                "person_id": pl.Series(self.problem.people, dtype=pl.String).gather(people),
                "reason": pl.Series(REASONS).gather(self.reason[people]),
                "options": np.diff(self.problem.first_option)[people],
                "vacancy_id": vacancies.gather(np.append(self.problem.vacancy, -1)[nearest] % len(vacancies)),
                "stage": pl.Series(stages).gather(self.which[people]),
                "value": value / VALUE_SCALE,
                "needed": (value - reduced) / VALUE_SCALE,
                "short": np.maximum(-keeps, 0) / VALUE_SCALE,
                "rule": rules.gather(self.row[people] % len(rules)),
            }
        )
        return frame.with_columns(pl.when(some).then(pl.col(name)).alias(name) for name in ("value", "needed", "short"))

    def index(self, person: str) -> int:
        """Where a person stands in the problem.

        Raises:
            NotFoundError: Nobody has this identifier.
        """
        found = bisect_left(self.problem.people, person)
        if found == len(self.problem.people) or self.problem.people[found] != person:
            raise NotFoundError(f"There is no person {person} in this allocation.", remedy="Look at its people.")
        return found

    def not_placed(self, person: str, *, verify: bool = False, solver: Solver = allocate) -> NotPlaced:
        """Why a person was not placed.

        Args:
            person: Identifier.
            verify: Also find what would have changed it, and whether a rule said to bind does, by solving again.
            solver: Finds the best allocation of a problem.

        Raises:
            UsageError: The person was placed.
            NotFoundError: Nobody has this identifier.
        """
        i = self.index(person)
        if self.reason[i] == PLACED:
            raise UsageError(f"{person} was placed.", remedy="Ask why here.")
        at = self.at(i)
        options = nearest_options(self.problem, at, i)
        why = NotPlaced(
            person=person,
            stage=self.problem.stages[at.stage].name,
            reason=REASONS[self.reason[i]],
            no_option=self.no_option[i] if self.no_option is not None and not options else None,
            options=tuple(self._seen(e, i) for e in options),
            option_count=int(self.problem.first_option[i + 1] - self.problem.first_option[i]),
            rows=tuple(pressing_rows(self.problem, at, options[0])) if options else (),
            together=self._together(i),
            short=max(0, -int(at.keeps[i])),
            changes=(),
            gap=max(each.gap for each in self.allocation.certificates),
        )
        return self._verified(why, i, solver) if verify and options else why

    def _verified(self, why: NotPlaced, person: int, solver: Solver) -> NotPlaced:
        changes = what_would_change(
            self.problem, self.allocation, person, self.at(person), held_back=self.held_back, solver=solver
        )
        rows, reason = why.rows, why.reason
        if reason == "rule":
            rows = tuple(q for q in rows if binds(self.problem, self.allocation, person, q, solver))
            reason = "rule" if rows else "contested" if why.short else "combination"
        if reason == "held_back" and not any(change.kind == "held_back" for change in changes):
            reason = "contested"
        return replace(why, reason=reason, rows=rows, changes=changes)

    def placed(self, person: str) -> Placed:
        """Why a person was placed where they are.

        Raises:
            UsageError: The person was not placed.
            NotFoundError: Nobody has this identifier.
        """
        i = self.index(person)
        at = self.at(i)
        own = int(at.own[i])
        if own < 0:
            raise UsageError(f"{person} was not placed.", remedy="Ask why not.")
        first, end = int(self.problem.first_option[i]), int(self.problem.first_option[i + 1])
        others = [e for e in range(first, end) if self.problem.vacancy[e] != self.problem.vacancy[own]]
        other = max(others, key=lambda e: (int(at.value[e]), -e), default=None)
        return Placed(
            person=person,
            stage=self.problem.stages[at.stage].name,
            option=self._seen(own, i),
            option_count=end - first,
            other=None if other is None else self._seen(other, i),
        )

    def vacancy(self, vacancy: str) -> VacancyCounts:
        """What an employer may know of a vacancy.

        Raises:
            NotFoundError: There is no such vacancy.
        """
        if vacancy not in self.problem.vacancies:
            raise NotFoundError(f"There is no vacancy {vacancy} in this allocation.", remedy="Look at its vacancies.")
        v = self.problem.vacancies.index(vacancy)
        people = np.unique(self.problem.person[self.problem.vacancy == v])
        own = self.standings[0].own[people]
        here = int(np.count_nonzero(self.problem.vacancy[own[own >= 0]] == v))
        elsewhere, nowhere = int(np.count_nonzero(own >= 0)) - here, int(np.count_nonzero(own < 0))
        few = any(0 < count < FEW for count in (elsewhere, nowhere))
        return VacancyCounts(
            vacancy=vacancy,
            places=int(self.problem.capacity[v]),
            considered=len(people),
            placed=here,
            elsewhere=None if few else elsewhere,
            not_placed=None if few else nowhere,
        )

    def _seen(self, option: int, person: int) -> OptionSeen:
        problem, at = self.problem, self.at(person)
        v, pathway = int(problem.vacancy[option]), int(problem.pathway[option])
        prices = at.prices.row[: len(problem.rows)]
        charges = enumerate((problem.coefficients[problem.kind[option]] * prices).tolist())
        return OptionSeen(
            option=option,
            vacancy=problem.vacancies[v],
            pathway=problem.pathways[pathway] if pathway >= 0 else None,
            value=int(at.value[option]),
            needed=int(at.value[option] - at.reduced[option]),
            place=int(problem.use[option] * at.prices.vacancy[v]),
            full=bool(self.free[v] < problem.use[option]),
            charges=tuple(sorted(((q, c) for q, c in charges if c), key=lambda each: -each[1])),
            lowest=lowest if (lowest := int(self.lowest[int(self.which[person])][v])) != NOBODY else None,
            held_back=int(self.held_back[v]),
        )

    def _together(self, person: int) -> Together | None:
        problem, at = self.problem, self.at(person)
        group = int(problem.group[person])
        if group == ALONE:
            return None
        members = np.flatnonzero(problem.group == group)
        missing = [] if at.together[person] else members[at.nearest[members] < 0].tolist()
        return Together(
            group=problem.group_names[group], size=len(members), missing=tuple(problem.people[m] for m in missing)
        )


def explain_all(
    problem: Problem,
    allocation: Allocation,
    *,
    no_option: Sequence[str | None] | None = None,
    held_back: Integers | None = None,
    stage: int | None = None,
) -> Explanations:
    """One reason for every person, from the prices of the certificate in one pass over all options.

    Prices prove what is needed at least; whether a change would have been enough is proven by solving again, for the
    people that somebody asks about (`Explanations.not_placed(..., verify=True)`).

    Args:
        problem: With P people.
        allocation: Of the problem.
        no_option: For each person without an option a code that says why; None for the others.
        held_back: int64[V]; places kept for later arrivals.
        stage: Index of the objective in whose unit to speak; where not given, for each person the most important one in
            which they fall short.

    Raises:
        UsageError: The allocation is not of this problem, or `no_option` or `held_back` has another length.
    """
    held = np.zeros(len(problem.vacancies), np.int64) if held_back is None else held_back
    if len(held) != len(problem.vacancies) or (no_option is not None and len(no_option) != len(problem.people)):
        raise UsageError(
            "What is held back, or why there is no option, is not of this problem.",
            remedy="Give one number for each vacancy, and one code for each person.",
        )
    differ = [s for s, each in enumerate(problem.stages) if len(each.value) and np.ptp(each.value) > 0] or [0]
    standings = tuple(standing(problem, allocation, s) for s in (differ if stage is None else [stage]))
    which = _told_by(standings)
    found = [reasons_of_all(problem, allocation, at, held) for at in standings]
    mine = (which, np.arange(len(problem.people)))
    lowest = [np.full(len(problem.vacancies), NOBODY, np.int64) for _ in standings]
    for least, at in zip(lowest, standings, strict=True):
        np.minimum.at(least, problem.vacancy[allocation.chosen], at.value[allocation.chosen])
    free = problem.capacity.copy()
    np.subtract.at(free, problem.vacancy[allocation.chosen], problem.use[allocation.chosen])
    return Explanations(
        problem=problem,
        allocation=allocation,
        standings=standings,
        which=which,
        reason=np.stack([reason for reason, _ in found])[mine],
        row=np.stack([row for _, row in found])[mine],
        lowest=tuple(lowest),
        free=free,
        held_back=held,
        no_option=no_option,
    )


def _told_by(standings: Sequence[Standing]) -> NDArray[np.int8]:
    """The standing that tells of each person: the first in which they fall short, else the last."""
    short = np.stack([(at.keeps < 0) | (at.own >= 0) for at in standings])
    return np.where(short.any(axis=0), short.argmax(axis=0), len(standings) - 1).astype(np.int8)
