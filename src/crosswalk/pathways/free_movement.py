"""Who may work in a country by nationality alone: its own nationals, and those with free movement of workers."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import yaml

__all__ = ["free_to_work"]


@cache
def free_to_work(country: str) -> frozenset[str]:
    """Nationalities that need no pathway to a country.

    Args:
        country: ISO 3166 alpha-3.

    Source: the treaties and laws named in `free_movement.yaml`.

    Example:
        >>> "ROU" in free_to_work("DEU"), "ROU" in free_to_work("CAN"), "CAN" in free_to_work("CAN")
        (True, False, True)
    """
    text = files("crosswalk.pathways").joinpath("free_movement.yaml").read_text(encoding="utf-8")
    areas = [frozenset(area["countries"]) for area in yaml.safe_load(text)["areas"]]
    return frozenset({country}).union(*(area for area in areas if country in area))
