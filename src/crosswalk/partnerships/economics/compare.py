"""Models side by side on the same cohort: what they cost, what each stakeholder gains, who carries the risk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from crosswalk.partnerships.design.partnership import Partnership
from crosswalk.partnerships.economics.models import MODELS, ModelName, as_model
from crosswalk.partnerships.economics.simulate import Simulation, simulate
from crosswalk.partnerships.economics.stakeholders import Stakeholder

__all__ = ["Compared", "compare", "compare_models", "possible_models"]


@dataclass(frozen=True, slots=True)
class Compared:
    """One partnership of a comparison.

    Attributes:
        name: Of the model, or as given.
        home_to_away: People who begin at home for each who begins away; None without people away.
        carries_risk: Who needs most cash in advance, as the median of the draws.
        payback: Months in which they have it back (median of the draws in which they do); None where they never do.
    """

    name: str
    simulation: Simulation
    home_to_away: Fraction | None
    carries_risk: Stakeholder
    payback: int | None


def compare(partnerships: Mapping[str, Partnership], *, draws: int = 10_000, seed: int = 1) -> tuple[Compared, ...]:
    """Several partnerships under the same seed: a range of the same name is drawn alike in all."""
    return tuple(_compared(name, simulate(each, draws=draws, seed=seed)) for name, each in partnerships.items())


def compare_models(
    partnership: Partnership, models: Sequence[ModelName] = (), *, draws: int = 10_000, seed: int = 1
) -> tuple[Compared, ...]:
    """One cohort under several models (all that are possible where none are named), the file's own first.

    Raises:
        UsageError: A model that is named has a track on which the file has nobody.
    """
    names = models or possible_models(partnership)
    return compare({name: as_model(partnership, name) for name in names}, draws=draws, seed=seed)


def possible_models(partnership: Partnership) -> tuple[ModelName, ...]:
    """The file's own model, and those for whose tracks it has people."""
    own = partnership.file.model
    home, away = partnership.people("home"), partnership.people("away")
    return (own, *(name for name, model in MODELS.items() if name != own and away and (home or not model.home)))


def _compared(name: str, simulation: Simulation) -> Compared:
    file = simulation.partnership.file
    home, away = (file.cohort.people.get(track, 0) for track in ("home", "away"))
    worth = simulation.stakeholders
    risk = max(worth, key=lambda who: worth[who].cash_need.median)
    back = worth[risk].breakeven
    return Compared(name, simulation, Fraction(home, away) if away else None, risk, back.median if back else None)
