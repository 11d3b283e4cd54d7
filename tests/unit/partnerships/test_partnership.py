"""A partnership file is read whole, or refused in one sentence with its line and what to write instead."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
from jsonschema import Draft202012Validator

from crosswalk.errors import FileError
from crosswalk.partnerships import json_schema, load_partnership, starter
from crosswalk.yaml_files import read_yaml
from partnership_files import CORRIDOR, changed, line_of, read


def test_the_starter_can_be_read_as_it_is() -> None:
    partnership = read(starter())
    assert partnership.people("home") == 20
    assert partnership.parties("employer") == ("employer",)
    assert list(partnership.steps_of("home")) == ["basic_training", "placement_at_home"]


def test_the_example_of_the_corridor_can_be_read() -> None:
    partnership = load_partnership(CORRIDOR)
    assert partnership.title("ar") != partnership.title("en") == partnership.title("de")
    assert partnership.parties("migrants", "home_trainees") == ("nurses_away", "nurses_home")


def test_an_amount_in_another_currency_comes_by_the_dated_rate_rounded_once() -> None:
    partnership = load_partnership(CORRIDOR)
    tuition = partnership.minor(partnership.file.costs["tuition"].money)
    assert (tuition.low, tuition.likely, tuition.high) == (88785, 88785, 88785)  # 9,500.00 MAD / 10.70 = 887.8504 EUR


MISTAKES = {
    "a share that does not add to one": (
        "paid_by: {employer: 0.5, donor: 0.5}",
        "paid_by: {employer: 0.5, donor: 0.4}",
        "the shares of those who pay add to 0.9, not to 1. Say who pays the other 0.1",
    ),
    "shares above one": (
        "paid_by: {employer: 0.5, donor: 0.5}",
        "paid_by: {employer: 0.8, donor: 0.4}",
        "add to 1.2, not to 1. Take 0.2 away",
    ),
    "a negative cost": ("money: {amount: 1200,", "money: {amount: -1200,", "tuition: the amount is below 0."),
    "more decimals than the currency has": (
        "money: {amount: 1200,",
        "money: {amount: 1200.005,",
        "tuition: 1200.005 EUR has more decimals than the 2 of the currency. Round it to 2 decimals",
    ),
    "an unknown currency": (
        "money: {amount: 1200, currency: EUR}",
        "money: {amount: 1200, currency: EUX}",
        "EUX is no currency",
    ),
    "a currency without any rate": (
        "money: {amount: 1200, currency: EUR}",
        "money: {amount: 1200, currency: MAD}",
        "No rate from MAD to EUR is known on 2027-09-01. Add one under rates",
    ),
    "a circle in the steps": (
        "after: [language]",
        "after: [language, visa]",
        "The steps go round in a circle: ",
    ),
    "a step that waits for itself": (
        "after: [language]",
        "after: [offer]",
        "in a circle: offer waits for offer. Take one of them out, such as offer out of `after` of offer.",
    ),
    "an unknown step": (
        "after: [language]",
        "after: [langauge]",
        "offer comes after langauge, which is no step. Did you mean language?",
    ),
    "an unknown party": (
        "provider: government_of_origin",
        "provider: goverment_of_origin",
        "goverment_of_origin is no party. Did you mean government_of_origin?",
    ),
    "an unknown payer": ("paid_by: {donor: 1}", "paid_by: {donors: 1}", "donors is no party. Did you mean donor?"),
    "an effect of nobody": ("party: employer", "party: nobody_here", "nobody_here is no party. Add it under parties"),
    "an unknown source": (
        "money: {amount: 500, currency: EUR}, per: month, source: assumptions",
        "money: {amount: 500, currency: EUR}, per: month, source: assumption",
        "assumption is no source. Did you mean assumptions?",
    ),
    "an unknown paper": (
        "needs: [language_certificate, notice, contract]",
        "needs: [language_certificat, notice, contract]",
        "visa needs language_certificat, which no step yields. Did you mean language_certificate?",
    ),
    "a paper that comes from a step beside it": (
        "after: [offer, recognition]",
        "after: [offer]",
        "visa needs notice, but does not come after recognition, which yields it. Add recognition to `after` of visa",
    ),
    "a track without people": ("people: {home: 20, away: 20}", "people: {away: 20}", "the home track has no people"),
    "people without a step": ("track: both  ", "track: home  ", "waits for basic_training, which only the home track"),
    "nobody at all": ("people: {home: 20, away: 20}", "people: {}", "Nobody begins."),
    "retention that rises": (
        "retention: {12: 0.9, 24: 0.8}",
        "retention: {12: 0.8, 24: 0.9}",
        "Retention rises from month 12 to month 24",
    ),
    "a share above one": ("attrition: 0.15", "attrition: 15", "language: a share lies between 0 and 1. Write 0.08"),
    "an unknown pathway": (
        "pathway: deu.recognition_partnership",
        "pathway: deu.recognition_partnerschip",
        "no pathway deu.recognition_partnerschip. Did you mean deu.recognition_partnership?",
    ),
    "a pathway to another country": (
        "pathway: deu.recognition_partnership",
        "pathway: swe.work_permit",
        "swe.work_permit leads to SWE, not to DEU. Name a pathway to DEU",
    ),
    "an unknown fact of the pathway": ("facts: {job_offer: true}", "facts: {job_ofer: true}", "no fact 'job_ofer'"),
    "a fact of the wrong kind": ("facts: {job_offer: true}", "facts: {job_offer: 3}", "visa: "),
    "a cost at a step of another track": (
        "at: language\n    track: away",
        "at: language\n    track: home",
        "a cost of the home track falls due at language, which only the away takes",
    ),
    "a cost by the month of no step": (
        "per: cohort",
        "per: month",
        "coordination is by the month of no step. Name the step under `at`",
    ),
    "half of the return": ("  return_after_months: 36\n", "", "return_after_months is missing"),
    "no country": ("origin: MAR  ", "origin: MRO  ", "MRO is no country"),
    "one country": ("destination: DEU", "destination: MAR", "Origin and destination are one country"),
    "a repayment that is not there": (
        "# repaid: language_loan",
        "repaid: language_loan",
        "language_course is repaid by language_loan, which is no repayment",
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_told_with_its_line_and_a_remedy(name: str) -> None:
    old, new, told = MISTAKES[name]
    text = changed(old, new)
    with pytest.raises(FileError) as caught:
        read(text)
    assert told in str(caught.value)
    assert caught.value.remedy
    assert re.fullmatch(r"corridor/partnership\.yaml, line \d+", caught.value.place)


def test_the_line_is_that_of_the_value() -> None:
    text = changed("attrition: 0.15", "attrition: 15")
    with pytest.raises(FileError, match=f"line {line_of('attrition: 15', text)}:"):
        read(text)


def test_a_repayment_to_nobody_is_refused() -> None:
    loan = "language_loan: {by: migrants, to: %s, share_of_earnings: 0.05, months: 24}"
    text = changed(f"# repayments:\n#   {loan % 'employer'}", f"repayments:\n  {loan % 'bank'}")
    with pytest.raises(FileError, match="bank is no party"):
        read(text)


def test_the_first_of_several_mistakes_is_told_with_the_number_of_the_others() -> None:
    text = changed("attrition: 0.15", "attrition: 15", changed("after: [language]", "after: [langauge]"))
    text = changed("paid_by: {donor: 1}", "paid_by: {donor: 0.9}", text)
    with pytest.raises(FileError, match=r"language: a share lies between 0 and 1. \(2 more such mistakes\)"):
        read(text)


def test_a_rate_of_a_later_day_does_not_count() -> None:
    text = changed("money: {amount: 1200, currency: EUR}", "money: {amount: 1200, currency: MAD}")
    text = changed("# rates:  ", "rates:  ", text)
    text = changed("#   - {from: EUR, to: MAD, on: 2027-01-04", "  - {from: EUR, to: MAD, on: 2027-09-02", text)
    with pytest.raises(FileError, match="The first is of 2027-09-02: add one of 2027-09-01 or before"):
        read(text)


def test_what_is_not_stated_stays_unknown() -> None:
    partnership = read(starter())
    assert partnership.file.cohort.skills_at_start is None
    assert partnership.file.cohort.women is None
    assert partnership.file.remittances is None


def test_a_range_keeps_its_three_numbers_exactly() -> None:
    attrition = read(starter()).steps["basic_training"].attrition
    assert (attrition.low, attrition.likely, attrition.high) == (Decimal("0.02"), Decimal("0.05"), Decimal("0.1"))  # type: ignore[union-attr]


def test_the_schema_accepts_the_example_and_refuses_an_unknown_key() -> None:
    validator = Draft202012Validator(json_schema())
    data = _plain(read_yaml(CORRIDOR).data)
    assert [error.message for error in validator.iter_errors(data)] == []
    data["tilte"] = data.pop("title")
    assert list(validator.iter_errors(data))


def _plain(data: object) -> object:
    """Data as JSON would hold it."""
    if isinstance(data, dict):
        return {key: _plain(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_plain(value) for value in data]
    if isinstance(data, Decimal):
        return float(data)
    return data.isoformat() if isinstance(data, date) else data
