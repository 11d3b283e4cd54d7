"""Random facts for pathways: at and around every cut, with some left out, so that tests meet the boundaries."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

from crosswalk.pathways import Law
from crosswalk.pathways import nodes as n
from crosswalk.pathways.facts import Fact, Value, day_number, encode_facts
from crosswalk.pathways.loading import load_cases

__all__ = ["people_near_the_base", "random_facts"]


def random_facts(law: Law, seed: int, count: int, missing: float) -> list[dict[str, Value]]:
    """People and offers whose facts lie at the cuts of a law, each fact missing with a probability."""
    dice = random.Random(seed)
    names = [*law.facts, *(name for part in law.parts for name in part.facts if name not in law.facts)]
    pools = {name: _pool(law, law.pathway.facts[name]) for name in dict.fromkeys(names)}
    return [
        {name: None if dice.random() < missing else dice.choice(pool) for name, pool in pools.items()}
        for _ in range(count)
    ]


def people_near_the_base(folder: Path, law: Law, seed: int, count: int, missing: float) -> list[dict[str, Value]]:
    """People who differ a little from one who meets everything, so that verdicts of every kind come out."""
    dice = random.Random(seed)
    base = encode_facts(law.pathway.facts, load_cases(folder)[0].base)
    strangers = random_facts(law, seed, count, 0.0)
    return [
        {
            name: None if dice.random() < missing else value if dice.random() < 0.1 else base.get(name, value)
            for name, value in stranger.items()
        }
        for stranger in strangers
    ]


def _pool(law: Law, fact: Fact) -> list[Value]:
    if fact.shape == "truth":
        return [True, False]
    nodes = list(_walk(law.verdict)) + [node for part in law.parts for node in _walk(part.value)]
    if fact.shape == "number":
        around = {fact.low, fact.high, (fact.low + fact.high) // 2}
        for node in nodes:
            if isinstance(node, n.Constant):
                around |= {node.value - 1, node.value, node.value + 1}
            if isinstance(node, n.Steps):
                around |= {cut + step for cut in node.cuts for step in (-1, 0)}
        if fact.unit.name == "date":
            today = day_number(law.day)
            around |= {today - round(365.2425 * years) + step for years in range(70) for step in (-1, 0, 1)}
        return [value for value in around if fact.low <= value <= fact.high]
    codes = {code for node in nodes for code in _codes(node, fact.name)} | set(fact.options) or {"AAA"}
    if not fact.options:
        codes |= {"9999"} if fact.entry.type == "occupation" else {"ZZZ"}
    ordered = sorted(codes)
    if fact.shape == "countries":
        return [
            frozenset(),
            *(frozenset({a}) for a in ordered),
            *(frozenset({a, b}) for a in ordered[:4] for b in ordered[-4:]),
        ]
    singles: list[Value] = [(code,) for code in ordered]
    several: list[Value] = [tuple(sorted({a, b})) for a in ordered[:5] for b in ordered[-5:] if not fact.options]
    return singles + several


def _codes(node: n.Node, name: str) -> Iterator[str]:
    if isinstance(node, n.OneOf | n.Overlap) and node.fact == name:
        yield from node.members
    if isinstance(node, n.Lookup) and node.fact == name:
        yield from (code for code, _ in node.entries)


def _walk(node: n.Node) -> Iterator[n.Node]:
    yield node
    for child in n.children(node):
        yield from _walk(child)
