"""Shows quickly that missing facts leave a condition open: two cases of them with different answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from crosswalk.pathways import nodes as n
from crosswalk.pathways.breakpoints import cases_of, codes_of
from crosswalk.pathways.facts import Fact, Known
from crosswalk.pathways.reference import Facts, interval, truth

__all__ = ["ends_of", "goes_either_way", "turns"]

#: What each of some conditions lacks.
Lacks = tuple[float, ...]

#: Changes that the search for a case in which a condition holds may make, one after the other.
MOST_STEPS = 12
#: Steps for which a fact that was changed is left alone.
RESTING = 3
#: Different cases from which the search begins.
MOST_STARTS = 3
#: Cases of one fact that the search tries: a long list is sampled.
MOST_CASES = 12


def goes_either_way(node: n.Boolean, facts: Facts, declared: Mapping[str, Fact], tied: tuple[str, ...]) -> bool:
    """Whether a few tries with the tied facts show already that nothing is decided.

    Each is a case that can be; so if two of them differ, or one is open though all that is tied is told, it is so.
    False says nothing: a longer search may find it.

    Args:
        node: What is left of a condition.
        facts: Encoded facts.
        declared: The facts with their ranges and options.
        tied: Missing facts that stand in several places.
    """
    ends = {name: ends_of(node, declared[name], facts) for name in tied}
    first: bool | None = None
    tried: list[dict[str, Known]] = []
    for turn in turns(ends):
        held = truth(node, {**facts, **turn})
        if held is None or held is not (held if first is None else first):
            return True
        first = held
        tried.append(turn)
    if first is not False or not isinstance(node, n.All):
        return False
    search = _Search(node, facts, declared, tied)
    starts = {search.lacks({**facts, **turn}): turn for turn in reversed(tried)}
    return any(search.mends(starts[lacks], lacks) for lacks in sorted(starts, key=sum)[:MOST_STARTS])


class _Search:
    """Mends one failing condition after the other, each time by the change of a tied fact that leaves least to mend.

    The changes tried are those that a plain condition on the way tells apart. A fact that was changed is left alone
    for a while, so that two conditions do not undo each other for ever.
    """

    def __init__(self, node: n.All, facts: Facts, declared: Mapping[str, Fact], tied: tuple[str, ...]) -> None:
        self.items, self.facts, self.declared = node.items, facts, declared
        self.tied = [frozenset(n.facts_of(item)).intersection(tied) for item in node.items]

    def lacks(self, told: Facts) -> Lacks:
        """What each condition lacks."""
        return tuple(_lack(item, told) for item in self.items)

    def mends(self, start: dict[str, Known], lacks: Lacks) -> bool:
        """Whether some changes from a start lead to a case in which no condition fails."""
        told: Facts = {**self.facts, **start}
        resting: list[str] = []
        for _ in range(MOST_STEPS):
            if not any(lacks):
                return True
            name, told, lacks = self._best(told, lacks, resting[-RESTING:])
            if not name:
                return False
            resting.append(name)
        return not any(lacks)

    def _best(self, told: Facts, lacks: Lacks, resting: list[str]) -> tuple[str, Facts, Lacks]:
        """The change that brings a failing condition nearer and leaves the least to mend; no name where none does."""
        best: tuple[str, Facts, Lacks] = "", told, lacks
        for place in (place for place, lack in enumerate(lacks) if lack):
            for name, case in self._changes(place, told):
                changed = {**told, name: case}
                if name not in resting and _lack(self.items[place], changed) < lacks[place]:
                    left = self._lacks_after(changed, name, lacks)
                    best = (name, changed, left) if not best[0] or sum(left) < sum(best[2]) else best
                    if sum(left) < sum(lacks):
                        return best
        return best

    def _lacks_after(self, told: Facts, name: str, lacks: Lacks) -> Lacks:
        """What is lacking once one fact was changed: other conditions stay as they were."""
        return tuple(
            _lack(item, told) if name in self.tied[place] else lacks[place] for place, item in enumerate(self.items)
        )

    def _changes(self, place: int, told: Facts) -> Iterator[tuple[str, Known]]:
        """Values of tied facts that turn a failing part of a condition, each once."""
        seen = set(told.items())
        for leaf in _failing(self.items[place], told):
            for name in sorted(self.tied[place].intersection(n.facts_of(leaf))):
                fact = self.declared[name]
                cases = cases_of(leaf, fact, {**told, name: self.facts.get(name)}) or ends_of(leaf, fact, self.facts)
                for case in cases[:: -(-len(cases) // MOST_CASES)]:
                    if (name, case) not in seen:
                        seen.add((name, case))
                        yield name, case


def _failing(node: n.Boolean, facts: Facts) -> Iterator[n.Boolean]:
    """The plain conditions that fail in a condition that fails."""
    if truth(node, facts) is False:
        if isinstance(node, n.All | n.Any):
            for item in node.items:
                yield from _failing(item, facts)
        else:
            yield node


def _lack(node: n.Boolean, facts: Facts) -> float:
    """How many plain conditions fail on the nearest way to a condition, and by how much; 0 where it does not fail."""
    if isinstance(node, n.All):
        return sum(_lack(item, facts) for item in node.items)
    if isinstance(node, n.Any):
        return min((_lack(item, facts) for item in node.items), default=1)
    if truth(node, facts) is not False:
        return 0
    if isinstance(node, n.Compare):
        (low, high), (least, most) = interval(node.left, facts), interval(node.right, facts)
        gap = max(least - high, low - most, 0)
        return 1 + gap / max(abs(least), abs(high), abs(low), abs(most), 1)
    return 1


def turns(ends: Mapping[str, tuple[Known, Known]]) -> Iterator[dict[str, Known]]:
    """A few ways to give each fact one of its two ends: all the least, all the most, then by turns of 1, 2 and 4."""
    for period in (0, 1, 2, 4):
        for flip in (False, True):
            sides = [flip != bool(period and place // period % 2) for place in range(len(ends))]
            yield {name: pair[side] for (name, pair), side in zip(ends.items(), sides, strict=True)}


def ends_of(node: n.Boolean, fact: Fact, facts: Facts) -> tuple[Known, Known]:
    """Two values of a fact that differ as much as can be told without a look at the law."""
    if fact.shape == "truth":
        return False, True
    if fact.shape == "number":
        return fact.low, fact.high
    given = facts.get(fact.name)
    codes = list(given) if isinstance(given, tuple) else list(fact.options) or codes_of(node, fact.name)
    return (frozenset(codes[:1]), frozenset(codes)) if fact.shape == "countries" else ((codes[0],), (codes[-1],))
