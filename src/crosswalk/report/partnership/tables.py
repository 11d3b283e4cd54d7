"""The figures of a report as tables to take away: CSV files that no spreadsheet computes, amounts in minor units."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from crosswalk.partnerships.economics.quantities import PARTS
from crosswalk.partnerships.economics.simulate import Worth
from crosswalk.partnerships.economics.stakeholders import stakeholder_of
from crosswalk.partnerships.planning.plan import PlannedStep
from crosswalk.partnerships.planning.steps import TRACKS
from crosswalk.records import write_sheet
from crosswalk.report.partnership.sources import source_of
from crosswalk.report.partnership.study import Study

__all__ = ["write_tables"]

Rows = Iterable[Iterable[Any]]


def write_tables(folder: Path, study: Study) -> list[Path]:
    """Write schedule, costs, cash flow, net present values, tornado, checks and numbers as CSV files of a folder.

    Money is in whole minor units of the currency named beside it. What is not known is an empty cell.

    Returns:
        The files written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    tables = {
        "schedule": _schedule(study),
        "costs": _costs(study),
        "cash_flow": _cash_flow(study),
        "npv": _npv(study),
        "people": _people(study),
        "tornado": _tornado(study),
        "models": _models(study),
        "checks": _checks(study),
        "numbers": _numbers(study),
    }
    for name, rows in tables.items():
        write_sheet(rows, folder / f"{name}.csv")
    return [folder / f"{name}.csv" for name in tables]


def _schedule(study: Study) -> Iterator[list[Any]]:
    yield [
        "step", "kind", "track", "begins", "ends", "earliest_begin", "latest_begin", "days_waited", "slack_days",
        "critical_for", "home_people", "away_people",
    ]  # fmt: skip
    for step in study.plan.steps:
        yield [
            step.name, step.kind, step.track, step.start.isoformat(), step.end.isoformat(),
            step.earliest_start.isoformat(), step.latest_start.isoformat(), step.waited, step.slack,
            " ".join(step.critical_for), *_expected(step),
        ]  # fmt: skip


def _expected(step: PlannedStep) -> list[float | None]:
    return [round(float(step.people[track][1]), 2) if track in step.people else None for track in TRACKS]


def _costs(study: Study) -> Iterator[list[Any]]:
    """Who pays how much of each cost in each month, where every number is at its likeliest."""
    file = study.partnership.file
    yield ["cost", "group", "month", "payer", "stakeholder", "amount", "currency", "source"]
    for flow in study.flows.flows:
        if flow.kind == "cost":
            cost, who = file.costs[flow.name], stakeholder_of(study.partnership, flow.giver)
            yield [flow.name, cost.group, flow.month, flow.giver, who, flow.amount, file.currency, cost.source]


def _cash_flow(study: Study) -> Iterator[list[Any]]:
    file = study.partnership.file
    yield ["party", "stakeholder", "month", "net", "balance", "currency"]
    for party in file.parties:
        balance, who = 0, stakeholder_of(study.partnership, party)
        for month, net in enumerate(study.flows.net(party)):
            balance += net
            yield [party, who, month, net, balance, file.currency]


def _npv(study: Study) -> Iterator[list[Any]]:
    yield [
        "kind", "name", "mean", "low_5", "median", "high_95", "currency", "draws", "draws_above_zero",
        "break_even_month", "draws_that_break_even", "cash_need_median", "cash_need_high_95",
    ]  # fmt: skip
    found: dict[str, Mapping[Any, Worth]] = {
        "stakeholder": study.simulation.stakeholders, "party": study.simulation.parties
    }  # fmt: skip
    for kind, worths in found.items():
        for name, worth in worths.items():
            present, back = worth.present, worth.breakeven
            yield [
                kind, name, present.mean, present.low, present.median, present.high, study.partnership.file.currency,
                study.simulation.draws, worth.wins, back.median if back else None, worth.repaid,
                worth.cash_need.median, worth.cash_need.high,
            ]  # fmt: skip


def _people(study: Study) -> Iterator[list[Any]]:
    """Expected people, to hundredths, and all costs by each of them."""
    yield ["who", "low_5", "median", "high_95", "cost_low_5", "cost_median", "cost_high_95", "currency"]
    for name, people in study.simulation.people.items():
        numbers = [round(parts / PARTS, 2) for parts in (people.low, people.median, people.high)]
        cost = study.simulation.cost_per.get(name)
        amounts = [cost.low, cost.median, cost.high] if cost else [None] * 3
        yield [name, *numbers, *amounts, study.partnership.file.currency]


def _tornado(study: Study) -> Iterator[list[Any]]:
    yield ["stakeholder", "number", "kind", "lowest", "highest", "npv_at_lowest", "npv_at_highest", "width", "currency"]
    known = {each.name: each for each in study.simulation.quantities}
    for who, swings in study.swings.items():
        for swing in swings:
            each = known[swing.name]
            ends = [each.low, each.high, swing.at_low, swing.at_high, swing.width]
            yield [who, swing.name, each.kind, *ends, study.partnership.file.currency]


def _models(study: Study) -> Iterator[list[Any]]:
    yield ["model", "stakeholder", "npv_low_5", "npv_median", "npv_high_95", "cash_need_median", "currency"]
    for each in study.compared:
        for who, worth in each.simulation.stakeholders.items():
            present = worth.present
            amounts = [present.low, present.median, present.high, worth.cash_need.median]
            yield [each.name, who, *amounts, study.partnership.file.currency]


def _checks(study: Study) -> Iterator[list[Any]]:
    yield ["list", "name", "title", "verdict", "reason", "remedy", "place"]
    for each in study.findings.findings:
        yield ["safeguards", each.safeguard, each.title, each.verdict, each.reason, each.remedy, each.place]
    for checklist in study.readiness.lists:
        for item in checklist.items:
            yield [checklist.name, item.name, item.title, item.grade, item.reason, item.missing, ""]


def _numbers(study: Study) -> Iterator[list[Any]]:
    """Every number of the file: money in minor units, shares in parts of a million millions, lengths in days."""
    sources = study.partnership.file.sources
    yield ["number", "kind", "low", "likely", "high", "source", "assumed"]
    for each in study.simulation.quantities:
        name = source_of(study, each)
        source = sources.get(name) if name else None
        assumed = "" if source is None else "yes" if source.assumed else "no"
        yield [each.name, each.kind, each.low, each.likely, each.high, source.title if source else None, assumed]
