"""What the partnership is worth to each stakeholder, what that hangs on, and the models side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from crosswalk.partnerships.economics.compare import Compared
from crosswalk.partnerships.economics.flows import cash_flows
from crosswalk.partnerships.economics.quantities import PARTS
from crosswalk.partnerships.economics.sensitivity import BreakEven, Swing
from crosswalk.partnerships.economics.simulate import Worth
from crosswalk.partnerships.economics.stakeholders import STAKEHOLDERS, Stakeholder, members
from crosswalk.report.charts import draw
from crosswalk.report.figures import Bar, Figure
from crosswalk.report.palette import COLOURS, MARK, SERIES
from crosswalk.report.partnership.blocks import Block, Cell, Picture, Section, Table
from crosswalk.report.partnership.money import payers_of
from crosswalk.report.partnership.study import Study
from crosswalk.report.partnership.words import PartnershipWords
from crosswalk.report.spans import Span, Tick, draw_spans

__all__ = ["SHOWN", "hangs_on", "lever_row", "models", "side_by_side", "worth", "worth_row"]

#: Swings that a chart and its table show; the table to take away has all.
SHOWN = 8
#: About so many lines of money across a chart.
LINES = 6


def worth(study: Study, words: PartnershipWords) -> Section:
    """Net present values with their ranges, break-even, cash needed in advance."""
    found = study.simulation.stakeholders
    spans = [
        Span(
            words.stakeholder(who), words.about(each.present.median), each.present.low, each.present.high,
            each.present.median, 2,
        )
        for who, each in found.items()
    ]  # fmt: skip
    ends = [0, *(end for span in spans for end in (span.low, span.high))]
    drawing = draw_spans(spans, _money_ticks(ends, words), words("worth.alt"), right_to_left=words.right_to_left)
    legend = {words("worth.range"): COLOURS[2], words("worth.median"): MARK}
    rows: list[tuple[Cell, ...]] = [
        (words.stakeholder(who), *worth_row(each, study.simulation.draws, words)) for who, each in found.items()
    ]
    note = words("worth.note", draws=study.simulation.draws, horizon=study.partnership.file.horizon_months)
    table = _table(words("worth.title"), words("worth.who"), rows, words)
    chart = Block(words("worth.title"), (note,), Picture(drawing, legend), table)
    return Section("worth", words("section.worth"), (chart, *_parties(study, words), _break_even(study.levers, words)))


def worth_row(found: Worth, draws: int, words: PartnershipWords) -> tuple[str, ...]:
    """Median, lower and upper end, share of draws above zero, month of break-even, cash needed in advance."""
    back = words("worth.never")
    if found.breakeven:
        back = words("worth.month", n=found.breakeven.median, share=words.percent(Fraction(found.repaid, draws)))
    present, need = found.present, found.cash_need
    return (
        words.about(present.median), words.about(present.low), words.about(present.high),
        words.percent(Fraction(found.wins, draws)), back, words.about(need.median),
    )  # fmt: skip


def _table(title: str, first: str, rows: Sequence[tuple[Cell, ...]], words: PartnershipWords) -> Table:
    headers = (first, *(words(f"worth.{key}") for key in ("median", "low", "high", "wins", "breakeven", "need")))
    return Table(title, headers, tuple(rows), frozenset({1, 2, 3, 4, 6}))


def _parties(study: Study, words: PartnershipWords) -> Iterator[Block]:
    """The parties one by one, where a stakeholder is more than one of them."""
    partnership = study.partnership
    shared = [name for who in STAKEHOLDERS if len(names := members(partnership, who)) > 1 for name in names]
    if shared:
        draws, parties = study.simulation.draws, study.simulation.parties
        rows: list[tuple[Cell, ...]] = [(words.party(name), *worth_row(parties[name], draws, words)) for name in shared]
        title = words("worth.parties")
        yield Block(title, table=_table(title, words("summary.party"), rows, words))


def _break_even(levers: Sequence[BreakEven], words: PartnershipWords) -> Block:
    if not levers:
        return Block(words("worth.levers"), (words("worth.no_lever"),))
    rows = [lever_row(each, words) for each in levers]
    headers = (words("worth.lever"), words("worth.now"), words("worth.breaks_even"))
    table = Table(words("worth.levers"), headers, tuple(rows))
    return Block(words("worth.levers"), (words("worth.levers_note"),), table=table)


def lever_row(found: BreakEven, words: PartnershipWords) -> tuple[str, str, str]:
    """What is moved, where it is now, and where the employer breaks even."""
    values = words.together([_lever(found, value, words) for value in found.values])
    always = words("worth.always" if found.wins_at_highest else "worth.never_wins")
    now = words("worth.not_known") if found.now is None else _lever(found, found.now, words)
    return words(f"lever.{found.lever}"), now, values or always


def _lever(found: BreakEven, value: int, words: PartnershipWords) -> str:
    return words.exact(value) if found.lever == "wage" else words.percent(Fraction(value, PARTS))


def _money_ticks(places: Sequence[float], words: PartnershipWords) -> list[Tick]:
    """Lines at round sums, a strong one where zero is among them."""
    low, high = int(min(places)), int(max(places))
    step = _round_step(max(1, (high - low) // LINES))
    inside = [place * step for place in range(low // step, high // step + 1) if low <= place * step <= high]
    return [Tick(place, words.short(place), strong=place == 0) for place in inside]


def _round_step(least: int) -> int:
    """The next of 1, 2, 5, 10, 20 … that is not smaller."""
    power = int("1" + "0" * (len(str(least)) - 1))
    return next(times * power for times in (1, 2, 5, 10) if times * power >= least)


def hangs_on(study: Study, words: PartnershipWords) -> Section:
    """The tornado of each stakeholder."""
    blocks = [
        _tornado(who, swings, study, words) for who, swings in study.swings.items() if any(s.width for s in swings)
    ]
    note = words("swing.note", n=SHOWN) if blocks else words("swing.none")
    return Section("swings", words("section.swings"), (Block(words=(note,)), *blocks))


def _tornado(who: Stakeholder, swings: Sequence[Swing], study: Study, words: PartnershipWords) -> Block:
    widest = [swing for swing in swings if swing.width][:SHOWN]
    base = study.likely[who]
    known = {each.name: each for each in study.simulation.quantities}
    spans = [
        Span(
            words.quantity(each.name), words.about(each.width),
            min(each.at_low, each.at_high), max(each.at_low, each.at_high), base, 1,
        )
        for each in widest
    ]  # fmt: skip
    ends = [end for span in spans for end in (span.low, span.high)]
    alt, name = words("swing.alt", who=words.stakeholder(who)), words.stakeholder(who)
    drawing = draw_spans(spans, _money_ticks(ends, words), alt, right_to_left=words.right_to_left)
    rows = []
    for each in widest:
        quantity = known[each.name]
        low, high = words.amount(quantity, quantity.low), words.amount(quantity, quantity.high)
        moved = words.about(each.at_low), words.about(each.at_high), words.about(each.width)
        rows.append((words.quantity(each.name), low, moved[0], high, *moved[1:]))
    headers = tuple(
        words(f"swing.{key}") for key in ("number", "lowest", "at_lowest", "highest", "at_highest", "width")
    )
    table = Table(words("swing.title", who=name), headers, tuple(rows), frozenset({1, 2, 3, 4, 5}))
    legend = {words("swing.bar"): COLOURS[1], words("swing.base", money=words.about(base)): MARK}
    return Block(name, (), Picture(drawing, legend), table)


def models(study: Study, words: PartnershipWords) -> Section:
    """The same cohort under several models."""
    if len(study.compared) < 2:
        return Section("models", words("section.models"), (Block(words=(words("models.one"),)),))
    paid = {each.name: payers_of(cash_flows(each.simulation.partnership)) for each in study.compared}
    payers = [who for who in STAKEHOLDERS if any(each[who] for each in paid.values())]
    bars = tuple(
        Bar(words(f"model.{name}"), tuple(float(each[who]) for who in payers), words.about(each.total()))
        for name, each in paid.items()
    )
    drawing = draw(Figure("models", bars, (), colours=SERIES), words("models.alt"), right_to_left=words.right_to_left)
    names = [words.stakeholder(who) for who in payers]
    rows = [
        (words(f"model.{name}"), *(words.exact(each[who]) for who in payers), words.exact(each.total()))
        for name, each in paid.items()
    ]
    headers = (words("models.model"), *names, words("costs.sum"))
    table = Table(words("models.title"), headers, tuple(rows), frozenset(range(1, len(headers))))
    legend = dict(zip(names, SERIES, strict=False))
    chart = Block(words("models.title"), (words("models.note"),), Picture(drawing, legend), table)
    beside = Block(words("models.side"), (words("models.side_note"),), table=side_by_side(study.compared, words))
    return Section("models", words("section.models"), (chart, beside))


def side_by_side(compared: Sequence[Compared], words: PartnershipWords) -> Table:
    """For each model people placed, cost, ratio of tracks, who carries the risk, and what it is worth to each."""
    who = [name for name in STAKEHOLDERS if any(name in each.simulation.stakeholders for each in compared)]
    rows = tuple(_model(each, who, words) for each in compared)
    keys = ("model", "placed", "cost_placed", "ratio", "risk", "payback")
    gains = tuple(words("models.worth", who=words.stakeholder(name)) for name in who)
    headers = (*(words(f"models.{key}") for key in keys), *gains)
    return Table(words("models.side"), headers, rows)


def _model(each: Compared, who: Sequence[Stakeholder], words: PartnershipWords) -> tuple[Cell, ...]:
    simulation = each.simulation
    placed, cost = simulation.people.get("placed"), simulation.cost_per.get("placed")
    ratio = "" if each.home_to_away is None else words.number(float(round(each.home_to_away, 2)))
    gains = (
        words("worth.money", money=words.about(found.present.median), range=words.between(found.present))
        if (found := simulation.stakeholders.get(name))
        else ""
        for name in who
    )
    return (
        words(f"model.{each.name}") if words.has(f"model.{each.name}") else each.name,
        words.parts(placed.median) if placed else "",
        words.exact(cost.median) if cost else "",
        ratio,
        words.stakeholder(each.carries_risk),
        words("worth.never") if each.payback is None else words.number(each.payback),
        *gains,
    )
