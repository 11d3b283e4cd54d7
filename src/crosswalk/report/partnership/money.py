"""What it costs and who pays, who gives to whom, and the balance of each stakeholder month by month."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from itertools import accumulate

from crosswalk.partnerships.economics.flows import OUTSIDE, CashFlows
from crosswalk.partnerships.economics.stakeholders import STAKEHOLDERS, Stakeholder, members, stakeholder_of
from crosswalk.report.charts import draw
from crosswalk.report.figures import Bar, Figure
from crosswalk.report.palette import SERIES
from crosswalk.report.partnership.blocks import Block, Cell, Picture, Section, Table
from crosswalk.report.partnership.study import Study
from crosswalk.report.partnership.timeline import years
from crosswalk.report.partnership.words import PartnershipWords
from crosswalk.report.spans import Tick, draw_balance

__all__ = ["balances", "cash", "costs", "paid_by", "payers_of"]

YEAR = 12


def paid_by(flows: CashFlows, by: str = "group") -> dict[str, Counter[Stakeholder]]:
    """All costs in minor units, by group (or by cost) and by the stakeholder who pays; repayments are not taken off."""
    found: dict[str, Counter[Stakeholder]] = {}
    for flow in flows.flows:
        if flow.kind == "cost":
            key = flows.partnership.file.costs[flow.name].group if by == "group" else flow.name
            found.setdefault(key, Counter())[stakeholder_of(flows.partnership, flow.giver)] += flow.amount
    return found


def payers_of(flows: CashFlows) -> Counter[Stakeholder]:
    """All costs in minor units by the stakeholder who pays; repayments are not taken off."""
    return sum(paid_by(flows).values(), Counter())


def costs(study: Study, words: PartnershipWords) -> Section:
    """Costs by group and payer, line by line, and who gives to whom."""
    if not study.flows.cost():
        return Section("costs", words("section.costs"), (Block(words=(words("costs.none"),)),))
    return Section(
        "costs", words("section.costs"), (_by_group(study, words), _line_by_line(study, words), _matrix(study, words))
    )


def _by_group(study: Study, words: PartnershipWords) -> Block:
    groups = paid_by(study.flows)
    payers = [who for who in STAKEHOLDERS if any(group[who] for group in groups.values())]
    names = [words.stakeholder(who) for who in payers]
    ordered = sorted(groups.items(), key=lambda item: -item[1].total())
    bars = tuple(
        Bar(words(f"costs.{group}"), tuple(float(paid[who]) for who in payers), words.about(paid.total()))
        for group, paid in ordered
    )
    figure = Figure("costs", bars, (), colours=SERIES)
    drawing = draw(figure, words("costs.alt"), right_to_left=words.right_to_left)
    rows = [
        (words(f"costs.{group}"), *(words.exact(paid[who]) for who in payers), words.exact(paid.total()))
        for group, paid in ordered
    ]
    sums = payers_of(study.flows)
    rows.append((words("costs.sum"), *(words.exact(sums[who]) for who in payers), words.exact(sums.total())))
    headers = (words("costs.group"), *names, words("costs.sum"))
    table = Table(words("costs.title"), headers, tuple(rows), frozenset(range(1, len(headers))))
    legend = dict(zip(names, SERIES, strict=False))
    return Block(words("costs.title"), (words("costs.note"),), Picture(drawing, legend), table)


def _line_by_line(study: Study, words: PartnershipWords) -> Block:
    file, paid = study.partnership.file, paid_by(study.flows, by="cost")
    rows = []
    for name, cost in file.costs.items():
        shares = [
            f"{words.party(party)} {words.percent(Fraction(share))}" for party, share in cost.paid_by.items() if share
        ]
        repaid = words("costs.yes") if cost.repaid else ""
        total = words.exact(paid[name].total() if name in paid else 0)
        row: tuple[Cell, ...] = words.said(cost.title), words(f"costs.{cost.group}"), words(f"track.{cost.track}")
        rows.append((*row, words(f"costs.per_{cost.per}"), total, words.together(shares), repaid))
    headers = tuple(words(f"costs.{key}") for key in ("cost", "group", "for", "per", "sum", "payers", "repaid"))
    return Block(words("costs.lines"), table=Table(words("costs.lines"), headers, tuple(rows), frozenset({4})))


def _matrix(study: Study, words: PartnershipWords) -> Block:
    """Who gives (rows) and who gains (columns)."""
    order = [*STAKEHOLDERS, OUTSIDE]
    givers = [who for who in order if any(giver == who for giver, _ in study.paid)]
    takers = [who for who in order if any(taker == who for _, taker in study.paid)]
    rows = tuple(
        (
            words.stakeholder(giver),
            *(words.about(study.paid[giver, taker]) if (giver, taker) in study.paid else "" for taker in takers),
        )
        for giver in givers
    )
    headers = (words("costs.gives"), *(words("costs.to", who=words.stakeholder(taker)) for taker in takers))
    table = Table(words("costs.matrix"), headers, rows, frozenset(range(1, len(headers))))
    return Block(words("costs.matrix"), (words("costs.matrix_note"),), table=table)


def balances(study: Study) -> dict[Stakeholder, list[int]]:
    """What each stakeholder has more or less at the end of each month, in minor units, not discounted."""
    partnership = study.partnership
    return {who: list(accumulate(study.flows.net(*members(partnership, who)))) for who in study.simulation.stakeholders}


def cash(study: Study, words: PartnershipWords) -> Section:
    """The balance of each stakeholder over time, with a table of its years."""
    starts = study.flows.people.timing.months.starts
    begin = starts[0]
    days = years(begin, starts[-1], words)
    months = [Tick(tick.place * (len(starts) - 1) / (starts[-1] - begin).days, tick.label) for tick in days]
    blocks = list(_balances(study, months, words))
    return Section("cash", words("section.cash"), (Block(words=(words("cash.note"),)), *blocks))


def _balances(study: Study, ticks: list[Tick], words: PartnershipWords) -> Iterator[Block]:
    for who, values in balances(study).items():
        name = words.stakeholder(who)
        ends = sorted({*range(YEAR, len(values) + 1, YEAR), len(values)})
        rows, before = [], 0
        for end in ends:
            now = values[end - 1]
            rows.append((words("cash.month", n=end), words.about(now - before), words.about(now)))
            before = now
        deepest = min(0, *values)
        note = words("cash.deepest", money=words.about(-deepest), n=values.index(deepest) + 1) if deepest else ""
        drawing = draw_balance(
            [float(value) for value in values], ticks, words("cash.alt", who=name), right_to_left=words.right_to_left
        )
        headers = (words("cash.until"), words("cash.change"), words("cash.balance"))
        table = Table(words("cash.title", who=name), headers, tuple(rows), frozenset({1, 2}))
        yield Block(name, (note,) if note else (), Picture(drawing, {}), table)
