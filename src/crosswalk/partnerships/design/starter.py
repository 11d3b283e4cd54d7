"""The file that `crosswalk partnership new` writes: a small partnership that loads as it is, every key explained."""

from __future__ import annotations

from importlib.resources import files

__all__ = ["starter"]


def starter() -> str:
    """A commented partnership file to fill in; figures are placeholders, marked as assumed.

    Example:
        >>> starter().splitlines()[0]
        '# A Skills Mobility Partnership. Replace what stands here by your own, then run:'
    """
    return files("crosswalk.partnerships.design").joinpath("starter.yaml").read_text(encoding="utf-8")
