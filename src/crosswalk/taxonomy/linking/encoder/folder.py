"""An encoder from a folder that the user has: any sentence-transformers model in ONNX layout."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from crosswalk.errors import InputError, NotFoundError
from crosswalk.taxonomy.linking.encoder.batching import batches, padded
from crosswalk.taxonomy.linking.encoder.pooling import pooling_of
from crosswalk.taxonomy.linking.encoder.session import open_session
from crosswalk.taxonomy.linking.encoder.text import encode_in_chunks, tidy

__all__ = ["FolderEncoder"]

MOST_TOKENS: Final = 512
# Steps after the transformer that are done here; another one, such as a dense layer, cannot be left out.
KNOWN_STEPS: Final = frozenset({"Transformer", "Pooling", "Normalize"})
TEXT_INPUTS: Final = frozenset({"input_ids", "attention_mask", "token_type_ids", "position_ids"})
# Outputs that are already one vector per text.
POOLED_OUTPUTS: Final = ("sentence_embedding", "text_embeds", "pooled_embedding")


class FolderEncoder:
    """Text to vectors with a user's own model; see `encoder_from_folder`.

    Args:
        folder: Folder with `model.onnx` (or `onnx/model.onnx`) and `tokenizer.json`.
        threads: Threads of one batch.

    Raises:
        NotFoundError: A file is missing.
        InputError: A file is damaged, or the model needs a step that is not supported.
    """

    def __init__(self, folder: Path, threads: int = 1) -> None:
        model = _model_file(folder)
        words = _needed(folder / "tokenizer.json")
        _refuse_unknown_steps(folder)
        self._pooling = pooling_of(_settings(folder / "1_Pooling" / "config.json"), folder)
        self._prompt = _prompt(_settings(folder / "config_sentence_transformers.json"))
        self._tokenizer = _tokenizer(words, _settings(folder / "sentence_bert_config.json"))
        self._padding = int((self._tokenizer.padding or {}).get("pad_id", 0))
        self._tokenizer.no_padding()
        try:
            self._session = open_session(str(model), threads)
        except Exception as error:  # onnxruntime's errors share no base
            raise InputError(
                "The model cannot be opened.", remedy="Export it to ONNX again.", place=str(model)
            ) from error
        self._inputs = frozenset(entry.name for entry in self._session.get_inputs())
        _refuse_unknown_inputs(self._inputs, model)
        outputs = [entry.name for entry in self._session.get_outputs()]
        self._output = next((name for name in POOLED_OUTPUTS if name in outputs), outputs[0])
        self.name = f"{folder.resolve().name}-{_fingerprint(folder)}"
        self.dimensions: int = self._run([[self._padding]]).shape[1]

    def encode(
        self, texts: Sequence[str], *, progress: Callable[[int, int], None] | None = None
    ) -> NDArray[np.float32]:
        """Unit vectors of the texts, (texts, dimensions); see `Encoder.encode`."""
        return encode_in_chunks(texts, self.dimensions, self._chunk, progress)

    def _chunk(self, texts: Sequence[str]) -> NDArray[np.float32]:
        entries = self._tokenizer.encode_batch_fast([self._prompt + tidy(text) for text in texts])
        rows = [entry.ids or [self._padding] for entry in entries]
        vectors = np.empty((len(rows), self.dimensions), np.float32)
        for group in batches([len(row) for row in rows]):
            vectors[group] = self._run([rows[place] for place in group])
        return vectors

    def _run(self, rows: Sequence[Sequence[int]]) -> NDArray[np.float32]:
        tokens, present = padded(rows, self._padding)
        given = {
            "input_ids": tokens.astype(np.int64),
            "attention_mask": present.astype(np.int64),
            "token_type_ids": np.zeros(tokens.shape, np.int64),
            "position_ids": np.broadcast_to(np.arange(tokens.shape[1]), tokens.shape),
        }
        found = self._session.run([self._output], {name: given[name] for name in self._inputs})[0]
        vectors = found if found.ndim == 2 else self._pooling(found, present)
        lengths = np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
        return np.asarray(vectors / lengths, np.float32)


def _refuse_unknown_inputs(inputs: frozenset[str], model: Path) -> None:
    if unknown := sorted(inputs - TEXT_INPUTS):
        raise InputError(
            f"The model wants an input that is not supported: {', '.join(unknown)}.",
            remedy=f"Export it for feature extraction, with only {', '.join(sorted(TEXT_INPUTS))}.",
            place=str(model),
        )


def _model_file(folder: Path) -> Path:
    places = [folder / "model.onnx", folder / "onnx" / "model.onnx"]
    return next((place for place in places if place.is_file()), None) or _needed(places[0])


def _needed(path: Path) -> Path:
    if not path.is_file():
        raise NotFoundError(
            "The folder of the encoder lacks a file.",
            remedy="Export the model with sentence-transformers (backend='onnx') or optimum-cli.",
            place=str(path),
        )
    return path


def _settings(path: Path) -> Any:
    if not path.is_file():
        return {}
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise InputError("The file is not JSON.", remedy="Copy it again from the model.", place=str(path)) from error


def _refuse_unknown_steps(folder: Path) -> None:
    steps = {str(step.get("type", "")).rpartition(".")[2] for step in _settings(folder / "modules.json") or []}
    if unknown := sorted(steps - KNOWN_STEPS):
        raise InputError(
            f"The model has a step that is not supported: {', '.join(unknown)}.",
            remedy="Export it with that step inside the ONNX file (output sentence_embedding) "
            "and take the step out of modules.json.",
            place=str(folder / "modules.json"),
        )


def _prompt(config: dict[str, Any]) -> str:
    prompts = config.get("prompts") or {}
    return str(prompts.get(config.get("default_prompt_name") or "query") or "")


def _tokenizer(path: Path, config: dict[str, Any]) -> Any:
    try:
        tokenizer = Tokenizer.from_file(str(path))
    except Exception as error:  # the library raises bare exceptions
        raise InputError(
            "The tokenizer cannot be read.", remedy="Copy it again from the model.", place=str(path)
        ) from error
    tokenizer.enable_truncation(min(int(config.get("max_seq_length") or MOST_TOKENS), MOST_TOKENS))
    return tokenizer


def _fingerprint(folder: Path) -> str:
    """Hash of all that decides the vectors: model (also its outside data), tokenizer, settings."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix in {".onnx", ".onnx_data", ".data", ".json"}:
            with path.open("rb") as file:
                digest.update(f"{path.relative_to(folder).as_posix()}\n".encode())
                digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()[:12]
