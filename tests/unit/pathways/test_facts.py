"""Answers become exact values; what does not fit its declaration is refused with what to write instead."""

from decimal import Decimal

import pytest

from crosswalk.pathways import FactError, encode_facts, load_pathway
from crosswalk.pathways.facts import Fact, build_fact
from crosswalk.pathways.layout import FactEntry
from pathway_files import KITCHEN_SINK

FACTS = load_pathway(KITCHEN_SINK).facts


def encode(name: str, value: object) -> object:
    return encode_facts(FACTS, {name: value})[name]


@pytest.mark.parametrize(
    ("name", "value", "encoded"),
    [
        ("partner", True, True),
        ("partner", None, None),
        ("months", 12, 12),
        ("months", "12", 12),
        ("months", 12.0, 12),
        ("hours", 37.5, 375),
        ("hours", "37.5", 375),
        ("pay", 45934.20, 4_593_420),
        ("pay", Decimal("45934.20"), 4_593_420),
        ("born_on", "1970-01-02", 1),
        ("skill", "Middle", 2),
        ("kind", "gold", ("gold",)),
        ("home", "mar", ("MAR",)),
        ("nations", ["TUN", "MAR"], frozenset({"MAR", "TUN"})),
        ("nations", ["XXA"], frozenset({"XXA"})),
        ("job", "2211", ("2211",)),
        ("job", 2211, ("2211",)),
        ("job", ["2212", "2211"], ("2211", "2212")),
    ],
)
def test_an_answer_becomes_an_exact_value(name: str, value: object, encoded: object) -> None:
    assert encode(name, value) == encoded


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("partner", "yes", "true, false or null"),
        ("partner", 1, "true, false or null"),
        ("months", True, "a number (months)"),
        ("months", 12.5, "without decimals"),
        ("months", "a year", "without decimals"),
        ("months", [12], "a number"),
        ("months", 481, "outside 0 to 480"),
        ("months", -1, "outside 0 to 480"),
        ("months", "1e999999", "outside 0 to 480"),
        ("months", "-1e999999", "outside 0 to 480"),
        ("months", "1e-999999", "without decimals"),
        ("hours", 37.25, "at most 1 decimal."),
        ("pay", "45934.205", "at most 2 decimals"),
        ("pay", "NaN", "at most 2 decimals"),
        ("pay", "sNaN", "at most 2 decimals"),
        ("pay", "Infinity", "at most 2 decimals"),
        ("pay", "1e999999", "outside 0"),
        ("pay", "45.000 EUR", "at most 2 decimals"),
        ("born_on", "1990-02-30", "day of the calendar"),
        ("born_on", "31.03.1990", "day of the calendar"),
        ("born_on", "19900331", "day of the calendar"),
        ("born_on", "1990-W12-3", "day of the calendar"),
        ("born_on", 19900331, "day of the calendar"),
        ("born_on", "1829-01-01", "outside 1930-01-01 to 2026-12-31"),
        ("skill", "B1", "none, low, middle, high"),
        ("skill", True, "none, low, middle, high"),
        ("kind", "bronze", "gold, silver, none"),
        ("kind", ["gold"], "gold, silver, none"),
        ("home", "Atlantis", "ISO 3166"),
        ("home", 504, "ISO 3166"),
        ("nations", "MAR", "list of countries"),
        ("nations", ["MAR", "ZZZ"], "ISO 3166"),
        ("nations", [], "XXA for stateless"),
        ("job", "221", "full code of ISCO-08"),
        ("job", "doctor", "full code of ISCO-08"),
        ("job", ["2211", ""], "full code of ISCO-08"),
        ("job", [], "full code of ISCO-08"),
        ("job", {"code": "2211"}, "full code of ISCO-08"),
        ("job", "22110000", "full code of ISCO-08"),
    ],
)
def test_an_answer_that_does_not_fit_is_refused_with_what_to_write(name: str, value: object, told: str) -> None:
    with pytest.raises(FactError) as caught:
        encode_facts(FACTS, {name: value}, "people.jsonl, line 4")
    assert told in str(caught.value)
    assert str(caught.value).startswith(f"people.jsonl, line 4: {name}: ")


def test_an_unknown_name_gets_the_nearest_right_one() -> None:
    with pytest.raises(FactError, match="Did you mean months"):
        encode_facts(FACTS, {"month": 12})
    with pytest.raises(FactError, match="crosswalk pathways facts"):
        encode_facts(FACTS, {"xyzzy": 12})


def test_a_fact_left_out_stays_out_and_null_stays_unknown() -> None:
    assert encode_facts(FACTS, {"months": None}) == {"months": None}


@pytest.mark.parametrize(
    ("name", "value"),
    [("pay", "45934.20"), ("hours", "37.5"), ("months", 12), ("born_on", "1990-03-31"), ("skill", "low"),
     ("kind", "gold"), ("nations", ["MAR", "TUN"]), ("job", ["2211", "2212"]), ("partner", False)],
)  # fmt: skip
def test_a_value_is_shown_as_it_is_written(name: str, value: object) -> None:
    assert FACTS[name].show(encode(name, value)) == value  # type: ignore[arg-type]


@pytest.mark.parametrize(("classification", "full", "group"), [
    ("ISCO-08", "0110", "01"), ("NOC-2021", "31301", "313"), ("SOC-2020", "2231", "22"), ("ANZSCO", "254412", "2544"),
    ("OSCA", "254412", "25"), ("KldB", "81302", "813"),
])  # fmt: skip
def test_a_group_of_occupations_is_no_occupation(classification: str, full: str, group: str) -> None:
    entry = FactEntry(type="occupation", about="offer", ask={"en": "?"}, classification=classification)
    fact: Fact = build_fact("job", entry, {})
    assert fact.encode(full) == (full,)
    with pytest.raises(FactError, match="full code"):
        fact.encode(group)


def test_currencies_have_their_own_decimals() -> None:
    entry = FactEntry(type="money", about="offer", ask={"en": "?"}, currency="JPY", per="month")
    fact = build_fact("pay", entry, {})
    assert fact.encode(250_000) == 250_000
    with pytest.raises(FactError, match="without decimals"):
        fact.encode("250000.5")
