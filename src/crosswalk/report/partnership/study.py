"""Everything that a report of a partnership tells, reckoned once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from crosswalk.errors import UsageError
from crosswalk.partnerships import Partnership, Plan, SkillsGap, plan
from crosswalk.partnerships.economics.compare import Compared, compare_models
from crosswalk.partnerships.economics.flows import CashFlows, cash_flows
from crosswalk.partnerships.economics.sensitivity import (
    LEVERS,
    BreakEven,
    Swing,
    break_even,
    present_values,
    tornado,
    who_pays_whom,
)
from crosswalk.partnerships.economics.simulate import Simulation
from crosswalk.partnerships.economics.stakeholders import Stakeholder
from crosswalk.partnerships.safeguards import Evidence, Findings
from crosswalk.partnerships.safeguards.check import check
from crosswalk.partnerships.safeguards.readiness import Readiness, readiness

__all__ = ["Study", "break_evens", "study"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """What is known of a partnership.

    Attributes:
        flows: Cash flows where every number is at its likeliest.
        likely: Net present value of each stakeholder there.
        paid: What each stakeholder gives to each there.
        swings: The tornado of each stakeholder.
        levers: Where the employer breaks even.
        compared: Models side by side, the file's own first.
    """

    partnership: Partnership
    on: date
    plan: Plan
    gap: SkillsGap
    flows: CashFlows
    likely: Mapping[Stakeholder, int]
    paid: Mapping[tuple[str, str], int]
    swings: Mapping[Stakeholder, tuple[Swing, ...]]
    levers: tuple[BreakEven, ...]
    compared: tuple[Compared, ...]
    findings: Findings
    readiness: Readiness

    @property
    def simulation(self) -> Simulation:
        """The simulation of the partnership as it is designed."""
        return self.compared[0].simulation


def study(
    partnership: Partnership,
    gap: SkillsGap,
    *,
    on: date,
    evidence: Iterable[Evidence] = (),
    draws: int = 10_000,
    seed: int = 1,
    lang: str = "en",
) -> Study:
    """Plan, simulate, check and compare a partnership.

    Args:
        partnership: As `load_partnership` gives it.
        gap: As `skills_gap` gives it.
        on: Day whose lists, bars and answers count.
        evidence: Figures about the origin for the check.
        draws, seed: Of the simulation.
        lang: Language of the check.

    Raises:
        FileError: The horizon ends too early, or an answer has no question.
        UsageError: There are no sentences in the language.
    """
    shown = tuple(evidence)
    flows = cash_flows(partnership)
    return Study(
        partnership=partnership,
        on=on,
        plan=plan(partnership),
        gap=gap,
        flows=flows,
        likely=present_values(partnership, [{}])[0],
        paid=who_pays_whom(flows),
        swings=tornado(partnership),
        levers=break_evens(partnership),
        compared=compare_models(partnership, draws=draws, seed=seed),
        findings=check(partnership, on=on, evidence=shown, lang=lang),
        readiness=readiness(partnership, on=on, evidence=shown, lang=lang),
    )


def break_evens(partnership: Partnership) -> tuple[BreakEven, ...]:
    """Where the employer breaks even, by every lever that the file has numbers for."""
    found = []
    for lever in LEVERS:
        try:
            found.append(break_even(partnership, lever))
        except UsageError:  # nobody is employed, or a number of the lever is not in the file
            continue
    return tuple(found)
