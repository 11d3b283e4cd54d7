"""Results of partnerships as plain data for machines: whole minor units of the currency of the partnership."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from crosswalk.partnerships.economics.compare import Compared
from crosswalk.partnerships.economics.quantities import PARTS
from crosswalk.partnerships.economics.sensitivity import BreakEven, Swing
from crosswalk.partnerships.economics.simulate import Simulation, Spread, Worth
from crosswalk.partnerships.economics.triple_win import TripleWin

__all__ = ["break_even_as_json", "compared_as_json", "simulation_as_json", "tornado_as_json"]


def simulation_as_json(simulation: Simulation) -> dict[str, Any]:
    """A simulation: worth of parties and stakeholders, people, costs for each of them, and the claim or what it lacks.

    Money is in minor units of `currency`; people are in hundredths.
    """
    return {
        "partnership": simulation.partnership.title(),
        "currency": simulation.partnership.file.currency,
        "draws": simulation.draws,
        "seed": simulation.seed,
        "cost": asdict(simulation.cost),
        "people_in_hundredths": {name: _hundredths(spread) for name, spread in simulation.people.items()},
        "cost_per": {name: asdict(spread) for name, spread in simulation.cost_per.items()},
        "stakeholders": {name: _worth(worth) for name, worth in simulation.stakeholders.items()},
        "parties": {name: _worth(worth) for name, worth in simulation.parties.items()},
        "triple_win": _claim(simulation.triple_win),
    }


def _hundredths(spread: Spread) -> dict[str, int]:
    return {name: round(100 * parts / PARTS) for name, parts in asdict(spread).items()}


def _worth(worth: Worth) -> dict[str, Any]:
    return {
        "net_present_value": asdict(worth.present),
        "deepest_cash_need": asdict(worth.cash_need),
        "draws_above_zero": worth.wins,
        "break_even_month": asdict(worth.breakeven) if worth.breakeven else None,
        "draws_that_break_even": worth.repaid,
    }


def _claim(claim: TripleWin) -> dict[str, Any]:
    return {
        "holds": claim.holds,
        "lower_bounds": dict(claim.lower_bounds),
        "all_win_in_draws": None if claim.missing else claim.together,
        "missing": [asdict(each) for each in claim.missing],
        "left_out": list(claim.left_out),
    }


def tornado_as_json(swings: Mapping[Any, Iterable[Swing]]) -> dict[str, Any]:
    """For each stakeholder the swings of its net present value, the widest first."""
    return {who: [asdict(swing) for swing in found] for who, found in swings.items()}


def break_even_as_json(found: BreakEven) -> dict[str, Any]:
    """A value at which somebody breaks even: shares and factors in parts of `parts`, wages in minor units."""
    return asdict(found) | {"parts": None if found.lever == "wage" else PARTS}


def compared_as_json(compared: Iterable[Compared]) -> list[dict[str, Any]]:
    """Models or partnerships side by side."""
    return [
        {
            "name": each.name,
            "home_to_away": None if each.home_to_away is None else str(each.home_to_away),
            "carries_risk": each.carries_risk,
            "payback_months": each.payback,
            "simulation": simulation_as_json(each.simulation),
        }
        for each in compared
    ]
