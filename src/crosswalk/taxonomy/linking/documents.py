"""Reads the skills stated in CVs and advertisements, with the place where each is stated."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crosswalk.taxonomy.linking.agreement import Favour, agreeing, least_before
from crosswalk.taxonomy.linking.boilerplate import BoilerplateFilter
from crosswalk.taxonomy.linking.sentences import Span, clauses, sentences

if TYPE_CHECKING:
    from crosswalk.taxonomy.linking.linker import Link

__all__ = ["SkillMention", "SkillReader"]

MOST_SENTENCES = 2000
SKILLS_PER_SENTENCE = 5
CANDIDATES = 12  #: links of a sentence that are weighed against the occupation


@dataclass(frozen=True, slots=True)
class SkillMention:
    """A skill that a document states; `start` and `end` bound the clause or sentence that states it best.

    Attributes:
        uri: Skill.
        label: Its name in the document's language where loaded.
        score: Probability from 0 to 1 that the skill is right.
        start: First character of the evidence in the document.
        end: Character after the last of the evidence.
        sentence: The whole sentence.
    """

    uri: str
    label: str
    score: float
    start: int
    end: int
    sentence: str


class SkillReader:
    """Cuts documents into sentences, leaves boilerplate out and links the rest.

    Args:
        boilerplate: Tells the employer from work.
        link: `Linker.skills`.
        limit: Lowest probability of a skill.
    """

    def __init__(
        self, boilerplate: BoilerplateFilter, link: Callable[..., Sequence[Sequence[Link]]], limit: float
    ) -> None:
        self._filter = boilerplate
        self._link = link
        self._limit = limit

    def read(self, text: str, lang: str | None, favour: Favour) -> list[SkillMention]:
        """Returns each skill once, where it is stated most clearly, in the order of the text."""
        cut = sentences(text)[:MOST_SENTENCES]
        kept = [s for s, about in zip(cut, self._filter.about_work([s.text for s in cut]), strict=True) if about]
        if not kept:
            return []
        texts, floor = [s.text for s in kept], least_before(self._limit)
        found = self._link(texts, langs=[lang] * len(kept), top=CANDIDATES, threshold=floor)
        weighed = [agreeing(text, links, favour, self._limit) for text, links in zip(texts, found, strict=True)]
        linked = [links[:SKILLS_PER_SENTENCE] for links in weighed]
        places = self._evidence(kept, linked, lang)
        best: dict[str, SkillMention] = {}
        for sentence, links, spans in zip(kept, linked, places, strict=True):
            for link, span in zip(links, spans, strict=True):
                known = best.get(link.uri)
                if known is None or link.score > known.score:
                    mention = SkillMention(link.uri, link.label, link.score, span.start, span.end, sentence.text)
                    best[link.uri] = mention
        return sorted(best.values(), key=lambda m: (m.start, m.end, -m.score, m.uri))

    def _evidence(self, kept: list[Span], linked: Sequence[Sequence[Link]], lang: str | None) -> list[list[Span]]:
        """Finds, for each link, the clause that alone ranks the skill highest; else the whole sentence."""
        parts = [clauses(s) if links else [] for s, links in zip(kept, linked, strict=True)]
        flat = [part for group in parts for part in group]
        alone = iter(self._link([p.text for p in flat], langs=[lang] * len(flat), top=CANDIDATES, threshold=0))
        spans = []
        for sentence, links, group in zip(kept, linked, parts, strict=True):
            scores = [{link.uri: link.score for link in next(alone)} for _ in group]
            spans.append([_clearest(link.uri, sentence, group, scores) for link in links])
        return spans


def _clearest(uri: str, sentence: Span, parts: list[Span], scores: list[dict[str, float]]) -> Span:
    best = max(range(len(parts)), key=lambda i: scores[i].get(uri, 0.0), default=None)
    return sentence if best is None or uri not in scores[best] else parts[best]
