"""The index of one pillar's labels: vectors, letter sequences and centres of concepts, built once and then mapped."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from crosswalk.taxonomy.linking.adapter import learn_adapter
from crosswalk.taxonomy.linking.encoder import Encoder
from crosswalk.taxonomy.linking.labels import PillarLabels
from crosswalk.taxonomy.linking.languages import LanguageGuesser
from crosswalk.taxonomy.linking.lexical import CharacterIndex
from crosswalk.taxonomy.linking.vectors import LabelVectors, unit_rows

__all__ = ["LanguageBlock", "PillarIndex", "build_parts"]

Floats = NDArray[np.float32]
Integers = NDArray[np.int32]
Progress = Callable[[str, int, int], None]

ENCODE_AT_ONCE = 8192
MOST_TRAINING_LABELS = 200_000
UNGROUPED = -1


@dataclass(frozen=True, slots=True)
class LanguageBlock:
    """The labels of one language: rows `start` to `start + len(owners)` of the label table."""

    language: str
    start: int
    owners: Integers
    preferred: NDArray[np.bool_]
    letters: CharacterIndex
    centres: NDArray[np.float16]


@dataclass(frozen=True, slots=True)
class PillarIndex:
    """Everything needed to rank the concepts of one pillar for a text."""

    uris: list[str]
    codes: list[str | None]
    groups: Integers
    labels: pl.DataFrame
    owners: Integers
    kinds: NDArray[np.int8]
    blocks: dict[str, LanguageBlock]
    vectors: LabelVectors
    adapter: Floats
    key_hashes: NDArray[np.uint64]
    key_rows: Integers
    guesser: LanguageGuesser
    places: dict[str, int]

    @classmethod
    def from_parts(cls, parts: dict[str, Any]) -> PillarIndex:
        """Puts an index together from what `build_parts` made."""
        concepts, labels, languages = parts["concepts"], parts["labels"], parts["languages"]
        names = languages["lang"].to_list()
        blocks = {
            lang: LanguageBlock(
                lang,
                start,
                parts["owners"][start:stop],
                parts["kinds"][start:stop] == 0,
                CharacterIndex(stop - start, *(parts[f"letters-{lang}-{p}"] for p in _LETTER_PARTS)),
                parts[f"centres-{lang}"],
            )
            for lang, start, stop in languages.rows()
        }
        return cls(
            concepts["uri"].to_list(),
            concepts["code"].to_list(),
            parts["groups"],
            labels,
            parts["owners"],
            parts["kinds"],
            blocks,
            LabelVectors(parts["codes"], parts["scales"]),
            parts["adapter"],
            parts["key_hashes"],
            parts["key_rows"],
            LanguageGuesser(tuple(sorted(names)), parts["language_logs"]),
            {uri: place for place, uri in enumerate(concepts["uri"])},
        )

    def exact(self, key: str) -> list[int]:
        """Returns the rows of the labels whose key is this key."""
        wanted = key_hash(key)
        first = int(np.searchsorted(self.key_hashes, wanted))
        rows = []
        while first < len(self.key_hashes) and self.key_hashes[first] == wanted:
            rows.append(int(self.key_rows[first]))
            first += 1
        return rows


_LETTER_PARTS = ("idf", "starts", "postings", "values")


def build_parts(pillar: PillarLabels, encoder: Encoder, progress: Progress | None = None) -> dict[str, Any]:
    """Encodes the labels, learns the adapter and lays out the index.

    Args:
        pillar: Prepared labels.
        encoder: Turns phrases into vectors.
        progress: Called with what is being done, how many are done and how many there are.

    Returns:
        Arrays and tables by name, as `storage.save_parts` keeps them and `PillarIndex.from_parts` reads them.
    """
    raw = _encode(pillar.labels["phrase"].to_list(), encoder, progress)
    owners, kinds = pillar.numbers("concept"), pillar.numbers("kind").astype(np.int8)
    adapter = _adapter(raw, owners)
    packed, centres = _adapted(raw, adapter, owners, pillar)
    hashes = np.array([key_hash(k) for k in pillar.labels["key"]], dtype=np.uint64)
    order = np.argsort(hashes, kind="stable")
    parts: dict[str, Any] = {
        "concepts": pillar.concepts,
        "labels": pillar.labels.select("lang", "concept", "kind", "text"),
        "languages": pl.DataFrame(
            [(lang, *bounds) for lang, bounds in pillar.slices().items()],
            schema={"lang": pl.String, "start": pl.Int64, "stop": pl.Int64},
            orient="row",
        ),
        "owners": owners,
        "kinds": kinds,
        "groups": _groups(pillar.concepts["code"].to_list()),
        "codes": packed.codes,
        "scales": packed.scales,
        "adapter": adapter,
        "key_hashes": hashes[order],
        "key_rows": order.astype(np.int32),
    }
    phrases = {}
    for lang, (start, stop) in pillar.slices().items():
        letters = CharacterIndex.build(pillar.labels["key"][start:stop].to_list())
        parts |= {f"letters-{lang}-{p}": getattr(letters, p) for p in _LETTER_PARTS}
        parts[f"centres-{lang}"] = centres[lang]
        phrases[lang] = pillar.labels["phrase"][start:stop].to_list()
    parts["language_logs"] = LanguageGuesser.build(phrases).logs
    return parts


def key_hash(key: str) -> int:
    """Returns 64 bits that stand for a key."""
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest(), "little")


def _encode(phrases: list[str], encoder: Encoder, progress: Progress | None) -> NDArray[np.float16]:
    """Encodes each different phrase once; vectors are kept in half precision while the adapter is learned."""
    unique = list(dict.fromkeys(phrases))
    place = {phrase: i for i, phrase in enumerate(unique)}
    vectors = np.empty((len(unique), encoder.dimensions), dtype=np.float16)
    for begin in range(0, len(unique), ENCODE_AT_ONCE):
        part = unique[begin : begin + ENCODE_AT_ONCE]
        vectors[begin : begin + len(part)] = encoder.encode(part)
        if progress:
            progress("encode labels", begin + len(part), len(unique))
    return vectors[[place[phrase] for phrase in phrases]]


def _adapter(raw: NDArray[np.float16], owners: Integers) -> Floats:
    """Learns from all labels, or from an even selection of very many."""
    step = max(1, -(-len(raw) // MOST_TRAINING_LABELS))
    return learn_adapter(raw[::step], owners[::step])


def _adapted(
    raw: NDArray[np.float16], adapter: Floats, owners: Integers, pillar: PillarLabels
) -> tuple[LabelVectors, dict[str, NDArray[np.float16]]]:
    """Applies the adapter; also gives the mean of each concept's labels in each language (zero where it has none)."""
    codes, scales = np.empty(raw.shape, dtype=np.int8), np.empty(len(raw), dtype=np.float32)
    centres = {}
    for lang, (start, stop) in pillar.slices().items():
        vectors = unit_rows(raw[start:stop].astype(np.float32) @ adapter)
        packed = LabelVectors.pack(vectors)
        codes[start:stop], scales[start:stop] = packed.codes, packed.scales
        sums = np.zeros((len(pillar.concepts), raw.shape[1]), dtype=np.float32)
        np.add.at(sums, owners[start:stop], vectors)
        counts = np.bincount(owners[start:stop], minlength=len(sums))[:, None]
        centres[lang] = (sums / np.maximum(counts, 1)).astype(np.float16)
    return LabelVectors(codes, scales), centres


def _groups(codes: list[str | None]) -> Integers:
    """Numbers the ISCO-08 unit groups (four digits); -1 where a concept has no code."""
    numbers: dict[str, int] = {}
    units = [code[:4] if code else None for code in codes]
    return np.array([numbers.setdefault(u, len(numbers)) if u else UNGROUPED for u in units], dtype=np.int32)
