"""What to ask next: the missing facts, ranked by how much each would decide, for one person or a whole queue."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from crosswalk.pathways import nodes as n
from crosswalk.pathways.assess import verdict_of
from crosswalk.pathways.decide import cases_of
from crosswalk.pathways.facts import Fact, Known
from crosswalk.pathways.pathway import Law, Pathway
from crosswalk.pathways.reference import Facts, is_open, open_facts, truth
from crosswalk.pathways.residual import residual

__all__ = ["Question", "questions"]

#: Cases of one fact that are tried; a list of hundreds of occupations is sampled.
MOST_CASES = 16


@dataclass(frozen=True, slots=True)
class Question:
    """A missing fact and what an answer would bring.

    Attributes:
        decides: Verdicts that an answer is expected to decide, every case of the fact counted alike; out of `open`.
        could_open: Verdicts that some answer would turn into met.
        could_close: Verdicts that some answer would turn into not met.
        open: Undecided verdicts that depend on the fact.
        pathways: The pathways concerned.
    """

    fact: str
    ask: Mapping[str, str]
    found_in: Mapping[str, str]
    about: str
    decides: Fraction
    could_open: int
    could_close: int
    open: int
    pathways: tuple[str, ...]


def questions(pathways: Iterable[Pathway], queue: Iterable[Facts], day: date) -> tuple[Question, ...]:
    """Rank the missing facts of a queue of people over some pathways, the most useful question first.

    Args:
        pathways: The pathways that people wait for.
        queue: Encoded facts of each person (and offer); one person is a queue of one.
        day: The day whose law counts.
    """
    laws = [pathway.on(day) for pathway in pathways]
    tallies: dict[str, _Tally] = defaultdict(_Tally)
    declared: dict[str, Fact] = {}
    for facts in queue:
        for law in laws:
            if verdict_of(law, facts)[0] != "unknown":
                continue
            left = residual(law.verdict, facts)
            for name in dict.fromkeys(open_facts(law.verdict, facts)):
                if is_open(facts.get(name)):
                    declared[name] = law.pathway.facts[name]
                    tallies[name].add(law, left, facts, declared[name])
    found = [_question(declared[name], tally) for name, tally in tallies.items()]
    return tuple(sorted(found, key=lambda each: (-each.decides, -each.could_open, -each.open, each.fact)))


class _Tally:
    """What the answers to one question would decide so far."""

    def __init__(self) -> None:
        self.decides, self.could_open, self.could_close, self.open = Fraction(0), 0, 0, 0
        self.pathways: dict[str, None] = {}

    def add(self, law: Law, left: n.Boolean, facts: Facts, fact: Fact) -> None:
        cases = _spread(cases_of(law.verdict, fact, facts) or _ends(law, fact))
        held = [truth(left, {**facts, fact.name: case}) for case in cases]  # by intervals: enough to rank
        self.open += 1
        self.decides += Fraction(sum(each is not None for each in held), len(held))
        self.could_open += True in held
        self.could_close += False in held
        self.pathways[law.pathway.id] = None


def _spread(cases: tuple[Known, ...]) -> tuple[Known, ...]:
    """At most MOST_CASES of some cases, evenly spread: an estimate is enough to rank questions."""
    return cases[:: -(-len(cases) // MOST_CASES)]


def _ends(law: Law, fact: Fact) -> tuple[Known, ...]:
    """A few values of a fact whose cases depend on other missing facts, or are too many."""
    if fact.shape == "countries":
        return tuple(frozenset({code}) for code in _named(law.verdict, fact.name))
    return fact.low, (fact.low + fact.high) // 2, fact.high


def _named(node: n.Node, name: str) -> list[str]:
    """Every country that a condition lists for a fact, and one that is on no list."""
    found = {code for each in _overlaps(node) if each.fact == name for code in each.members}
    return [*sorted(found), "?"]


def _overlaps(node: n.Node) -> Iterator[n.Overlap]:
    if isinstance(node, n.Overlap):
        yield node
    for child in n.children(node):
        yield from _overlaps(child)


def _question(fact: Fact, tally: _Tally) -> Question:
    return Question(
        fact=fact.name,
        ask=fact.entry.ask,
        found_in=fact.entry.found_in or {},
        about=fact.entry.about,
        decides=tally.decides,
        could_open=tally.could_open,
        could_close=tally.could_close,
        open=tally.open,
        pathways=tuple(tally.pathways),
    )
