"""Keeps what takes a moment to build as one file in the cache folder, safe for concurrent first runs."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

__all__ = ["cached_bytes"]


def cached_bytes(path: Path, build: Callable[[], bytes], *, anew: bool = False) -> bytes:
    """Contents of a file that is built when it is missing.

    The file appears whole or not at all: it is written beside its place and renamed. Two processes that
    build at once write the same contents, and the later rename wins. Where the folder cannot be written,
    the contents are built and returned without being kept.

    Args:
        path: Where the file is kept; its name must say all that its contents depend on.
        build: Makes the contents.
        anew: Build even when the file exists, because it turned out to be damaged.

    Returns:
        The contents.

    Example:
        >>> folder = getfixture("tmp_path")
        >>> cached_bytes(folder / "greeting", lambda: b"hello")
        b'hello'
        >>> cached_bytes(folder / "greeting", lambda: b"not built again")
        b'hello'
    """
    if not anew:
        try:
            return path.read_bytes()
        except OSError:
            pass  # missing or unreadable: built below
    contents = build()
    with contextlib.suppress(OSError):  # a read-only home is no reason to stop: the next run builds again
        _write_whole(path, contents)
    return contents


def _write_whole(path: Path, contents: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(contents)
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
