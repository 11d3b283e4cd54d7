"""The lists of readiness: what the file shows, what somebody answers, what stays open; the score and its words."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from crosswalk.errors import FileError
from crosswalk.partnerships import load_partnership
from crosswalk.partnerships.safeguards.readiness import Item, readiness
from crosswalk.partnerships.safeguards.readiness_shown import SAFEGUARDS_OF_THE_PEOPLE, SHOWN
from crosswalk.partnerships.safeguards.rulebook import readiness_lists
from partnership_files import CORRIDOR
from safeguard_cases import DAY, PARTIES, cost, earning, no, small, title, yes


def item(name: str, *, on: date = DAY, **more: Any) -> Item:
    lists = readiness(small(**more), on=on).lists
    return next(each for checklist in lists for each in checklist.items if each.name == name)


def step(kind: str, **more: Any) -> dict[str, Any]:
    return {"kind": kind, "title": title(kind), "weeks": 4} | more


def people(home: int | None, away: int = 10, **more: Any) -> dict[str, Any]:
    return {"cohort": {"people": ({} if home is None else {"home": home}) | {"away": away}} | more}


FIVE = ("training", "staffing", "migration", "living", "return_and_reintegration")
REAL = {"sources": {"survey": {"title": "Survey", "read_on": date(2026, 1, 1)}}}
GUESS = {"sources": {"survey": {"title": "Guess", "read_on": date(2026, 1, 1), "assumed": True}}}


def priced(*groups: str, payer: str = "firm") -> dict[str, Any]:
    return {"costs": {f"cost_{group}": cost(10, group=group, paid_by={payer: 1}) for group in groups}}


def signed(**days: date) -> dict[str, Any]:
    return {"parties": {name: p | ({"signed_on": days[name]} if name in days else {}) for name, p in PARTIES.items()}}


def with_parties(*roles: str) -> dict[str, Any]:
    return {"parties": PARTIES | {role: {"role": role, "title": title(role)} for role in roles}}


def outcomes(**more: Any) -> dict[str, Any]:
    return {"outcomes": {"placed": 1} | more}


NEED = {"safeguards": {"vacancies_not_filled_locally": yes()}}
AT_HOME = outcomes(employed_at_home=0.8, source="survey")


@pytest.mark.parametrize(
    ("name", "more", "grade"),
    [
        ("sector", {}, "unknown"),
        ("sector", NEED, "partly"),
        ("sector", AT_HOME | REAL, "partly"),
        ("sector", NEED | AT_HOME | REAL, "yes"),
        ("sector", NEED | AT_HOME | GUESS, "partly"),
        ("country", {}, "unknown"),
        ("funding", {}, "unknown"),
        ("funding", priced("training"), "partly"),
        ("funding", priced(*FIVE), "yes"),
        ("agreement", {}, "unknown"),
        ("agreement", signed(ministry=DAY), "partly"),
        ("agreement", signed(ministry=DAY, state=DAY), "yes"),
        ("agreement", signed(ministry=DAY, state=date(2026, 11, 23)), "partly"),
        ("stakeholders", {}, "partly"),
        ("stakeholders", with_parties("training_provider", "ngo"), "yes"),
        ("many_parties", with_parties("training_provider", "social_partner"), "yes"),
        ("training", {}, "partly"),
        ("selection", {}, "partly"),
        ("selection", people(10, skills_at_start=["lifting"]), "yes"),
        ("selection", people(None, skills_at_start=["lifting"]), "partly"),
        ("recognition", {}, "unknown"),
        ("movement", {}, "unknown"),
        ("evaluation", {}, "unknown"),
        ("evaluation", outcomes(retention={12: 0.9}), "partly"),
        ("planning", {"horizon_months": 35}, "unknown"),
        ("planning", {"horizon_months": 36}, "partly"),
        ("data", {}, "unknown"),
        ("data", {"earnings": earning(1000)} | AT_HOME | REAL, "partly"),
        ("data", AT_HOME | REAL, "yes"),
        ("data", AT_HOME | GUESS, "unknown"),
        ("local_jobs", {}, "partly"),
        ("local_jobs", AT_HOME | REAL, "yes"),
        ("local_jobs", people(0), "no"),
        ("local_jobs", people(None), "unknown"),
        ("skills_recognised", {}, "unknown"),
        ("skills_recognised", people(10, skills_at_start=["lifting"], skills_needed=[]), "partly"),
        ("all_levels", {}, "unknown"),
        ("all_levels", people(10, qualification_level=3), "partly"),
        ("well_being", {}, "unknown"),
        ("well_being", {"safeguards": {"written_contract": yes()}}, "partly"),
        ("well_being", {"safeguards": {name: yes() for name in SAFEGUARDS_OF_THE_PEOPLE}}, "yes"),
        ("well_being", {"safeguards": {"written_contract": no()}}, "unknown"),
        ("fair_costs", {}, "unknown"),
        ("fair_costs", priced("training"), "partly"),
        ("fair_costs", priced(*FIVE), "yes"),
        ("fair_costs", priced(*FIVE, payer="migrants"), "partly"),
    ],
)
def test_what_the_file_itself_shows(name: str, more: dict[str, Any], grade: str) -> None:
    found = item(name, **more)
    assert found.grade == grade
    assert found.shown_by == ("nothing" if grade == "unknown" else "file")
    assert bool(found.missing) == (grade != "yes")


@pytest.mark.parametrize(
    ("name", "steps", "grade"),
    [
        ("training", {"course": step("training", provider="firm", teaches=["lifting"])}, "yes"),
        ("training", {"course": step("service")}, "unknown"),
        ("recognition", {"check": step("recognition")}, "yes"),
        ("movement", {"move": step("service")}, "partly"),
        ("skills_recognised", {"check": step("recognition")}, "partly"),
    ],
)
def test_what_the_steps_show(name: str, steps: dict[str, Any], grade: str) -> None:
    assert item(name, steps=steps).grade == grade


def test_an_answer_counts_where_the_file_is_silent_or_shows_a_part() -> None:
    assert item("country", readiness={"country": yes()}).grade == "yes"
    assert item("planning", readiness={"planning": yes()}).shown_by == "answer"
    assert item("planning", readiness={"planning": no()}).grade == "no"


def test_what_the_file_shows_in_full_counts_before_an_answer() -> None:
    found = item("funding", readiness={"funding": no()}, **priced(*FIVE))
    assert (found.grade, found.shown_by) == ("yes", "file")


def test_a_bare_yes_counts_but_is_asked_what_shows_it() -> None:
    found = item("country", readiness={"country": {"answer": "yes"}})
    assert found.grade == "yes" and found.missing == "Write what shows it."


def test_an_answer_of_a_later_day_does_not_count_yet() -> None:
    later = {"country": yes(on=date(2026, 11, 23))}
    assert item("country", readiness=later).grade == "unknown"
    assert item("country", readiness=later, on=date(2026, 11, 23)).grade == "yes"


def test_the_score_counts_halves_and_tells_what_is_not_answered() -> None:
    partly = {"answer": "partly", "evidence": "in part"}
    answers = {name: yes() for name in ("sector", "country", "funding", "agreement", "training", "recognition")}
    answers |= {"movement": no(), "stakeholders": partly, "selection": no()}
    ten = readiness(small(readiness=answers), on=DAY).lists[0]
    assert ten.score == Fraction(13, 2) and ten.unanswered == 1
    assert ten.summary == "6.5 of 10 shown; 1 not answered"
    assert (
        readiness(small(readiness=answers), on=DAY, lang="fr").lists[0].summary == "6,5 sur 10 montrés; 1 sans réponse"
    )


def test_no_is_not_unanswered() -> None:
    all_no = {name: no() for name in SHOWN}
    for checklist in readiness(small(readiness=all_no), on=DAY).lists:
        assert checklist.score == 0 and checklist.unanswered == 0
        assert checklist.summary == f"0 of {len(checklist.items)} shown"


def test_there_are_ten_steps_and_eight_prerequisites_each_with_a_source() -> None:
    sources, lists = readiness_lists()
    assert [len(items) for items in lists.values()] == [10, 8]
    assert {entry.name for items in lists.values() for entry in items} == set(SHOWN)
    assert {name for items in lists.values() for entry in items for name in entry.sources} == set(sources)


def test_what_could_not_be_confirmed_is_marked_item_by_item() -> None:
    ten, eight = readiness(small(), on=DAY).as_json()["lists"]
    assert [entry["item"] for entry in ten["items"] if entry["needs_verification"]] == [
        *("training", "selection", "recognition", "movement", "evaluation"),
    ]
    assert [entry["item"] for entry in eight["items"] if entry["needs_verification"]] == [
        *("all_levels", "well_being", "fair_costs"),
    ]


def test_an_answer_to_no_item_is_an_error_with_its_line() -> None:
    with pytest.raises(FileError, match=r"line \d+: No list of readiness asks fundings. Did you mean funding?"):
        readiness(small(readiness={"fundings": yes()}), on=DAY)


def test_the_example_of_the_corridor_is_read() -> None:
    lists = readiness(load_partnership(CORRIDOR), on=DAY).lists
    assert all(0 < checklist.score <= len(checklist.items) for checklist in lists)
    assert all(entry.grade in ("yes", "partly", "no", "unknown") for checklist in lists for entry in checklist.items)
