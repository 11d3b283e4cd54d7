"""From files to a problem: who is an option, what counts in which rule, and what is refused with its place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from allocation_worlds import built, pairs_of, people, triples_of, vacancies, write_constraints
from crosswalk.allocation.constraints.build import Built, build
from crosswalk.allocation.constraints.preferences import ranks
from crosswalk.allocation.constraints.reading import read_constraints
from crosswalk.allocation.problem import ALONE
from crosswalk.errors import FileError, InputError, UsageError
from crosswalk.types import Sex

PEOPLE = people(
    {"person_id": "P2", "residence": "KEN", "sex": Sex.MALE, "occupation": "urn:nurse", "nationalities": ("KEN",)},
    {"person_id": "P1", "residence": "KEN", "sex": Sex.FEMALE, "nationalities": ("SSD", "KEN")},
    {"person_id": "P3", "residence": "PHL", "sex": None, "nationalities": ()},
    {"person_id": "P4", "residence": None, "sex": Sex.FEMALE},
)
VACANCIES = vacancies(
    {"vacancy_id": "V2", "places": 3, "employer": "Ward", "isco": "2221", "region": "Bremen"},
    {"vacancy_id": "V1", "country": "ITA", "employer": "Yard", "occupation": "urn:welder"},
    {"vacancy_id": "V3", "places": 2, "employer": None},
)
WAY, OTHER = "deu.way", "deu.other"
PAIRS = [
    ("P1", "V1", 0.5, {"ita.way": "met"}),
    ("P1", "V2", 0.9, {WAY: "met", OTHER: "unknown"}),
    ("P2", "V2", 0.8, {WAY: "not_met", OTHER: "met"}),
    ("P3", "V2", 0.7, {}),
    ("P3", "V3", 0.2, {"": "unknown"}),
    ("P4", "V1", 0.6, {"ita.way": "not_met"}),
]


def world(tmp_path: Path, text: str = "", objective: str = "[fit]") -> Built:
    return built(tmp_path, text, PEOPLE, VACANCIES, PAIRS, objective)


def options(found: Built) -> list[tuple[str, str, str | None]]:
    problem = found.problem
    ways = [*problem.pathways, None]
    triples = zip(problem.person.tolist(), problem.vacancy.tolist(), problem.pathway.tolist(), strict=True)
    return [(problem.people[i], problem.vacancies[v], ways[w]) for i, v, w in triples]


def counted(found: Built, row: int = 0) -> list[int]:
    """The coefficient of each option in a row."""
    column: list[int] = found.problem.coefficients[found.problem.kind, row].tolist()
    return column


def test_options_stand_in_order_and_a_pathway_not_met_is_none(tmp_path: Path) -> None:
    found = world(tmp_path)
    assert options(found) == [
        ("P1", "V1", "ita.way"),
        ("P1", "V2", WAY),
        ("P2", "V2", OTHER),
        ("P3", "V2", None),
    ]
    assert found.problem.people == ("P1", "P2", "P3", "P4")
    assert found.problem.capacity.tolist() == [1, 3, 2]
    assert found.problem.stages[0].value.tolist() == [500_000, 900_000, 800_000, 700_000]
    assert found.no_option == (None, None, None, "no_open_pathway")


def test_unknown_is_an_option_only_where_the_file_admits_it(tmp_path: Path) -> None:
    found = world(tmp_path, "admit: [met, unknown]")
    assert ("P1", "V2", OTHER) in options(found)
    assert ("P3", "V3", None) in options(found)
    assert any("do not decide" in note and "2 of 6" in note for note in found.notes)


def test_who_needs_no_pathway_is_admitted_and_told(tmp_path: Path) -> None:
    assert any("need no pathway, by nationality: 1 of 4" in note for note in world(tmp_path).notes)


def test_matches_without_pathways_are_unknown_and_it_is_said(tmp_path: Path) -> None:
    constraints = read_constraints(write_constraints(tmp_path, "admit: [met, unknown]"))
    found = build(constraints, pairs_of(PAIRS).drop("pathway", "unknown"), None, PEOPLE, VACANCIES)
    assert len(found.problem.vacancy) == len(PAIRS)
    assert any("without pathways" in note for note in found.notes)


def test_a_fit_below_the_floor_is_no_option_and_one_at_it_is(tmp_path: Path) -> None:
    found = world(tmp_path, "fit_at_least: 0.7")
    assert [each[:2] for each in options(found)] == [("P1", "V2"), ("P2", "V2"), ("P3", "V2")]
    assert world(tmp_path, "fit_at_least: 0.85").no_option == (None, "fit_too_low", "fit_too_low", "no_open_pathway")


def test_who_does_not_consent_is_no_candidate_and_is_counted(tmp_path: Path) -> None:
    persons = people({"person_id": "P1", "consent_matching": False}, {"person_id": "P2", "consent_matching": None})
    found = built(tmp_path, "", persons, VACANCIES, PAIRS[:3])
    assert found.problem.people == ("P2",)
    assert any("do not consent to be matched, left out: 1" in note for note in found.notes)
    assert any("not known whether they consent: 1" in note for note in found.notes)


def test_an_exclusion_needs_every_key_that_it_names(tmp_path: Path) -> None:
    found = world(tmp_path, "exclusions:\n- {person: P1, employer: Ward}\n- {person: P3}\n")
    assert [each[:2] for each in options(found)] == [("P1", "V1"), ("P2", "V2")]
    assert found.no_option[2] == "excluded"


def test_capacities_of_the_file_come_before_the_record_and_held_back_ones_are_taken_off(tmp_path: Path) -> None:
    found = world(tmp_path, "capacities: {vacancies: {V1: 4}, held_back: {V2: 2}}")
    assert found.problem.capacity.tolist() == [4, 1, 2]
    assert found.held_back.tolist() == [0, 2, 0]


def test_places_that_nobody_stated_are_one_only_where_the_file_says_so(tmp_path: Path) -> None:
    jobs = vacancies({"vacancy_id": "V1", "places": None}, {"vacancy_id": "V2"})
    assert built(tmp_path, "capacities: {unstated: 2}", PEOPLE, jobs, PAIRS[:2]).problem.capacity.tolist() == [2, 1]
    with pytest.raises(FileError, match="how many places these vacancies have: V1") as raised:
        built(tmp_path, "", PEOPLE, jobs, PAIRS[:2])
    assert "unstated: 1" in raised.value.remedy


def test_a_cap_counts_those_it_means(tmp_path: Path) -> None:
    found = world(tmp_path, "quotas:\n- {name: a, where: {origin: KEN, destination: DEU}, at_most: 1}")
    assert counted(found) == [0, 1, 1, 0]
    assert (found.problem.rows[0].lower, found.problem.rows[0].upper) == (None, 1)
    assert found.problem.rows[0].words == "At most 1 worker(s) placed from Kenya, in Germany."
    assert "constraints.yaml, line 6" in found.problem.rows[0].place


def test_a_share_is_a_row_of_whole_numbers(tmp_path: Path) -> None:
    text = (
        "quotas:\n- {name: women, where: {attribute: woman}, share_at_least: 0.45}\n"
        "attributes:\n- {name: woman, from: sex, is: female, purpose: equal chances}\n"
    )
    found = world(tmp_path, text)
    assert counted(found) == [11, 11, -9, -9]
    assert (found.problem.rows[0].lower, found.problem.rows[0].upper) == (0, None)
    assert found.problem.rows[0].sensitive


def test_a_share_of_a_base_counts_only_the_base(tmp_path: Path) -> None:
    text = "quotas:\n- {name: a, where: {origin: KEN}, of: {destination: DEU}, share_at_most: 1/2}\n"
    assert counted(world(tmp_path, text)) == [0, 1, 1, -1]


def test_an_attribute_that_is_not_known_counts_nowhere_and_is_told(tmp_path: Path) -> None:
    text = (
        "quotas:\n- {name: women, where: {attribute: woman}, at_least: 1}\n"
        "attributes:\n- {name: woman, from: sex, is: female, purpose: equal chances, sensitive: false}\n"
    )
    found = world(tmp_path, text)
    assert counted(found) == [1, 1, 0, 0]
    assert any(note.startswith("women: of 1 people") for note in found.notes)
    assert found.attributes["woman"].to_list() == [True, False, None, True]
    assert not found.problem.rows[0].sensitive


def test_attributes_come_from_a_table_and_an_empty_cell_is_unknown(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("person_id,displaced\nP2,yes\nP1,No\nP3,\n", encoding="utf-8")
    text = "attributes:\n- {name: displaced, file: a.csv, column: displaced, purpose: promised}\n"
    assert world(tmp_path, text).attributes["displaced"].to_list() == [False, True, None, None]


@pytest.mark.parametrize(
    ("entry", "held"),
    [
        ("from: nationalities, is: [SSD]", [True, False, False, None]),
        ("from: residence, is: PHL", [False, False, True, None]),
        ("from: birth_date, born: {from: 2000-01-01}", [None, None, None, None]),
    ],
)
def test_attributes_come_from_the_record(tmp_path: Path, entry: str, held: list[bool | None]) -> None:
    found = world(tmp_path, f"attributes:\n- {{name: a, {entry}, purpose: test}}\n")
    assert found.attributes["a"].to_list() == held


@pytest.mark.parametrize(
    ("where", "column"),
    [
        ("{sector: '22'}", [0, 1, 1, 1]),
        ("{sector: '72'}", [1, 0, 0, 0]),
        ("{sector: 'urn:welder'}", [1, 0, 0, 0]),
        ("{occupation: '2221'}", [0, 0, 1, 0]),
        ("{pathway: deu.way}", [0, 1, 0, 0]),
        ("{pathway: [deu.way, ita.way]}", [1, 1, 0, 0]),
        ("{employer: Ward, person: [P1, P3]}", [0, 1, 0, 1]),
        ("{region: Bremen}", [0, 1, 1, 1]),
        ("{}", [1, 1, 1, 1]),
    ],
)
def test_conditions_mean_what_they_say(tmp_path: Path, where: str, column: list[int]) -> None:
    assert counted(world(tmp_path, f"quotas:\n- {{name: a, where: {where}, at_most: 9}}\n")) == column


def test_origin_by_nationality_is_any_of_them_and_confidential(tmp_path: Path) -> None:
    found = world(tmp_path, "origin: nationality\nquotas:\n- {name: a, where: {origin: SSD}, at_most: 9}\n")
    assert counted(found) == [1, 1, 0, 0]
    assert found.problem.rows[0].sensitive


def test_groups_move_together_and_dependants_come_with_the_first(tmp_path: Path) -> None:
    text = (
        "groups:\n- {name: two, people: [P2, P1], dependants: 3, meet: country}\n- {name: one, people: [P3]}\n"
        "quotas:\n- {name: a, where: {}, at_most: 9, count: people}\n"
    )
    found = world(tmp_path, text)
    problem = found.problem
    assert problem.group.tolist() == [0, 0, ALONE, ALONE]
    assert problem.group_names == ("two",)
    assert found.household.tolist() == [1, 4, 1, 1]
    assert counted(found) == [1, 1, 4, 1]
    assert problem.use.tolist() == [1, 1, 1, 1]
    italy, germany, also_germany, alone = problem.meeting.tolist()
    assert italy != germany == also_germany
    assert 0 not in (italy, germany)
    assert alone == 0


def test_dependants_take_places_only_where_places_are_counted_in_people(tmp_path: Path) -> None:
    text = "groups:\n- {name: one, people: [P1], dependants: 2}\ncapacities: {count: people}\n"
    assert world(tmp_path, text).problem.use.tolist() == [3, 3, 1, 1]


def test_places_of_which_the_region_is_not_known_are_each_their_own(tmp_path: Path) -> None:
    text = "admit: [met, unknown]\ngroups:\n- {name: two, people: [P1, P3], meet: region}\n"
    found = world(tmp_path, text)
    meeting = dict(zip([each[1] for each in options(found)], found.problem.meeting.tolist(), strict=True))
    assert len({meeting["V1"], meeting["V2"], meeting["V3"]}) == 3


def test_the_last_chance_that_applies_counts(tmp_path: Path) -> None:
    text = (
        "chances:\n- {verdict: met, chance: 0.8, source: s}\n- {verdict: not_needed, chance: 0.9, source: s}\n"
        "- {verdict: met, chance: 0.5, where: {destination: ITA}, source: s}\n"
    )
    found = world(tmp_path, text, "[expected_success, fit]")
    assert found.problem.stages[0].value.tolist() == [500_000, 800_000, 800_000, 900_000]


def test_a_verdict_without_a_chance_is_refused_with_the_line_to_add(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="verdict not_needed") as raised:
        world(tmp_path, "chances:\n- {verdict: met, chance: 0.8, source: s}\n", "[expected_success]")
    assert "verdict: not_needed, chance:" in raised.value.remedy


QUOTA = "quotas:\n- name: a\n  at_most: 3\n  where: {"


@pytest.mark.parametrize(
    ("text", "line", "said", "remedy"),
    [
        (QUOTA + "pathway: deu.wey}", 8, "no pathway deu.wey", "deu.way"),
        (QUOTA + "employer: [Ward, Yrad]}", 8, "no employer Yrad", "Yard"),
        (QUOTA + "vacancy: V9}", 8, "no vacancy V9", "V"),
        (QUOTA + "destination: GER}", 8, "no country GER", "ISO 3166"),
        (QUOTA + "origin: Kenya}", 8, "no country Kenya", "KEN"),
        (QUOTA + "region: Bremn}", 8, "no region Bremn", "Bremen"),
        (QUOTA + "sector: nurse}", 8, "nurse is no occupation", "ISCO-08"),
        ("capacities: {vacancies: {V7: 1}}", 5, "no vacancy V7", "V"),
        ("capacities:\n  held_back: {V1: 2}", 6, "V1 has 1 places and 2 are held back", "at most 1"),
        ("groups:\n- {name: g, people: [P1, P9]}", 6, "no person P9", "P"),
        ("attributes:\n- {name: a, file: none.csv, column: x, purpose: p}", 6, "no file none.csv", "beside"),
        ("attributes:\n- {name: a, file: a.csv, column: dis, purpose: p}", 6, "no column dis", "disp"),
        ("attributes:\n- {name: a, file: a.csv, column: disp, purpose: p}", 6, "'maybe'", "yes, no or nothing"),
        ("attributes:\n- {name: a, from: sex, is: woman, purpose: p}", 6, "woman is no entry for sex", "female"),
        ("attributes:\n- {name: a, from: residence, is: Kenya, purpose: p}", 6, "no country Kenya", "KEN"),
    ],
)
def test_what_a_file_names_and_is_not_there_is_refused_with_the_nearest(
    tmp_path: Path, text: str, line: int, said: str, remedy: str
) -> None:
    (tmp_path / "a.csv").write_text("person_id,disp\nP1,maybe\n", encoding="utf-8")
    with pytest.raises(FileError) as raised:
        world(tmp_path, text + "\n")
    assert f"constraints.yaml, line {line}" in raised.value.place
    assert said in raised.value.message
    assert remedy in raised.value.remedy


def test_a_member_who_does_not_consent_is_named(tmp_path: Path) -> None:
    persons = people({"person_id": "P1", "consent_matching": False}, {"person_id": "P2"})
    with pytest.raises(FileError, match="P1 of the group g does not consent"):
        built(tmp_path, "groups:\n- {name: g, people: [P1, P2]}", persons, VACANCIES, PAIRS[:3])


def test_matches_of_other_records_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="name the person P9"):
        built(tmp_path, "", PEOPLE, VACANCIES, [*PAIRS, ("P9", "V1", 0.5, {})])
    with pytest.raises(InputError, match="person_id P1 occurs twice"):
        built(tmp_path, "", pl.concat([PEOPLE, PEOPLE.filter(pl.col("person_id") == "P1")]), VACANCIES, PAIRS)


def test_nobody_and_nothing_is_a_problem_too(tmp_path: Path) -> None:
    found = built(tmp_path, "quotas:\n- {name: a, where: {}, at_most: 1}", PEOPLE, VACANCIES, [])
    assert len(found.problem.vacancy) == 0
    assert found.no_option == ("not_matched",) * 4
    assert found.problem.coefficients.shape[1] == 1


def test_the_order_of_the_files_changes_nothing(tmp_path: Path) -> None:
    constraints = read_constraints(write_constraints(tmp_path, "admit: [met, unknown]\n" + QUOTA + "origin: KEN}"))
    one = build(constraints, pairs_of(PAIRS), triples_of(PAIRS), PEOPLE, VACANCIES)
    turned = (pairs_of(PAIRS[::-1]), triples_of(PAIRS[::-1]), PEOPLE.reverse(), VACANCIES.reverse())
    other = build(constraints, *turned)
    for name in ("vacancy", "pathway", "capacity", "kind", "coefficients", "meeting", "first_option"):
        assert np.array_equal(getattr(one.problem, name), getattr(other.problem, name)), name


def test_lists_come_before_the_rule(tmp_path: Path) -> None:
    by_people, by_vacancies = ranks(world(tmp_path, "preferences: {people: {lists: {P1: [V1]}}}"))
    assert by_people[0] > by_people[1]
    assert by_vacancies[1] > by_vacancies[2] > by_vacancies[3]
    _, listed = ranks(world(tmp_path, "preferences: {vacancies: {lists: {V2: [P3, P2]}}}"))
    assert listed[3] > listed[2] > listed[1]


def test_a_list_of_who_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="no record V9"):
        ranks(world(tmp_path, "preferences: {people: {lists: {P1: [V9]}}}"))


def paid(**pay: Any) -> pl.DataFrame:
    known = {"salary_min": 300_000, "currency": "EUR", "salary_period": "month"}
    return vacancies(
        {"vacancy_id": "V1"} | known,
        {"vacancy_id": "V2", "places": 3} | known | pay,
        {"vacancy_id": "V3", "salary_min": None},
    )


def test_pay_is_ranked_by_the_year_and_unknown_pay_last(tmp_path: Path) -> None:
    text = "preferences: {people: {rule: pay}}"
    by_people, _ = ranks(built(tmp_path, text, PEOPLE, paid(salary_min=3_500_000, salary_period="year"), PAIRS))
    assert by_people[0] > by_people[1]
    found = built(tmp_path, "admit: [met, unknown]\n" + text, PEOPLE, paid(), PAIRS)
    assert ranks(found)[0][-1] == -1


def test_pay_in_two_currencies_is_not_compared(tmp_path: Path) -> None:
    found = built(tmp_path, "preferences: {people: {rule: pay}}", PEOPLE, paid(currency="CAD"), PAIRS)
    with pytest.raises(UsageError, match="CAD a month, EUR a month cannot be compared"):
        ranks(found)
