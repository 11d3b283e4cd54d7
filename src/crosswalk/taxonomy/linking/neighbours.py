"""How near skills are: by the taxonomy's graph and by the meaning of their labels, side by side."""

from __future__ import annotations

from dataclasses import dataclass

from crosswalk.errors import UsageError
from crosswalk.taxonomy import Taxonomy
from crosswalk.taxonomy.linking.linker import Linker
from crosswalk.taxonomy.nearness import FULL

__all__ = ["Neighbour", "neighbour", "neighbours"]


@dataclass(frozen=True, slots=True)
class Neighbour:
    """How near another skill is to the one that was asked about.

    Attributes:
        uri: The other skill.
        label: Its label.
        covers: How well the skill asked about covers the other when held, by the graph, 0 to 1; None where the
            graph does not join them.
        covered_by: How well the other covers the skill asked about; None likewise.
        text: Cosine of the meanings of their labels, 0 to 1; two skills that have nothing to do with each other
            lie near 0.3. None where one of them has no label.
    """

    uri: str
    label: str
    covers: float | None
    covered_by: float | None
    text: float | None


def neighbour(taxonomy: Taxonomy, linker: Linker, uri: str, other: str, lang: str = "en") -> Neighbour:
    """How near two skills are.

    Args:
        taxonomy: The taxonomy of both.
        linker: A linker built from its labels.
        uri: The skill asked about.
        other: The other skill.
        lang: Language of the label.

    Raises:
        NotFoundError: The taxonomy has no such concept.
        UsageError: A concept is not a skill.
    """
    held, needed = (_skill(taxonomy, u) for u in (uri, other))
    table = taxonomy.nearness()
    covers, covered_by = table.between(held, needed), table.between(needed, held)
    uris = taxonomy.skills[held], taxonomy.skills[needed]
    return Neighbour(
        uris[1],
        taxonomy.label(uris[1], lang),
        covers / FULL if covers else None,
        covered_by / FULL if covered_by else None,
        linker.nearness(*uris),
    )


def neighbours(taxonomy: Taxonomy, linker: Linker, uri: str, *, top: int = 10, lang: str = "en") -> list[Neighbour]:
    """The skills nearest to one: the nearest by graph and the nearest by text, the nearest of all first.

    Args:
        taxonomy: The taxonomy.
        linker: A linker built from its labels.
        uri: The skill asked about.
        top: At most so many by graph and so many by text.
        lang: Language of the labels.

    Raises:
        NotFoundError: The taxonomy has no such concept.
        UsageError: The concept is not a skill.
    """
    skill = _skill(taxonomy, uri)
    table = taxonomy.nearness()
    row = slice(table.indptr[skill], table.indptr[skill + 1])
    graph = sorted(zip(-table.values[row].astype(int), table.indices[row], strict=True))
    others = [taxonomy.skills[place] for _, place in graph if place != skill][:top]
    others += [other for other, _ in linker.nearest(taxonomy.skills[skill], top)]
    found = [neighbour(taxonomy, linker, uri, other, lang) for other in dict.fromkeys(others)]
    return sorted(found, key=lambda n: (-max(n.covers or 0.0, n.text or 0.0), n.uri))


def _skill(taxonomy: Taxonomy, uri: str) -> int:
    """Place of a skill among the skills."""
    place = taxonomy.number(uri) - taxonomy.first_skill
    if not 0 <= place < len(taxonomy.skills):
        raise UsageError(
            f"{uri} is not a skill.", remedy="Look skills up with: crosswalk taxonomy search --kind skill."
        )
    return place
