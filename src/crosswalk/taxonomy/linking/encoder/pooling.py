"""Ways from one vector per token to one vector per text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from crosswalk.errors import InputError

__all__ = ["pooling_of"]

Pooling = Callable[[NDArray[np.float32], NDArray[np.int32]], NDArray[np.float32]]


def _mean(hidden: NDArray[np.float32], present: NDArray[np.int32]) -> NDArray[np.float32]:
    weights = present[:, :, None].astype(np.float32)
    return np.asarray((hidden * weights).sum(axis=1) / weights.sum(axis=1), np.float32)


def _first(hidden: NDArray[np.float32], present: NDArray[np.int32]) -> NDArray[np.float32]:
    return hidden[:, 0]


def _last(hidden: NDArray[np.float32], present: NDArray[np.int32]) -> NDArray[np.float32]:
    return np.asarray(hidden[np.arange(len(hidden)), present.sum(axis=1) - 1])


def _largest(hidden: NDArray[np.float32], present: NDArray[np.int32]) -> NDArray[np.float32]:
    return np.asarray(np.where(present[:, :, None] == 1, hidden, -np.inf).max(axis=1), np.float32)


# Names of the settings in 1_Pooling/config.json.
POOLINGS: Final[Mapping[str, Pooling]] = {
    "pooling_mode_mean_tokens": _mean,
    "pooling_mode_cls_token": _first,
    "pooling_mode_lasttoken": _last,
    "pooling_mode_max_tokens": _largest,
}


def pooling_of(config: Mapping[str, Any], folder: Path) -> Pooling:
    """The pooling that a sentence-transformers model was trained with; the mean where it does not say.

    Args:
        config: Contents of `1_Pooling/config.json`; empty when there is none.
        folder: Folder of the model, for the message.

    Returns:
        Function of token vectors (texts, tokens, width) and presence (texts, tokens).

    Raises:
        InputError: The model joins several poolings or uses another one.

    Example:
        >>> hidden = np.array([[[1.0, 2.0], [3.0, 6.0], [9.0, 9.0]]], np.float32)
        >>> present = np.array([[1, 1, 0]], np.int32)
        >>> pooling_of({}, Path("model"))(hidden, present).tolist()
        [[2.0, 4.0]]
        >>> pooling_of({"pooling_mode_lasttoken": True}, Path("model"))(hidden, present).tolist()
        [[3.0, 6.0]]
    """
    wanted = [name for name, on in config.items() if name.startswith("pooling_mode_") and on is True]
    wanted = wanted or ["pooling_mode_mean_tokens"]
    if len(wanted) > 1 or wanted[0] not in POOLINGS:
        raise InputError(
            f"The model pools in a way that is not supported: {', '.join(wanted)}.",
            remedy="Export it with its pooling inside the ONNX file (output sentence_embedding).",
            place=str(folder / "1_Pooling" / "config.json"),
        )
    return POOLINGS[wanted[0]]
