"""Colours of the report, and how much a chart shows: what charts and page share."""

from __future__ import annotations

__all__ = ["COLOURS", "INK", "MARK", "MOST_BARS", "OUTLINE", "QUIET", "SERIES"]

#: From dark to light, so that the order stays readable in print without colour; the outline is the darkest.
COLOURS = ("#12454d", "#5d9a97", "#d5e3dc")
#: For up to seven kinds side by side: neighbours differ in lightness too, and each has the dark outline.
SERIES = ("#12454d", "#d98c5f", "#5d9a97", "#f1dfc0", "#8f3a17", "#d5e3dc", "#7d7468")
OUTLINE, MARK, INK, QUIET = "#12454d", "#b4481e", "#23262b", "#585148"
#: Bars that a chart draws; its table has all.
MOST_BARS = 15
