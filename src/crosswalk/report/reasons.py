"""The reasons of one pair as the report shows them: each skill asked for, and how it is covered."""

from __future__ import annotations

from dataclasses import dataclass

from crosswalk.matching import Explanation, Requirement
from crosswalk.report.words import Words
from crosswalk.wording import points

__all__ = ["SkillLine", "skill_lines"]

#: Nearness in points from which a related skill is called very near, and near.
VERY_NEAR, NEAR = 80, 50


@dataclass(frozen=True, slots=True)
class SkillLine:
    """A skill that a vacancy asks for, and what is known of the person's.

    Args:
        how: own (stated), likely (only implied by past work), related (by a near skill) or missing.
        by: The related skill.
        near: How near it is, in words.
        note: What is said of the level, where that lowers it.
        level_open: The vacancy asks for a level, and the person's is not known.
        level_short: The person's level is below the one asked.
        gain: What learning it would add to the fit, 0 to 1; 0 where there is nothing to learn.
    """

    label: str
    essential: bool
    how: str
    by: str | None = None
    near: str | None = None
    note: str | None = None
    level_open: bool = False
    level_short: bool = False
    gain: float = 0.0

    @property
    def learnable(self) -> bool:
        """Whether training, rather than a proof or a question, would raise it."""
        return self.essential and self.gain > 0


def skill_lines(explanation: Explanation, words: Words) -> tuple[SkillLine, ...]:
    """One line for each skill asked for, in the order of the explanation."""
    return tuple(_line(requirement, words) for requirement in explanation.requirements)


def _line(requirement: Requirement, words: Words) -> SkillLine:
    missing, related = requirement.how == "missing", requirement.how == "related"
    note = None
    if requirement.level_note == "unknown":
        note = words("card.level_open")
    elif requirement.level_note == "short":
        note = words("card.level_short", level=words(f"level.skill.{requirement.level_needed}"))
    return SkillLine(
        label=requirement.label,
        essential=requirement.essential,
        how="missing" if missing else "likely" if requirement.implied else "related" if related else "own",
        by=requirement.by if related else None,
        near=_closeness(requirement.near or 0.0, words) if related else None,
        note=note,
        level_open=requirement.level_note == "unknown",
        level_short=requirement.level_note == "short",
        gain=requirement.gain_by_training,
    )


def _closeness(near: float, words: Words) -> str:
    value = points(near)
    step = "very" if value >= VERY_NEAR else "quite" if value >= NEAR else "some"
    return words("card.near_value", words=words(f"card.near.{step}"), n=value)
