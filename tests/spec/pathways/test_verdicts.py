"""What a verdict means, by example: the pathway that uses every word of the language, one sentence a test."""

from datetime import date
from pathlib import Path

import pytest

from crosswalk.pathways import Assessment, assess, encode_facts, load_pathway
from pathway_files import KITCHEN_SINK, altered, base_facts, put, small

ON = date(2026, 6, 1)


def status(found: Assessment, name: str) -> str:
    return next(each.status for each in found.criteria if each.id == name)


def on(day: str, **changes: object) -> Assessment:
    return assess(load_pathway(KITCHEN_SINK), base_facts(KITCHEN_SINK, **changes), date.fromisoformat(day))


# -- unknown is not no ------------------------------------------------------------------------------------------------


def test_what_is_not_told_leaves_the_verdict_open_and_is_named() -> None:
    found = put(KITCHEN_SINK, hours=None, pay=None)
    assert (found.verdict, found.missing) == ("unknown", ("pay",))
    assert status(found, "hours_full") == "unknown"
    assert "hours" not in found.missing, "the hours only matter by the other route"


def test_nothing_told_at_all_is_unknown_never_no() -> None:
    found = assess(load_pathway(KITCHEN_SINK), {}, ON)
    assert found.verdict == "unknown"
    assert found.fails == ()


def test_a_fact_that_is_told_as_no_is_no() -> None:
    found = put(KITCHEN_SINK, nations=["DZA"])
    assert found.verdict == "not_met"
    assert set(found.fails) == {"nations_near", "nations_clear", "all_near"}


def test_one_no_decides_whatever_else_is_missing() -> None:
    pathway = load_pathway(KITCHEN_SINK)
    found = assess(pathway, encode_facts(pathway.facts, {"nations": ["DZA"]}), ON)
    assert (found.verdict, found.method, found.missing) == ("not_met", "intervals", ())


def test_a_missing_fact_that_cannot_matter_leaves_the_verdict_met() -> None:
    found = put(KITCHEN_SINK, hours=None)
    assert (found.verdict, found.method) == ("met", "intervals")


def test_a_fact_that_decides_the_same_either_way_is_decided_by_cases(tmp_path: Path) -> None:
    folder = small(tmp_path, ("rule: sure,", 'rule: "months >= enough or sure or not sure",'))
    found = put(folder, months=0, sure=None)
    assert status(found, "certain") == "unknown", "Kleene logic alone cannot tell"
    folder = small(tmp_path, ("months >= enough, source", "months >= enough or sure or not sure, source"))
    assert put(folder, months=0, sure=None).verdict == "met"
    assert put(folder, months=0, sure=None).method == "cases"


def test_an_occupation_that_may_be_on_the_list_or_not_is_unknown(tmp_path: Path) -> None:
    wanted = ("rule: sure,", "rule: job in wanted,")
    fact = (
        "sure: {type: yes_no,",
        "sure: {type: yes_no, about: person, ask: {en: x}}\n  job: {type: occupation, classification: ISCO-08,",
    )
    lists = (
        "criteria:\n",
        'lists:\n  wanted: {of: ISCO-08, values: [{from: 2024-01-01, source: act, entries: ["22"]}]}\ncriteria:\n',
    )
    folder = small(tmp_path, wanted, fact, lists)
    pathway = load_pathway(folder)
    for job, verdict in ((["2211", "2212"], "met"), (["2211", "7212"], "unknown"), (["3221", "7212"], "not_met")):
        found = assess(pathway, encode_facts(pathway.facts, {"months": 12, "job": job}), ON)
        assert found.verdict == verdict
        assert found.missing == (("job",) if verdict == "unknown" else ())


# -- criteria that do not apply, and those that an authority decides --------------------------------------------------


def test_a_criterion_with_when_does_not_apply_otherwise() -> None:
    assert status(put(KITCHEN_SINK, partner=True, sure=True), "training_mark") == "not_applicable"
    assert status(put(KITCHEN_SINK, partner=False), "training_mark") == "met"


def test_a_criterion_with_unless_is_lifted_by_its_exception() -> None:
    poor = {"pay": 100}
    assert status(put(KITCHEN_SINK, **poor), "paid") == "not_met"
    assert status(put(KITCHEN_SINK, **poor, born_on="1981-06-01", sure=True), "paid") == "not_applicable"
    assert status(put(KITCHEN_SINK, **poor, born_on="1981-06-01", sure=None), "paid") == "unknown"


def test_whether_a_criterion_applies_may_be_unknown_while_it_is_met_anyway() -> None:
    assert status(put(KITCHEN_SINK, partner=None), "training_mark") == "met"


