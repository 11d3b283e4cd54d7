"""`crosswalk pathways check` finds what a reviewer would: each finding is provoked here once, with its place."""

from pathlib import Path

import pytest

from crosswalk.pathways import check_pathway
from pathway_files import small

PARAMETER = "enough: {unit: months, values: [{from: 2024-01-01, value: 12, source: act}]}"
RULE = "rule: months >= enough, source: act}"


def errors(folder: Path) -> list[str]:
    return [f"{each.message} {each.remedy}".strip() for each in check_pathway(folder) if each.level == "error"]


def test_a_sound_pathway_has_no_error(tmp_path: Path) -> None:
    findings = check_pathway(small(tmp_path))
    assert [each for each in findings if each.level == "error"] == []
    assert [each.message for each in findings] == ["The name is missing in ar, es, fr."]


BAD_FILES = [
    # citations
    ([(PARAMETER, PARAMETER.replace("source: act", "source: leaf"))], "enough cites leaf, which is no source"),
    ([('url: "https://example.org/act", ', "")], "The source act has no url"),
    ([("criteria:\n", "levers:\n  - {id: work, title: {en: Work}, changes: months, steps: [{add: 6, months: 6, cost: 0 EUR,"
       " source: gone}]}\ncriteria:\n")], "There is no source gone"),
    # validity in time
    ([("value: 12, source: act}]", "value: 12, source: act, to: 2026-12-31}]")], "enough ends on 2026-12-31"),
    ([("value: 12, source: act}]", "value: 12, source: act, to: 2024-06-30}, {from: 2025-01-01, value: 12, source: act}]")],
     "enough has no value from 2024-07-01 to 2024-12-31"),
    ([("{from: 2024-01-01, value: 12", "{from: 2025-01-01, value: 12")],
     "enough is used on 2024-01-01, before its first value of 2025-01-01"),
    ([("{from: 2024-01-01, value: 12", "{from: 2024-01-01, value: 12, source: act}, {from: 2024-01-01, value: 13")],
     "two values hold on 2024-01-01"),
    # tables
    ([(RULE, "rule: step(months) > 0, source: act}"), (PARAMETER, "{}"), ("parameters:\n  {}", 'tables:\n  step: {of: months,'
       ' gives: points, values: [{from: 2024-01-01, source: act, brackets: {"..11": 0, "13..": 1}}]}')],
     "A table has no bracket at 12"),
    ([(RULE, "rule: step(months) > 0, source: act}"), (PARAMETER, "{}"), ("parameters:\n  {}", 'tables:\n  step: {of: months,'
       ' gives: points, values: [{from: 2024-01-01, source: act, brackets: {"..12": 0, "12..": 1}}]}')],
     "Two brackets hold at 12"),
    ([("sure: {type: yes_no,", "sure: {type: choice, options: {a: {en: A}, b: {en: B}},"), ("rule: sure", "rule: score(sure) > 0"),
      ("criteria:\n", "tables:\n  score: {of: sure, gives: points, values: [{from: 2024-01-01, source: act, entries: {a: 1}}]}\n"
       "criteria:\n")], "The table score of 2024-01-01 has no value for b"),
    ([("sure: {type: yes_no,", "sure: {type: occupation, classification: ISCO-08,"), ("rule: sure", "rule: score(sure) > 0"),
      ("criteria:\n", 'tables:\n  score: {of: ISCO-08, gives: points, values: [{from: 2024-01-01, source: act, entries: {"2": 1}}]}\n'
       "criteria:\n")], "has no otherwise"),
    ([("sure: {type: yes_no,", "sure: {type: country,"), ("rule: sure", "rule: sure in near"),
      ("criteria:\n", "lists:\n  near: {of: country, values: [{from: 2024-01-01, source: act, entries: [MAR, TNU]}]}\ncriteria:\n")],
     "near has TNU, which is no country"),
    # what can never be
    ([(RULE, "rule: months >= 0, source: act}"), (PARAMETER, "{}")], "The criterion experience can never fail"),
    ([(RULE, "rule: months < 0, source: act}"), (PARAMETER, "{}")], "The criterion experience can never be met"),
    ([("value: 12", "value: 481")], "The criterion experience can never be met"),
    ([(RULE, "rule: months >= enough, when: months < 0, source: act}")], "The criterion experience can never apply"),
    ([("rule: sure", "rule: months < enough")], "Nobody can meet this pathway on 2024-01-01"),
    ([("criteria:\n", "routes:\n  - {id: door, title: {en: A door}, requires: [grace]}\n  - {id: other, title: {en: Another},"
       " requires: [experience]}\ncriteria:\n  - {id: grace, kind: discretionary, title: {en: Grace}, source: act}\n")],
     "The route door asks nothing of its own"),
    # facts
    ([("rule: sure", "rule: months > 0")], "The fact sure is never read"),
    ([('ask: {en: "Is it sure?"}', 'ask: {fr: "Est-ce sûr ?"}')], "The fact sure has no question in English"),
    # notions
    ([("criteria:\n", "notions:\n  loop: loop + 1\ncriteria:\n")], "The notion loop is defined by itself"),
    ([("criteria:\n", "notions:\n  loose: months + mnths\ncriteria:\n")], "Did you mean months?"),
    # closing maxima
    ([("criteria:\n", "points:\n  - {factor: one, title: {en: One}, worth: 3, if: sure, source: act}\nidentities:\n"
       "  - {of: points, maximum: 4}\n  - {of: points.two, maximum: 4}\ncriteria:\n")], "The maximum of points is 3, not 4"),
    ([("criteria:\n", "points:\n  - {factor: one, title: {en: One}, worth: 3, if: sure, source: act}\nidentities:\n"
       "  - {of: points.two, maximum: 4}\ncriteria:\n")], "There is no points.two"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "told"), BAD_FILES, ids=[told[:60] for _, told in BAD_FILES])
