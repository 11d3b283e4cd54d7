"""Draws, bounds, unit costs and the claim that everybody wins."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from crosswalk.errors import FileError, UsageError
from crosswalk.partnerships import Partnership, load_partnership
from crosswalk.partnerships.economics.draws import drawn
from crosswalk.partnerships.economics.flows import cash_flows
from crosswalk.partnerships.economics.quantities import PARTS, Quantity, likely, quantities
from crosswalk.partnerships.economics.simulate import simulate, spread
from crosswalk.partnerships.economics.triple_win import missing_data
from partnership_files import CORRIDOR, with_steps

T = {"en": "Title"}


@pytest.fixture(scope="module")
def corridor() -> Partnership:
    return load_partnership(CORRIDOR)


def quantity(name: str, low: int, usual: int, high: int) -> Quantity:
    return Quantity(name, "money", low, usual, high, (name,))


def test_a_further_range_leaves_the_draws_of_the_others_as_they_were() -> None:
    wage, price = quantity("wage", 0, 50, 100), quantity("price", 10, 20, 60)
    alone, together = drawn([wage], 100, 7), drawn([price, wage], 100, 7)
    assert (alone[:, 0] == together[:, 1]).all()


def test_draws_are_triangular_and_stay_within_their_range() -> None:
    found = drawn([quantity("wage", 1_000_000, 2_000_000, 6_000_000)], 200_000, 3)[:, 0]
    assert 1_000_000 <= found.min() <= found.max() <= 6_000_000
    assert found.mean() == pytest.approx(3_000_000, rel=0.003)  # (low + likely + high) / 3
    assert (found <= 2_000_000).mean() == pytest.approx(0.2, abs=0.005)  # (likely - low) / (high - low)


def test_two_numbers_are_drawn_independently_of_each_other() -> None:
    found = drawn([quantity("a", 0, 500_000, 1_000_000), quantity("b", 0, 500_000, 1_000_000)], 50_000, 3)
    assert abs(np.corrcoef(found.T)[0, 1]) < 0.02


def test_the_same_seed_gives_the_same_simulation_and_another_seed_another(corridor: Partnership) -> None:
    one, same, other = (simulate(corridor, draws=700, seed=seed) for seed in (5, 5, 6))
    assert (one.present == same.present).all()
    assert (one.present != other.present).any()


def test_the_number_of_cores_changes_nothing(corridor: Partnership, monkeypatch: pytest.MonkeyPatch) -> None:
    many = simulate(corridor, draws=2_000)
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    assert (simulate(corridor, draws=2_000).present == many.present).all()


def test_a_partnership_without_ranges_is_the_same_in_every_draw() -> None:
    simulation = simulate(with_steps({"class": {"weeks": 4}}), draws=50)
    assert all(worth.present.low == worth.present.high for worth in simulation.parties.values())


def test_bounds_are_nearest_ranks_and_the_mean_is_rounded_half_to_even() -> None:
    found = spread(range(1, 101))
    assert (found.low, found.median, found.high, found.mean) == (5, 50, 95, 50)


def test_without_draws_nothing_is_simulated(corridor: Partnership) -> None:
    with pytest.raises(UsageError, match="at least one draw"):
        simulate(corridor, draws=0)


def test_amounts_that_cannot_be_reckoned_exactly_are_an_error() -> None:
    cost = {"group": "training", "title": T, "money": {"amount": 10**12, "currency": "EUR"}, "paid_by": {"firm": 1}}
    with pytest.raises(FileError, match="too large"):
        simulate(with_steps({"class": {"weeks": 4}}, costs={"all": cost}), draws=1)


def test_the_horizon_must_reach_beyond_the_slowest_steps() -> None:
    slow = with_steps({"class": {"weeks": {"low": 4, "likely": 8, "high": 60}}}, horizon_months=12)
    assert cash_flows(slow).flows == ()
    with pytest.raises(FileError, match="horizon of 12 months"):
        simulate(slow, draws=1)


def test_the_cost_per_person_retained_is_told_only_where_retention_is_known() -> None:
    cost = {"group": "training", "title": T, "money": {"amount": 900, "currency": "EUR"}, "paid_by": {"firm": 1}}
    known = {"placed": 0.5, "retention": {"12": 0.8, "24": 0.5}}
    with_it = simulate(with_steps({"class": {"weeks": 4}}, costs={"all": cost}, outcomes=known), draws=3)
    without = simulate(with_steps({"class": {"weeks": 4}}, costs={"all": cost}), draws=3)
    assert {name: each.mean for name, each in with_it.cost_per.items()} == {
        "trained": 900_00,
        "placed": 3600_00,
        "retained_12": 4500_00,
        "retained_24": 7200_00,
    }
    assert set(without.cost_per) == {"trained", "placed"}
    assert with_it.people["retained_24"].mean == 25 * PARTS // 10


def test_the_likely_draw_of_the_corridor_is_the_plain_model_to_the_cent(corridor: Partnership) -> None:
    fixed = replace(corridor)
    flows = cash_flows(fixed, likely(fixed))
    assert len(flows.flows) > 500
    assert sum(sum(flows.net(name)) for name in corridor.file.parties) == -sum(flows.net("outside"))


def full(**more: Any) -> Partnership:
    """A partnership of which both sides of every stakeholder are known."""
    parties = {
        "migrants": {"role": "migrants", "title": T},
        "trainees": {"role": "home_trainees", "title": T},
        "firm": {"role": "employer", "title": T, "country": "DEU"},
        "ministry": {"role": "origin_government", "title": T, "country": "MAR"},
        "state": {"role": "destination_government", "title": T, "country": "DEU"},
    }

    def euro(amount: int) -> dict[str, Any]:
        return {"amount": amount, "currency": "EUR"}

    fee = {
        "group": "training",
        "title": T,
        "money": euro(1000),
        "paid_by": {"firm": 0.5, "state": 0.25, "ministry": 0.25},
    }
    gain = {"title": T, "money": euro(100)}
    effects = {
        "output": gain | {"party": "firm", "per": "month_away"},
        "care": gain | {"party": "ministry", "per": "month_home"},
        "tax": {"title": T, "party": "state", "share_of_earnings": 0.2, "per": "month_away", "paid_by": "migrants"},
        "apart": {"title": T, "party": "migrants", "per": "placed", "left_out": True},
    }
    earnings = [
        {"of": of, "money": euro(amount), "per": "month"}
        for of, amount in (("without", 200), ("away", 2500), ("home", 600))
    ]
    whole = {
        "parties": parties,
        "horizon_months": 60,
        "costs": {"fee": fee},
        "effects": effects,
        "earnings": earnings,
        "outcomes": {"placed": 0.9, "employed_at_home": 0.8, "retention": {"12": 0.9}},
    }
    return with_steps({"class": {"weeks": 30, "earnings_kept": 0}}, **(whole | more))


def test_a_triple_win_is_claimed_with_the_lower_bound_of_each_where_both_sides_of_all_are_known() -> None:
    claim = simulate(full(), draws=20).triple_win
    assert claim.holds is True
    assert set(claim.lower_bounds) == {"migrants", "home_trainees", "origin", "destination", "employer"}
    assert min(claim.lower_bounds.values()) > 0
    assert (claim.together, claim.draws, claim.left_out) == (20, 20, ("apart",))


def test_it_is_denied_where_one_lower_bound_is_not_above_nothing() -> None:
    fee = {
        "group": "training",
        "title": T,
        "money": {"amount": 90_000, "currency": "EUR"},
        "paid_by": {"firm": 0.5, "state": 0.25, "ministry": 0.25},
    }
    claim = simulate(full(costs={"fee": fee}), draws=20).triple_win
    assert claim.holds is False
    assert claim.lower_bounds["employer"] < 0
    assert claim.together == 0


@pytest.mark.parametrize(
    ("more", "missing"),
    [
        ({"earnings": []}, ("migrants", "gains", "earnings: of: without")),
        ({"outcomes": {"placed": 1, "employed_at_home": 1}}, ("migrants", "gains", "outcomes.retention")),
        ({"outcomes": {"placed": 1, "retention": {"12": 1}}}, ("home_trainees", "gains", "outcomes.employed_at_home")),
        ({"effects": {}}, ("employer", "gains", "effects")),
        ({"costs": {}}, ("origin", "costs", "costs")),
    ],
    ids=lambda value: str(value)[:40],
)
def test_what_is_missing_is_named_and_no_claim_is_made(more: dict[str, Any], missing: tuple[str, str, str]) -> None:
    if more == {"earnings": []}:
        more = more | {"effects": {}}
    simulation = simulate(full(**more), draws=5)
    assert missing in {(each.stakeholder, each.side, each.place) for each in simulation.triple_win.missing}
    assert simulation.triple_win.holds is None
    assert simulation.triple_win.lower_bounds == {}


def test_a_step_of_training_that_does_not_say_what_is_earned_meanwhile_is_missing() -> None:
    silent = with_steps({"class": {"weeks": 30}}, **{"cohort": {"people": {"away": 10}}})
    assert "steps.class.earnings_kept" in {each.place for each in missing_data(silent)}


def test_a_donor_counts_only_where_there_is_one() -> None:
    assert "donor" not in {each.stakeholder for each in missing_data(full())}
    parties = {name: party.model_dump() for name, party in full().file.parties.items()}
    with_donor = full(parties=parties | {"fund": {"role": "donor", "title": T}})
    assert ("donor", "gains") in {(each.stakeholder, each.side) for each in missing_data(with_donor)}


def test_every_uncertain_number_of_the_corridor_has_a_place_in_its_file(corridor: Partnership) -> None:
    places = {tuple(map(str, key)) for key in corridor.document.lines}
    for each in quantities(corridor):
        assert not each.uncertain or tuple(map(str, each.key)) in places, each.name
