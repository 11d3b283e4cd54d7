"""Who fits where: fit, exact masked top-k, reasons, and an audit of equal treatment."""

from crosswalk.matching.audit import Audit, audit
from crosswalk.matching.engine import Engine
from crosswalk.matching.explain import Explanation, FilterReason, PartReason, Requirement, explain
from crosswalk.matching.filters import FILTERS, Factor, Filters
from crosswalk.matching.match import Matches, match
from crosswalk.matching.reference import Reference
from crosswalk.matching.shortlist import Nobody, near_enough, nobody_in_words, why_nobody, without_anybody
from crosswalk.matching.weights import PARTS, Weights
from crosswalk.matching.words import in_words

__all__ = [
    "FILTERS",
    "PARTS",
    "Audit",
    "Engine",
    "Explanation",
    "Factor",
    "FilterReason",
    "Filters",
    "Matches",
    "Nobody",
    "PartReason",
    "Reference",
    "Requirement",
    "Weights",
    "audit",
    "explain",
    "in_words",
    "match",
    "near_enough",
    "nobody_in_words",
    "why_nobody",
    "without_anybody",
]
