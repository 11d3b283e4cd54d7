"""Designs Skills Mobility Partnerships: plan, costs and shares, triple win, safeguards."""

from crosswalk.partnerships.design.money import Rates, major, minor
from crosswalk.partnerships.design.partnership import Partnership, json_schema, load_partnership
from crosswalk.partnerships.design.starter import starter
from crosswalk.partnerships.economics.assumptions import Assumption, assumptions
from crosswalk.partnerships.economics.flows import CashFlows, Flow, cash_flows
from crosswalk.partnerships.planning.plan import Plan, plan
from crosswalk.partnerships.planning.skills_gap import SkillsGap, skills_gap
from crosswalk.partnerships.safeguards import Findings, read_evidence
from crosswalk.partnerships.safeguards.check import check
from crosswalk.partnerships.safeguards.readiness import Readiness, readiness
from crosswalk.partnerships.safeguards.recruitment_cost import months_of_income, recruitment_costs

__all__ = [
    "Assumption",
    "CashFlows",
    "Findings",
    "Flow",
    "Partnership",
    "Plan",
    "Rates",
    "Readiness",
    "SkillsGap",
    "assumptions",
    "cash_flows",
    "check",
    "json_schema",
    "load_partnership",
    "major",
    "minor",
    "months_of_income",
    "plan",
    "read_evidence",
    "readiness",
    "recruitment_costs",
    "skills_gap",
    "starter",
]
