"""The country of a job whose advertisement names only the city; several countries with one city mean unknown."""

from __future__ import annotations

import pytest

from crosswalk.records.documents import read_job_ad_text
from crosswalk.records.documents.places import Cues, country_of_city, find_city


@pytest.mark.parametrize(
    ("city", "country"),
    [
        ("Lyon", "FRA"),
        ("Stuttgart", "DEU"),
        ("Leeds", "GBR"),
        ("Toronto", "CAN"),
        ("Mailand", "ITA"),
        ("الرياض", "SAU"),
    ],
)
def test_a_city_of_one_country_tells_the_country(city: str, country: str) -> None:
    assert country_of_city(find_city(city), Cues()) == country


@pytest.mark.parametrize("city", ["London", "Paris", "Valencia", "San José"])
def test_a_city_of_several_countries_alone_tells_nothing(city: str) -> None:
    assert country_of_city(find_city(city), Cues()) is None


@pytest.mark.parametrize(
    ("cues", "country"),
    [
        (Cues(currency="CAD"), "CAN"),
        (Cues(currency="GBP"), "GBR"),
        (Cues(text="Call +44 20 7946 0000"), "GBR"),
        (Cues(text="London, ON N6A 3K7"), "CAN"),
        (Cues(text="London SW1A 1AA"), "GBR"),
        (Cues(currency="JOD"), None),
    ],
)
def test_another_cue_tells_which_london_it_is(cues: Cues, country: str | None) -> None:
    assert country_of_city(find_city("London"), cues) == country


def test_two_cities_must_lie_in_one_country() -> None:
    assert country_of_city(find_city("Zaragoza y Huesca"), Cues()) == "ESP"
    assert country_of_city(find_city("Lyon, Leeds"), Cues()) is None


def test_a_place_that_is_no_city_known_tells_nothing() -> None:
    assert country_of_city(find_city("Nether Wallop"), Cues()) is None


def test_an_advertisement_says_that_its_country_is_from_the_city() -> None:
    reading = read_job_ad_text("Cook\nThe Old Mill Hotel, Leeds\n\nRequirements\n- grilling")
    assert reading.vacancy.country == "GBR"
    assert [span.text for span in reading.spans if span.kind == "country_from_city"] == ["Leeds"]


def test_a_country_that_is_named_counts_before_the_city() -> None:
    reading = read_job_ad_text("Cook\nThe Old Mill Hotel, Toronto, Australia\n\nRequirements\n- grilling")
    assert reading.vacancy.country == "AUS"
    assert not [span for span in reading.spans if span.kind == "country_from_city"]


def test_a_dollar_is_that_of_the_country_of_the_city() -> None:
    vacancy = read_job_ad_text("Line cook\nMaple Diner, Toronto\n$21 per hour\n\nRequirements\n- grilling").vacancy
    assert (vacancy.country, vacancy.currency, vacancy.salary_min) == ("CAN", "CAD", 2100)


def test_a_city_in_running_text_is_not_the_place_of_work() -> None:
    text = "Driver\n\nRequirements\n- trips to Lyon and Stuttgart\n- truck licence"
    assert read_job_ad_text(text).vacancy.country is None
