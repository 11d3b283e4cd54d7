"""Questions, remedies, cliffs, reforms and differences: each against a slow and obvious way to find the same."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations, product
from pathlib import Path

import polars as pl
import pytest

from crosswalk.errors import NotFoundError, UsageError
from crosswalk.pathways import Law, assess, encode_facts, load_pathway, pathway_folders
from crosswalk.pathways import nodes as n
from crosswalk.pathways.ask import questions
from crosswalk.pathways.assess import verdict_of
from crosswalk.pathways.check import last_known_day
from crosswalk.pathways.cliffs import cliffs
from crosswalk.pathways.columns import facts_table
from crosswalk.pathways.diff import changed_assessments, differences
from crosswalk.pathways.evidence import evidence
from crosswalk.pathways.facts import Value
from crosswalk.pathways.reference import interval
from crosswalk.pathways.reform import Reform, reform, reformed
from crosswalk.pathways.remedy import Change, changes_of, remedies
from pathway_files import KITCHEN_SINK, altered, base_facts, small
from pathway_worlds import people_near_the_base

ON = date(2026, 6, 1)
FOLDERS = [*pathway_folders(), KITCHEN_SINK]
folders = pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: f"{folder.parent.name}.{folder.name}")


# -- ask --------------------------------------------------------------------------------------------------------------


def test_the_question_that_decides_most_comes_first() -> None:
    pathway = load_pathway(KITCHEN_SINK)
    found = questions([pathway], [base_facts(KITCHEN_SINK, nations=None, kind=None)], ON)
    assert [each.fact for each in found] == ["nations"], "the kind cannot matter: the points are enough without it"
    assert (found[0].decides, found[0].could_open, found[0].could_close) == (1, 1, 1)


def test_each_question_says_what_its_answer_could_open_and_close() -> None:
    pathway = load_pathway(KITCHEN_SINK)
    found = {each.fact: each for each in questions([pathway], [base_facts(KITCHEN_SINK, pay=None, months=None)], ON)}
    assert found["pay"].could_open == found["pay"].could_close == 1
    assert found["pay"].ask["en"] == "Which pay?"


def test_a_queue_is_asked_first_what_helps_most_of_it() -> None:
    pathway = load_pathway(KITCHEN_SINK)
    queue = [base_facts(KITCHEN_SINK, nations=None)] * 3 + [base_facts(KITCHEN_SINK, born_on=None)]
    found = questions([pathway], queue, ON)
    assert [(each.fact, each.open) for each in found] == [("nations", 3), ("born_on", 1)]


def test_an_occupation_that_may_be_two_is_asked_for(tmp_path: Path) -> None:
    folder = altered(tmp_path, ("requires: [passmark, training_mark]", "requires: [passmark, recent]"))
    folder = altered(tmp_path, ("rule: points >= enough", "rule: job in wanted"))
    pathway = load_pathway(folder)
    found = questions([pathway], [base_facts(folder, job=["2211", "7212"], hours=20)], ON)
    assert [each.fact for each in found] == ["job"]


def test_nothing_is_asked_of_who_is_decided() -> None:
    pathway = load_pathway(KITCHEN_SINK)
    assert questions([pathway], [base_facts(KITCHEN_SINK), base_facts(KITCHEN_SINK, nations=["DZA"])], ON) == ()


@folders
def test_every_missing_fact_that_could_turn_a_verdict_is_among_the_questions(folder: Path) -> None:
    pathway = load_pathway(folder)
    law = pathway.on(last_known_day(pathway))
    undecided = 0
    for facts in people_near_the_base(folder, law, 11, 12, 0.2):
        if verdict_of(law, facts)[0] != "unknown":
            continue
        undecided += 1
        found = questions([pathway], [facts], law.day)
        assert found or no_figure_is_known(law, facts)
        assert all(facts.get(each.fact) is None or len(facts[each.fact]) > 1 for each in found)  # type: ignore[arg-type]
        assert {each.fact for each in found} == set(assess(pathway, facts, law.day).missing)


def no_figure_is_known(law: Law, facts: dict[str, Value]) -> bool:
    """Whether the law gives no figure for this very case, so that no answer of the person decides it."""
    nodes: list[n.Node] = [law.verdict]
    for node in nodes:
        nodes += n.children(node)
    return any(
        isinstance(node, n.Undetermined | n.Steps | n.Lookup) and interval(node, facts)[1] >= 10**12 for node in nodes
    )


# -- remedy -----------------------------------------------------------------------------------------------------------


def cheapest_by_trying_all(law: Law, facts: dict[str, Value], at_most: int) -> tuple[object, ...] | None:
    """Unknown costs, cost, months and number of changes of the best set, every set of levers being tried."""
    menus = [list(changes_of(law, lever, facts)) for lever in law.pathway.file.levers]
    best: tuple[object, ...] | None = None
    for size in range(1, at_most + 1):
        for menu in combinations(menus, size):
            for changes in product(*menu):
                names = [name for change in changes for name in change.values]
                if len(set(names)) < len(names):
                    continue
                changed = {**facts, **{name: value for change in changes for name, value in change.values.items()}}
                verdict = verdict_of(law, changed)[0]
                if verdict == "met" and (best is None or price(changes) < best):
                    best = price(changes)
    return best


def price(changes: tuple[Change, ...]) -> tuple[object, ...]:
    months = [Decimal(10**6) if change.months is None else change.months for change in changes]
    unknown = sum(change.cost is None for change in changes)
    return unknown, sum(change.cost.minor for change in changes if change.cost), max(months), len(changes)


@folders
def test_the_first_remedy_is_the_cheapest_of_all_sets_of_levers(folder: Path) -> None:
    pathway = load_pathway(folder)
    law = pathway.on(last_known_day(pathway))
    for facts in people_near_the_base(folder, law, 5, 12, 0.05):
        if verdict_of(law, facts)[0] in {"met", "not_in_force"}:
            assert remedies(pathway, facts, law.day) == ()
            continue
        found = [each for each in remedies(pathway, facts, law.day, at_most=2, show=50) if each.verdict == "met"]
        wanted = cheapest_by_trying_all(law, facts, 2)
        assert (price(found[0].changes) if found else None) == wanted


def test_steps_are_counted_from_where_a_person_stands() -> None:
    pathway = load_pathway(KITCHEN_SINK)
    learn = pathway.file.levers[0]
    law = pathway.on(ON)
    from_nothing = list(changes_of(law, learn, base_facts(KITCHEN_SINK, skill="none", speech="none")))
    assert [(each.shown, each.months, str(each.cost)) for each in from_nothing] == [
        ("low", 3, "300.00 EUR"), ("middle", 7, "650.50 EUR"),
    ]  # fmt: skip
    from_low = list(changes_of(law, learn, base_facts(KITCHEN_SINK, skill="low", speech="low")))
    assert [(each.shown, each.months, str(each.cost)) for each in from_low] == [("middle", 4, "350.50 EUR")]


def test_a_remedy_that_is_not_enough_alone_is_joined_with_another() -> None:
    pathway = load_pathway(KITCHEN_SINK)
    facts = base_facts(KITCHEN_SINK, skill="none", speech="none", pay=10_000)
    assert verdict_of(pathway.on(ON), facts)[0] == "not_met"
    best = remedies(pathway, facts, ON)[0]
    assert [change.lever for change in best.changes] == ["learn", "raise"]
    assert (best.months, str(best.cost), best.unknown_costs) == (3, "300.00 EUR", ("raise",))


def test_no_remedy_is_found_where_no_lever_reaches() -> None:
    assert remedies(load_pathway(KITCHEN_SINK), base_facts(KITCHEN_SINK, nations=["DZA"]), ON) == ()


# -- cliffs -----------------------------------------------------------------------------------------------------------


def day_by_day(folder: Path, facts: dict[str, Value], day: date, days: int) -> list[tuple[object, ...]]:
    """Each day on which anything differs from the day before, every day being assessed."""
    pathway = load_pathway(folder)
    found = []
    before = assess(pathway, facts, day)
    for count in range(1, days + 1):
        after = assess(pathway, facts, day + timedelta(days=count))
        statuses = [{each.id: each.status for each in one.criteria} for one in (before, after)]
        if (before.verdict, before.points) != (after.verdict, after.points) or statuses[0] != statuses[1]:
            found.append((after.day, before.verdict, after.verdict))
        before = after
    return found


@folders
def test_cliffs_are_the_days_that_a_day_by_day_look_finds(folder: Path) -> None:
    pathway = load_pathway(folder)
    law = pathway.on(last_known_day(pathway))
    people = people_near_the_base(folder, law, 3, 3, 0.0)
    for facts in people:
        found = cliffs(pathway, facts, law.day, months=6)
        last = law.day + timedelta(days=175)
        assert [(each.day, each.before, each.after) for each in found if each.day <= last] == day_by_day(
            folder, facts, law.day, 175
        )


def test_a_cliff_says_what_changes_and_which_number_of_the_law() -> None:
    pathway = load_pathway(KITCHEN_SINK)
    found = cliffs(pathway, base_facts(KITCHEN_SINK), ON, months=24)
    told = {each.day: each for each in found}
    assert told[date(2027, 6, 2)].criteria["recent"] == ("met", "not_met"), "the test is two years old"
    assert told[date(2026, 12, 16)].criteria == {"intake": ("open", "closed")}
    assert told[date(2028, 1, 1)].after == "not_in_force"
    assert "ceiling" in told[date(2027, 1, 1)].law


# -- reform -----------------------------------------------------------------------------------------------------------


def people(law: Law, count: int = 60) -> list[dict[str, Value]]:
    return people_near_the_base(KITCHEN_SINK, law, 9, count, 0.1)


def test_a_reform_counts_as_many_as_one_by_one() -> None:
    pathway = load_pathway(KITCHEN_SINK)
    law = pathway.on(ON)
    crowd = people(law)
    change = Reform({"floor": Decimal("20000"), "enough": Decimal(5)}, ("nations_near", "all_near"))
    found = reform(pathway, change, facts_table(crowd, pathway.facts), ON, ["kind"])
    would_be = reformed(pathway, change)
    before, after = ([assess(each, facts, ON).verdict for facts in crowd] for each in (pathway, would_be))
    assert found.before == {verdict: before.count(verdict) for verdict in sorted(set(before))}
    assert found.after == {verdict: after.count(verdict) for verdict in sorted(set(after))}
    assert found.before != found.after, "the reform changes nothing: the test tells nothing"
    counted = found.changes.filter(pl.col("group") == "all")
    pairs = list(zip(before, after, strict=True))
    for one, other, number in counted.select("before", "after", "people").iter_rows():
        assert pairs.count((one, other)) == number
    assert found.changes.filter(pl.col("group") == "kind")["people"].sum() == len(crowd)


def test_a_criterion_keeps_out_alone_those_who_would_not_be_out_without_it() -> None:
    pathway = load_pathway(KITCHEN_SINK)
    crowd = people(pathway.on(ON), 150)
    found = reform(pathway, Reform({}), facts_table(crowd, pathway.facts), ON)
    assert any(block.fails_alone for block in found.blocks_before)
    for block in found.blocks_before:
        without = reformed(pathway, Reform({}, (block.criterion,))).on(ON)
        out = [facts for facts in crowd if assess(pathway, facts, ON).verdict == "not_met"]
        freed = sum(verdict_of(without, facts)[0] != "not_met" for facts in out)
        fails = sum(block.criterion in assess(pathway, facts, ON).fails for facts in crowd)
        assert block.fails == fails
        assert block.fails_alone <= fails
        assert block.fails_alone == freed, block.criterion


def test_a_reform_of_what_does_not_exist_is_refused_with_what_does() -> None:
    pathway = load_pathway(KITCHEN_SINK)
    with pytest.raises(NotFoundError, match="floor"):
        reformed(pathway, Reform({"flor": Decimal(1)}))
    with pytest.raises(NotFoundError, match="grown"):
        reformed(pathway, Reform({}, ("grwn",)))
    with pytest.raises(UsageError, match="without criteria"):
        reformed(pathway, Reform({}, tuple(entry.id for entry in pathway.file.criteria)))


# -- diff -------------------------------------------------------------------------------------------------------------


def test_two_versions_differ_in_what_was_changed_only(tmp_path: Path) -> None:
    new = altered(
        tmp_path, ("value: 18, source: act", "value: 21, source: act"), ("hours >= full_week", "hours > full_week")
    )
    found = differences(load_pathway(KITCHEN_SINK), load_pathway(new))
    assert [(each.part, each.name) for each in found] == [("parameters", "adult"), ("criteria", "hours_full")]
    assert (found[1].before["rule"], found[1].after["rule"]) == ("hours >= full_week", "hours > full_week")
    assert differences(load_pathway(new), load_pathway(new)) == ()


def test_what_a_new_version_does_to_open_assessments_is_told(tmp_path: Path) -> None:
    new = altered(tmp_path, ("value: 18, source: act", "value: 21, source: act"), ("gold: 6", "gold: 5"))
    base = {"born_on": "2006-01-01", "kind": "gold"}
    found = changed_assessments(
        load_pathway(KITCHEN_SINK),
        load_pathway(new),
        [("Amal", base), ("Badr", {"kind": "gold", "skill": "none", "months": 0, "home": "MAR"})],
        ON,
    )
    assert [(each.id, each.criteria) for each in found] == [("Amal", {"grown": ("met", "not_met")}), ("Badr", {})]
    assert found[1].points is not None


def test_a_shared_fact_that_changes_is_a_difference(tmp_path: Path) -> None:
    old, new = (small(tmp_path / name) for name in ("old", "new"))
    for folder, most in ((old, 480), (new, 600)):
        entry = f"facts:\n  months: {{type: integer, unit: months, about: person, range: {{min: 0, max: {most}}}, ask: {{en: How many?}}}}\n"
        (folder.parent / "shared.yaml").write_text(entry, encoding="utf-8")
        text = (folder / "pathway.yaml").read_text(encoding="utf-8").splitlines()
        text = ["  months: shared" if line.startswith("  months:") else line for line in text]
        (folder / "pathway.yaml").write_text("\n".join(text), encoding="utf-8")
    assert [(each.part, each.name) for each in differences(load_pathway(old), load_pathway(new))] == [
        ("facts", "months")
    ]


# -- evidence ---------------------------------------------------------------------------------------------------------


@folders
def test_evidence_holds_each_number_with_a_source_that_it_explains(folder: Path) -> None:
    pathway = load_pathway(folder)
    law = pathway.on(last_known_day(pathway))
    (facts,) = people_near_the_base(folder, law, 1, 1, 0.0)
    found = evidence(pathway, facts, law.day)
    assert found["sha256"] == pathway.digest
    assert {each["name"] for each in found["numbers"]} == {use.name for use in law.uses}
    cited = {each["source"] for each in (*found["numbers"], *found["criteria"])}
    assert cited <= set(found["sources"])
    read = {name for each in found["criteria"] for name in each["read"]}
    assert read <= set(found["facts"])
    assert "authority decides" in found["says"]


def test_the_digest_changes_with_the_file_and_with_what_it_shares(tmp_path: Path) -> None:
    folder = small(tmp_path)
    first = load_pathway(folder).digest
    (folder.parent / "shared.yaml").write_text("sources: {}\n", encoding="utf-8")
    second = load_pathway(folder).digest
    third = load_pathway(small(tmp_path, ("version: 1", "version: 2"))).digest
    assert len({first, second, third}) == 3


def test_an_assessment_can_be_replayed_from_its_evidence() -> None:
    pathway = load_pathway(KITCHEN_SINK)
    found = evidence(pathway, base_facts(KITCHEN_SINK), ON)
    again = assess(pathway, encode_facts(pathway.facts, found["facts"]), date.fromisoformat(found["law_of"]))
    assert (again.verdict, again.points) == (found["verdict"], found["points"])
    assert replace(again, method="complete").fails == ()
