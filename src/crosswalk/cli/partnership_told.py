"""Tells a programme officer what a check, a simulation and a comparison of a partnership found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from crosswalk.cli.output import print_rows

if TYPE_CHECKING:
    from crosswalk.partnerships.economics.compare import Compared
    from crosswalk.partnerships.economics.sensitivity import BreakEven, Swing
    from crosswalk.partnerships.economics.simulate import Simulation, Worth
    from crosswalk.partnerships.safeguards import Findings
    from crosswalk.partnerships.safeguards.readiness import Readiness
    from crosswalk.report.partnership import PartnershipWords, Study

__all__ = ["bars", "print_check", "print_claim", "print_compared", "print_simulation", "print_study", "print_tornado"]

SIGNS = {"not_met": "-", "unknown": "?", "met": "+", "not_applicable": "·"}
GRADES = {"yes": "+", "partly": "~", "no": "-", "unknown": "?"}
#: Letters of a bar of the tornado, and how many bars are shown.
BAR, BARS = 44, 8


def print_check(findings: Findings, ready: Readiness, words: PartnershipWords) -> None:
    """Every safeguard with reason and remedy, then what is missing of each list of readiness."""
    counts = (f"{words(f'verdict.{name}')} {n}" for name, n in findings.counts.items() if n)
    print(f"{words('checks.title', day=words.day(findings.on))}: {', '.join(counts)}.")
    order = findings.of("not_met") + findings.of("unknown") + findings.of("met", "not_applicable")
    for each in order:
        star = " *" if each.needs_verification else ""
        print(f"\n{SIGNS[each.verdict]} {each.title}: {words(f'verdict.{each.verdict}')}{star}\n    {each.reason}")
        if each.remedy:
            print(f"    → {each.remedy} ({each.place})")
    for checklist in ready.lists:
        print(f"\n{checklist.title}: {checklist.summary}.")
        for item in checklist.items:
            print(f"  {GRADES[item.grade]} {item.title}" + (f": {item.missing}" if item.missing else ""))
    print(f"\n{words('checks.note')}")
    if any(each.needs_verification for each in order):
        print(f"* {words('check.verify')}")


def print_simulation(simulation: Simulation, levers: Sequence[BreakEven], words: PartnershipWords) -> None:
    """Worth of each stakeholder, costs for each person, where the employer breaks even, and the claim."""
    from crosswalk.report.partnership.summary import per_person

    headers = [words("worth.who"), *(words(f"worth.{key}") for key in ("median", "range", "breakeven", "need"))]
    rows = [[words.stakeholder(who), *_worth(worth, words)] for who, worth in simulation.stakeholders.items()]
    print_rows(headers, rows, title=words("worth.title"), right=[headers[1], headers[2], headers[4]])
    people = per_person(simulation, words)
    print_rows(
        people.headers, [list(map(str, row)) for row in people.rows], title=people.caption, right=people.headers[1:]
    )
    if levers:
        print("\n".join([words("worth.levers"), *(f"  {_lever(each, words)}" for each in levers)]))
    print_claim(simulation, words)


def _worth(found: Worth, words: PartnershipWords) -> list[str]:
    back = words("cash.month", n=found.breakeven.median) if found.breakeven else words("worth.never")
    return [words.about(found.present.median), words.between(found.present), back, words.about(found.cash_need.median)]


def _lever(found: BreakEven, words: PartnershipWords) -> str:
    from crosswalk.report.partnership.worth import lever_row

    name, now, values = lever_row(found, words)
    return f"{name}: {values} ({words('worth.now').lower()}: {now})"


def print_claim(simulation: Simulation, words: PartnershipWords) -> None:
    """Whether everybody wins with the lower bounds, or what is missing to say so."""
    from crosswalk.report.partnership.summary import claim

    said = claim(simulation.triple_win, words)
    print("\n".join([f"\n{said.title} {' '.join(map(str, said.words))}", *(f"  - {point}" for point in said.points)]))


def print_tornado(
    swings: Sequence[Swing], base: int, simulation: Simulation, who: str, words: PartnershipWords
) -> None:
    """The widest swings as bars of text."""
    widest = [swing for swing in swings if swing.width][:BARS]
    title = words("swing.title", who=words.stakeholder(who))
    if not widest:
        print(f"\n{title}: {words('swing.none')}")
        return
    known = {each.name: each for each in simulation.quantities}
    print(f"\n{title} ({words('swing.base', money=words.about(base))})")
    for swing, bar in zip(widest, bars(widest, base), strict=True):
        number = known[swing.name]
        low, high = words.amount(number, number.low), words.amount(number, number.high)
        worst, best = (words.about(end) for end in sorted((swing.at_low, swing.at_high)))
        print(f"  {words.quantity(swing.name)}: {low} … {high}\n    {worst:>12} {bar} {best}")


def bars(swings: Sequence[Swing], base: int) -> list[str]:
    """Each swing as a bar of text on one scale, with a stroke where all numbers are at their likeliest.

    Example:
        >>> from crosswalk.partnerships.economics.sensitivity import Swing
        >>> bars([Swing("pay", 0, 430), Swing("costs", 300, 100)], 215)
        ['█████████████████████│██████████████████████', '          ███████████│█████████             ']
    """
    ends = [end for swing in swings for end in (swing.at_low, swing.at_high)] + [base]
    low, width = min(ends), max(1, max(ends) - min(ends))

    def place(value: int) -> int:
        return (value - low) * (BAR - 1) // width

    drawn = []
    for swing in swings:
        first, last = sorted((place(swing.at_low), place(swing.at_high)))
        letters = ["█" if first <= k <= last else " " for k in range(BAR)]
        letters[place(base)] = "│"
        drawn.append("".join(letters))
    return drawn


def print_compared(compared: Sequence[Compared], words: PartnershipWords) -> None:
    """Models or partnerships side by side, one column each."""
    from crosswalk.report.partnership.worth import side_by_side

    table = side_by_side(compared, words)
    columns = list(zip(table.headers, *table.rows, strict=True))
    names, lines = columns[0], columns[1:]
    print_rows([*map(str, names)], [[*map(str, line)] for line in lines], title=table.caption)
    print(words("models.side_note"))


def print_study(study: Study, words: PartnershipWords) -> None:
    """A whole study in a few lines: when, at what cost, worth to whom, whether everybody wins, and the safeguards."""
    from crosswalk.report.partnership.summary import numbers, worths

    print(f"\n{words.said(study.partnership.file.title)}")
    print("  " + " · ".join(f"{value} {label}" for label, value in numbers(study, words)))
    for line in worths(study, words):
        print(f"  {line}")
    print_claim(study.simulation, words)
    counts = (f"{words(f'verdict.{name}')} {n}" for name, n in study.findings.counts.items() if n)
    print(f"{words('section.safeguards')}: {', '.join(counts)}.")
    for each in study.findings.of("not_met"):
        print(f"  - {each.title}: {each.remedy}")
    for checklist in study.readiness.lists:
        print(f"{checklist.title}: {checklist.summary}.")
