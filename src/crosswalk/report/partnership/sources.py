"""Every number with its source, which of them are assumed, the sources themselves, and how all of it is reckoned."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from crosswalk.partnerships.economics.quantities import Quantity
from crosswalk.report.partnership.blocks import Block, Cell, Said, Section, Table
from crosswalk.report.partnership.study import Study
from crosswalk.report.partnership.words import PartnershipWords

__all__ = ["assumptions", "method", "source_of"]


def source_of(study: Study, quantity: Quantity) -> str | None:
    """Name of the source of a number: that of its range, else of the entry in which it stands."""
    nodes: list[Any] = [study.partnership.file]
    for key in quantity.key:
        nodes.append(
            nodes[-1][_index(nodes[-1], key)] if isinstance(nodes[-1], dict | tuple) else getattr(nodes[-1], str(key))
        )
    nodes.append(getattr(nodes[-1], "amount", None))
    return next((name for node in reversed(nodes) if (name := getattr(node, "source", None))), None)


def _index(node: Any, key: str | int) -> Any:
    """A key of the file as Python has it: months of retention are numbers."""
    return key if isinstance(node, tuple) or key in node else int(key)


def assumptions(study: Study, words: PartnershipWords) -> Section:
    """All numbers and all sources."""
    quantities = [each for each in study.simulation.quantities if each.low or each.high]
    headers = tuple(words(f"sources.{key}") for key in ("number", "lowest", "likely", "highest", "source"))
    table = Table(
        words("sources.numbers"),
        headers,
        tuple(_number(study, each, words) for each in quantities),
        frozenset({1, 2, 3}),
    )
    return Section(
        "sources",
        words("section.sources"),
        (
            Block(words("sources.numbers"), (words("sources.note"),), table=table),
            *_rates(study, words),
            Block(words("sources.list"), table=_sources(study, words)),
            Block(words("sources.rules"), (words("sources.rules_note"),), points=tuple(_rules(study))),
        ),
    )


def _number(study: Study, quantity: Quantity, words: PartnershipWords) -> tuple[Cell, ...]:
    low, likely, high = (words.amount(quantity, value) for value in (quantity.low, quantity.likely, quantity.high))
    ends = (low, likely, high) if quantity.uncertain else ("", likely, "")
    name = source_of(study, quantity)
    source = study.partnership.file.sources.get(name) if name else None
    if source is None:
        return words.quantity(quantity.name), *ends, words("sources.none")
    told = words("sources.assumed_in", title=source.title) if source.assumed else source.title
    return words.quantity(quantity.name), *ends, told


def _rates(study: Study, words: PartnershipWords) -> Iterator[Block]:
    rates = study.partnership.file.rates
    if rates:
        rows = tuple((f"{each.from_} – {each.to}", words.day(each.on), str(each.rate)) for each in rates)
        headers = (words("sources.currencies"), words("timeline.day"), words("sources.rate"))
        yield Block(words("sources.rates"), table=Table(words("sources.rates"), headers, rows, frozenset({2})))


def _sources(study: Study, words: PartnershipWords) -> Table:
    rows = []
    for source in study.partnership.file.sources.values():
        assumed = words("sources.assumed") if source.assumed else words("sources.published")
        note = " ".join(part for part in (source.section, source.note) if part)
        rows.append((Said(source.title, "", source.url), assumed, words.day(source.read_on), Said(note, "")))
    headers = tuple(words(f"sources.{key}") for key in ("source", "kind", "read_on", "remark"))
    return Table(words("sources.list"), headers, tuple(rows))


def _rules(study: Study) -> Iterator[Cell]:
    """The sources of the safeguards and lists, each once."""
    found = [source for finding in study.findings.findings for source in finding.sources]
    found += [source for each in study.readiness.lists for item in each.items for source in item.sources]
    for title, url in dict.fromkeys((source.title, source.url) for source in found):
        yield Said(title, "en", url)


def method(study: Study, words: PartnershipWords) -> Section:
    """How it is reckoned, and what a result may not be used for."""
    simulation = study.simulation
    points = tuple(
        words(f"method.{key}", draws=simulation.draws, seed=simulation.seed)
        for key in ("money", "people", "draws", "present", "claim", "remittances", "rounded", "checks", "limits")
    )
    return Section("method", words("section.method"), (Block(points=points),))
