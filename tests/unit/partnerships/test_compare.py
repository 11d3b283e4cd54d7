"""Models side by side, tornado, break-even and who pays whom."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from crosswalk.errors import UsageError
from crosswalk.partnerships import Partnership, load_partnership
from crosswalk.partnerships.economics.compare import compare, compare_models, possible_models
from crosswalk.partnerships.economics.flows import cash_flows
from crosswalk.partnerships.economics.models import MODELS, as_model
from crosswalk.partnerships.economics.quantities import PARTS, likely
from crosswalk.partnerships.economics.sensitivity import LEVERS, break_even, present_values, tornado, who_pays_whom
from partnership_files import CORRIDOR, with_steps


@pytest.fixture(scope="module")
def corridor() -> Partnership:
    return load_partnership(CORRIDOR)


def test_all_models_are_reckoned_on_the_same_cohort_the_own_one_first(corridor: Partnership) -> None:
    found = compare_models(corridor, draws=200)
    assert [each.name for each in found] == [
        corridor.file.model,
        *(name for name in MODELS if name != corridor.file.model),
    ]
    placed = {each.simulation.people["placed"].median for each in found}
    assert len(placed) == 1
    assert {each.name: each.home_to_away for each in found} == {
        "global_skill_partnership": Fraction(5, 3),
        "development_funded": Fraction(5, 3),
        "student_mobility": 0,
        "employer_driven": 0,
        "away_only": 0,
    }


def test_who_carries_the_risk_follows_from_who_pays(corridor: Partnership) -> None:
    found = {each.name: each for each in compare_models(corridor, draws=200)}
    assert found["student_mobility"].carries_risk == "migrants"
    assert found["employer_driven"].carries_risk == "employer"
    assert (found["development_funded"].carries_risk, found["development_funded"].payback) == ("donor", None)


@pytest.mark.parametrize("name", list(MODELS))
def test_under_every_model_the_shares_of_every_cost_add_to_one(corridor: Partnership, name: str) -> None:
    partnership = as_model(corridor, name)  # type: ignore[arg-type]
    assert {sum(cost.paid_by.values(), Decimal(0)) for cost in partnership.file.costs.values()} == {1}
    assert all(party in partnership.file.parties for cost in partnership.file.costs.values() for party in cost.paid_by)


def test_the_own_model_is_the_partnership_as_it_was_designed(corridor: Partnership) -> None:
    assert as_model(corridor, corridor.file.model) is corridor


def test_a_model_with_a_home_track_is_not_made_up_for_a_file_without_one() -> None:
    away = with_steps({"class": {"weeks": 4}}, cohort={"people": {"away": 5}}, model="away_only")
    assert "development_funded" not in possible_models(away)
    with pytest.raises(UsageError, match="home track"):
        as_model(away, "development_funded")


def test_several_files_are_compared_under_one_seed(corridor: Partnership) -> None:
    one, other = compare({"first": corridor, "second": corridor}, draws=100)
    assert (one.simulation.present == other.simulation.present).all()


def test_a_tornado_holds_every_uncertain_number_the_widest_first(corridor: Partnership) -> None:
    found = tornado(corridor)["employer"]
    widths = [swing.width for swing in found]
    assert widths == sorted(widths, reverse=True)
    assert found[0].name == "effects.vacancy_filled.money"
    assert {swing.name for swing in found} == {swing.name for swing in tornado(corridor)["migrants"]}
    assert all(swing.width == 0 for swing in found if swing.name == "earnings.home.money")


def test_at_the_value_of_break_even_the_sign_changes(corridor: Partnership) -> None:
    (price,) = break_even(corridor, "price").values
    costs = {name: amount for name, amount in likely(corridor).items() if name.startswith("costs.")}
    before, there = present_values(
        corridor,
        [
            {name: round(amount * Fraction(value, PARTS)) for name, amount in costs.items()}
            for value in (price - 1, price)
        ],
    )
    assert before["employer"] >= 0 > there["employer"]


def test_retention_needed_lies_below_what_is_likely(corridor: Partnership) -> None:
    found = break_even(corridor, "retention")
    (needed,) = found.values
    assert 0 < needed < (found.now or 0)
    assert found.wins_at_highest


def test_where_nothing_makes_even_it_is_said_so(corridor: Partnership) -> None:
    found = break_even(corridor, "wage", "employer")
    assert found.values == ()
    assert found.wins_at_highest


@pytest.mark.parametrize("lever", LEVERS)
def test_every_lever_can_be_asked_for_the_donor_who_only_pays(corridor: Partnership, lever: str) -> None:
    assert not break_even(corridor, lever, "donor").wins_at_highest  # type: ignore[arg-type]


def test_a_stakeholder_without_a_party_has_no_break_even() -> None:
    with pytest.raises(UsageError, match="no donor"):
        break_even(with_steps({"class": {"weeks": 4}}), "price", "donor")


def test_who_pays_whom_adds_to_what_is_paid(corridor: Partnership) -> None:
    flows = cash_flows(corridor)
    found = who_pays_whom(flows)
    assert sum(found.values()) == sum(flow.amount for flow in flows.flows)
    to_people = sum(
        amount
        for (giver, taker), amount in found.items()
        if giver == "donor" and taker in ("migrants", "home_trainees")
    )
    assert to_people == sum(flow.amount for flow in flows.flows if flow.giver == "fund")
