"""The index of one pillar's labels: vectors, letter sequences and centres of concepts, built once and then mapped."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from crosswalk.taxonomy.linking.adapter import learn_adapter
from crosswalk.taxonomy.linking.encoder import Encoder
from crosswalk.taxonomy.linking.encoder.kept import encode_once, phrase_hashes
from crosswalk.taxonomy.linking.labels import PillarLabels
from crosswalk.taxonomy.linking.languages import LanguageGuesser
from crosswalk.taxonomy.linking.lexical import CharacterIndex
from crosswalk.taxonomy.linking.vectors import LabelVectors, unit_rows

__all__ = ["LanguageBlock", "PillarIndex", "build_parts", "supporting"]

Floats = NDArray[np.float32]
Integers = NDArray[np.int32]
Progress = Callable[[str, int, int], None]

#: Labels whose vectors are in full precision at one time.
ADAPT_AT_ONCE = 8192
MOST_TRAINING_LABELS = 200_000
UNGROUPED = -1
#: The language that helps all others, because most labels are in it.
SUPPORT_LANGUAGE = "en"


@dataclass(frozen=True, slots=True)
class LanguageBlock:
    """The labels of one language: rows `start` to `start + len(owners)` of the label table."""

    language: str
    start: int
    owners: Integers
    preferred: NDArray[np.bool_]
    letters: CharacterIndex


@dataclass(frozen=True, slots=True)
class PillarIndex:
    """Everything needed to rank the concepts of one pillar for a text.

    Attributes:
        middles: The unit mean of each concept's labels in a language and the supporting ones, each language counted
            alike; under "" that of the supporting languages alone.
    """

    uris: list[str]
    codes: list[str | None]
    groups: Integers
    labels: pl.DataFrame
    owners: Integers
    kinds: NDArray[np.int8]
    blocks: dict[str, LanguageBlock]
    vectors: LabelVectors
    middles: dict[str, LabelVectors]
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
                CharacterIndex(*(parts[f"letters-{lang}-{p}"] for p in _LETTER_PARTS)),
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
            {
                lang: LabelVectors(parts[f"middle-{lang}-codes"], parts[f"middle-{lang}-scales"])
                for lang in ("", *(lang for lang in names if lang not in supporting(names)))
            },
            parts["adapter"],
            parts["key_hashes"],
            parts["key_rows"],
            LanguageGuesser(tuple(sorted(names)), parts["language_logs"]),
            {uri: place for place, uri in enumerate(concepts["uri"])},
        )

    def middle(self, language: str | None) -> LabelVectors:
        """Returns the middles of the concepts for texts of a language."""
        return self.middles.get(language or "", self.middles[""])

    def exact(self, key: str) -> list[int]:
        """Returns the rows of the labels whose key is this key."""
        wanted = phrase_hashes([key])
        first, last = (int(np.searchsorted(self.key_hashes, wanted, side)[0]) for side in ("left", "right"))
        return [int(row) for row in self.key_rows[first:last]]


def supporting(languages: Iterable[str]) -> tuple[str, ...]:
    """Returns the languages that support texts of any language: English where it is loaded, else all."""
    return (SUPPORT_LANGUAGE,) if SUPPORT_LANGUAGE in languages else tuple(languages)


_LETTER_PARTS = ("starts", "postings", "scales")


def build_parts(
    pillar: PillarLabels, encoder: Encoder, vectors: Path, progress: Progress | None = None
) -> dict[str, Any]:
    """Encodes the labels, learns the adapter and lays out the index.

    Args:
        pillar: Prepared labels.
        encoder: Turns phrases into vectors.
        vectors: Folder where the vectors of phrases are kept, so that a stopped build goes on where it was.
        progress: Called with what is being done, how many are done and how many there are.

    Returns:
        Arrays and tables by name, as `storage.save_parts` keeps them and `PillarIndex.from_parts` reads them.
    """
    owners, kinds = pillar.numbers("concept"), pillar.numbers("kind").astype(np.int8)
    told = None if progress is None else lambda done, total: progress("encode labels", done, total)
    raw, rows = encode_once(pillar.labels["phrase"].to_list(), encoder, vectors, told)
    adapter = _adapter(raw, rows, owners)
    packed, middles = _adapted(raw, rows, adapter, owners, pillar)
    del raw
    hashes = phrase_hashes(pillar.labels["key"].to_list())
    order = np.argsort(hashes, kind="stable")
    parts: dict[str, Any] = {
        "concepts": pillar.concepts,
        "labels": pillar.labels.select("lang", "text"),
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
        phrases[lang] = pillar.labels["phrase"][start:stop].to_list()
    for lang, middle in middles.items():
        parts |= {f"middle-{lang}-codes": middle.codes, f"middle-{lang}-scales": middle.scales}
    parts["language_logs"] = LanguageGuesser.build(phrases).logs
    return parts


def _adapter(raw: NDArray[np.float16], rows: NDArray[np.int64], owners: Integers) -> Floats:
    """Learns from all labels, or from an even selection of very many."""
    step = max(1, -(-len(rows) // MOST_TRAINING_LABELS))
    return learn_adapter(raw, owners[::step], rows[::step])


def _adapted(
    raw: NDArray[np.float16], rows: NDArray[np.int64], adapter: Floats, owners: Integers, pillar: PillarLabels
) -> tuple[LabelVectors, dict[str, LabelVectors]]:
    """Applies the adapter to all labels; also gives the middles of the concepts (see `PillarIndex`)."""
    packed = LabelVectors(np.empty((len(rows), raw.shape[1]), dtype=np.uint8), np.empty(len(rows), dtype=np.float32))
    slices = pillar.slices()
    support = supporting(slices)
    shared = np.zeros((len(pillar.concepts), raw.shape[1]), dtype=np.float32)
    centres = {}
    for lang, (start, stop) in slices.items():
        sums = np.zeros_like(shared)
        for begin in range(start, stop, ADAPT_AT_ONCE):
            part = slice(begin, min(begin + ADAPT_AT_ONCE, stop))
            vectors = unit_rows(raw[rows[part]].astype(np.float32) @ adapter)
            some = LabelVectors.pack(vectors)
            packed.codes[part], packed.scales[part] = some.codes, some.scales
            np.add.at(sums, owners[part], vectors)
        if lang in support:
            shared += unit_rows(sums)
        else:
            centres[lang] = LabelVectors.pack(unit_rows(sums))
    middles = {"": LabelVectors.pack(unit_rows(shared))}
    everything = np.arange(len(shared))
    for lang, centre in centres.items():
        middles[lang] = LabelVectors.pack(unit_rows(shared + centre.rows(everything)))
    return packed, middles


def _groups(codes: list[str | None]) -> Integers:
    """Numbers the ISCO-08 unit groups (four digits); -1 where a concept has no code."""
    numbers: dict[str, int] = {}
    units = [code[:4] if code else None for code in codes]
    return np.array([numbers.setdefault(u, len(numbers)) if u else UNGROUPED for u in units], dtype=np.int32)
