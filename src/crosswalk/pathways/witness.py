"""Shows quickly that missing facts leave a condition open: two cases of them with different answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from crosswalk.pathways import nodes as n
from crosswalk.pathways.breakpoints import cases_of, codes_of
from crosswalk.pathways.facts import Fact, Known
from crosswalk.pathways.reference import Facts, truth

__all__ = ["ends_of", "goes_either_way", "turns"]

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
    starts = {search.failing({**facts, **turn}): turn for turn in reversed(tried)}
    return any(search.mends(starts[failing], failing) for failing in sorted(starts, key=len)[:MOST_STARTS])


class _Search:
    """Mends one failing condition after the other, each time by the tied fact whose change makes the fewest fail.

    A fact that was changed is left alone for a while, so that two conditions do not undo each other for ever.
    """

    def __init__(self, node: n.All, facts: Facts, declared: Mapping[str, Fact], tied: tuple[str, ...]) -> None:
        self.items, self.facts, self.declared = node.items, facts, declared
        self.tied = [sorted(set(n.facts_of(item)).intersection(tied)) for item in node.items]

    def failing(self, told: Facts) -> frozenset[int]:
        """Places of the conditions that fail."""
        return frozenset(place for place, item in enumerate(self.items) if truth(item, told) is False)

    def mends(self, start: dict[str, Known], failing: frozenset[int]) -> bool:
        """Whether some changes from a start lead to a case in which no condition fails."""
        told: Facts = {**self.facts, **start}
        resting: list[str] = []
        for _ in range(MOST_STEPS):
            if not failing:
                return True
            name, told, failing = self._best(told, failing, resting[-RESTING:])
            if not name:
                return False
            resting.append(name)
        return not failing

    def _best(self, told: Facts, failing: frozenset[int], resting: list[str]) -> tuple[str, Facts, frozenset[int]]:
        """The change that mends a failing condition and leaves the fewest failing; no name where there is none."""
        best: tuple[str, Facts, frozenset[int]] = "", told, frozenset(range(len(self.items) + 1))
        for place in sorted(failing):
            for name in self.tied[place]:
                for case in self._cases(place, name, told) if name not in resting else ():
                    changed = {**told, name: case}
                    if truth(self.items[place], changed) is not False:
                        left = self._failing_after(changed, name, failing)
                        best = (name, changed, left) if len(left) < len(best[2]) else best
                        if len(left) < len(failing):
                            return best
        return best

    def _failing_after(self, told: Facts, name: str, failing: frozenset[int]) -> frozenset[int]:
        """What fails once one fact was changed: other conditions stay as they were."""
        return frozenset(
            place
            for place, item in enumerate(self.items)
            if (truth(item, told) is False if name in self.tied[place] else place in failing)
        )

    def _cases(self, place: int, name: str, told: Facts) -> tuple[Known, ...]:
        item, fact = self.items[place], self.declared[name]
        cases = cases_of(item, fact, {**told, name: self.facts.get(name)}) or ends_of(item, fact, self.facts)
        return cases[:: -(-len(cases) // MOST_CASES)]


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
