"""Splits text into the word pieces of XLM-RoBERTa (sentencepiece unigram), exactly."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final

__all__ = ["UnigramTokenizer"]

MARK: Final = "\u2581"  # stands for the space before a word
# Far beyond what 512 tokens can hold, so that a text of a million characters costs no more than a page.
MOST_CHARACTERS: Final = 65_536
_SPACES: Final = re.compile(" {2,}")


class UnigramTokenizer:
    """The likeliest split of each word into known pieces.

    Pieces never span two words, so words are split one by one and remembered: labels and titles share
    most of their words.

    Args:
        pieces: All pieces; the place in the sequence is the token's number.
        scores: Log likelihood of each piece.
        characters: Replacement of single characters (code point to text) before splitting.
        unknown: Token number for a character that no piece covers.

    Source: Kudo 2018, "Subword Regularization", arXiv 1804.10959.

    Example:
        >>> from crosswalk.taxonomy.linking.encoder.weights import read_weights
        >>> weights = read_weights()
        >>> tokenizer = UnigramTokenizer(
        ...     weights.pieces, weights.scores.tolist(), weights.characters, weights.unknown
        ... )
        >>> [weights.pieces[token] for token in tokenizer.tokens("Krankenpfleger", limit=10)]
        ['▁Kranken', 'pflege', 'r']
    """

    def __init__(
        self, pieces: Sequence[str], scores: Sequence[float], characters: Mapping[int, str], unknown: int
    ) -> None:
        self._numbers = {piece: number for number, piece in enumerate(pieces) if number != unknown}
        self._scores = scores
        self._characters = characters
        self._unknown = unknown
        self._unknown_score = min(scores) - 10.0
        self._longest = max(map(len, pieces))
        self._word = lru_cache(maxsize=65_536)(self._split)

    def tokens(self, text: str, limit: int) -> list[int]:
        """Token numbers of the text's beginning, without marks for start and end.

        Args:
            text: Any text.
            limit: At most so many tokens are returned; the rest of the text is not read.

        Returns:
            Between one and `limit` token numbers.
        """
        plain = _SPACES.sub(" ", text[:MOST_CHARACTERS].translate(self._characters))
        # A token covers at most `_longest` characters: nothing beyond this can be among the first tokens.
        words = plain[: limit * self._longest].removeprefix(" ").split(" ")
        found: list[int] = []
        for word in words:
            found += self._word(word)
            if len(found) >= limit:
                break
        return found[:limit]

    def _split(self, word: str) -> tuple[int, ...]:
        """Viterbi search for the best sum of scores over one word."""
        word = MARK + word
        size = len(word)
        number_of, scores, longest = self._numbers.get, self._scores, self._longest
        best = [float("-inf")] * (size + 1)
        best[0] = 0.0
        chosen = [(0, 0)] * (size + 1)  # token that ends here, and where it begins
        for begin in range(size):
            so_far = best[begin]
            for end in range(begin + 1, min(begin + longest, size) + 1):
                number = number_of(word[begin:end])
                if number is not None and so_far + scores[number] > best[end]:
                    best[end], chosen[end] = so_far + scores[number], (number, begin)
            if so_far + self._unknown_score > best[begin + 1]:
                best[begin + 1], chosen[begin + 1] = so_far + self._unknown_score, (self._unknown, begin)
        backwards: list[int] = []
        while size:
            number, size = chosen[size]
            backwards.append(number)
        return tuple(reversed(backwards))
