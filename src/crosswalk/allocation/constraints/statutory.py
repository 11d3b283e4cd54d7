"""Limits that the law itself sets on pathways: told where no quota of the file bounds them, never applied silently."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from crosswalk.allocation.constraints.layout import ConstraintsFile
from crosswalk.pathways.pathway import Criterion, Pathway
from crosswalk.texts import in_language

__all__ = ["limits_of_the_law"]


def limits_of_the_law(file: ConstraintsFile, pathways: Iterable[Pathway]) -> Iterator[str]:
    """A note for each limit that the law sets on a pathway, and that the file does not bound by a cap of its own.

    Args:
        file: Its day counts, and its quotas.
        pathways: Those that options go through.
    """
    bounded = {
        name
        for quota in file.quotas
        if quota.at_most is not None and quota.where.pathway
        for name in quota.where.pathway
    }
    for pathway in sorted(pathways, key=lambda each: each.id):
        limits = [each for each in pathway.on(file.on).criteria if each.entry.kind == "quota"]
        if limits and pathway.id not in bounded:
            told = "; ".join(_told(pathway, criterion) for criterion in limits)
            yield f"The law limits {pathway.id}: {told}. No quota of the file bounds it; add one if places are scarce."


def _told(pathway: Pathway, criterion: Criterion) -> str:
    title = in_language(criterion.entry.title, "en")
    use = next((use for use in criterion.uses if use.name == criterion.entry.places), None)
    figure = (
        f"{int(use.value):,}" if use is not None and use.value and use.value.isdecimal() else "no figure for the day"
    )
    return f"{title}, {figure} ({_source(pathway, use.source if use else criterion.entry.source)})"


def _source(pathway: Pathway, name: str) -> str:
    found = pathway.scope.sources.get(name)
    return found.instrument if found else name
