"""Lists in advertisements become single needs, and each keeps the words that stand before the list."""

from __future__ import annotations

import pytest

from crosswalk.records.documents import read_job_ad_text

AD = "{title}\n\n{heading}\n- {need}\n"


def needs(need: str, heading: str = "Requirements", title: str = "Care assistant") -> list[str]:
    vacancy = read_job_ad_text(AD.format(title=title, heading=heading, need=need)).vacancy
    return [skill.text for skill in vacancy.skills or ()]


@pytest.mark.parametrize(
    ("need", "heading", "expected"),
    [
        (
            "Assist residents with bathing, dressing and meals",
            "Requirements",
            ["Assist residents with bathing", "Assist residents with dressing", "Assist residents with meals"],
        ),
        (
            "Trabajar en parrilla, salsas, guarniciones y postres",
            "Requisitos",
            ["Trabajar en parrilla", "Trabajar en salsas", "Trabajar en guarniciones", "Trabajar en postres"],
        ),
        ("grilling, baking, plating", "Requirements", ["grilling", "baking", "plating"]),
        ("cash handling, customer care", "Requirements", ["cash handling", "customer care"]),
    ],
)
def test_each_item_of_a_list_is_a_need_with_its_head(need: str, heading: str, expected: list[str]) -> None:
    assert needs(need, heading) == expected


def test_a_sentence_of_several_tasks_gives_each_of_them() -> None:
    found = needs(
        "You install wiring in new and old buildings, connect distribution boards, measure insulation resistance, "
        "and find and repair faults",
        heading="Tasks",
    )
    assert found == [
        "You install wiring in new and old buildings",
        "connect distribution boards",
        "measure insulation resistance",
        "find and repair faults",
    ]


def test_a_sentence_with_a_comma_that_is_no_list_stays_whole() -> None:
    text = "Provide care to residents in a warm, safe, home-like environment with respect"
    assert needs(text) == [text]


def test_tasks_in_a_sentence_under_no_heading_are_all_kept() -> None:
    ad = (
        "Truck driver\n\nAs a driver you will operate a heavy truck and its trailer, check the truck before each trip, "
        "secure loads with straps and chains.\n"
    )
    found = [skill.text for skill in read_job_ad_text(ad).vacancy.skills or ()]
    assert found[1:] == ["check the truck before each trip", "secure loads with straps and chains"]


def test_the_place_of_an_item_is_that_of_its_own_words() -> None:
    reading = read_job_ad_text(
        AD.format(title="Aide", heading="Requirements", need="Help with bathing, dressing, meals")
    )
    spans = [span.text for span in reading.spans if span.kind == "skill"]
    assert spans == ["bathing", "dressing", "meals"]


def test_a_number_said_twice_is_one_duration() -> None:
    vacancy = read_job_ad_text("Soudeur\n\nExigences\n- Deux (2) ans d'expérience en soudage\n").vacancy
    assert vacancy.experience_min_months == 24
