"""What the hand-made points systems share: people near the days and amounts that matter, and tables of steps."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any, TypeAlias

__all__ = ["CEFR", "Person", "birthday_near", "step", "years_old"]

CEFR = ("none", "A1", "A2", "B1", "B2", "C1", "C2")

Person: TypeAlias = dict[str, Any]


def years_old(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def birthday_near(chance: Random, day: date, *ages: int) -> date:
    """Somebody who turns one of these ages within a few days of the day, or anybody of 16 to 60."""
    if chance.random() < 0.7:
        return day.replace(year=day.year - chance.choice(ages)) + timedelta(days=chance.randint(-2, 2))
    return day - timedelta(days=chance.randint(16 * 365, 60 * 365))


def step(value: int, table: dict[int, int]) -> int:
    """The entry of the largest bound that is not above the value; 0 below all of them."""
    return max(((bound, points) for bound, points in table.items() if value >= bound), default=(0, 0))[1]
