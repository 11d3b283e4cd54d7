"""One linear or integer programme, put to HiGHS as arrays: one thread, a fixed seed, nothing printed."""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array

__all__ = ["Answer", "Floats", "Programme", "run"]

Floats = NDArray[np.float64]

#: Costs are whole millionths, so a reduced cost is wrong by a whole one or not at all (HiGHS's own: 1e-7).
_DUAL_TOLERANCE = 1e-4
#: Two allocations differ by at least one millionth.
_LESS_THAN_A_MILLIONTH = 0.9
#: Every column is bounded, so "unbounded or infeasible" can only be infeasible.
_INFEASIBLE = (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible)


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """Maximise value x, with row_lower <= matrix x <= row_upper and 0 <= x <= 1.

    Attributes:
        value: float64[N].
        matrix: float64[M, N].
        row_lower, row_upper: float64[M], infinite where there is none.
        whole: Number of the leading columns that must be 0 or 1 in an integer programme.
    """

    value: Floats
    matrix: csc_array
    row_lower: Floats
    row_upper: Floats
    whole: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What HiGHS says.

    Attributes:
        x: float64[N].
        price: float64[M]; what one unit more of a row's bound is worth; of a linear programme only.
        bound: No solution exceeds it, as far as floating point goes.
    """

    x: Floats
    price: Floats
    bound: float


def run(
    programme: Programme,
    *,
    whole: bool,
    gap: float = 0.0,
    nodes: int | None = None,
    start: NDArray[np.int64] | None = None,
) -> Answer | None:
    """Solve it.

    Args:
        programme: What to solve.
        whole: As an integer programme; otherwise its linear relaxation.
        gap: Share of the objective that an integer programme may leave open.
        nodes: Of the tree of an integer programme, after which the best found so far stands; the clock would not do,
            for it gives another answer on another machine. Without any found the search goes on.
        start: Columns that are 1 in a solution known already.

    Returns:
        The best solution, or None where there is none at all.

    Raises:
        RuntimeError: HiGHS gave up, which none of its documented limits allows here.
    """
    if not len(programme.value):  # HiGHS calls it empty, and does not look at its rows
        keeps = (programme.row_lower <= 0).all() and (programme.row_upper >= 0).all()
        return Answer(x=np.zeros(0), price=np.zeros(len(programme.row_lower)), bound=0.0) if keeps else None
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    options: dict[str, bool | int | float | str] = {
        "output_flag": False, "threads": 1, "parallel": "off", "random_seed": 0,
        "dual_feasibility_tolerance": _DUAL_TOLERANCE,
        "mip_rel_gap": gap, "mip_abs_gap": _LESS_THAN_A_MILLIONTH,
    }  # fmt: skip
    for name, option in options.items():
        solver.setOptionValue(name, option)
    if nodes is not None:
        solver.setOptionValue("mip_max_nodes", nodes)
    _pass(solver, programme, whole=whole)
    if start is not None:
        solver.setSolution(len(start), start.astype(np.int32), np.ones(len(start)))
    solver.run()
    status = solver.getModelStatus()
    if status in _INFEASIBLE:
        return None
    solution, info = solver.getSolution(), solver.getInfo()
    if status == highspy.HighsModelStatus.kSolutionLimit:
        if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return run(programme, whole=whole, gap=gap, start=start)
    elif status != highspy.HighsModelStatus.kOptimal:
        raise RuntimeError(f"HiGHS ended with {solver.modelStatusToString(status)}.")
    bound = -info.mip_dual_bound if whole else -info.objective_function_value
    return Answer(x=np.asarray(solution.col_value), price=-np.asarray(solution.row_dual), bound=float(bound))


def _pass(solver: highspy.Highs, programme: Programme, *, whole: bool) -> None:
    rows, columns = programme.matrix.shape
    integer = np.zeros(columns, np.int32)
    integer[: programme.whole] = int(highspy.HighsVarType.kInteger) if whole else 0
    matrix = programme.matrix
    status = solver.passModel(
        columns, rows, matrix.nnz, int(highspy.MatrixFormat.kColwise), int(highspy.ObjSense.kMinimize), 0.0,
        -programme.value, np.zeros(columns), np.ones(columns), programme.row_lower, programme.row_upper,
        matrix.indptr.astype(np.int32), matrix.indices.astype(np.int32), matrix.data.astype(np.float64), integer,
    )  # fmt: skip
    if status == highspy.HighsStatus.kError:
        raise RuntimeError("HiGHS refused the programme.")
