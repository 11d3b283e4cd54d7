"""What a reckoning takes for granted because the file does not say otherwise: shown beside every result."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from crosswalk.partnerships.design.partnership import Partnership
from crosswalk.partnerships.economics.quantities import quantities

__all__ = ["ASSUMPTIONS", "Assumption", "AssumptionCode", "assumptions"]

AssumptionCode = Literal[
    "ranges_are_triangular_and_independent",
    "wages_are_worth_the_work",
    "not_placed_gain_nothing",
    "all_stay",
    "leaving_goes_on_at_the_last_pace",
    "leavers_gain_nothing",
    "nobody_returns",
    "return_in_one_month",
    "returned_earn_as_without",
    "at_home_all_stay",
    "earnings_in_training_are_not_counted",
    "rate_of_the_first_day",
    "nothing_after_the_horizon",
]
#: All codes; docs/explanation/partnerships.md says what each means.
ASSUMPTIONS: tuple[AssumptionCode, ...] = get_args(AssumptionCode)


@dataclass(frozen=True, slots=True)
class Assumption:
    """One thing taken for granted, and the places of the file that would say otherwise."""

    code: AssumptionCode
    places: tuple[str, ...] = ()


def assumptions(partnership: Partnership) -> tuple[Assumption, ...]:
    """What is taken for granted of a partnership, in the order of ASSUMPTIONS.

    Example:
        >>> from pathlib import Path
        >>> from crosswalk.partnerships import load_partnership
        >>> palim = load_partnership(Path("examples/partnerships/palim.yaml"))
        >>> [each.places for each in assumptions(palim) if each.code == "all_stay"]
        [('outcomes.retention',)]
    """
    found = {each.code: each for each in _found(partnership)}
    return tuple(found[code] for code in ASSUMPTIONS if code in found)


def _found(partnership: Partnership) -> Iterator[Assumption]:
    file, outcomes = partnership.file, partnership.file.outcomes
    uncertain = tuple(each.name for each in quantities(partnership) if each.uncertain)
    if uncertain:
        yield Assumption("ranges_are_triangular_and_independent", uncertain)
    given = {entry.of for entry in file.earnings}
    if given & {"away", "home"}:
        yield Assumption("wages_are_worth_the_work", ("effects",))
        yield Assumption("not_placed_gain_nothing")
    if partnership.people("away"):
        yield from _after_placement(partnership, given)
    if partnership.people("home") and outcomes.employed_at_home is not None:
        yield Assumption("at_home_all_stay")
    silent = [
        f"steps.{name}.earnings_kept"
        for name, step in file.steps.items()
        if step.kind == "training" and not step.at_work and step.earnings_kept is None
    ]
    if silent:
        yield Assumption("earnings_in_training_are_not_counted", tuple(silent))
    if file.rates:
        yield Assumption("rate_of_the_first_day", ("rates",))
    yield Assumption("nothing_after_the_horizon", ("horizon_months",))


def _after_placement(partnership: Partnership, given: Collection[str]) -> Iterator[Assumption]:
    outcomes = partnership.file.outcomes
    if outcomes.retention:
        yield Assumption("leaving_goes_on_at_the_last_pace", (f"outcomes.retention.{max(outcomes.retention)}",))
        yield Assumption("leavers_gain_nothing")
    else:
        yield Assumption("all_stay", ("outcomes.retention",))
    if outcomes.return_share is None:
        yield Assumption("nobody_returns", ("outcomes.return_share",))
    else:
        yield Assumption("return_in_one_month", ("outcomes.return_after_months",))
        if "returned" not in given:
            yield Assumption("returned_earn_as_without", ("earnings",))
