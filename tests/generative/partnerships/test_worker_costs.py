"""What a worker is said to bear is what the cash flows take from those who go, where nobody gives up on the way."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from crosswalk.partnerships.economics.flows import cash_flows
from crosswalk.partnerships.safeguards.worker_costs import worker_costs
from safeguard_cases import cost, earning, small

ALL = ("training", "staffing", "migration", "living")
SHARES = ({"migrants": 1}, {"migrants": 0.25, "firm": 0.75}, {"firm": 1})

costs = st.builds(
    lambda amount, group, per, track, paid_by, repaid: cost(
        amount, group=group, per=per, track="away" if per == "placed" else track, paid_by=paid_by, **repaid
    ),
    st.integers(0, 5000),
    st.sampled_from(ALL),
    st.sampled_from(("person", "cohort", "placed")),
    st.sampled_from(("home", "away", "both")),
    st.sampled_from(SHARES),
    st.sampled_from(({}, {"repaid": "loan"})),
)
LOAN = {"by": "migrants", "to": "firm", "share_of_earnings": 0.1, "months": 24}


@given(st.lists(costs, min_size=1, max_size=4), st.integers(500, 5000), st.integers(1, 40), st.integers(1, 40))
def test_what_a_worker_bears_is_what_the_cash_flows_take(
    entries: list[dict[str, Any]], pay: int, home: int, away: int
) -> None:
    for entry in entries:
        if "firm" not in entry["paid_by"]:
            entry.pop("repaid", None)
    partnership = small(
        costs={f"cost_{index}": entry for index, entry in enumerate(entries)},
        repayments={"loan": LOAN} if any("repaid" in entry for entry in entries) else {},
        earnings=earning(pay),
        cohort={"people": {"home": home, "away": away}},
    )
    flows = cash_flows(partnership).flows
    taken = sum(flow.amount for flow in flows if flow.kind in ("cost", "repayment") and flow.giver == "migrants")
    borne = sum((each.amount[1] for each in worker_costs(partnership, ALL)), Fraction(0))
    # each payment is rounded once to a minor unit: one for each cost and each month of repayment
    assert abs(borne * away - taken) <= len(entries) + LOAN["months"]
