"""A skill line says how a skill is covered, and never takes a likely skill for a stated one or unknown for missing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from crosswalk.matching import Explanation, Requirement
from crosswalk.report.reasons import SkillLine, skill_lines
from crosswalk.report.words import Words

HELD = Requirement(
    uri="urn:weld",
    label="weld",
    essential=True,
    weight=1.0,
    cover=0.9,
    how="covered",
    by="weld",
    by_uri="urn:weld",
    near=1.0,
    implied=False,
    level_needed=None,
    level_held=None,
    level_note=None,
    evidence="self_declared",
    gain_by_proof=0.05,
    gain_by_training=0.0,
)


def line(**facts: Any) -> SkillLine:
    explanation = Explanation("p", "v", 0.5, 1.0, True, (), (replace(HELD, **facts),), (), ())
    (found,) = skill_lines(explanation, Words("en"))
    return found


def test_a_stated_skill_is_held_and_needs_no_explanation() -> None:
    held = line()
    assert (held.how, held.by, held.near, held.note) == ("own", None, None, None)
    assert not held.learnable


def test_a_skill_that_only_past_work_implies_is_likely_and_not_held() -> None:
    assert line(implied=True).how == "likely"
    assert line(implied=True, how="related", near=0.6).how == "likely"


def test_a_related_skill_is_named_with_how_near_it_is() -> None:
    near = line(how="related", by="braze", near=0.6, gain_by_training=0.1)
    assert (near.how, near.by, near.near) == ("related", "braze", "near, 60 of 100")
    assert line(how="related", near=0.9).near == "very near, 90 of 100"
    assert line(how="related", near=0.4).near == "somewhat near, 40 of 100"
    assert near.learnable


def test_a_level_that_is_not_known_is_a_question_and_no_lesson() -> None:
    unsure = line(level_needed="advanced", level_note="unknown")
    assert (unsure.level_open, unsure.note, unsure.learnable) == (True, "level not known", False)


def test_a_level_below_the_one_asked_can_be_learned() -> None:
    short = line(level_needed="advanced", level_held="foundation", level_note="short", gain_by_training=0.1)
    assert (short.note, short.learnable) == ("below the level asked (advanced)", True)


def test_a_missing_skill_has_no_level_to_ask_about() -> None:
    missing = line(how="missing", by=None, near=None, level_needed="advanced", gain_by_training=0.1)
    assert (missing.how, missing.level_open, missing.note, missing.learnable) == ("missing", False, None, True)


def test_a_skill_that_is_only_welcome_is_no_lesson() -> None:
    assert not line(how="missing", essential=False, gain_by_training=0.1).learnable
