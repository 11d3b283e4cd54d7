"""Opens the indexes of a taxonomy's labels from the cache, or builds and caches them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl

from crosswalk.taxonomy.linking.encoder import Encoder
from crosswalk.taxonomy.linking.index import PillarIndex, build_parts
from crosswalk.taxonomy.linking.labels import PillarLabels, content_hash, pillar_labels
from crosswalk.taxonomy.linking.storage import open_parts, save_parts

__all__ = ["open_indexes"]

Progress = Callable[[str, int, int], None]

#: Raise it when the layout or the learning of the index changes: old caches are then built anew.
INDEX_VERSION = "6"
PILLARS = ("occupation", "skill")


def open_indexes(
    concepts: pl.DataFrame, labels: pl.DataFrame, encoder: Encoder, root: Path, progress: Progress | None
) -> dict[str, PillarIndex]:
    """Returns the index of each pillar that has labels.

    Args:
        concepts: Columns uri, kind and code.
        labels: Columns uri, lang, kind and text.
        encoder: Turns texts into vectors.
        root: Folder of built indexes and of vectors.
        progress: Called with what is being done, how many are done and how many there are.
    """
    name = content_hash(concepts, labels, encoder.name, INDEX_VERSION)
    found = {}
    for kind in PILLARS:
        folder = root / f"{name}-{kind}"
        parts = open_parts(folder) or _build(pillar_labels(concepts, labels, kind), encoder, folder, progress)
        if parts is not None:
            found[kind] = PillarIndex.from_parts(parts)
    return found


def _build(pillar: PillarLabels, encoder: Encoder, folder: Path, progress: Progress | None) -> dict[str, Any] | None:
    """Builds and caches the index of one pillar; None where it has no labels."""
    if pillar.labels.is_empty():
        return None
    built = build_parts(pillar, encoder, folder.parent / "vectors", progress)
    save_parts(folder, built)
    return open_parts(folder) or built