def test_discretion_is_always_told_and_never_decides() -> None:
    for changes in ({}, {"nations": ["DZA"]}, {"pay": None}):
        found = put(KITCHEN_SINK, **changes)
        assert status(found, "consent") == "discretionary"
        assert "consent" not in (*found.fails, *found.unknown)


# -- routes -----------------------------------------------------------------------------------------------------------


def test_one_open_route_is_enough_and_the_nearest_comes_first() -> None:
    found = put(KITCHEN_SINK, pay=46_000, hours=20)
    assert found.verdict == "met"
    assert [(route.id, route.verdict, route.fails) for route in found.routes] == [
        ("by_points", "met", ()),
        ("by_rate", "not_met", ("hours_full",)),
    ]


def test_where_every_route_is_closed_the_one_with_the_fewest_gaps_comes_first() -> None:
    changes = {"months": 0, "skill": "low", "kind": "none", "born_on": "2000-01-01", "sure": False, "job": "7212",
               "partner": True, "home": "TUN", "hours": 20, "tested_on": "2025-06-01"}  # fmt: skip
    found = put(KITCHEN_SINK, **changes)
    assert found.verdict == "not_met"
    assert [route.id for route in found.routes] == ["by_points", "by_rate"] or len(found.routes[0].fails) <= len(
        found.routes[1].fails
    )


def test_what_is_common_to_all_routes_closes_all_of_them() -> None:
    found = put(KITCHEN_SINK, born_on="2010-01-01")
    assert {route.verdict for route in found.routes} == {"not_met"}
    assert all("grown" in route.fails for route in found.routes)


# -- points -----------------------------------------------------------------------------------------------------------


def test_points_are_one_number_when_all_is_told() -> None:
    assert put(KITCHEN_SINK).points == (40, 40)


def test_points_are_the_least_and_the_most_while_facts_are_missing() -> None:
    found = put(KITCHEN_SINK, born_on=None, home=None, sure=None)
    assert found.points == (21, 40), "an unknown home may also cost the two points above the cap"
    assert found.verdict == "unknown", "whether the person is of age is not known"
    assert {part.id: part.points for part in found.parts}["age_factor"] == (0, 15)


def test_a_group_of_factors_stops_at_its_cap() -> None:
    found = {part.id: part.points for part in put(KITCHEN_SINK, skill="middle", months=40, kind="gold").parts}
    assert (found["skill_factor"], found["month_factor"], found["kind_factor"]) == ((7, 7), (9, 9), (6, 6))
    assert found["training"] == (18, 18), "22 points, of which 18 count"


def test_a_factor_with_when_gives_nothing_where_it_does_not_apply() -> None:
    found = {part.id: part.points for part in put(KITCHEN_SINK, home="DZA").parts}
    assert found["kind_factor"] == (0, 0)


def test_enough_points_in_every_case_is_enough() -> None:
    assert status(put(KITCHEN_SINK, home=None, kind=None), "passmark") == "met"
    assert status(put(KITCHEN_SINK, home=None, kind=None, months=None, job=None, sure=None), "passmark") == "met"


# -- ages and days ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("born", "day", "grown"),
    [
        ("2008-06-01", "2026-05-31", "not_met"),
        ("2008-06-01", "2026-06-01", "met"),
        ("2008-02-29", "2026-02-28", "not_met"),
        ("2008-02-29", "2026-03-01", "met"),
        ("2006-02-28", "2024-02-28", "met"),
        ("2006-02-28", "2024-02-27", "not_met"),
    ],
)
def test_an_age_is_reached_on_the_birthday_and_on_1_march_after_29_february(born: str, day: str, grown: str) -> None:
    assert status(on(day, born_on=born), "grown") == grown


@pytest.mark.parametrize(
    ("tested", "recent"),
    [("2024-06-02", "met"), ("2024-06-01", "not_met"), ("2024-05-31", "not_met")],
)
def test_a_paper_is_valid_up_to_the_day_before_its_months_are_over(tested: str, recent: str) -> None:
    assert status(on("2026-06-01", tested_on=tested, filed_on="2026-06-01"), "recent") == recent


def test_an_expired_paper_is_listed_as_a_document() -> None:
    found = put(KITCHEN_SINK, tested_on="2020-01-01")
    assert next(each.kind for each in found.criteria if each.id == "recent") == "document"
    assert "recent" in found.fails


