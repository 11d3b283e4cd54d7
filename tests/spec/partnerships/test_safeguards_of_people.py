"""The safeguards of the people in each verdict, one thing changed at a time."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from safeguard_cases import DAY, SHOWN, answer, earning, found, no, title, yes

ASKED = {
    "contract": "written_contract",
    "documents": "documents_kept_by_worker",
    "change_of_employer": "free_to_change_employer",
    "complaints": "complaints_heard",
    "data_protection": "personal_data_protected",
    "existing_pathways": "existing_pathways_kept",
}


@pytest.mark.parametrize(("safeguard", "question"), ASKED.items())
@pytest.mark.parametrize(
    ("given", "verdict"),
    [
        (yes(), "met"),
        (no(), "not_met"),
        ({"answer": "partly", "evidence": SHOWN}, "not_met"),
        ({"answer": "partly"}, "not_met"),
        ({"answer": "no"}, "not_met"),
        ({"answer": "yes"}, "unknown"),
        (yes(on=DAY), "met"),
        (yes(on=date(2026, 11, 23)), "unknown"),
    ],
)
def test_what_only_people_can_answer(safeguard: str, question: str, given: dict[str, Any], verdict: str) -> None:
    told = answer(safeguard, question, **given)
    assert told.verdict == verdict and bool(told.remedy) == (verdict != "met")
    assert found(safeguard).verdict == "unknown"


@pytest.mark.parametrize(
    ("answers", "verdict"),
    [
        ({}, "unknown"),
        ({"people_in_need_of_protection": {"answer": "no"}}, "not_applicable"),
        ({"people_in_need_of_protection": yes()}, "unknown"),
        ({"people_in_need_of_protection": yes(), "additional_to_resettlement": yes()}, "met"),
        ({"people_in_need_of_protection": yes(), "additional_to_resettlement": no()}, "not_met"),
    ],
)
def test_resettlement_is_asked_where_people_in_need_of_protection_take_part(answers: Any, verdict: str) -> None:
    assert found("resettlement", safeguards=answers).verdict == verdict


NEEDED = {"vacancies_not_filled_locally": yes()}


@pytest.mark.parametrize(
    ("answers", "pay", "verdict"),
    [
        ({}, 1000, "unknown"),
        (NEEDED, 1000, "unknown"),
        (NEEDED | {"pay_as_local_workers": yes()}, 1000, "met"),
        (NEEDED | {"pay_as_local_workers": no()}, 1000, "not_met"),
        (NEEDED | {"pay_as_local_workers": yes(figure=1000)}, 1000, "met"),
        (NEEDED | {"pay_as_local_workers": yes(figure=1000.01)}, 1000, "not_met"),
        (NEEDED | {"pay_as_local_workers": yes(figure=1000)}, {"low": 900, "likely": 1000, "high": 1100}, "unknown"),
        ({"vacancies_not_filled_locally": no(), "pay_as_local_workers": yes()}, 1000, "not_met"),
    ],
)
def test_local_people(answers: dict[str, Any], pay: Any, verdict: str) -> None:
    assert found("local_people", safeguards=answers, earnings=earning(pay)).verdict == verdict


def of_level(level: int | None) -> dict[str, Any]:
    return {"people": {"home": 10, "away": 10}} | ({} if level is None else {"qualification_level": level})


@pytest.mark.parametrize(
    ("level", "occupation", "verdict"),
    [
        (None, {"isco": "5321"}, "unknown"),
        (4, {"isco": "5321"}, "met"),
        (6, {"isco": "5321"}, "not_met"),
        (6, {"isco": "5321", "qualification_level": 6}, "met"),
        (6, {"isco": "5321", "qualification_level": 5}, "not_met"),
        (6, {"isco": "2221"}, "met"),
        (6, {"isco": "1"}, "unknown"),
        (5, {"isco": "1"}, "met"),
    ],
)
def test_deskilling_by_design(level: int | None, occupation: dict[str, Any], verdict: str) -> None:
    told = found("deskilling", cohort=of_level(level), occupation={"title": title("Work")} | occupation)
    assert told.verdict == verdict


@pytest.mark.parametrize(
    ("given", "verdict"),
    [
        (yes(figure=0.1), "met"),
        (yes(figure=0.11), "not_met"),
        (yes(), "met"),
        (no(), "not_met"),
        ({"answer": "yes", "figure": 0.9}, "unknown"),
    ],
)
def test_deskilling_by_outcome(given: dict[str, Any], verdict: str) -> None:
    assert answer("deskilling", "work_at_own_level", **given).verdict == verdict
