"""Shortlists as the report shows them: for each vacancy a card for each person, reasons before the fit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from crosswalk.matching import PARTS, Explanation, Nobody, Reference, Weights, nobody_in_words
from crosswalk.matching.doors import Doors
from crosswalk.matching.way_words import ToldWay
from crosswalk.matching.ways import Way, ways_of
from crosswalk.matching.weights import WHOLE
from crosswalk.records import Person, Vacancy
from crosswalk.report.jobs import Job, describe_job, languages_asked, short_titles
from crosswalk.report.reasons import SkillLine, skill_lines
from crosswalk.report.ways import shown_ways
from crosswalk.report.words import Words
from crosswalk.taxonomy import Taxonomy
from crosswalk.wording import points

__all__ = ["PRIVATE", "Card", "PartLine", "Shortlist", "make_shortlists", "person_name"]

#: Filters that are never named: whom somebody excludes is nobody else's business.
PRIVATE = ("exclusions",)
#: Skills named in one question, and lessons named in one card.
MOST_NAMED = 4


@dataclass(frozen=True, slots=True)
class PartLine:
    """A part of the fit: points of 100 where known, and what it counts after unknown parts are shared out."""

    name: str
    value: int | None
    weight: str | None
    why: str | None


@dataclass(frozen=True, slots=True)
class Card:
    """One person on a shortlist: reasons first, then the fit. `ways` is None where no pathways were asked for."""

    rank: int
    person_id: str
    name: str | None
    skills: tuple[SkillLine, ...]
    parts: tuple[PartLine, ...]
    questions: tuple[str, ...]
    open_topics: tuple[str, ...]
    fit: int
    known: str | None
    ways: tuple[ToldWay, ...] | None = None

    def by_how(self, how: str) -> list[SkillLine]:
        """Essential skills that are covered in one way."""
        return [skill for skill in self.skills if skill.essential and skill.how == how]

    @property
    def essentials(self) -> int:
        """Number of essential skills of which something can be said."""
        return sum(skill.essential for skill in self.skills)

    @property
    def welcome(self) -> list[SkillLine]:
        """Optional skills that the person states."""
        return [skill for skill in self.skills if not skill.essential and skill.how == "own"]

    @property
    def to_learn(self) -> list[SkillLine]:
        """Essential skills that training would add, the most gain first."""
        lessons = [skill for skill in self.skills if skill.learnable]
        return sorted(lessons, key=lambda skill: (-skill.gain, skill.label))

    @property
    def lessons(self) -> list[tuple[str, int]]:
        """The few lessons that add most, with the points that each adds."""
        found = [(skill.label, points(skill.gain)) for skill in self.to_learn[:MOST_NAMED]]
        return [lesson for lesson in found if lesson[1] > 0]


@dataclass(frozen=True, slots=True)
class Shortlist:
    """A vacancy with the people shown for it, and where there are none, the reasons in sentences."""

    job: Job
    anchor: str
    short_title: str
    cards: tuple[Card, ...] = ()
    more: int = 0
    nobody: tuple[str, ...] = ()

    @property
    def vacancy_id(self) -> str:
        return self.job.vacancy_id

    @property
    def places_asked(self) -> int | None:
        return self.job.places


def make_shortlists(
    jobs: Sequence[Vacancy],
    persons: dict[str, Person],
    near: pl.DataFrame,
    explanations: Iterable[Explanation],
    nobody: Iterable[Nobody],
    reference: Reference,
    taxonomy: Taxonomy,
    words: Words,
    per_vacancy: int,
    *,
    names: bool,
    doors: Doors | None = None,
) -> list[Shortlist]:
    """Every vacancy, in the order of the table, with cards for the first on its list.

    Args:
        near: Rows of the match that are near enough to be shown.
        nobody: Why vacancies have no such row.
        doors: Of `Doors.shareable`; None where the report says nothing of ways in.
    """
    reasons = {(why.person_id, why.vacancy_id): why for why in explanations}
    empty = {why.vacancy_id: why for why in nobody}
    listed = near.filter(pl.col("rank_for_vacancy").is_not_null()).sort("vacancy_id", "rank_for_vacancy")
    cards_of = listed.group_by("vacancy_id", maintain_order=True).head(per_vacancy)
    ways = ways_of(doors, cards_of) if doors else {}
    rows = {key[0]: group.rows(named=True) for key, group in listed.group_by("vacancy_id", maintain_order=True)}
    described = [describe_job(job, taxonomy, words) for job in jobs]
    titles = short_titles(described)
    found = []
    for number, (vacancy, job) in enumerate(zip(jobs, described, strict=True), start=1):
        mine, asked = rows.get(vacancy.vacancy_id, []), reference.asked(vacancy)
        cards = [
            make_card(
                row,
                persons[row["person_id"]],
                vacancy,
                reasons.get((row["person_id"], vacancy.vacancy_id)),
                asked,
                reference.weights,
                words,
                names=names,
                ways=ways.get((row["person_id"], vacancy.vacancy_id)),
            )
            for row in mine[:per_vacancy]
        ]
        more = len(mine) - len(cards)
        told: tuple[str, ...] = ()
        if not cards and (why := empty.get(vacancy.vacancy_id)):
            labels = [taxonomy.label(uri, words.language) for uri in why.lacking]
            told = nobody_in_words(why, words, labels, unsaid=PRIVATE)
        found.append(Shortlist(job, f"job-{number}", titles[number - 1], tuple(cards), more, told))
    return found


def person_name(person: Person, *, names: bool) -> str | None:
    """Given names, where names are wanted and the person agreed; nothing else ever identifies a person here."""
    return person.given_names if names and person.consent_matching is True else None


def make_card(
    row: Mapping[str, Any],
    person: Person,
    vacancy: Vacancy,
    explanation: Explanation | None,
    asked: int,
    weights: Weights,
    words: Words,
    *,
    names: bool,
    ways: tuple[Way, ...] | None = None,
) -> Card:
    """The card of a pair.

    Args:
        row: The pair's row of the matches.
        explanation: Its reasons; None where they were not worked out.
        asked: Parts that the vacancy asks for, bit k for the k-th of PARTS.
        weights: What the parts count.
        ways: The pair's ways in, the nearest first.
    """
    skills = skill_lines(explanation, words) if explanation else ()
    topics = _open_topics(row, skills, asked)
    questions = [question for topic in topics if (question := _question(topic, vacancy, skills, words))]
    return Card(
        rank=row["rank_for_vacancy"],
        person_id=person.person_id,
        name=person_name(person, names=names),
        skills=skills,
        parts=tuple(_parts(row, asked, weights, words)),
        questions=tuple(questions),
        open_topics=tuple(topics),
        fit=points(row["fit"]),
        known=words.share(row["known"]) if row["known"] < 1 else None,
        ways=None if ways is None else shown_ways(ways, words),
    )


def _parts(row: Mapping[str, Any], asked: int, weights: Weights, words: Words) -> list[PartLine]:
    """Every part: its points and what it counts once unknown parts are shared out, or why there are none."""
    counts = weights.part_weights(sum(1 << k for k, part in enumerate(PARTS) if row[part] is not None))
    lines = []
    for k, part in enumerate(PARTS):
        if row[part] is None:
            absent = "no_occupation" if part == "occupation" else "not_asked"
            why = "not_known" if asked >> k & 1 else absent
            lines.append(PartLine(words(f"part.{part}"), None, None, words(f"card.{why}")))
        else:
            counted = words("card.weight", share=words.share(counts[k] / WHOLE))
            lines.append(PartLine(words(f"part.{part}"), points(row[part]), counted, None))
    return lines


def _open_topics(row: Mapping[str, Any], skills: Sequence[SkillLine], asked: int) -> list[str]:
    """What is open for a pair: unknown filters, parts that are asked for and missing, levels, implied skills."""
    topics = [name for name in row["unknown"] or () if name not in PRIVATE]
    topics += [part for k, part in enumerate(PARTS) if asked >> k & 1 and row[part] is None and part not in topics]
    essential = [skill for skill in skills if skill.essential]
    if any(skill.level_open for skill in essential):
        topics.append("level")
    if any(skill.how == "likely" for skill in essential):
        topics.append("likely")
    return topics


def _question(topic: str, vacancy: Vacancy, skills: Sequence[SkillLine], words: Words) -> str | None:
    """The question that would settle what is open; None where there is nothing to name."""
    essential = [skill for skill in skills if skill.essential]
    floor = vacancy.education_min
    values: dict[str, Any] = {
        "country": words.country(vacancy.country) if vacancy.country else None,
        "languages": languages_asked(vacancy, words),
        "level": words(f"level.education.{floor.name.lower()}") if floor else None,
        "licences": words.together(vacancy.licences or ()),
        "date": words.day(vacancy.starts_on) if vacancy.starts_on else None,
        "months": words.counted("vacancy.months", vacancy.experience_min_months or 0),
        "name": topic,
    }
    if topic == "destination" and not vacancy.country:
        return words("ask.destination_open")
    if topic in ("level", "likely"):
        chosen = [s.label for s in essential if (s.level_open if topic == "level" else s.how == "likely")]
        return words(f"ask.{topic}", skills=words.together(chosen[:MOST_NAMED]))
    return words(f"ask.{topic}" if words.has(f"ask.{topic}") else "ask.other", **values)
