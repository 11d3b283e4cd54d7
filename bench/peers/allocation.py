"""What one would use instead: OR-tools, HiGHS and scipy on the options of a problem, as a competent user would."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import highspy
import numpy as np
from scipy import optimize, sparse

from crosswalk.allocation.problem import VALUE_SCALE, Integers, Problem

Answer = tuple[Integers | str | None, int | None]

#: Seconds for searches that would go on.
LIMIT = 60


def _rows(problem: Problem) -> tuple[sparse.csr_array, np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Matrix and bounds over options: people, vacancies, rules."""
    options = len(problem.vacancy)
    column = np.arange(options)
    people = sparse.csr_array((np.ones(options), (problem.person, column)), (len(problem.people), options))
    places = sparse.csr_array((problem.use, (problem.vacancy, column)), (len(problem.vacancies), options))
    rules = sparse.csr_array(problem.coefficients[problem.kind].T.astype(np.float64))
    lower = [-np.inf if row.lower is None else row.lower for row in problem.rows]
    upper = [np.inf if row.upper is None else row.upper for row in problem.rows]
    free = np.full(len(problem.people) + len(problem.vacancies), -np.inf)
    parts = [people, places, rules] if problem.rows else [people, places]
    return (
        sparse.vstack(parts).tocsr(),
        np.concatenate([free, lower]),
        np.concatenate([np.ones(len(problem.people)), problem.capacity, upper]),
    )


def _highs(problem: Problem, *, whole: bool, solver: str = "simplex") -> Answer:
    matrix, lower, upper = _rows(problem)
    options = matrix.shape[1]
    highs = highspy.Highs()
    highs.silent()
    highs.setOptionValue("time_limit", float(LIMIT))
    highs.setOptionValue("threads", 1)
    if not whole:
        highs.setOptionValue("solver", solver)
    highs.passModel(
        options, matrix.shape[0], matrix.nnz, int(highspy.MatrixFormat.kRowwise), int(highspy.ObjSense.kMaximize), 0.0,
        problem.stages[0].value / VALUE_SCALE, np.zeros(options), np.ones(options), lower, upper,
        matrix.indptr.astype(np.int32), matrix.indices.astype(np.int32), matrix.data.astype(np.float64),
        np.full(options, int(whole), np.int32),
    )  # fmt: skip
    highs.run()
    status = highs.modelStatusToString(highs.getModelStatus())
    reached = highs.getObjectiveValue()
    if status != "Optimal":
        return f"{status} after {LIMIT} s; objective {reached:.3f}", None
    x = np.array(highs.getSolution().col_value)
    if (np.abs(x - np.rint(x)) > 1e-6).any():
        return f"fractional, {reached:.3f}", None
    return np.flatnonzero(x > 0.5), round(reached * VALUE_SCALE)


def scipy_bipartite(problem: Problem) -> Answer:
    """min_weight_full_bipartite_matching: a column for each place, and a dummy for each person."""
    first = np.concatenate([[0], np.cumsum(problem.capacity)])
    times = problem.capacity[problem.vacancy]
    option = np.repeat(np.arange(len(times)), times)
    begin = np.repeat(first[problem.vacancy], times)
    place = begin + np.arange(len(option)) - np.repeat(np.cumsum(times) - times, times)
    people = len(problem.people)
    who = np.append(problem.person[option], np.arange(people))
    where = np.append(place, first[-1] + np.arange(people))
    worth = np.append(2 - problem.stages[0].value[option] / VALUE_SCALE, np.full(people, 2.0))
    graph = sparse.csr_array((worth, (who, where)), (people, first[-1] + people))
    of_option = sparse.csr_array((option + 1, (problem.person[option], place)), (people, int(first[-1])))
    row, column = sparse.csgraph.min_weight_full_bipartite_matching(graph)
    placed = column < first[-1]
    chosen = np.sort(np.asarray(of_option[row[placed], column[placed]]).ravel().astype(np.int64) - 1)
    return chosen, int(problem.stages[0].value[chosen].sum())


def scipy_linprog(problem: Problem) -> Answer:
    """linprog, which is HiGHS inside."""
    matrix, _, upper = _rows(problem)
    found = optimize.linprog(-problem.stages[0].value / VALUE_SCALE, A_ub=matrix, b_ub=upper, bounds=(0, 1),
                             method="highs-ds")  # fmt: skip
    return np.flatnonzero(found.x > 0.5), round(-found.fun * VALUE_SCALE)


def _ortools(problem: Problem, method: str) -> Answer:
    """OR-tools in a process of its own: it carries another HiGHS, and the two cannot be loaded together."""
    lower, upper = _rows(problem)[1:]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "problem.npz"
        np.savez(
            path,
            person=problem.person,
            vacancy=problem.vacancy,
            value=problem.stages[0].value,
            people=len(problem.people),
            capacity=problem.capacity,
            kind=problem.kind,
            coefficients=problem.coefficients,
            lower=np.maximum(lower[len(lower) - len(problem.rows) :], -1e9),
            upper=np.minimum(upper[len(upper) - len(problem.rows) :], 1e9),
        )
        script = Path(__file__).with_name("ortools_allocation.py")
        done = subprocess.run(
            [sys.executable, script, str(path), method, str(LIMIT)], capture_output=True, text=True, check=True
        )
    return done.stdout.splitlines()[-1], None


ALL: dict[str, Callable[[Problem], Answer]] = {
    "ortools_min_cost_flow": lambda problem: _ortools(problem, "flow"),
    "highs_linear": lambda problem: _highs(problem, whole=False),
    "highs_whole": lambda problem: _highs(problem, whole=True),
    "scipy_bipartite": scipy_bipartite,
    "scipy_linprog": scipy_linprog,
    "cp_sat": lambda problem: _ortools(problem, "cp_sat"),
}
PLAIN = ["ortools_min_cost_flow", "scipy_bipartite", "highs_linear", "scipy_linprog"]
WITH_RULES = ["highs_linear", "highs_whole", "cp_sat"]
