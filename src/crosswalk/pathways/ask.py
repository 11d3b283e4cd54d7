"""What to ask next: the missing facts, ranked by how much each would decide, for one person or a whole queue."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from crosswalk.pathways import nodes as n
from crosswalk.pathways.assess import verdict_of
from crosswalk.pathways.breakpoints import cases_of
from crosswalk.pathways.facts import Fact, Known
from crosswalk.pathways.pathway import Law, Pathway
from crosswalk.pathways.reference import Facts, is_open, truth
from crosswalk.pathways.residual import residual

__all__ = ["Ask", "Question", "best_question", "questions"]

#: Whether a fact may be asked.
Ask = Callable[[Fact], bool]

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
    places: dict[str, list[_Place]] = defaultdict(list)
    for facts in queue:
        for law in laws:
            if verdict_of(law, facts)[0] == "unknown":
                for place in _places(law, facts):
                    places[place.fact.name].append(place)
    return tuple(sorted((_question(name, found) for name, found in places.items()), key=_usefulness))


def best_question(undecided: Iterable[Law], facts: Facts, ask: Ask) -> Question | None:
    """The first of `questions` to one person that may be asked, without ranking what cannot come before it.

    An answer decides no more verdicts than depend on its fact, so facts are tried by that number, until none is left
    that could decide more than the best found.

    Args:
        undecided: Laws whose verdict the facts leave unknown.
        facts: Encoded facts of one person (and offer).
        ask: Whether a fact may be asked at all.
    """
    places: dict[str, list[_Place]] = defaultdict(list)
    for law in undecided:
        for place in _places(law, facts):
            if ask(place.fact):
                places[place.fact.name].append(place)
    best: Question | None = None
    for name, found in sorted(places.items(), key=lambda pair: -len(pair[1])):
        if best is not None and len(found) < best.decides:
            break
        question = _question(name, found)
        if best is None or _usefulness(question) < _usefulness(best):
            best = question
    return best


@dataclass(frozen=True, slots=True)
class _Place:
    """A verdict of somebody that a missing fact leaves open, and what is left of it to be told."""

    law: Law
    left: n.Boolean
    facts: Facts
    fact: Fact


def _places(law: Law, facts: Facts) -> Iterator[_Place]:
    left = residual(law.verdict, facts)
    for name in dict.fromkeys(n.facts_of(left)):
        if is_open(facts.get(name)):
            yield _Place(law, left, facts, law.pathway.facts[name])


def _usefulness(question: Question) -> tuple[Fraction, int, int, str]:
    return -question.decides, -question.could_open, -question.open, question.fact


class _Tally:
    """What the answers to one question would decide so far."""

    def __init__(self) -> None:
        self.decides, self.could_open, self.could_close, self.open = Fraction(0), 0, 0, 0
        self.pathways: dict[str, None] = {}

    def add(self, law: Law, left: n.Boolean, facts: Facts, fact: Fact) -> None:
        cases = _spread(cases_of(left, fact, facts) or _ends(law, fact))
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


def _question(name: str, places: list[_Place]) -> Question:
    tally, fact = _Tally(), places[-1].fact
    for place in places:
        tally.add(place.law, place.left, place.facts, place.fact)
    return Question(
        fact=name,
        ask=fact.entry.ask,
        found_in=fact.entry.found_in or {},
        about=fact.entry.about,
        decides=tally.decides,
        could_open=tally.could_open,
        could_close=tally.could_close,
        open=tally.open,
        pathways=tuple(tally.pathways),
    )
