"""Which doors are open: regular pathways as dated, cited data, and verdicts that know what they do not know."""

from crosswalk.pathways.assess import Assessment, CriterionResult, PartResult, RouteResult, assess
from crosswalk.pathways.cases import CaseResult, run_cases
from crosswalk.pathways.check import Finding, check_pathway
from crosswalk.pathways.errors import FactError
from crosswalk.pathways.facts import Fact, encode_facts
from crosswalk.pathways.loading import CATALOGUE, all_facts, find_pathway, load_pathway, load_pathways, pathway_folders
from crosswalk.pathways.pathway import Law, Pathway

__all__ = [
    "CATALOGUE",
    "Assessment",
    "CaseResult",
    "CriterionResult",
    "Fact",
    "FactError",
    "Finding",
    "Law",
    "PartResult",
    "Pathway",
    "RouteResult",
    "all_facts",
    "assess",
    "check_pathway",
    "encode_facts",
    "find_pathway",
    "load_pathway",
    "load_pathways",
    "pathway_folders",
    "run_cases",
]
