"""Weighs linked skills by how well they agree with the occupation of the person or vacancy that names them."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from crosswalk.taxonomy.linking.linker import Link
    from crosswalk.taxonomy.store import Taxonomy

__all__ = ["Agreement", "Favour", "agreeing", "least_before", "neutral"]

Favour = Callable[[str], float]

#: Skills from which on a taxonomy names most skills of any work, as ESCO does, and not only those of some occupations.
MANY_SKILLS = 3000
#: Nearness, in 256ths, from which on a skill counts as near to another.
NEAR = 100
#: Major groups of ISCO-08 (of ten) from which on a skill that they ask for is one of work as such.
OF_WORK_AS_SUCH = 5
SHORT = 2  #: words of a text up to which it says little by itself
TOO_SHORT = 1.0  #: log odds that so short a text takes from a skill that the occupation does not ask for


@dataclass(frozen=True, slots=True)
class Odds:
    """Natural logarithm of how much likelier a right link is than a wrong one to be of each relation.

    Attributes:
        own: The occupation asks for the skill.
        group: Another occupation of the same ISCO-08 unit group does.
        near: One of the same minor group does, or it is near to a skill of the occupation, or one of work as such.
        free: No occupation of the taxonomy asks for it.
        far: Everything else.
    """

    own: float
    group: float
    near: float
    free: float
    far: float


#: On 266 real advertisements (Hahu, CC BY 4.0) with their right occupation, sure links against all candidates.
OF_MANY = Odds(own=1.0, group=0.4, near=0.0, free=0.5, far=-0.8)
#: On the 635 skill texts of examples/corridor, the same way; links to far skills were judged one by one.
OF_FEW = Odds(own=1.2, group=0.8, near=0.0, free=0.0, far=-2.0)


class Agreement:
    """Says how much the occupations of a record speak for or against each skill.

    Args:
        taxonomy: Gives the skills of occupations, their ISCO-08 codes and the nearness of skills.

    Example:
        >>> from crosswalk.taxonomy import Taxonomy
        >>> agreement = Agreement(Taxonomy.starter())
        >>> nurse = "http://data.europa.eu/esco/isco/C2221"
        >>> agreement.favour([nurse])("unknown skill")
        0.0
    """

    def __init__(self, taxonomy: Taxonomy) -> None:
        self._taxonomy = taxonomy
        self._places = {uri: place for place, uri in enumerate(taxonomy.skills)}
        self._odds = OF_MANY if len(self._places) >= MANY_SKILLS else OF_FEW
        self._asked = _asked_by_groups(taxonomy)
        majors = sum(
            (asked.astype(np.int8) for group, asked in self._asked.items() if len(group) == 1), start=np.int8(0)
        )
        self._majors = np.broadcast_to(majors, (len(self._places),))
        self._of_one = lru_cache(maxsize=512)(self._compute)

    def favour(self, occupations: Iterable[str]) -> Favour:
        """Returns a function from a skill's URI to log odds: above zero for it, below against it.

        Args:
            occupations: URIs; of several, the one that speaks most for a skill counts. Without any that is known,
                nothing speaks for or against.
        """
        known = [o for o in sorted(set(occupations)) if self._taxonomy.has(o)]
        if not known:
            return neutral
        best = np.maximum.reduce([self._of_one(o) for o in known])
        return lambda uri: float(best[self._places[uri]]) if uri in self._places else 0.0

    def _compute(self, occupation: str) -> NDArray[np.float32]:
        odds = self._odds
        code = (self._taxonomy.isco(occupation) or "")[:4]
        values = np.full(len(self._places), odds.far, dtype=np.float32)
        values[self._majors == 0] = odds.free
        values[self._majors >= OF_WORK_AS_SUCH] = odds.near
        own = [self._places[u] for part in self._taxonomy.occupation_skills(occupation) for u in part]
        if not own and not code:
            return np.zeros_like(values)
        for group, value in ((code[:3], odds.near), (code, odds.group)):
            if len(group) >= 3 and group in self._asked:
                values[self._asked[group]] = np.maximum(values[self._asked[group]], value)
        near = self._near(own)
        values[near] = np.maximum(values[near], odds.near)
        values[own] = odds.own
        return values

    def _near(self, skills: Sequence[int]) -> NDArray[np.int64]:
        nearness = self._taxonomy.nearness()
        rows = [np.arange(nearness.indptr[s], nearness.indptr[s + 1]) for s in skills]
        cells = np.concatenate(rows) if rows else np.zeros(0, dtype=np.int64)
        near: NDArray[np.int64] = nearness.indices[cells[nearness.values[cells] >= NEAR]].astype(np.int64)
        return near


def agreeing(text: str, links: Sequence[Link], favour: Favour, limit: float) -> list[Link]:
    """Returns the links of a text whose probability, in the light of the occupation, is at least `limit`.

    A text of one or two words says little by itself: what the occupation does not ask for must then be likelier.

    Args:
        text: The words that were linked.
        links: Their links with probabilities from the words alone, down to `least_before(limit)`.
        favour: From `Agreement.favour`.
        limit: Lowest probability.

    Returns:
        Links, best first, with the new probabilities and ranks.
    """
    short = len(text.split()) <= SHORT
    weighed = []
    for link in links:
        odds = favour(link.uri)
        if short and odds <= 0:
            odds -= TOO_SHORT
        chance = _chance(_log_odds(link.score) + odds)
        if chance >= limit:
            weighed.append(replace(link, score=chance))
    weighed.sort(key=lambda link: -link.score)
    return [replace(link, rank=rank) for rank, link in enumerate(weighed, start=1)]


def least_before(limit: float) -> float:
    """Returns the lowest probability from words alone that an agreeing occupation can lift to `limit`."""
    return _chance(_log_odds(limit) - max(OF_MANY.own, OF_FEW.own))


def _asked_by_groups(taxonomy: Taxonomy) -> Mapping[str, NDArray[np.bool_]]:
    """For each ISCO-08 group, named by one to four digits: which skills its occupations ask for."""
    skills = {uri: place for place, uri in enumerate(taxonomy.skills)}
    asked: dict[str, NDArray[np.bool_]] = {}
    occupations = taxonomy.concepts.filter(kind="occupation").drop_nulls("code")
    for uri, code in occupations.select("uri", "code").iter_rows():
        places = [skills[u] for part in taxonomy.occupation_skills(uri) for u in part]
        for digits in (1, 3, 4):
            asked.setdefault(code[:digits], np.zeros(len(skills), dtype=np.bool_))[places] = True
    return asked


def neutral(uri: str) -> float:
    """Speaks neither for nor against any skill: for a record whose occupation is not known."""
    return 0.0


def _log_odds(chance: float) -> float:
    kept = min(max(chance, 1e-6), 1 - 1e-6)
    return math.log(kept / (1 - kept))


def _chance(log_odds: float) -> float:
    return 1.0 / (1.0 + math.exp(-log_odds))
