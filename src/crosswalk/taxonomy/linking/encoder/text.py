"""What all encoders do with text: tidy it, take repeated texts once, work in chunks of bounded memory."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["PROMPT", "encode_in_chunks", "tidy"]

# E5 was trained with this mark on texts that are compared with each other as equals.
PROMPT: Final = "query: "
MOST_CHARACTERS: Final = 65_536  # far beyond 512 tokens
CHUNK: Final = 2048


def tidy(text: str) -> str:
    """The beginning of a text without outer white space, null characters or broken surrogates.

    Example:
        >>> tidy("  nurse\\x00 ")
        'nurse'
    """
    start = text[: MOST_CHARACTERS * 2].strip()[:MOST_CHARACTERS].replace("\x00", "")
    return start.encode("utf-8", "ignore").decode("utf-8").strip()


def encode_in_chunks(
    texts: Sequence[str],
    dimensions: int,
    encode: Callable[[Sequence[str]], NDArray[np.float32]],
    progress: Callable[[int, int], None] | None,
) -> NDArray[np.float32]:
    """Encodes each different text once, some two thousand at a time.

    Args:
        texts: Any texts, in any order, repeated or not.
        dimensions: Length of a vector.
        encode: Vectors of some different texts.
        progress: Told after each chunk how many texts are done, and of how many.

    Returns:
        One row per text, in the order of `texts`.

    Raises:
        TypeError: `texts` is one string instead of a sequence of strings.
    """
    if isinstance(texts, str):
        raise TypeError("encode takes a sequence of texts; put the one text in a list")
    place = {text: number for number, text in enumerate(dict.fromkeys(texts))}
    different = list(place)
    vectors = np.empty((len(different), dimensions), np.float32)
    for start in range(0, len(different), CHUNK):
        vectors[start : start + CHUNK] = encode(different[start : start + CHUNK])
        if progress:
            progress(min(start + CHUNK, len(different)), len(different))
    if len(different) == len(texts):
        return vectors
    return vectors[[place[text] for text in texts]]
