"""Where a taxonomy comes from: official bundles, label tables, crosswalk tables; each told by its content."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

import polars as pl

from crosswalk.errors import TaxonomyError
from crosswalk.taxonomy.sources.crosswalk_table import read_crosswalk_table, sheets
from crosswalk.taxonomy.sources.esco import read_esco
from crosswalk.taxonomy.sources.files import Member, members, read_table
from crosswalk.taxonomy.sources.label_table import read_label_table
from crosswalk.taxonomy.sources.starter import read_starter
from crosswalk.taxonomy.sources.tabiya import is_tabiya, read_tabiya
from crosswalk.taxonomy.tables import Source

__all__ = ["read_sources", "read_starter"]


def read_sources(paths: Sequence[Path], progress: Callable[[str], None] | None = None) -> list[Source]:
    """Every source found under the paths, in order.

    Raises:
        NotFoundError: A path does not exist.
        TaxonomyError: A file is damaged, or nothing in a path is a taxonomy.
    """
    found: list[Source] = []
    for path in paths:
        before = len(found)
        tables: dict[str, dict[str, pl.DataFrame]] = defaultdict(dict)
        skipped = []
        for member in members(path):
            if progress is not None:
                progress(member.name)
            if member.name.lower().endswith((".xlsx", ".xls")):
                found += [s for sheet in sheets(member) if (s := read_crosswalk_table(member, sheet))]
                continue
            frame = read_table(member)
            tables[str(Path(member.origin).parent if path.is_dir() else member.origin)][member.name] = frame
            if not _read_alone(member, frame, found):
                skipped.append(member.name)
        for origin, frames in tables.items():
            if is_tabiya(frames):
                found.append(read_tabiya(origin, frames))
        if len(found) == before:
            raise TaxonomyError(
                "Nothing here is a taxonomy: " + ", ".join(sorted(skipped)[:5]) + ".",
                remedy="Give an ESCO or Tabiya CSV bundle, a label table with columns lang, concept_uri, label, "
                "or a table whose headers name two classifications.",
                place=str(path),
            )
    return found


def _read_alone(member: Member, frame: pl.DataFrame, found: list[Source]) -> bool:
    """Reads a file that makes sense by itself; False where it does not."""
    source = (
        read_esco(member.name, member.origin, frame)
        or read_label_table(member.name, member.origin, frame)
        or read_crosswalk_table(member, frame)
    )
    if source is not None:
        found.append(source)
    return source is not None
