"""Keeps arrays and tables of a built index in one folder of the cache, whole or not at all, mapped when opened."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

__all__ = ["Parts", "open_parts", "save_parts"]

COMPLETE = "complete"

#: What an index is made of: arrays and tables, each under its own name.
Parts = Mapping[str, "NDArray[np.generic] | pl.DataFrame"]


def save_parts(folder: Path, parts: Parts) -> None:
    """Writes the parts beside `folder` and renames them into place.

    A cache folder that cannot be written is no error: the index is then built again next time.
    """
    with contextlib.suppress(OSError):
        folder.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=f"{folder.name}.", dir=folder.parent))
        try:
            for name, part in parts.items():
                _write(draft / name, part)
            (draft / COMPLETE).touch()
            os.replace(draft, folder)
        except OSError:
            shutil.rmtree(draft, ignore_errors=True)  # another process was first, or the disk is full
            raise


def open_parts(folder: Path) -> dict[str, NDArray[np.generic] | pl.DataFrame] | None:
    """Returns the parts, arrays mapped from the disk and read only; None where the folder is missing or partial."""
    if not (folder / COMPLETE).exists():
        return None
    parts: dict[str, NDArray[np.generic] | pl.DataFrame] = {}
    for path in sorted(folder.iterdir()):
        if path.suffix == ".npy":
            parts[path.stem] = np.asarray(np.load(path, mmap_mode="r", allow_pickle=False))
        elif path.suffix == ".arrow":
            parts[path.stem] = pl.read_ipc(path)
    return parts


def _write(path: Path, part: NDArray[np.generic] | pl.DataFrame) -> None:
    if isinstance(part, pl.DataFrame):
        part.write_ipc(path.with_name(f"{path.name}.arrow"))
    else:
        np.save(path.with_name(f"{path.name}.npy"), part, allow_pickle=False)
