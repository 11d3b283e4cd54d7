"""OR-tools on a problem in arrays, in a process without highspy: python ortools_allocation.py FILE flow|cp_sat LIMIT."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np


def memory() -> float:
    """Highest resident memory so far, MB."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) / 1024


def flow(p: Any) -> dict[str, Any]:
    """SimpleMinCostFlow through its array interface; an arc past all vacancies for those who are not placed."""
    from ortools.graph.python import min_cost_flow  # noqa: PLC0415

    people, vacancies = int(p["people"]), len(p["capacity"])
    out = people + vacancies
    everybody, everywhere = np.arange(people), people + np.arange(vacancies)
    best, before, answer = float("inf"), memory(), 0
    for _ in range(3):
        start = time.perf_counter()
        solver = min_cost_flow.SimpleMinCostFlow()
        add = solver.add_arcs_with_capacity_and_unit_cost
        options = add(p["person"], people + p["vacancy"], np.ones(len(p["vacancy"]), int), -p["value"])
        add(everybody, np.full(people, out), np.ones(people, int), np.zeros(people, int))
        add(everywhere, np.full(vacancies, out), p["capacity"], np.zeros(vacancies, int))
        solver.set_nodes_supplies(
            np.arange(out + 1), np.concatenate([np.ones(people, int), np.zeros(vacancies, int), [-people]])
        )
        if solver.solve() != solver.OPTIMAL:
            return {"note": "no optimum"}
        answer = int(p["value"][solver.flows(options) > 0].sum())
        best = min(best, time.perf_counter() - start)
    return {"seconds": best, "objective": answer / 1e6, "gap": 0.0, "megabytes_more": memory() - before}


def cp_sat(p: Any, limit: float) -> dict[str, Any]:
    """CP-SAT with one worker and a limit."""
    from ortools.sat.python import cp_model  # noqa: PLC0415

    before, start = memory(), time.perf_counter()
    model = cp_model.CpModel()
    x = [model.new_bool_var("") for _ in range(len(p["vacancy"]))]
    for of, most in ((p["person"], np.ones(int(p["people"]), int)), (p["vacancy"], p["capacity"])):
        order = np.argsort(of, kind="stable")
        first = np.searchsorted(of[order], np.arange(len(most) + 1))
        for k in range(len(most)):
            model.add(sum(x[e] for e in order[first[k] : first[k + 1]].tolist()) <= int(most[k]))
    for q in range(len(p["lower"])):
        column = p["coefficients"][p["kind"], q]
        at = np.flatnonzero(column).tolist()
        whole = cp_model.LinearExpr.weighted_sum([x[e] for e in at], column[at].tolist())
        model.add_linear_constraint(whole, int(p["lower"][q]), int(p["upper"][q]))
    model.maximize(cp_model.LinearExpr.weighted_sum(x, p["value"].tolist()))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds, solver.parameters.num_workers = limit, 1
    status = solver.status_name(solver.solve(model))
    reached, bound = solver.objective_value / 1e6, solver.best_objective_bound / 1e6
    told = {"seconds": time.perf_counter() - start, "status": status, "objective": reached, "bound": bound}
    return told | {"megabytes_more": memory() - before}


if __name__ == "__main__":
    problem = np.load(sys.argv[1])
    print(json.dumps(flow(problem) if sys.argv[2] == "flow" else cp_sat(problem, float(sys.argv[3]))))
