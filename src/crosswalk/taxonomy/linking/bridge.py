"""Leads titles that no loaded language explains to labels that are loaded: by the starter's words, by their sound."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

import polars as pl

from crosswalk.taxonomy.linking.index import PillarIndex
from crosswalk.taxonomy.linking.normalise import key, tidy
from crosswalk.taxonomy.linking.romanise import is_latin, roman_key, vowels_written
from crosswalk.taxonomy.store import Taxonomy

__all__ = ["Bridge"]

LEAST_LETTERS = 3  #: of a form without vowels; shorter ones mean too many words
LEAST_AGAINST_GUESS = 4  #: the same for a phrase that looks like a loaded language in Latin letters
LEAST_WITH_VOWELS = 5
FIRST = 9  #: labels of a language from which its alphabet is told
LONGEST = 6  #: words of a label that are looked for inside a phrase
PIVOT = "en"


class Bridge:
    """Looks phrases up in the labels of the starter taxonomy, and romanised ones in labels of other alphabets.

    The tables are made when they are first needed.

    Args:
        index: The pillar that phrases are linked to.
        kind: `occupation` or `skill`.
    """

    def __init__(self, index: PillarIndex, kind: str) -> None:
        self._index = index
        self._kind = kind

    def lead(self, phrase: str, language: str | None, given: bool) -> tuple[str, str | None]:
        """Returns the phrase and language under which to link, the same ones where nothing better is known.

        Args:
            phrase: Tidied phrase.
            language: Loaded language of the phrase; None where it is in none.
            given: Whether that was told; a guess gives way to a label that is met exactly.
        """
        if self._index.exact(whole := key(phrase)):
            return phrase, language
        told = language is not None and given
        if not told and whole in self._words:
            return self._words[whole], PIVOT
        if is_latin(phrase) and (not told or language in self._other_alphabets):
            sound = self._by_sound(phrase, LEAST_LETTERS if language is None or told else LEAST_AGAINST_GUESS)
            if sound is not None:
                return sound
        return (phrase, language) if language is not None else (self._glossed(whole, phrase), None)

    def _by_sound(self, phrase: str, least_letters: int) -> tuple[str, str] | None:
        for vowels, least in ((True, LEAST_WITH_VOWELS), (False, least_letters)):
            sound = roman_key(phrase, vowels=vowels)
            if len(sound.replace(" ", "")) >= least and sound in self._sounds[vowels]:
                return self._sounds[vowels][sound]
        return None

    def _glossed(self, whole: str, phrase: str) -> str:
        """The phrase with the longest starter labels inside it put into English; other words stay as they are."""
        words, out, found, i = whole.split(), [], False, 0
        while i < len(words):
            for stop in range(min(len(words), i + LONGEST), i, -1):
                if (english := self._words.get(" ".join(words[i:stop]))) is not None:
                    out.append(english)
                    i, found = stop, True
                    break
            else:
                out.append(words[i])
                i += 1
        return " ".join(out) if found else phrase

    @cached_property
    def _starter(self) -> pl.DataFrame:
        """Labels of the starter in languages that are not loaded, beside the English name: text, english."""
        if PIVOT not in self._index.blocks:
            return pl.DataFrame(schema={"text": pl.String, "english": pl.String})
        starter = Taxonomy.starter()
        concepts = starter.concepts.filter(kind=self._kind).select("uri")
        labels = starter.labels.join(concepts, on="uri", maintain_order="left")
        english = labels.filter(lang=PIVOT, kind="preferred").select("uri", english="text").unique("uri")
        others = labels.filter(~pl.col("lang").is_in(list(self._index.blocks)))
        others = others.sort(pl.col("kind").replace_strict({"preferred": 0}, default=1), maintain_order=True)
        return others.join(english, on="uri", maintain_order="left").select("text", "english")

    @cached_property
    def _other_alphabets(self) -> list[str]:
        """Loaded languages that are not written in Latin letters, by most of their first labels."""
        first = {
            lang: self._index.labels["text"].slice(block.start, min(FIRST, len(block.owners))).to_list()
            for lang, block in self._index.blocks.items()
        }
        return [lang for lang, texts in first.items() if 2 * sum(map(is_latin, texts)) < len(texts)]

    @cached_property
    def _words(self) -> dict[str, str]:
        words: dict[str, str] = {}
        for text, english in self._starter.iter_rows():
            words.setdefault(key(text), tidy(english))
        return words

    @cached_property
    def _sounds(self) -> dict[bool, dict[str, tuple[str, str]]]:
        """Romanised labels of other alphabets, with and without vowels: the phrase and language that they stand for."""
        sounds: dict[bool, dict[str, tuple[str, str]]] = {True: {}, False: {}}
        for text, phrase, language in self._foreign():
            vowels = vowels_written(text)
            sounds[vowels].setdefault(roman_key(tidy(text), vowels=vowels), (phrase, language))
        return sounds

    def _foreign(self) -> Iterable[tuple[str, str, str]]:
        for language in self._other_alphabets:
            block = self._index.blocks[language]
            for text in self._index.labels["text"].slice(block.start, len(block.owners)).to_list():
                yield text, tidy(text), language
        for text, english in self._starter.iter_rows():
            if not is_latin(text):
                yield text, tidy(english), PIVOT
