"""Random partnerships for tests: all kinds of steps, costs, repayments, earnings, effects, outcomes and ranges."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from crosswalk.partnerships.design.partnership import Partnership, partnership_of
from crosswalk.yaml_files import Document

PARTIES = {
    "migrants": "migrants",
    "trainees": "home_trainees",
    "hospital": "employer",
    "clinic": "training_provider",
    "state_of_origin": "origin_government",
    "state": "destination_government",
    "families": "families",
    "fund": "donor",
}
COUNTRIES = {"hospital": "DEU", "clinic": "MAR", "state_of_origin": "MAR", "state": "DEU"}
TITLE = {"en": "Title"}


def thousandths(low: int, high: int) -> st.SearchStrategy[Decimal]:
    """Shares with three decimals."""
    return st.integers(low, high).map(lambda number: Decimal(number) / 1000)


def estimates(numbers: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """A number, or a range."""
    ranges = st.lists(numbers, min_size=3, max_size=3).map(
        lambda found: dict(zip(("low", "likely", "high"), sorted(found), strict=True))
    )
    return st.one_of(numbers, ranges)


def amounts(low: int, high: int) -> st.SearchStrategy[dict[str, Any]]:
    """Money with cents, in two currencies."""
    cents = st.integers(low * 100, high * 100).map(lambda number: Decimal(number) / 100)
    return st.fixed_dictionaries({"amount": estimates(cents), "currency": st.sampled_from(["EUR", "MAD"])})


SHARES = estimates(thousandths(0, 1000))
GROWTH = estimates(thousandths(-50, 100))


@st.composite
def steps(draw: Any) -> dict[str, Any]:
    """Up to four steps for both tracks, in any order that waits only for earlier ones, and one beside the work."""
    found: dict[str, Any] = {}
    for name in ["first", "second", "third", "fourth"][: draw(st.integers(1, 4))]:
        track = draw(st.sampled_from(["both", "home", "away"])) if found else "both"
        fitting = [other for other, step in found.items() if step["track"] in ("both", track)]
        found[name] = {
            "kind": "training",
            "title": TITLE,
            "track": track,
            "weeks": draw(estimates(st.integers(0, 160).map(lambda number: Decimal(number) / 10))),
            "attrition": draw(SHARES),
            "after": draw(st.lists(st.sampled_from(fitting), unique=True)) if fitting else [],
            "starts_in": draw(st.lists(st.integers(1, 12), max_size=2, unique=True)),
        }
        if draw(st.booleans()):
            found[name]["earnings_kept"] = draw(SHARES)
    if draw(st.booleans()):
        found["beside"] = {"kind": "recognition", "title": TITLE, "track": "away", "weeks": 20, "at_work": True}
    return found


@st.composite
def payers(draw: Any) -> dict[str, Decimal]:
    """Shares of thousandths that add to one."""
    names = draw(st.lists(st.sampled_from(sorted(PARTIES)), min_size=1, max_size=3, unique=True))
    cuts = sorted(draw(st.lists(st.integers(0, 1000), min_size=len(names) - 1, max_size=len(names) - 1)))
    edges = [0, *cuts, 1000]
    return {name: Decimal(edges[i + 1] - edges[i]) / 1000 for i, name in enumerate(names)}


@st.composite
def costs(draw: Any, of: dict[str, Any]) -> dict[str, Any]:
    """Costs of every kind."""
    found = {}
    for number in range(draw(st.integers(0, 5))):
        per = draw(st.sampled_from(["person", "cohort", "month", "placed", "returned"]))
        at = (
            draw(st.sampled_from(sorted(of))) if per == "month" or (per != "returned" and draw(st.booleans())) else None
        )
        track = (
            "away"
            if per in ("placed", "returned")
            else draw(st.sampled_from(["both", of[at]["track"] if at else "home"]))
        )
        if at and of[at]["track"] == "home" and track == "away":
            at = None
        found[f"cost_{number}"] = {
            "group": "training",
            "title": TITLE,
            "money": draw(amounts(0, 20_000)),
            "per": per,
            "at": at,
            "track": track,
            "paid_by": draw(payers()),
            "paid_to": draw(st.sampled_from([None, None, "migrants", "trainees"])),
            "repaid": draw(st.sampled_from([None, "loan"])),
        }
    return found


@st.composite
def effects(draw: Any) -> dict[str, Any]:
    """Gains and losses of every kind, of which some are moved between parties and some are left out."""
    found = {}
    for number in range(draw(st.integers(0, 5))):
        per = draw(
            st.sampled_from(["month_away", "month_home", "month_returned", "placed", "trained", "returned", "cohort"])
        )
        party, payer = draw(st.lists(st.sampled_from(sorted(PARTIES)), min_size=2, max_size=2, unique=True))
        worth: dict[str, Any] = {"money": draw(amounts(-3_000, 3_000))}
        if per.startswith("month") and draw(st.booleans()):
            worth = {"share_of_earnings": draw(estimates(thousandths(-400, 400)))}
        if draw(st.integers(0, 5)) == 0:
            worth = {"left_out": True}
        entry = {"party": party, "title": TITLE, "per": per, **worth}
        found[f"effect_{number}"] = entry | ({"paid_by": payer} if draw(st.booleans()) else {})
    return found


@st.composite
def outcomes(draw: Any) -> dict[str, Any]:
    """Outcomes with up to three months of retention, known return or not."""
    found: dict[str, Any] = {"placed": draw(SHARES)}
    if draw(st.booleans()):
        found["employed_at_home"] = draw(SHARES)
    months = sorted(draw(st.lists(st.integers(1, 40), max_size=3, unique=True)))
    cuts = sorted(draw(st.lists(thousandths(0, 1000), min_size=3 * len(months), max_size=3 * len(months))))
    found["retention"] = {}
    for number, month in enumerate(reversed(months)):
        low, likely, high = cuts[3 * number : 3 * number + 3]
        found["retention"][str(month)] = {"low": low, "likely": likely, "high": high}
    if draw(st.booleans()):
        found |= {"return_share": draw(SHARES), "return_after_months": draw(st.integers(1, 60))}
    return found


@st.composite
def partnerships(draw: Any) -> Partnership:
    """Any partnership that can be reckoned."""
    of = draw(steps())
    earnings = [
        {
            "of": name,
            "money": draw(amounts(0, 60_000)),
            "per": draw(st.sampled_from(["month", "year"])),
            "growth": draw(GROWTH),
        }
        for name in ("without", "away", "home", "returned")
    ]
    data: dict[str, Any] = {
        "partnership": 1,
        "title": TITLE,
        "model": "global_skill_partnership",
        "origin": "MAR",
        "destination": "DEU",
        "starts_on": date(2026, 1, 1) + timedelta(days=draw(st.integers(0, 400))),
        "currency": draw(st.sampled_from(["EUR", "MAD"])),
        "horizon_months": draw(st.integers(84, 100)),
        "discount_rate": draw(estimates(thousandths(-20, 150))),
        "occupation": {"title": TITLE, "isco": "2221"},
        "parties": {
            name: {"role": role, "title": TITLE, "country": COUNTRIES.get(name)} for name, role in PARTIES.items()
        },
        "cohort": {"people": {"home": draw(st.integers(1, 300)), "away": draw(st.integers(1, 300))}},
        "steps": of,
        "costs": draw(costs(of)),
        "repayments": {
            "loan": {
                "by": draw(st.sampled_from(["migrants", "home_trainees", "employer"])),
                "to": draw(st.sampled_from(sorted(PARTIES))),
                "share_of_earnings": draw(thousandths(0, 200)),
                "months": draw(st.integers(1, 80)),
                "at_most_what_was_paid": draw(st.booleans()),
            }
        },
        "earnings": earnings,
        "effects": draw(effects()),
        "remittances": {"to": "families", "share_of_earnings": draw(SHARES), "cost": draw(SHARES)},
        "outcomes": draw(outcomes()),
        "rates": [{"from": "EUR", "to": "MAD", "on": date(2025, 1, 1), "rate": Decimal("10.85"), "source": "bank"}],
        "sources": {"bank": {"title": "Bank", "read_on": date(2026, 1, 1)}},
    }
    covered = any(cost["repaid"] for cost in data["costs"].values())
    if not covered:
        data["repayments"]["loan"]["at_most_what_was_paid"] = False
    return partnership_of(Document(Path("random/partnership.yaml"), data))
