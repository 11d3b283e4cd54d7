"""Links job titles and skill phrases in many languages to the occupations and skills of a taxonomy."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from crosswalk.errors import NotFoundError, UsageError
from crosswalk.settings import settings
from crosswalk.taxonomy.linking import ranking
from crosswalk.taxonomy.linking.agreement import Favour, neutral
from crosswalk.taxonomy.linking.boilerplate import BoilerplateFilter
from crosswalk.taxonomy.linking.bridge import Bridge
from crosswalk.taxonomy.linking.documents import SkillMention, SkillReader
from crosswalk.taxonomy.linking.encoder import Encoder, default_encoder
from crosswalk.taxonomy.linking.normalise import tidy
from crosswalk.taxonomy.linking.opening import open_indexes
from crosswalk.taxonomy.linking.phrases import by_language, carrying, chunks, phrases_of
from crosswalk.taxonomy.linking.scoring import PillarScorer
from crosswalk.taxonomy.linking.tuning import TUNING
from crosswalk.taxonomy.linking.vectors import unit_rows

__all__ = ["Link", "Linker"]

Floats = NDArray[np.float32]
Progress = Callable[[str, int, int], None]

#: Phrases scored at once; fewer where there are many concepts, so that memory stays bounded.
AT_ONCE, AT_ONCE_OF_MANY, MANY_CONCEPTS = 64, 32, 8000
WHOLE_SENTENCE = 6  #: words from which on a title is read as a sentence
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
        self._bridges = {kind: Bridge(scorer.index, kind) for kind, scorer in scorers.items()}

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
        indexes = open_indexes(concepts, labels, encoder, (cache or settings().cache) / "linking", progress)
        scorers = {kind: PillarScorer(index, TUNING[kind]) for kind, index in indexes.items()}
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

    def skills_in_document(self, text: str, *, lang: str | None = None, favour: Favour = neutral) -> list[SkillMention]:
        """Finds the skills that a CV or an advertisement states, leaving out what is said about the employer.

        Args:
            text: The whole document.
            lang: Its language; guessed sentence by sentence where unknown.
            favour: What the occupation that the document is about says for or against each skill; see `Agreement`.

        Returns:
            Each skill once, where it is stated most clearly, in the order of the text.
        """
        self._scorer("skill")
        return SkillReader(self._filter, self.skills, self.threshold("skill")).read(text, lang, favour)

    def languages(self, kind: str) -> list[str]:
        """Returns the languages in which `occupations` or `skills` have labels."""
        return list(self._scorer(_KINDS[kind]).index.blocks)

    def languages_of(self, kind: str, texts: Sequence[str], langs: Sequence[str | None] | None) -> list[str | None]:
        """Returns the loaded language of each text; None where it is in a language without labels.

        Args:
            kind: `occupations` or `skills`.
            texts: Titles or sentences.
            langs: Language of each (ISO 639-1), None where unknown: it is then guessed.
        """
        return self._scorer(_KINDS[kind]).languages([tidy(text) for text in texts], langs)

    def about_work(self, texts: Sequence[str], kind: str = "skills") -> list[bool]:
        """Says for each text whether it may be about work; False for sentences about the employer, pay and the like.

        Args:
            texts: Titles or sentences.
            kind: Of `occupations` only whole sentences are judged: a title says little about itself.
        """
        least = WHOLE_SENTENCE if _KINDS[kind] == "occupation" else 0
        judged = [i for i, text in enumerate(texts) if len(text.split()) >= least]
        answers = [True] * len(texts)
        for i, about in zip(judged, self._filter.about_work([texts[i] for i in judged]), strict=True):
            answers[i] = about
        return answers

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
        return carrying(words, likeness[0] - likeness[1:])

    def nearness(self, uri: str, other: str) -> float | None:
        """Returns how near two occupations, or two skills, are by the meaning of their labels.

        Returns:
            Cosine of their labels' means in the supporting languages (English where it is loaded), 0 to 1: about 0.3
            for concepts that have nothing to do with each other. None where labels of either are not loaded.
        """
        for scorer in self._scorers.values():
            places = [scorer.index.places.get(u) for u in (uri, other)]
            if places[0] is not None and places[1] is not None:
                near = float(scorer.text_nearness(places[0])[places[1]])
                return None if np.isnan(near) else near
        return None

    def nearest(self, uri: str, top: int = 10) -> list[tuple[str, float]]:
        """Returns the concepts of the same kind nearest to one by the meaning of their labels, nearest first.

        Returns:
            URIs and their `nearness`; nothing where no labels of the concept are loaded.
        """
        for scorer in self._scorers.values():
            place = scorer.index.places.get(uri)
            if place is not None:
                near = scorer.text_nearness(place)
                order = np.argsort(-near, kind="stable")
                others = [int(i) for i in order if i != place and near[i] > 0][:top]
                return [(scorer.index.uris[i], float(near[i])) for i in others]
        return []

    @cached_property
    def _filter(self) -> BoilerplateFilter:
        return BoilerplateFilter(self._encoder)

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
        parts = [phrases_of(text, whole, scorer.tuning.clauses) for text, whole in zip(texts, wholes, strict=True)]
        for i, group in enumerate(parts):
            given = langs is not None and bool(langs[i])
            led = [self._bridges[kind].lead(part, languages[i], given) for part in group]
            parts[i] = [phrase for phrase, _ in led]
            languages[i] = led[0][1] if led else None
        unique = list(dict.fromkeys(part for group in parts for part in group))
        if not unique:
            return [[] for _ in texts]
        vectors = self._vectors(scorer, unique)
        place = {phrase: row for row, phrase in enumerate(unique)}
        results: list[list[Link]] = [[] for _ in texts]
        for language, members in by_language(languages, parts).items():
            calibration = scorer.calibration(language)
            for chunk in chunks(members, parts, at_once):
                phrases = [part for i in chunk for part in parts[i]]
                scored = scorer.scores(language, phrases, vectors[[place[p] for p in phrases]])
                begin = 0
                for i in chunk:
                    end = begin + len(parts[i])
                    found = ranking.best(calibration, scored[0][begin:end], scored[1][begin:end], top, limit)
                    results[i] = [_link_to(scorer, language, *pair, rank) for rank, pair in enumerate(found, start=1)]
                    begin = end
        return results


def _link_to(scorer: PillarScorer, language: str | None, concept: int, probability: float, rank: int) -> Link:
    label, lang = scorer.name(concept, language)
    return Link(scorer.index.uris[concept], label, lang, scorer.index.codes[concept], probability, rank)
