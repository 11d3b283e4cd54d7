"""The skills gap of a partnership: what the cohort brings, what the job asks for, and which step closes what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

import polars as pl

from crosswalk.partnerships.design.partnership import Partnership
from crosswalk.partnerships.planning.steps import PeopleTrack
from crosswalk.taxonomy import Taxonomy
from crosswalk.taxonomy.nearness import FULL

if TYPE_CHECKING:
    from crosswalk.taxonomy.linking import Linker

__all__ = ["Need", "Skill", "SkillsGap", "Taught", "skills_gap"]

#: A skill at least this near covers a need; what is further away is not told.
NEAR_ENOUGH = FULL // 2


@dataclass(frozen=True, slots=True)
class Skill:
    """A skill as the file names it.

    Attributes:
        text: As written.
        uri: Its concept; None where the taxonomy has none for it. It is then compared by its words alone.
        label: Of the concept in the language asked for, else the text.
    """

    text: str
    uri: str | None
    label: str

    @property
    def key(self) -> str:
        """What tells it from others: the concept, else the words."""
        return self.uri or self.text.casefold()


@dataclass(frozen=True, slots=True)
class Taught:
    """A skill that a step teaches."""

    step: str
    skill: Skill
    at_work: bool


@dataclass(frozen=True, slots=True)
class Need:
    """A skill that the job asks for, and how the track comes by it.

    Attributes:
        how: held (brought), taught (by a step), related (a near skill is brought or taught), nobody (no step teaches
            it), unknown (it is not taught, and what the cohort brings is not stated).
        by: Steps that teach the very skill, in the order of the file; also where it is held already.
        related: The nearest other skill that is brought or taught, where it is near enough.
        related_step: The step that teaches it; None where it is brought.
        near: How near it is, 0 to 1.
    """

    skill: Skill
    how: Literal["held", "taught", "related", "nobody", "unknown"]
    by: tuple[str, ...]
    related: Skill | None = None
    related_step: str | None = None
    near: float | None = None


@dataclass(frozen=True, slots=True)
class SkillsGap:
    """What the curriculum closes and leaves open.

    Attributes:
        needs_from: file (`skills_needed`), occupation (its essential skills), group (skills that at least half of the
            occupations of the ISCO group need), or None where nothing says what the job needs.
        needs: What the job asks for and how the track that leads to it comes by it, in the order stated.
        not_needed: Taught on that track, and not asked for by this job.
        home_learns: What the people of the home track are taught beyond what the job at destination asks for.
        not_linked: Words for which the taxonomy has no concept; they are compared by their words alone.
    """

    track: PeopleTrack
    needs_from: Literal["file", "occupation", "group"] | None
    needs: tuple[Need, ...]
    not_needed: tuple[Taught, ...]
    home_learns: tuple[Taught, ...]
    not_linked: tuple[str, ...]

    def open_needs(self) -> tuple[Need, ...]:
        """What nobody teaches and nobody brings."""
        return tuple(need for need in self.needs if need.how == "nobody")

    def as_json(self) -> dict[str, Any]:
        """Plain data, ready for JSON."""
        return asdict(self)


def skills_gap(
    partnership: Partnership, taxonomy: Taxonomy, *, linker: Linker | None = None, lang: str = "en"
) -> SkillsGap:
    """The skills gap between the cohort at its start and the job, and the steps that close it.

    Args:
        taxonomy: Skills are found by URI, or by a label in any language, whole.
        linker: Finds skills that are written in other words; without it they are compared by their words alone.
        lang: Language of the labels.
    """
    cohort = partnership.file.cohort
    wanted, needs_from = _needed(partnership, taxonomy)
    teaches = [text for step in partnership.steps.values() for text in step.teaches]
    linked = _linked([*wanted, *(cohort.skills_at_start or ()), *teaches], taxonomy, linker, lang)
    track: PeopleTrack = "away" if partnership.people("away") else "home"
    held = None if cohort.skills_at_start is None else [linked[text] for text in cohort.skills_at_start]
    taught = _taught(partnership, track, linked)
    needs = list({linked[text].key: linked[text] for text in wanted}.values())
    keys = {need.key for need in needs}
    home = _taught(partnership, "home", linked) if partnership.people("home") else []
    return SkillsGap(
        track,
        needs_from,
        tuple(_need(need, held, taught, taxonomy) for need in needs),
        tuple(each for each in taught if needs and each.skill.key not in keys),
        tuple(each for each in home if needs and each.skill.key not in keys),
        tuple(text for text, skill in linked.items() if skill.uri is None),
    )


def _taught(partnership: Partnership, track: PeopleTrack, linked: Mapping[str, Skill]) -> list[Taught]:
    steps = partnership.steps_of(track).items()
    return [Taught(name, linked[text], step.at_work) for name, step in steps for text in step.teaches]


def _needed(
    partnership: Partnership, taxonomy: Taxonomy
) -> tuple[Collection[str], Literal["file", "occupation", "group"] | None]:
    stated, occupation = partnership.file.cohort.skills_needed, partnership.file.occupation
    if stated is not None:
        return stated, "file"
    if occupation.uri and taxonomy.has(occupation.uri):
        return taxonomy.occupation_skills(occupation.uri)[0], "occupation"
    rows = taxonomy.concepts.filter(pl.col("kind") == "occupation", pl.col("code").str.starts_with(occupation.isco))
    asked = Counter(skill for uri in rows["uri"] for skill in taxonomy.occupation_skills(uri)[0])
    often = sorted(skill for skill, times in asked.items() if 2 * times >= rows.height)
    return often, "group" if often else None


def _linked(texts: Iterable[str], taxonomy: Taxonomy, linker: Linker | None, lang: str) -> dict[str, Skill]:
    """Each text as a skill: by URI, by a whole label (a preferred one first), else by the linker."""
    wanted = list(dict.fromkeys(texts))
    labels = (
        taxonomy.labels.with_columns(low=pl.col("text").str.to_lowercase())
        .filter(pl.col("low").is_in([text.lower() for text in wanted]))
        .join(taxonomy.concepts.filter(pl.col("kind") == "skill").select("uri"), on="uri")
        .sort(pl.col("kind") != "preferred", "uri")
        .unique("low", keep="first", maintain_order=True)
    )
    found = dict(labels.select("low", "uri").iter_rows())
    uris = {text: text if taxonomy.has(text) else found.get(text.lower()) for text in wanted}
    others = [text for text, uri in uris.items() if uri is None]
    if linker is not None and others:
        uris |= {text: links[0].uri for text, links in zip(others, linker.skills(others, top=1), strict=True) if links}
    return {text: Skill(text, uri, taxonomy.label(uri, lang) if uri else text) for text, uri in uris.items()}


def _need(need: Skill, held: Iterable[Skill] | None, taught: Iterable[Taught], taxonomy: Taxonomy) -> Need:
    by = tuple(dict.fromkeys(each.step for each in taught if each.skill.key == need.key))
    if any(skill.key == need.key for skill in held or ()):
        return Need(need, "held", by)
    if by:
        return Need(need, "taught", by)
    others = [(skill, None) for skill in held or ()] + [(each.skill, each.step) for each in taught]
    near, skill, step = max(
        ((_near(other, need, taxonomy), other, step) for other, step in others),
        key=lambda found: found[0],
        default=(0, None, None),
    )
    if skill is not None and near >= NEAR_ENOUGH:
        return Need(need, "related", (), skill, step, near / FULL)
    return Need(need, "unknown" if held is None else "nobody", ())


def _near(held: Skill, needed: Skill, taxonomy: Taxonomy) -> int:
    ids = taxonomy.skill_ids(pl.Series([held.uri, needed.uri], dtype=pl.String)).to_list()
    return 0 if None in ids else taxonomy.nearness().between(*ids)
