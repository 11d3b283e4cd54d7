"""A mistake in a pathway file is told with file, line, and what to write instead."""

import time
from pathlib import Path

import pytest

from crosswalk.errors import FileError
from crosswalk.pathways import load_pathway
from pathway_files import KITCHEN_SINK, altered

LINES = (KITCHEN_SINK / "pathway.yaml").read_text(encoding="utf-8").splitlines()

MISTAKES = [
    ("review_by:", "reviewed_by:", "Did you mean review_by?"),
    ("born_on: {type: date, about", "born_on: {type: date, abuot", "Did you mean about?"),
    ("home: {type: country", "home: {type: land", "'country'"),
    ("rule: age >= adult", "rule: 5", "Put it in quotes"),
    ("rule: age >= adult", "rule: age >= adlut", "Did you mean adult?"),
    ("rule: age >= adult", "rule: age >= 18", "make it a parameter"),
    ("rule: age >= adult", "rule: months >= adult", "months does not meet years"),
    ("rule: age >= adult", "rule: pay >= adult", "EUR/year does not meet years"),
    ("rule: age >= adult", "rule: age", "compare|a condition is wanted"),
    ("rule: age >= adult", "rule: points.agefactor >= enough", "points.age_factor"),
    ("rule: hours >= full_week", 'rule: "hours >="', "a name or a number is expected"),
    ("rule: hours >= full_week", 'rule: "__import__(partner) > 0"', "no function or table __import__"),
    ("rule: {any: [weaker", "rule: {some: [weaker", "some is no key"),
    ("skill = high", "skill = hihg", "Did you mean high?"),
    ("[job in wanted, sure]", "[job in wnated, sure]", "Did you mean wanted?"),
    ("[job in wanted, sure]", "[job in near, sure]", "near lists country, but job is ISCO-08"),
    ("[job in wanted, sure]", "[kind = bronze, sure]", "it has gold, silver, none"),
    ("age_points(age)", "age_point(age)", "Did you mean age_points?"),
    ("age_points(age)", "age_points(months)", "is of years, but months is in months"),
    ("age_points(age)", "going_rate(job)", "not whole points"),
    ("- {id: grown, title: {en: Of age}, rule", "- {id: grown, rule", "Add title"),
    ("- {id: grown, title: {en: Of age}", "- {id: grown, title: Of age", "keys of its own"),
    ("kind: quota", "kind: qouta", "'quota'"),
    ("id: consent, kind: discretionary,", "id: consent, kind: discretionary, waives: [nothing],", "no criterion"),
    ("left: places_left", "left: places_lft", "no fact"),
    ("source: act}\n  - {id: passmark", "source: acts}\n  - {id: passmark", "There is no source acts"),
    ("  partner: {type", "  on: {type", "Rename it"),
    ("notions:\n", "notions:\n  floor: pay\n", "cannot also stand under parameters"),
    ("weaker: min(skill, speech)", "weaker: min(weaker, speech)", "defined by itself"),
    ("factor: home_factor", "factor: age_factor", "Two of the points"),
    ("id: by_rate", "id: by_points", "Two of the routes"),
    ("id: passmark", "id: grown", "Two of the criteria"),
    ("id: by_rate, title: {en: By rate}, requires: [rate", "id: by_rate, title: {en: By rate}, requires: [rates",
     "Did you mean rate?"),
    ("destination: ZZZ", "destination: DEU", "Write destination: ZZZ"),
    ("pathway: zzz.everything", "pathway: zzz.nothing", "Write pathway: zzz.everything"),
    ('partner: {type: yes_no, about: person, ask: {en: "With a partner?"}}', "partner: shared", "Declare it here"),
    ('"..17": 0, "18..29"', '"..18": 0, "18..29"', "Two brackets hold at 18"),
    ("silver: 3, none: 0}}]}", "silvr: 3, none: 0}}]}", "which kind does not have"),
    ("{none: 0, low: 2,", "{none: 0, lowest: 2,", "no level of its scale"),
    ("value: 18, source: act", 'value: "18", source: act', "no number in years"),
    ("value: 18, source: act", "value: eighteen, source: act", "no number in years"),
    ("ratio: 0.453", "ratio: a lot", "without quotes"),
    ("ratio_of: ceiling", "ratio_of: opens", "a ratio needs a number"),
    ("from: 2024-01-01, to: 2027-12-31", "from: 20240101, to: 2027-12-31", "year-month-day"),
    ("from: 2024-01-01, to: 2027-12-31", "from: 2024-02-30, to: 2027-12-31", "year-month-day"),
    ("from: 2024-01-01, to: 2027-12-31", "from: 2028-01-01, to: 2027-12-31", "lies before the first"),
    ("type: money, currency: EUR, per: year", "type: money, currency: EUR", "needs"),
    ("scale: grade, about: person, ask: {en: \"Which grade?\"", "scale: grades, about: person, ask: {en: \"Which grade?\"",
     "scale grades is not declared"),
    ("range: {min: 0, max: 60}", "range: {min: 60, max: 0}", "ends before it begins"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "told"), MISTAKES, ids=[f"{new[:40]}-{told[:20]}" for _, new, told in MISTAKES])