def test_the_check_finds(tmp_path: Path, changes: list[tuple[str, str]], told: str) -> None:
    folder = small(tmp_path, *changes)
    assert any(told in error for error in errors(folder)), errors(folder)


LEVERS = [
    ("changes: mnths, steps: [{add: 6, months: 6, cost: 0 EUR, source: act}]", "changes mnths, which is no fact"),
    ("changes: months, steps: [{add: 6, months: 6, cost: free, source: act}]", "write 500 EUR, or unknown"),
    ("changes: months, steps: [{to: 700, months: 6, cost: 0 EUR, source: act}]", "outside 0 to 480"),
    ("changes: months, steps: [{to: later, months: 6, cost: 0 EUR, source: act}]", "is no integer"),
    ("changes: months, steps: [{to: fee, months: 6, cost: 0 EUR, source: act}]", "fee is in EUR, months in months"),
    ("changes: months, steps: [{to: 24, months: 6, cost: 0 EUR, source: act}, {to: 12, months: 6, cost: 0 EUR, source: act}]",
     "steps that do not rise"),
    ("changes: months, steps: [{to: 12, months: 6, cost: 1 EUR, source: act}, {to: 24, months: 6, cost: 1 USD, source: act}]",
     "Costs stand in EUR, USD"),
]  # fmt: skip


@pytest.mark.parametrize(("lever", "told"), LEVERS, ids=[told for _, told in LEVERS])
def test_the_check_finds_levers_that_cannot_be_pulled(tmp_path: Path, lever: str, told: str) -> None:
    fee = "parameters:\n  fee: {unit: EUR, values: [{from: 2024-01-01, value: 12, source: act}]}\n"
    changes = [
        ("parameters:\n", fee),
        ("criteria:\n", f"levers:\n  - {{id: work, title: {{en: Work}}, {lever}}}\ncriteria:\n"),
    ]
    assert any(told in error for error in errors(small(tmp_path, *changes)))


BAD_CASES = [
    ("verdict: met}", "verdict: unknown}", "verdict: unknown expected, met found"),
    ("fails: [certain]}", "fails: [experience]}", "fails: experience expected, certain found"),
    ("  - {name: one month short", "  # - {name: one month short", "No case fails the criterion experience alone"),
    ("  - {name: not told", "  # - {name: not told", "No case has the verdict unknown"),
    ("  - {name: before it began", "  # - {name: before it began", "No case has the verdict not_in_force"),
    ("{months: 11}", "{month: 11}", "Did you mean months?"),
    ("{months: 11}", "{months: eleven}", "is no integer"),
    ("name: not certain", "name: one month short", "Two cases are called 'one month short'"),
    ("cases:\n", "csaes:\n", "Did you mean cases?|Add cases"),
]


@pytest.mark.parametrize(("old", "new", "told"), BAD_CASES, ids=[told for *_, told in BAD_CASES])
def test_the_check_finds_cases_that_do_not_prove_it(tmp_path: Path, old: str, new: str, told: str) -> None:
    found = errors(small(tmp_path, (old, new), file="cases.yaml"))
    assert any(word in error for error in found for word in told.split("|")), found


def test_a_criterion_that_fails_only_with_others_is_not_proven(tmp_path: Path) -> None:
    folder = small(tmp_path, ("facts: {months: 11}", "facts: {months: 11, sure: false}"), ("fails: [experience]", "fails: [experience, certain]"),
                   file="cases.yaml")  # fmt: skip
    assert errors(folder) == ["No case fails the criterion experience alone. Add a case where only this is not met."]


def test_a_number_that_says_when_it_is_renewed_may_end(tmp_path: Path) -> None:
    change = ("enough: {unit: months,", "enough: {unit: months, renewed: every 1 January,")
    end = ("value: 12, source: act}]", "value: 12, source: act, to: 2026-12-31}]")
    assert errors(small(tmp_path, change, end)) == []


def test_a_number_that_says_why_earlier_values_are_not_here_may_begin_late(tmp_path: Path) -> None:
    change = ("enough: {unit: months,", "enough: {unit: months, earlier: the gazette of 2024 was not read,")
    assert errors(small(tmp_path, change, ("{from: 2024-01-01, value: 12", "{from: 2025-01-01, value: 12"))) == []


def test_what_rests_on_a_weak_source_is_noted_for_the_reviewer(tmp_path: Path) -> None:
    notes = [each.message for each in check_pathway(small(tmp_path, ("tier: A", "tier: C")))]
    assert "Needs verification: enough, certain, experience." in notes


def test_a_finding_names_file_and_line(tmp_path: Path) -> None:
    folder = small(tmp_path, ("value: 12", "value: 481"))
    (finding,) = [each for each in check_pathway(folder) if "never be met" in each.message]
    line = (folder / "pathway.yaml").read_text().splitlines().index("criteria:") + 2
    assert finding.place == f"small/pathway.yaml, line {line}"


def test_a_file_that_cannot_be_read_is_one_error(tmp_path: Path) -> None:
    assert len(check_pathway(small(tmp_path, ("version: 1", "version: [")))) == 1
    (tmp_path / "zzz" / "small" / "cases.yaml").unlink()
    assert len(check_pathway(small(tmp_path / "other", ("version: 1", "version: 2")))) >= 1
