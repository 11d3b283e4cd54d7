"""Safeguards as dated data with their sources, and the rules that hold a partnership against them."""

from crosswalk.partnerships.safeguards.evidence import Evidence, read_evidence
from crosswalk.partnerships.safeguards.findings import Finding, Findings
from crosswalk.partnerships.safeguards.rulebook import Rulebook, load_rules, rulebook

__all__ = ["Evidence", "Finding", "Findings", "Rulebook", "load_rules", "read_evidence", "rulebook"]
