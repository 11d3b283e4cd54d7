"""The built-in encoder: multilingual-e5-small in eight-bit integers on onnxruntime."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from crosswalk.settings import settings
from crosswalk.taxonomy.linking.encoder.batching import batches, padded
from crosswalk.taxonomy.linking.encoder.cache import cached_bytes
from crosswalk.taxonomy.linking.encoder.session import open_session
from crosswalk.taxonomy.linking.encoder.text import PROMPT, encode_in_chunks, tidy
from crosswalk.taxonomy.linking.encoder.tokenizer import UnigramTokenizer
from crosswalk.taxonomy.linking.encoder.weights import E5Weights, read_weights

__all__ = ["E5Encoder"]

# Changes whenever the graph or the handling of text changes: part of the encoder's name, so of every cache.
BUILDER: Final = "w7a8-2"


class E5Encoder:
    """Text to vectors with multilingual-e5-small.

    Args:
        threads: Threads of one batch.
        cache: Folder for the graph that the first use builds (22 MB, about a second).
    """

    def __init__(self, threads: int = 1, cache: Path | None = None) -> None:
        weights = read_weights()
        self.name = f"multilingual-e5-small-{weights.sha256[:12]}-{BUILDER}"
        self.dimensions = weights.width
        self._weights = weights
        self._tokenizer = UnigramTokenizer(weights.vocabulary, weights.scores, weights.characters, weights.unknown)
        self._session = _session(weights, threads, (cache or settings().cache) / f"{self.name}.onnx")

    def encode(
        self, texts: Sequence[str], *, progress: Callable[[int, int], None] | None = None
    ) -> NDArray[np.float32]:
        """Unit vectors of the texts, (texts, dimensions); see `Encoder.encode`."""
        return encode_in_chunks(texts, self.dimensions, self._chunk, progress)

    def _chunk(self, texts: Sequence[str]) -> NDArray[np.float32]:
        rows = [self._tokens(text) for text in texts]
        vectors = np.empty((len(rows), self.dimensions), np.float32)
        for group in batches([len(row) for row in rows]):
            tokens, present = padded([rows[place] for place in group], self._weights.end)
            inputs = {"embeddings": self._weights.embeddings(tokens), "present": present}
            vectors[group] = self._session.run(None, inputs)[0]
        return vectors

    def _tokens(self, text: str) -> list[int]:
        room = self._weights.positions - 2
        found = self._tokenizer.tokens(PROMPT + tidy(text), room)
        return [self._weights.start, *found, self._weights.end]


def _session(weights: E5Weights, threads: int, path: Path) -> Any:
    def build() -> bytes:
        # Imported here because a run that finds the file has no need of the library that writes it.
        from crosswalk.taxonomy.linking.encoder.graph import build_graph  # noqa: PLC0415

        return build_graph(weights)

    if path.is_file():
        with contextlib.suppress(Exception):  # onnxruntime's errors share no base; a damaged file is simply built again
            return open_session(str(path), threads)  # by its path: the contents then need not be held beside the model
    return open_session(cached_bytes(path, build, anew=True), threads)
