"""The evidence of an assessment: which version of which file, which day's law, and each number with its source."""

from __future__ import annotations

from datetime import date
from typing import Any

from crosswalk.pathways.assess import Assessment, assess
from crosswalk.pathways.facts import Value
from crosswalk.pathways.pathway import Pathway
from crosswalk.pathways.reference import Facts

__all__ = ["FORMAT", "evidence"]

#: Name and version of the layout, so that a reader in ten years knows what it holds.
FORMAT = "crosswalk-evidence/1"


def evidence(pathway: Pathway, facts: Facts, day: date) -> dict[str, Any]:
    """Everything that is needed to follow an assessment by hand, as plain data.

    It holds the facts that were read, so it is as confidential as they are.

    Args:
        pathway: One pathway.
        facts: Encoded facts of one person and offer.
        day: The day whose law counts.
    """
    assessment = assess(pathway, facts, day)
    law = pathway.on(day)
    read = [
        name
        for name in pathway.facts
        if any(name in part.facts for part in law.parts) or any(name in each.facts for each in law.criteria)
    ]
    return {
        "format": FORMAT,
        "pathway": pathway.id,
        "version": pathway.file.version,
        "sha256": pathway.digest,
        "law_of": day.isoformat(),
        "facts": {name: _shown(pathway, name, facts.get(name)) for name in read},
        "verdict": assessment.verdict,
        "method": assessment.method,
        "points": assessment.points,
        "criteria": [_criterion(each) for each in assessment.criteria],
        "routes": [{"id": route.id, "verdict": route.verdict, "fails": route.fails} for route in assessment.routes],
        "numbers": [use.as_json("valid_") for use in law.uses],
        "sources": _sources(pathway, assessment),
        "needs_verification": assessment.needs_verification,
        "official": pathway.file.official,
        "says": "These criteria were compared with the facts given. An authority decides.",
    }


def _shown(pathway: Pathway, name: str, value: Value) -> object:
    return pathway.facts[name].show(value)


def _criterion(criterion: Any) -> dict[str, Any]:
    return {
        "id": criterion.id,
        "status": criterion.status,
        "read": criterion.read,
        "numbers": [use.name for use in criterion.uses],
        "source": criterion.source,
        "needs_verification": criterion.needs_verification,
    }


def _sources(pathway: Pathway, assessment: Assessment) -> dict[str, Any]:
    cited = {criterion.source for criterion in assessment.criteria}
    cited |= {use.source for use in pathway.on(assessment.day).uses}
    cited |= {part.entry.source for part in pathway.on(assessment.day).parts if part.entry.source}
    known = pathway.scope.sources
    return {name: known[name].model_dump(mode="json") for name in sorted(cited) if name in known}
