"""The skills gap, and the people step by step from the first class to the work."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Literal

from crosswalk.partnerships.planning.plan import Expected
from crosswalk.partnerships.planning.skills_gap import Need
from crosswalk.partnerships.planning.steps import TRACKS, PeopleTrack
from crosswalk.report.charts import draw
from crosswalk.report.figures import Bar, Figure
from crosswalk.report.palette import COLOURS
from crosswalk.report.partnership.blocks import Block, Cell, Picture, Section, Table
from crosswalk.report.partnership.study import Study
from crosswalk.report.partnership.words import PartnershipWords

__all__ = ["journey", "skills"]

#: How the job comes by a skill, from the best case to what is not known.
How = Literal["held", "taught", "related", "nobody", "unknown"]
HOW: tuple[How, ...] = ("held", "taught", "related", "nobody", "unknown")


def skills(study: Study, words: PartnershipWords) -> Section:
    """What the job needs, and where it comes from."""
    gap = study.gap
    if gap.needs_from is None:
        return Section("skills", words("section.skills"), (Block(words=(words("gap.none"),)),))
    how: Counter[How] = Counter(need.how for need in gap.needs)
    bars = tuple(Bar(words(f"gap.{name}"), (how[name],), words.number(how[name])) for name in HOW if how[name])
    title = words("gap.title", n=len(gap.needs))
    drawing = draw(Figure("gap", bars, ()), words("gap.alt"), right_to_left=words.right_to_left)
    order = sorted(gap.needs, key=lambda need: -HOW.index(need.how))
    rows = tuple((need.skill.label, words(f"gap.{need.how}"), _whence(need, words)) for need in order)
    table = Table(title, (words("gap.need"), words("gap.how"), words("gap.whence")), rows)
    beyond = [
        words(f"gap.{key}", skills=words.together(list(dict.fromkeys(each.skill.label for each in taught))))
        for key, taught in (("not_needed", gap.not_needed), ("home_learns", gap.home_learns))
        if taught
    ]
    if gap.not_linked:
        beyond.append(words("gap.not_linked", skills=words.together(gap.not_linked)))
    chart = Block(title, (words("gap.note"),), Picture(drawing, {}), table)
    return Section("skills", words("section.skills"), (chart, *([Block(points=tuple(beyond))] if beyond else [])))


def _whence(need: Need, words: PartnershipWords) -> str:
    steps = words.together([str(words.step(name)) for name in need.by])
    if need.how == "related" and need.related is not None and need.near is not None:
        source = str(words.step(need.related_step)) if need.related_step else words("gap.held")
        return words("gap.near", skill=need.related.label, source=source, share=words.share(need.near))
    return steps


def journey(study: Study, words: PartnershipWords) -> Section:
    """How many people are expected at each step."""
    lines = list(_lines(study, words))
    bars = tuple(
        Bar(
            str(label),
            tuple(float(expected.get(track, (0, 0, 0))[1]) for track in TRACKS),
            " · ".join(words(f"journey.{t}", n=words.people(expected[t][1])) for t in TRACKS if t in expected),
        )
        for label, expected, drawn in lines
        if drawn
    )
    drawing = draw(Figure("journey", bars, ()), words("journey.alt"), right_to_left=words.right_to_left)
    legend = {words(f"track.{track}"): COLOURS[place] for place, track in enumerate(TRACKS)}
    rows = tuple(
        (label, *(words.few_to_many(expected[track]) if track in expected else "" for track in TRACKS))
        for label, expected, _ in lines
    )
    headers = (words("timeline.step"), *(words(f"track.{track}") for track in TRACKS))
    table = Table(words("journey.title"), headers, rows, frozenset({1, 2}))
    block = Block(words("journey.title"), (words("journey.note"),), Picture(drawing, legend), table)
    return Section("people", words("section.people"), (block,))


def _lines(study: Study, words: PartnershipWords) -> Iterator[tuple[Cell, dict[PeopleTrack, Expected], bool]]:
    for step in study.plan.steps:
        yield words.step(step.name), dict(step.people), not step.at_work
    work = {track.track: track.work for track in study.plan.tracks if track.work is not None}
    if work:
        yield words("journey.work"), dict(work), True
