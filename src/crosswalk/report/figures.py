"""The figures behind the charts: plain rows that the table shows in words and the chart draws."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import polars as pl

from crosswalk.records import Vacancy
from crosswalk.report.palette import COLOURS
from crosswalk.report.shortlist import PRIVATE, Shortlist
from crosswalk.report.words import Words
from crosswalk.types import Cefr
from crosswalk.wording import points

__all__ = ["BANDS", "Bar", "Figure", "figures"]

#: Fit in points from which a pair counts as high and as middle.
BANDS = (70, 50)


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a chart: the lengths of its segments, a mark beside them, and the value in words."""

    label: str
    segments: tuple[float, ...]
    value: str
    mark: int | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart and its table.

    Args:
        name: Key of its sentences under `chart`.
        bars: All rows, those that matter most first.
        legend: Words for each segment; empty where there is one kind only.
        marked: Words for the mark; None where there is none.
        headers: Column headings of the table.
        upright: Bars stand (a distribution) rather than lie.
        colours: Of the segments, in their order.
    """

    name: str
    bars: tuple[Bar, ...]
    headers: tuple[str, ...]
    legend: tuple[str, ...] = ()
    marked: str | None = None
    upright: bool = False
    colours: tuple[str, ...] = COLOURS

    def rows(self) -> list[tuple[str, list[float | int | None]]]:
        """Rows of the table: label, segments, mark."""
        return [(b.label, [*b.segments, *([b.mark] if self.marked else [])]) for b in self.bars]


def figures(
    shortlists: Sequence[Shortlist],
    people: pl.DataFrame,
    vacancies: Sequence[Vacancy],
    matches: pl.DataFrame,
    near: pl.DataFrame,
    words: Words,
) -> list[Figure]:
    """The five figures of the report.

    Args:
        shortlists: Of all vacancies, with the reasons of those shown.
        people: Those who may be shown or counted, under `schema_of(Person)`.
        vacancies: All vacancies.
        matches: Pairs of these people.
        near: Those pairs that are near enough to be shown.
    """
    return [
        _places(shortlists, near, words),
        _languages(people, vacancies, words),
        _gains(shortlists, words),
        _unknowns(shortlists, near, words),
        _fits(matches, words),
    ]


def _places(shortlists: Sequence[Shortlist], matches: pl.DataFrame, words: Words) -> Figure:
    fits: dict[str, list[float]] = dict(matches.group_by("vacancy_id").agg("fit").iter_rows())
    bars = []
    for listed in shortlists:
        values = [points(fit) for fit in fits.get(listed.vacancy_id, [])]
        high = sum(value >= BANDS[0] for value in values)
        middle = sum(BANDS[1] <= value < BANDS[0] for value in values)
        value = words("chart.places_value", n=high + middle, places=_or_open(listed.places_asked))
        segments = (high, middle, len(values) - high - middle)
        bars.append(Bar(listed.short_title, segments, value, listed.places_asked))
    legend = tuple(words(f"band.{name}") for name in ("high", "middle", "low"))
    headers = (words("chart.job"), *legend, words("chart.places"))
    return Figure("places", tuple(bars), headers, legend, words("band.places"))


def _or_open(value: int | None) -> int | str:
    return "?" if value is None else value


def _fits(matches: pl.DataFrame, words: Words) -> Figure:
    best = matches.group_by("person_id").agg(pl.col("fit").max())["fit"].to_list()
    tens = Counter(min(points(fit), 99) // 10 for fit in best)
    bars = tuple(
        Bar(f"{10 * ten}–{100 if ten == 9 else 10 * ten + 9}", (tens[ten],), str(tens[ten])) for ten in range(10)
    )
    return Figure("fit", bars if best else (), (words("chart.fit"), words("chart.people")), upright=True)


def _gains(shortlists: Sequence[Shortlist], words: Words) -> Figure:
    gains: dict[str, float] = {}
    people: dict[str, set[str]] = {}
    for listed in shortlists:
        for card in listed.cards:
            for need in card.to_learn:
                gains[need.label] = gains.get(need.label, 0.0) + 100 * need.gain
                people.setdefault(need.label, set()).add(card.person_id)
    order = sorted(gains, key=lambda label: (-round(gains[label]), label))
    bars = [
        Bar(label, (round(gains[label]),), words("chart.gain_value", n=round(gains[label]), people=len(people[label])))
        for label in order
        if round(gains[label]) > 0
    ]
    return Figure("gain", tuple(bars), (words("chart.skill"), words("chart.gain")))


def _unknowns(shortlists: Sequence[Shortlist], matches: pl.DataFrame, words: Words) -> Figure:
    """People with an open answer, by topic: from the filters of every pair, and from the reasons of those shown."""
    open_for: dict[str, set[str]] = {}
    for person, names in matches.select("person_id", "unknown").iter_rows():
        for name in names or ():
            if name not in PRIVATE:
                open_for.setdefault(name, set()).add(person)
    for listed in shortlists:
        for card in listed.cards:
            for topic in card.open_topics:
                open_for.setdefault(topic, set()).add(card.person_id)
    counts = sorted(((len(who), topic) for topic, who in open_for.items()), key=lambda c: (-c[0], c[1]))
    named = [(words(f"topic.{topic}") if words.has(f"topic.{topic}") else topic, n) for n, topic in counts]
    bars = tuple(Bar(label, (n,), str(n)) for label, n in named)
    return Figure("unknown", bars, (words("chart.question"), words("chart.people")))


def _languages(people: pl.DataFrame, vacancies: Sequence[Vacancy], words: Words) -> Figure:
    asked: dict[tuple[str, Cefr | None], list[int]] = {}
    for vacancy in vacancies:
        for need in vacancy.languages or ():
            if need.essential:
                stated = [] if vacancy.places is None else [vacancy.places]
                asked.setdefault((need.language, need.level), []).extend(stated)
    held = _held(people)
    bars = []
    for (language, level), stated in sorted(asked.items(), key=lambda a: (-sum(a[1]), a[0][0], a[0][1] or 0)):
        enough = short = unknown = 0
        for have in held.get(language, ()):
            if level is None or (have is not None and have >= level):
                enough += 1
            elif have is None:
                unknown += 1
            else:
                short += 1
        label = f"{words.spoken(language)} {level.name}" if level else words.spoken(language)
        places = sum(stated) if stated else None
        value = words("chart.language_value", n=enough, places=_or_open(places))
        bars.append(Bar(label, (enough, short, unknown), value, places))
    legend = tuple(words(f"band.{name}") for name in ("enough", "short", "open"))
    headers = (words("chart.language"), *legend, words("chart.places"))
    return Figure("language", tuple(bars), headers, legend, words("band.places"))


def _held(people: pl.DataFrame) -> dict[str, list[Cefr | None]]:
    """For each language the level of each person who has it; a first language counts as C2."""
    held: dict[str, list[Cefr | None]] = {}
    for spoken in people["languages"].drop_nulls().to_list():
        levels: dict[str, Cefr | None] = {}
        for item in spoken:
            levels[item["language"]] = _best([levels.get(item["language"]), _level(item)])
        for language, level in levels.items():
            held.setdefault(language, []).append(level)
    return held


def _level(item: dict[str, object]) -> Cefr | None:
    if item["native"]:
        return Cefr.C2
    if item["level"]:
        return Cefr[str(item["level"])]
    skills = ("listening", "reading", "spoken_interaction", "spoken_production", "writing")
    known = [Cefr[str(item[skill])] for skill in skills if item[skill]]
    return min(known) if len(known) == len(skills) else None


def _best(levels: Iterable[Cefr | None]) -> Cefr | None:
    return max((level for level in levels if level is not None), default=None)
