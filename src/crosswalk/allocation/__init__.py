"""Who goes where: capacities, quotas, families and fairness, with a certificate that anybody can check.

From files: `read_constraints` and `build` give a problem, `allocate` the best allocation with its bound. Beside it
stand `stable_matching` where both sides rank, `place_batch` for people who arrive in weeks, `explain_all` for everybody
who was not placed, and `price_of_rules`, `selection_rates` and `envy` for what is fair and what that costs.
"""

from crosswalk.allocation.allocate import Method, allocate
from crosswalk.allocation.arrivals.batch import Batch, place_batch
from crosswalk.allocation.arrivals.simulation import Simulation, simulate
from crosswalk.allocation.certificate import broken_rules, certified_bound
from crosswalk.allocation.constraints.build import Built, build
from crosswalk.allocation.constraints.preferences import ranks
from crosswalk.allocation.constraints.reading import Constraints, read_constraints
from crosswalk.allocation.errors import AllocationConflictError, ConflictingRule
from crosswalk.allocation.fairness.envy import Envy, envy
from crosswalk.allocation.fairness.price_of_rules import RulePrice, price_of_rules
from crosswalk.allocation.fairness.selection import Selection, selection_rates
from crosswalk.allocation.greedy import Greedy, greedy
from crosswalk.allocation.problem import ALONE, VALUE_SCALE, Problem, Row, Stage
from crosswalk.allocation.reasons.explain import Explanations, explain_all
from crosswalk.allocation.result import Allocation, Certificate, Prices
from crosswalk.allocation.stable.matching import StableMatching, blocking_pairs, stable_matching

__all__ = [
    "ALONE",
    "VALUE_SCALE",
    "Allocation",
    "AllocationConflictError",
    "Batch",
    "Built",
    "Certificate",
    "ConflictingRule",
    "Constraints",
    "Envy",
    "Explanations",
    "Greedy",
    "Method",
    "Prices",
    "Problem",
    "Row",
    "RulePrice",
    "Selection",
    "Simulation",
    "StableMatching",
    "Stage",
    "allocate",
    "blocking_pairs",
    "broken_rules",
    "build",
    "certified_bound",
    "envy",
    "explain_all",
    "greedy",
    "place_batch",
    "price_of_rules",
    "ranks",
    "read_constraints",
    "selection_rates",
    "simulate",
    "stable_matching",
]
