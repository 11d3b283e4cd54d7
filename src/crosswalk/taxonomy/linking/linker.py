"""Links job titles and skill phrases in many languages to the occupations and skills of a taxonomy."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from crosswalk.errors import NotFoundError, UsageError
from crosswalk.settings import settings
from crosswalk.taxonomy.linking import ranking
from crosswalk.taxonomy.linking.documents import SkillMention, SkillReader
from crosswalk.taxonomy.linking.encoder import Encoder, default_encoder
from crosswalk.taxonomy.linking.index import PillarIndex, build_parts
from crosswalk.taxonomy.linking.labels import content_hash, pillar_labels
from crosswalk.taxonomy.linking.normalise import tidy
from crosswalk.taxonomy.linking.scoring import PillarScorer
from crosswalk.taxonomy.linking.sentences import Span, clauses
from crosswalk.taxonomy.linking.storage import open_parts, save_parts
from crosswalk.taxonomy.linking.tuning import TUNING
from crosswalk.taxonomy.linking.vectors import unit_rows

__all__ = ["Link", "Linker"]

Floats = NDArray[np.float32]
Progress = Callable[[str, int, int], None]

#: Raise it when the layout or the learning of the index changes: old caches are then built anew.
INDEX_VERSION = "5"
#: Phrases scored at once; fewer where there are many concepts, so that memory stays bounded.
AT_ONCE, AT_ONCE_OF_MANY, MANY_CONCEPTS = 64, 32, 8000
#: A word carried a link when taking it out costs at least this part of what the weightiest word costs.
CARRIES = 0.25
_KINDS = {"occupation": "occupation", "occupations": "occupation", "skill": "skill", "skills": "skill"}


@dataclass(frozen=True, slots=True)
class Link:
    """One concept that a text may mean.

    Attributes:
        uri: Concept.
        label: Its preferred label in the text's language where loaded, else in English, else in any.
        lang: Language of that label.
        isco: ISCO-08 code of an occupation.
        score: Probability from 0 to 1 that the concept is right.
        rank: 1 for the best.
    """

    uri: str
    label: str
    lang: str
    isco: str | None
    score: float
    rank: int


class Linker:
    """Ranks the concepts of a taxonomy for texts.

    Example:
        >>> import polars as pl
        >>> concepts = pl.DataFrame({"uri": ["o:1", "o:2"], "kind": ["occupation"] * 2, "code": ["2221", "7212"]})
        >>> labels = pl.DataFrame(
        ...     [("o:1", "en", "preferred", "nurse"), ("o:2", "en", "preferred", "welder")],
        ...     schema=["uri", "lang", "kind", "text"],
        ...     orient="row",
        ... )
        >>> linker = Linker.build(concepts, labels, cache=getfixture("tmp_path"))
        >>> linker.occupations(["soudeur (H/F)"], langs=["fr"], threshold=0)[0][0].uri
        'o:2'
        >>> linker.explain("experienced welder of pipes", "o:2")
        ('welder',)
    """

    def __init__(self, scorers: dict[str, PillarScorer], encoder: Encoder) -> None:
        self._scorers = scorers
        self._encoder = encoder
        self._reader: SkillReader | None = None

    @classmethod
    def build(
        cls,
        concepts: pl.DataFrame,
        labels: pl.DataFrame,
        *,
        encoder: Encoder | None = None,
        cache: Path | None = None,
        progress: Progress | None = None,
        threads: int = 1,
    ) -> Linker:
        """Opens the index of these labels from the cache, or builds and caches it.

        Args:
            concepts: Columns uri, kind (`occupation`, `skill`; others are left aside) and code (ISCO-08).
            labels: Columns uri, lang (ISO 639-1), kind (`preferred`, `alternative`, `hidden`) and text.
            encoder: Turns texts into vectors; the built-in one by default.
            cache: Folder for built indexes; the user's cache folder by default.
            progress: Called with what is being done, how many are done and how many there are.
            threads: Threads of the built-in encoder.

        Returns:
            A linker, ready for any number of calls.
        """
        encoder = encoder or default_encoder(threads)
        name = content_hash(concepts, labels, encoder.name, INDEX_VERSION)
        root = (cache or settings().cache) / "linking"
        scorers = {}
        for kind in ("occupation", "skill"):
            folder = root / f"{name}-{kind}"
            parts: dict[str, Any] | None = open_parts(folder)
            if parts is None:
                prepared = pillar_labels(concepts, labels, kind)
                if prepared.labels.is_empty():
                    continue
                built = build_parts(prepared, encoder, progress)
                save_parts(folder, built)
                parts = open_parts(folder) or built
            scorers[kind] = PillarScorer(PillarIndex.from_parts(parts), TUNING[kind])
        return cls(scorers, encoder)

    def threshold(self, kind: str) -> float:
        """Returns the lowest probability of a good match for `occupations` or `skills`."""
        return TUNING[_KINDS[kind]].threshold

    def occupations(
        self,
        texts: Sequence[str],
        *,
        langs: Sequence[str | None] | None = None,
        top: int = 10,
        threshold: float | None = None,
    ) -> list[list[Link]]:
        """Ranks occupations for job titles.

        Args:
            texts: Titles.
            langs: Language of each (ISO 639-1), None where unknown: it is then guessed.
            top: Most links for a title.
            threshold: Lowest probability that is returned; by default the one of `threshold`. An empty list says
                that no occupation is a good match. Zero returns the best `top` whatever their probability.

        Returns:
            For each text its links, best first; equal scores in the order of URIs.

        Raises:
            UsageError: The taxonomy has no occupation labels, or `langs` is not as long as `texts`.
        """
        return self._link("occupation", texts, langs, top, threshold)

    def skills(
        self,
        texts: Sequence[str],
        *,
        langs: Sequence[str | None] | None = None,
        top: int = 10,
        threshold: float | None = None,
    ) -> list[list[Link]]:
        """Ranks skills for skill phrases or sentences; arguments and result as for `occupations`.

        A sentence is scored whole and by its clauses, so that a list of several skills finds each of them.
        """
        return self._link("skill", texts, langs, top, threshold)

    def skills_in_document(self, text: str, *, lang: str | None = None) -> list[SkillMention]:
        """Finds the skills that a CV or an advertisement states, leaving out what is said about the employer.

        Args:
            text: The whole document.
            lang: Its language; guessed sentence by sentence where unknown.

        Returns:
            Each skill once, where it is stated most clearly, in the order of the text.
        """
        self._scorer("skill")
        if self._reader is None:
            self._reader = SkillReader(self._encoder, self.skills)
        return self._reader.read(text, lang)

    def explain(self, text: str, uri: str) -> tuple[str, ...]:
        """Returns the words of a text that carried its link to a concept, in the order of the text.

        Each word is taken out in turn; those count without which the text is clearly less like the concept.

        Raises:
            NotFoundError: No occupation or skill with labels has this URI.
        """
        scorer = next((s for s in self._scorers.values() if uri in s.index.places), None)
        if scorer is None:
            raise NotFoundError(f"No labels of {uri} are loaded.", remedy="Check the URI and the taxonomy's version.")
        words = tidy(text).split()
        if len(words) < 2:
            return tuple(words)
        variants = [" ".join(words)] + [" ".join(words[:i] + words[i + 1 :]) for i in range(len(words))]
        likeness = scorer.likeness_to(scorer.index.places[uri], self._vectors(scorer, variants))
        costs = likeness[0] - likeness[1:]
        if costs.max() <= 0:
            return tuple(words)
        return tuple(word for word, cost in zip(words, costs, strict=True) if cost >= CARRIES * costs.max())

    def _scorer(self, kind: str) -> PillarScorer:
        if kind not in self._scorers:
            raise UsageError(
                f"The taxonomy has no labels of the kind {kind}.", remedy="Load a taxonomy that has them, such as ESCO."
            )
        return self._scorers[kind]

    def _vectors(self, scorer: PillarScorer, phrases: list[str]) -> Floats:
        return unit_rows(self._encoder.encode(phrases) @ scorer.index.adapter)

    def _link(
        self, kind: str, texts: Sequence[str], langs: Sequence[str | None] | None, top: int, threshold: float | None
    ) -> list[list[Link]]:
        scorer = self._scorer(kind)
        limit = scorer.tuning.threshold if threshold is None else threshold
        at_once = AT_ONCE if len(scorer.index.uris) < MANY_CONCEPTS else AT_ONCE_OF_MANY
        wholes = [tidy(text) for text in texts]
        languages = scorer.languages(wholes, langs)
        parts = [_parts(text, whole, scorer.tuning.clauses) for text, whole in zip(texts, wholes, strict=True)]
        unique = list(dict.fromkeys(part for group in parts for part in group))
        if not unique:
            return [[] for _ in texts]
        vectors = self._vectors(scorer, unique)
        place = {phrase: row for row, phrase in enumerate(unique)}
        results: list[list[Link]] = [[] for _ in texts]
        for language, members in _by_language(languages, parts).items():
            for chunk in _chunks(members, parts, at_once):
                phrases = [part for i in chunk for part in parts[i]]
                scored = scorer.scores(language, phrases, vectors[[place[p] for p in phrases]])
                begin = 0
                for i in chunk:
                    end = begin + len(parts[i])
                    found = _best(scorer, scored[0][begin:end], scored[1][begin:end], top, limit)
                    results[i] = [_link_to(scorer, language, *pair, rank) for rank, pair in enumerate(found, start=1)]
                    begin = end
        return results


def _parts(text: str, whole: str, split: bool) -> list[str]:
    """Returns the tidied text, followed by its clauses where it lists several; nothing where it has no letters."""
    if not any(c.isalnum() for c in whole):
        return []
    found = [tidy(clause.text) for clause in clauses(Span(text, 0, len(text)))] if split else []
    found = [clause for clause in dict.fromkeys(found) if any(c.isalnum() for c in clause)]
    return [whole, *found] if len(found) > 1 else [whole]


def _by_language(languages: list[str | None], parts: list[list[str]]) -> dict[str | None, list[int]]:
    members: dict[str | None, list[int]] = {}
    for i, language in enumerate(languages):
        if parts[i]:
            members.setdefault(language, []).append(i)
    return members


def _chunks(members: list[int], parts: list[list[str]], at_once: int) -> list[list[int]]:
    """Cuts the texts into groups of about as many phrases, so that memory stays bounded."""
    chunks: list[list[int]] = []
    room = 0
    for i in members:
        if room < len(parts[i]):
            chunks.append([])
            room = at_once
        chunks[-1].append(i)
        room -= len(parts[i])
    return chunks


def _best(scorer: PillarScorer, scores: Floats, likeness: Floats, top: int, limit: float) -> list[tuple[int, float]]:
    """Returns the best concepts for one text and their probabilities, best first, ties in the order of URIs.

    Args:
        scorer: The pillar.
        scores: Fused scores of the whole text (first row) and its clauses.
        likeness: Cosines, same shape.
        top: Most concepts.
        limit: Lowest probability.
    """
    shares = ranking.log_shares(scores)
    part = shares[1:].max(axis=0) if len(shares) > 1 else shares[0]
    total = scores[0] + (scores[1:].max(axis=0) if len(scores) > 1 else scores[0])
    count = min(top, len(total))
    candidates = np.flatnonzero(total >= np.partition(total, -count)[-count])
    chosen = candidates[np.lexsort((candidates, -total[candidates]))][:count]
    chances = scorer.calibration.probability(shares[0, chosen], part[chosen], likeness.max(axis=0)[chosen])
    return [(int(c), float(p)) for c, p in zip(chosen, chances, strict=True) if p >= limit]


def _link_to(scorer: PillarScorer, language: str | None, concept: int, probability: float, rank: int) -> Link:
    label, lang = scorer.name(concept, language)
    return Link(scorer.index.uris[concept], label, lang, scorer.index.codes[concept], probability, rank)
