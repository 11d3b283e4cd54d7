"""What policies reach when people arrive in weeks, beside what hindsight could have reached."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from crosswalk.allocation.allocate import allocate
from crosswalk.allocation.arrivals.batch import place_batch, planned
from crosswalk.allocation.arrivals.first_come import first_come
from crosswalk.allocation.certificate import broken_rules, reduced_values
from crosswalk.allocation.problem import ALONE, Integers, Problem
from crosswalk.allocation.result import Prices
from crosswalk.allocation.subproblem import drawn, of_people, side_by_side
from crosswalk.errors import UsageError

__all__ = ["Policy", "Simulation", "Week", "simulate"]

Policy = Literal["greedy", "myopic", "posted", "repriced"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """One week of a simulation: its number, who came, who was placed, and the value of that in millionths."""

    week: int
    arrived: int
    placed: int
    objective: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Simulation:
    """What a policy reaches when people come week by week, beside what hindsight could have reached.

    Attributes:
        policy: As asked for.
        chosen: int64[n]; indices of the options chosen, ascending.
        objective: Of the first stage, in millionths.
        hindsight: What nothing can exceed that knows everybody beforehand: the certified bound, in millionths.
        weeks: One entry for each week in which somebody came.
        broken: Rules that the policy did not keep, in words. Its share is comparable only where there are none.
    """

    policy: Policy
    chosen: Integers
    objective: int
    hindsight: int
    weeks: tuple[Week, ...]
    broken: tuple[str, ...]

    @property
    def placed(self) -> int:
        """People placed."""
        return len(self.chosen)

    @property
    def share_of_hindsight(self) -> float:
        """Objective as a share of the bound of hindsight; 1.0 where there was nothing to reach."""
        return self.objective / self.hindsight if self.hindsight else 1.0


def _checked(
    problem: Problem, weeks: Integers, policy: str, history: Problem | None, forecast: float, pictures: int
) -> None:
    if policy not in ("greedy", "myopic", "posted", "repriced"):
        raise UsageError(f"There is no policy {policy}.", remedy="Use greedy, myopic, posted or repriced.")
    if weeks.shape != (len(problem.people),):
        raise UsageError("There is not one week for each person.", remedy="Give as many weeks as people.")
    if not 0 <= forecast < float("inf"):
        raise UsageError(f"The forecast {forecast} is out of range.", remedy="Use 1.0 for as many as come; 0 or more.")
    if pictures < 1:
        raise UsageError("Without a picture nobody is expected.", remedy="Use 1 or more pictures, or myopic.")
    if history is None and policy in ("posted", "repriced"):
        raise UsageError(
            f"The policy {policy} needs people of an earlier time.", remedy="Give history, or use myopic or greedy."
        )
    together = problem.group != ALONE
    first = np.full(len(problem.group_names), -1, np.int64)
    first[problem.group[together]] = weeks[together]
    if (first[problem.group[together]] != weeks[together]).any():
        raise UsageError("Members of a group come in different weeks.", remedy="Give a group one week.")


def simulate(
    problem: Problem,
    weeks: Integers,
    policy: Policy,
    *,
    history: Problem | None = None,
    forecast: float = 1.0,
    pictures: int = 5,
    seed: int = 0,
) -> Simulation:
    """What a policy would have reached: each week is placed before the next is known, and stays placed.

    greedy: one after another in order of the identifiers, the best option that is open. myopic: the best for each
    week alone. posted: as greedy, but only where the value beats prices set once from the history. repriced:
    `place_batch` with people drawn from the history as pictures of those still to come.

    Args:
        problem: Everybody who comes; the first stage is the objective, later stages are left out.
        weeks: int64[P]; the week in which each person comes; the members of a group in one week.
        policy: As above.
        history: People of an earlier time with their options at the same vacancies; for posted and repriced.
        forecast: People expected for each one who is still to come; 1.2 plans for a fifth too many.
        pictures: How many are drawn each week of those still to come; for repriced.
        seed: What the draws start from, 0 or more.

    Returns:
        What was reached, week by week, and what hindsight could have reached.

    Raises:
        UsageError: The arguments do not fit together, or the members of a group come in different weeks.
        AllocationConflictError: The rules cannot hold together even in hindsight.
    """
    _checked(problem, weeks, policy, history, forecast, pictures)
    problem = replace(problem, stages=problem.stages[:1])
    past = None if history is None else replace(history, stages=history.stages[:1])
    value = problem.stages[0].value
    order = np.argsort(weeks, kind="stable")
    if policy == "greedy":
        chosen = first_come(problem, order, value)
    elif policy == "posted" and past is not None:
        chosen = first_come(problem, order, reduced_values(problem, value, _posted(problem, past, forecast, seed)))
    else:
        chosen = _by_week(problem, weeks, past if policy == "repriced" else None, forecast, pictures, seed)
    return Simulation(
        policy=policy,
        chosen=chosen,
        objective=int(value[chosen].sum()),
        hindsight=allocate(problem).certificates[0].bound,
        weeks=tuple(_told(problem, weeks, chosen)),
        broken=tuple(broken_rules(problem, chosen)),
    )


def _posted(problem: Problem, history: Problem, forecast: float, seed: int) -> Prices:
    """Prices of the whole time, set once: those at which people drawn from the history would share the places."""
    nobody, _ = of_people(problem, np.zeros(0, np.int64))
    everybody = drawn(history, round(len(problem.people) * forecast), seed=seed)
    plan, _ = planned(side_by_side(nobody, everybody))
    return plan.certificates[0].prices


def _by_week(
    problem: Problem, weeks: Integers, history: Problem | None, forecast: float, pictures: int, seed: int
) -> Integers:
    """Options given when each week is planned anew, with people drawn from the history as those still to come."""
    placed = np.zeros(0, np.int64)
    for number, week in enumerate(np.unique(weeks).tolist()):
        coming = round(int((weeks > week).sum()) * forecast)
        expected = [
            drawn(history, coming, seed=(seed, number, picture))
            for picture in range(pictures)
            if history is not None and coming
        ]
        batch = place_batch(problem, expected, now=np.flatnonzero(weeks == week), placed=placed)
        placed = np.sort(np.concatenate([placed, batch.chosen]))
    return placed


def _told(problem: Problem, weeks: Integers, chosen: Integers) -> Iterator[Week]:
    """What happened in each week."""
    when, value = weeks[problem.person[chosen]], problem.stages[0].value[chosen]
    for week in np.unique(weeks).tolist():
        then = when == week
        yield Week(
            week=week, arrived=int((weeks == week).sum()), placed=int(then.sum()), objective=int(value[then].sum())
        )
