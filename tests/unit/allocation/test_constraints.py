"""A constraints file: what it says, and one clear error with file, line and remedy for what it cannot say."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from crosswalk.allocation.constraints.layout import json_schema
from crosswalk.allocation.constraints.reading import read_constraints
from crosswalk.errors import FileError

HEAD = "constraints: 1\ntitle: {en: Test}\non: 2026-07-01\nobjective: [placed, fit]\n"


def write(tmp_path: Path, text: str, head: str = HEAD) -> Path:
    path = tmp_path / "constraints.yaml"
    path.write_text(head + text, encoding="utf-8")
    return path


def refused(tmp_path: Path, text: str, head: str = HEAD) -> FileError:
    with pytest.raises(FileError) as raised:
        read_constraints(write(tmp_path, text, head))
    return raised.value


def test_what_is_left_out_has_its_plain_meaning(tmp_path: Path) -> None:
    file = read_constraints(write(tmp_path, "")).file
    assert file.admit == ("met",)
    assert file.origin == "residence"
    assert file.capacities.unstated is None
    assert file.quotas == file.groups == file.exclusions == ()


def test_shares_are_exact_as_a_number_or_a_fraction(tmp_path: Path) -> None:
    text = "quotas:\n- {name: a, where: {origin: KEN}, share_at_most: 0.45, share_at_least: 1/3}\n"
    quota = read_constraints(write(tmp_path, text)).file.quotas[0]
    assert (quota.share_at_most, quota.share_at_least) == (Fraction(9, 20), Fraction(1, 3))


def test_one_name_stands_for_a_list_of_one(tmp_path: Path) -> None:
    text = "quotas:\n- {name: a, where: {origin: KEN, pathway: [x.y, x.z]}, at_most: 3}\n"
    where = read_constraints(write(tmp_path, text)).file.quotas[0].where
    assert (where.origin, where.pathway) == (("KEN",), ("x.y", "x.z"))


QUOTA = "quotas:\n- name: nurses\n  where: {sector: '2221'}\n  "


@pytest.mark.parametrize(
    ("text", "line", "said", "remedy"),
    [
        ("capacities: {vacancies: {V1: -2}}", 5, "-2 places are less than none", "0 or more"),
        ("capacities:\n  unstated: -1", 6, "-1 places", "0 or more"),
        ("capacities:\n  vacancies:\n    V1: 2.5", 7, "should be a whole number", ""),
        ("capacities:\n  vacancies: {V1: yes}", 6, "whole number", ""),
        ("capacities:\n  vacancies: {V1: true}", 6, "should be a whole number", ""),
        (QUOTA + "share_at_most: 1.2", 8, "The share of nurses lies outside 0 to 1", "0.45 or 9/20"),
        (QUOTA + "share_at_least: -0.1", 8, "outside 0 to 1", "0.45"),
        (QUOTA + "share_at_least: 45 %", 8, "is no share; write 0.45 or 9/20", ""),
        (QUOTA + "share_at_least: 1/0", 8, "is no share", ""),
        (QUOTA + "at_least: 5\n  at_most: 3", 8, "at least 5 and at most 3", "Lower the floor to 3"),
        (QUOTA + "share_at_least: 1/2\n  share_at_most: 1/3", 8, "at least 1/2 and at most 1/3", "Lower the floor"),
        (QUOTA + "at_most: -1", 8, "less than nobody", "0 or more"),
        (QUOTA + "source: none", 6, "bounds nothing", "Add at_most"),
        (QUOTA + "at_most: 3\n  share_at_most: 0.5", 9, "mixes numbers and shares", "two quotas"),
        (QUOTA + "at_most: 3\n  of: {origin: KEN}", 9, "`of` without a share", "share_at_least"),
        (QUOTA + "at_mots: 3", 8, "at_mots is no key", "Did you mean at_most?"),
        (QUOTA + "at_most: 3\n- {name: nurses, where: {}, at_most: 1}", 9, "Two quotas are named", "of its own"),
        ("quotas:\n- {name: a, where: {attribute: woman}, at_most: 1}", 6, "no attribute woman", "with its purpose"),
        ("quotas:\n- {name: a, where: {sector: 2221}, at_most: 1}", 6, "this should be text", "quotes"),
        ("quotas:\n- {name: a, where: {starts: {from: 2026-09-01, to: 2026-08-01}}, at_most: 1}", 6,
         "last day lies before the first", "earlier day"),
        ("groups:\n- {name: one, people: [P1, P2]}\n- {name: two, people: [P3, P1]}", 7,
         "P1 is in the groups one and two", "once"),
        ("groups:\n- {name: one, people: [P1, P1]}", 6, "P1 is twice in the group one", "once"),
        ("groups:\n- {name: one, people: [P1], dependants: -1}", 6, "-1 dependants", "0 or more"),
        ("groups:\n- {name: one, people: [P1]}\n- {name: one, people: [P2]}", 7, "Two groups are named one", "own"),
        ("groups:\n- {name: one, people: [P1], meet: town}", 6, "'country'", ""),
        ("exclusions:\n- {words: {en: nothing}}", 6, "names nothing", "whom"),
        ("exclusions:\n- {attribute: woman}\n"
         "attributes: [{name: woman, from: sex, is: female, purpose: floors}]", 6, "by an attribute", "quota"),
        ("origin: nationality\nexclusions:\n- {origin: KEN, vacancy: V1}", 7, "by nationality", "quota"),
        ("attributes:\n- {name: a, purpose: p}", 6, "comes from nowhere", "file and column"),
        ("attributes:\n- {name: a, from: sex, purpose: p}", 6, "which values count", "is: female"),
        ("attributes:\n- {name: a, file: a.csv, purpose: p}", 6, "file and column together", "other"),
        ("attributes:\n- {name: a, from: birth_date, is: x, purpose: p}", 6, "`born`", "both"),
        ("attributes:\n- {name: a, from: sex, is: female}", 6, "purpose is missing", "Add purpose"),
        ("attributes:\n- {name: a, from: religion, is: x, purpose: p}", 6, "should be 'sex'", ""),
        ("chances:\n- {verdict: met, chance: 1.5, source: s}", 6, "The chance lies outside 0 to 1", "0.45"),
        ("chances:\n- {verdict: not_met, chance: 0.5, source: s}", 6, "should be 'met'", ""),
        ("admit: [met, not_met]", 5, "should be 'met' or 'unknown'", ""),
        ("fit_at_least: 30", 5, "The least fit lies outside", "0.45"),
        ("preferences:\n  people: {lists: {P1: [V1, V2, V1]}}", 6, "P1 ranks V1 twice", "better place"),
        ("preferences:\n  people: {rule: expected_success}", 4, "needs the chances", "Add chances"),
    ],
)  # fmt: skip
def test_each_mistake_is_one_error_with_line_and_remedy(
    tmp_path: Path, text: str, line: int, said: str, remedy: str
) -> None:
    error = refused(tmp_path, text + "\n")
    assert f"constraints.yaml, line {line}" in error.place
    assert said in error.message
    assert remedy in error.remedy


def test_expected_success_without_chances_says_what_is_missing(tmp_path: Path) -> None:
    error = refused(tmp_path, "", HEAD.replace("[placed, fit]", "[expected_success]"))
    assert "needs the chances" in error.message
    assert "Add chances" in error.remedy


def test_an_objective_named_twice_is_refused(tmp_path: Path) -> None:
    assert "named twice" in refused(tmp_path, "", HEAD.replace("[placed, fit]", "[fit, fit]")).message


def test_the_layout_has_a_schema_for_editors() -> None:
    schema = json_schema()
    assert schema["properties"]["constraints"]["const"] == 1
    assert {"quotas", "groups", "exclusions", "preferences"} <= set(schema["properties"])