# -- the law in time --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "verdict"), [("2023-12-31", "not_in_force"), ("2024-01-01", "unknown"), ("2028-01-01", "not_in_force")]
)
def test_outside_its_days_a_pathway_is_not_in_force(day: str, verdict: str) -> None:
    found = assess(load_pathway(KITCHEN_SINK), {}, date.fromisoformat(day))
    assert found.verdict == verdict
    assert {route.verdict for route in found.routes} == {verdict}


def test_the_number_of_the_day_counts() -> None:
    assert status(on("2025-12-31", pay=40_770), "paid") == "met"
    assert status(on("2025-12-31", pay="40769.99"), "paid") == "not_met"
    assert status(on("2026-01-01", pay="45934.43"), "paid") == "met"
    assert status(on("2026-01-01", pay="45934.42"), "paid") == "not_met"


def test_a_day_for_which_no_figure_is_known_gives_unknown_not_the_old_figure() -> None:
    found = on("2027-06-01", pay=95_000, filed_on="2027-06-01", tested_on="2026-06-02")
    assert status(found, "paid") == "unknown"
    assert found.verdict == "unknown"
    assert {"ceiling", "floor"} <= set(found.needs_verification)


@pytest.mark.parametrize(
    ("filed", "fee"), [("2024-06-30", "met"), ("2025-01-01", "not_met"), ("2024-09-01", "unknown")]
)
def test_a_number_dated_by_a_fact_is_the_one_of_that_day(tmp_path: Path, filed: str, fee: str) -> None:
    folder = altered(tmp_path, ("value: 250, source: act", "value: 99999, source: act"))
    found = put(folder, filed_on=filed, tested_on="2024-06-10")
    assert status(found, "paid") == fee


def test_a_list_of_the_day_counts() -> None:
    before, after = (on(day, job="2512", sure=False) for day in ("2025-12-31", "2026-01-01"))
    points = [{part.id: part.points for part in found.parts}["wanted_factor"] for found in (before, after)]
    assert points == [(5, 5), (5, 5)]
    gone = [on(day, job="7212", sure=False) for day in ("2025-12-31", "2026-01-01")]
    assert [{p.id: p.points for p in found.parts}["wanted_factor"] for found in gone] == [(5, 5), (0, 0)]


def test_a_criterion_may_hold_for_some_days_only(tmp_path: Path) -> None:
    folder = small(
        tmp_path, ("rule: sure, source: act", "rule: sure, in_force: {from: 2025-01-01, to: 2025-12-31}, source: act")
    )
    pathway = load_pathway(folder)
    facts = base_facts(folder, sure=False)
    found = [assess(pathway, facts, date.fromisoformat(day)) for day in ("2024-12-31", "2025-06-01", "2026-01-01")]
    assert [each.verdict for each in found] == ["met", "not_met", "met"]
    assert [len(each.criteria) for each in found] == [1, 2, 1]


# -- intake -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "left", "door"),
    [
        ("2026-02-01", True, "open"),
        ("2026-01-31", True, "closed"),
        ("2026-12-15", True, "open"),
        ("2026-12-16", True, "closed"),
        ("2026-06-01", False, "closed"),
        ("2026-06-01", None, "unknown"),
        ("2026-01-31", None, "closed"),
    ],
)
def test_quotas_and_windows_say_whether_it_is_open_now(day: str, left: bool | None, door: str) -> None:
    assert on(day, places_left=left).open_now == door


def test_a_closed_intake_does_not_change_the_verdict() -> None:
    found = put(KITCHEN_SINK, places_left=False)
    assert (found.verdict, found.open_now) == ("met", "closed")
    assert next(each.read for each in found.criteria if each.id == "places_open") == {"places_left": False}


# -- trust ------------------------------------------------------------------------------------------------------------


def test_what_rests_on_a_weak_source_says_so() -> None:
    assert set(put(KITCHEN_SINK).needs_verification) == {"recent", "wanted_factor", "fresh"}


def test_a_number_that_is_marked_needs_verification_too(tmp_path: Path) -> None:
    folder = altered(tmp_path, ("value: 30.5, source: act", "value: 30.5, source: act, needs_verification: true"))
    assert {"full_week", "hours_full"} <= set(put(folder).needs_verification)


def test_every_criterion_says_what_it_read_and_where_its_law_stands() -> None:
    pathway = load_pathway(KITCHEN_SINK)
    for each in put(KITCHEN_SINK).criteria:
        assert each.source in pathway.scope.sources
        assert all(use.source in pathway.scope.sources for use in each.uses)
    paid = next(each for each in put(KITCHEN_SINK).criteria if each.id == "paid")
    assert paid.read["pay"] == "95000.00"
    assert [(use.name, use.value) for use in paid.uses if use.name == "floor"] == [("floor", "45934.43")]
