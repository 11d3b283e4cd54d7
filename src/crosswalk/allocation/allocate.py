"""The one door: the best allocation of a problem, by the method that its size asks for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from crosswalk.allocation.certificate import Floor
from crosswalk.allocation.checked import checked
from crosswalk.allocation.conflict import conflict
from crosswalk.allocation.exact import solve_exact
from crosswalk.allocation.problem import Integers, Problem
from crosswalk.allocation.result import Allocation, Certificate
from crosswalk.allocation.solving.auction import everybody_alone
from crosswalk.allocation.solving.priced import price_stage
from crosswalk.allocation.solving.stage import total
from crosswalk.errors import UsageError

__all__ = ["EXACT_OPTIONS", "SEARCH", "Method", "allocate"]

Method = Literal["auto", "exact", "priced", "auction"]

#: Up to here HiGHS takes every option at once in about a second, and leaves no gap open.
EXACT_OPTIONS = 20_000
#: Options times nodes of a search tree: some ten seconds. Families and rules at the size of one agency close in a few
#: nodes; a thousand people who take several places each would keep HiGHS busy for hours over the last 0.1 %.
SEARCH = 400_000


def allocate(
    problem: Problem, *, method: Method = "auto", gap: float = 1e-4, progress: Callable[[str], None] | None = None
) -> Allocation:
    """The best allocation, with a certificate for each objective.

    Args:
        problem: Who may go where, and what bounds it.
        method: "exact": HiGHS on every option until nothing is left open, however long it takes. "priced": prices,
            and HiGHS on what they leave. "auction": prices alone, where everybody moves alone to one place and there
            is no rule and one objective: the optimum, at any size. "auto": the auction where it is enough; else up to
            `EXACT_OPTIONS` options exact, with an end to its search (`SEARCH`), and above that priced.
        gap: Share of the bound that the methods by prices may leave open. What is really left stands in the
            certificates.
        progress: Told the name of each objective as its turn comes.

    Returns:
        The allocation. The same problem gives the same allocation: the problem is sorted, there is one thread and one
        seed, and a tie between equally good allocations is always broken in the same way.

    Raises:
        InputError: The problem is none (`checked`).
        AllocationConflictError: Some rules cannot hold together.
        UsageError: An auction was asked for where there are rules, groups, several places for one person, or more
            than one objective.

    Example:
        >>> import numpy as np
        >>> from crosswalk.allocation.problem import Stage
        >>> problem = Problem(
        ...     people=("Amina", "Binta"), vacancies=("ward",), pathways=(), first_option=np.array([0, 1, 2]),
        ...     vacancy=np.zeros(2, np.int32), pathway=np.full(2, -1, np.int32), use=np.ones(2, np.int64),
        ...     capacity=np.array([1]), stages=(Stage(name="fit", value=np.array([900_000, 700_000])),))
        >>> allocation = allocate(problem)
        >>> allocation.chosen.tolist(), allocation.certificates[0].gap
        ([0], 0.0)
    """
    checked(problem)
    alone = not problem.rows and len(problem.stages) == 1 and everybody_alone(problem)
    if method == "auction" and not alone:
        raise UsageError(
            "An auction is for people who move alone to one place each, without rules and with one objective.",
            remedy="Use the method auto.",
        )
    if method == "exact":
        return solve_exact(problem, progress=progress)
    if method == "auto" and not alone and len(problem.vacancy) <= EXACT_OPTIONS:
        return solve_exact(problem, nodes=SEARCH // max(1, len(problem.vacancy)), progress=progress)
    return _by_prices(problem, gap, "auction" if alone else "priced", progress)


def _by_prices(
    problem: Problem, gap: float, method: Literal["priced", "auction"], progress: Callable[[str], None] | None
) -> Allocation:
    """Stage after stage by prices; where they find nothing, HiGHS on every option has the last word."""
    floors: list[Floor] = []
    certificates: list[Certificate] = []
    chosen: Integers | None = None
    for stage in problem.stages:
        if progress:
            progress(stage.name)
        found = price_stage(problem, stage.value, floors, gap=gap)
        if chosen is None and found.bound < 0:
            raise conflict(problem)
        if found.chosen is not None:
            chosen = found.chosen
        if chosen is None:
            return solve_exact(problem, gap=gap, progress=progress)
        objective = total(stage.value, chosen)
        certificates.append(
            Certificate(stage=stage.name, objective=objective, bound=found.bound, proof="prices", prices=found.prices)
        )
        floors.append(Floor(value=stage.value, reached=objective))
    assert chosen is not None, "a checked problem has an objective"
    return Allocation(chosen=chosen, certificates=tuple(certificates), method=method)
