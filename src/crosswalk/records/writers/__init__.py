"""One module for each format that people can leave with; a module that holds a WRITER is found by itself."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module

from crosswalk.errors import UsageError
from crosswalk.records.writing import Writer

__all__ = ["writer_for", "writers"]


@cache
def writers() -> dict[str, Writer]:
    """Name of the format -> its writer."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    modules = [import_module(f"{__name__}.{name}") for name in names]
    return {m.WRITER.name: m.WRITER for m in modules if hasattr(m, "WRITER")}


def writer_for(name: str | None, suffix: str) -> Writer:
    """Writer of a format by its name, or by the suffix of the file.

    Raises:
        UsageError: No format has this name or suffix.
    """
    known = writers()
    if name in known:
        return known[name]
    if name is None:
        for writer in known.values():
            if suffix in writer.suffixes:
                return writer
    raise UsageError(f"The format {name or suffix!r} cannot be written.", remedy=f"Choose one of {', '.join(known)}.")
