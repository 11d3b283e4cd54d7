"""When: the steps as a Gantt chart and a table, what the first day at work waits for, papers that expire, pathways."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from crosswalk.partnerships.planning.expiry import Expiry
from crosswalk.partnerships.planning.plan import Door, PlannedStep
from crosswalk.report.palette import COLOURS
from crosswalk.report.partnership.blocks import Block, Cell, Picture, Said, Section, Table
from crosswalk.report.partnership.study import Study
from crosswalk.report.partnership.words import PartnershipWords
from crosswalk.report.spans import Span, Tick, draw_spans

__all__ = ["timeline", "years"]

COLOUR = {"home": 0, "away": 1, "both": 2}
#: Lines across the chart at the beginning of each year; of each half where the whole is shorter than this.
FEW_DAYS = 900


def timeline(study: Study, words: PartnershipWords) -> Section:
    """The plan from the first class to the first day at work."""
    return Section(
        "timeline",
        words("section.timeline"),
        (
            _chart(study, words),
            Block(words("timeline.critical"), points=tuple(_critical(study, words))),
            Block(words("timeline.papers"), points=tuple(_papers(study, words))),
            _doors(study, words),
        ),
    )


def years(begin: date, end: date, words: PartnershipWords) -> list[Tick]:
    """The beginning of each year (or half of a year) from one day to another, in days from the first."""
    halves = (end - begin).days <= FEW_DAYS
    days = [date(year, month, 1) for year in range(begin.year, end.year + 1) for month in ((1, 7) if halves else (1,))]
    return [
        Tick((day - begin).days, words.month_of(day) if halves else str(day.year))
        for day in days
        if begin <= day <= end
    ]


def _chart(study: Study, words: PartnershipWords) -> Block:
    begin, steps = study.plan.starts_on, study.plan.steps
    spans = [
        Span(
            f"{'* ' if step.critical_for else ''}{words.step(step.name)}",
            words("timeline.from_to", begin=words.month_of(step.start), end=words.month_of(step.end)),
            (step.start - begin).days,
            (step.end - begin).days,
            colour=COLOUR[step.track],
        )
        for step in steps
    ]
    ticks = years(begin, max(step.end for step in steps), words)
    drawing = draw_spans(spans, ticks, words("timeline.alt"), right_to_left=words.right_to_left)
    legend = {words(f"track.{track}"): COLOURS[place] for track, place in COLOUR.items()}
    headers = ("step", "track", "begins", "ends", "between", "slack")
    table = Table(
        words("timeline.title"),
        tuple(words(f"timeline.{key}") for key in headers),
        tuple(_row(step, words) for step in steps),
    )
    return Block(words("timeline.title"), (words("timeline.note"),), Picture(drawing, legend), table)


def _row(step: PlannedStep, words: PartnershipWords) -> tuple[Cell, ...]:
    slack = words("timeline.beside") if step.slack is None else words("number.days", n=step.slack)
    between = ""
    if step.earliest_start != step.latest_start:
        begin, end = words.day(step.earliest_start), words.day(step.latest_start)
        between = words("timeline.from_to", begin=begin, end=end)
    start = words.day(step.start)
    if step.waited:
        start = words("timeline.waited", day=start, n=step.waited)
    return words.step(step.name), words(f"track.{step.track}"), start, words.day(step.end), between, slack


def _critical(study: Study, words: PartnershipWords) -> Iterator[Cell]:
    for track in study.plan.tracks:
        steps = words.together([str(words.step(name)) for name in track.critical])
        yield words("timeline.waits", track=words(f"track.{track.track}"), steps=steps)


def _papers(study: Study, words: PartnershipWords) -> Iterator[Cell]:
    if not study.plan.expiries:
        yield words("timeline.no_paper")
    for expiry in study.plan.expiries:
        yield _paper(expiry, words)


def _paper(expiry: Expiry, words: PartnershipWords) -> str:
    use = expiry.use
    giver, user = str(words.step(use.given_by)), str(words.step(use.needed_by))
    said = words(
        "timeline.expires",
        paper=use.paper.replace("_", " "),
        giver=giver,
        until=words.day(use.good_until),
        user=user,
        day=words.day(use.needed_on),
    )
    if "likely" not in expiry.cases:
        return f"{said} {words('timeline.only_' + expiry.cases[0])}"
    if expiry.begin_from is None or expiry.begin_by is None:
        return f"{said} {words('timeline.renew')}"
    between = {"begin": words.day(expiry.begin_from), "end": words.day(expiry.begin_by)}
    return f"{said} {words('timeline.later', giver=giver, **between)}"


def _doors(study: Study, words: PartnershipWords) -> Block:
    """What each pathway says; titles of criteria stand as the catalogue has them in English."""
    headers = tuple(words(f"timeline.{key}") for key in ("pathway", "step", "day", "verdict", "fails", "open"))
    rows = tuple(_door(door, words) for door in study.plan.doors)
    late = [door for door in study.plan.doors if door.day > door.review_by]
    said = [words("timeline.review", pathway=door.pathway, day=words.day(door.review_by)) for door in late]
    title = words("timeline.doors")
    if not rows:
        return Block(title, (words("timeline.no_door"),))
    return Block(title, (words("timeline.decides"), *said), table=Table(title, headers, rows))


def _door(door: Door, words: PartnershipWords) -> tuple[Cell, ...]:
    fails, undecided = (Said("; ".join(titles), "en") for titles in (door.fails, door.open))
    verdict = words(f"timeline.{door.verdict}")
    return Said(door.pathway, "en"), words.step(door.step), words.day(door.day), verdict, fails, undecided