def test_a_mistake_is_told_with_its_line_and_what_to_write(tmp_path: Path, old: str, new: str, told: str) -> None:
    folder = altered(tmp_path, (old, new))
    with pytest.raises(FileError) as caught:
        load_pathway(folder)
    assert any(word in str(caught.value) for word in told.split("|")), str(caught.value)
    assert caught.value.place.startswith("everything/pathway.yaml, line ")


def test_the_line_is_that_of_the_mistake(tmp_path: Path) -> None:
    for old, new in (("rule: hours >= full_week", "rule: hours >= full_weak"), ("type: country,", "type: land,"),
                     ("changes: pay,", "chnges: pay,")):  # fmt: skip
        folder = altered(tmp_path / new[:3], (old, new))
        wanted = next(number for number, line in enumerate(LINES, 1) if old in line)
        with pytest.raises(FileError) as caught:
            load_pathway(folder)
        assert caught.value.place == f"everything/pathway.yaml, line {wanted}"


def test_several_mistakes_are_counted(tmp_path: Path) -> None:
    folder = altered(tmp_path, ("review_by:", "reviewed_by:"), ("version: 1", "version: one"))
    with pytest.raises(FileError, match="more such mistake"):
        load_pathway(folder)


def doubling(first: str, following: str) -> str:
    return "\n".join([first, *(following.format(i, i - 1, i - 1) for i in range(1, 40))]) + "\n"


@pytest.mark.parametrize(
    "changes",
    [
        [("notions:\n", "notions:\n" + doubling("  n0: months + months", "  n{}: n{} + n{}")),
         ("rule: hours >= full_week", "rule: n39 >= fresh")],
        [("notions:\n", "notions:\n" + doubling("  n0: months", "  n{}: n{} + 0")),
         ("rule: hours >= full_week", "rule: n39 >= fresh")],
        [("points:\n", "points:\n" + doubling(
            "  - {factor: f0, title: {en: x}, value: age_points(age), source: act}",
            "  - {{factor: f{}, title: {{en: x}}, value: points.f{} + points.f{}, source: act}}"))],
        [("parameters:\n", "parameters:\n" + doubling(
            "  p0: {unit: EUR/year, values: [{from: 2024-01-01, value: 1, source: act}]}",
            "  p{}: {{unit: EUR/year, ratio_of: p{}, ratio: 1, round: {{to: 1, mode: up}}, from: 2024-01-01,"
            " source: act}}")),
         ("pay >= floor,", "pay >= p39,")],
    ],
    ids=["notions that double", "notions within notions", "points that double", "ratios of ratios"],
)  # fmt: skip
def test_names_that_name_names_cannot_grow_without_end(tmp_path: Path, changes: list[tuple[str, str]]) -> None:
    folder = altered(tmp_path, *changes)
    before = time.monotonic()
    with pytest.raises(FileError, match="more than|More than"):
        load_pathway(folder)
    assert time.monotonic() - before < 60, "it was refused only after it had grown"
