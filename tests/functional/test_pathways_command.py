"""`crosswalk pathways` as a caseworker or a script meets it: every command, with and without JSON, and bad input."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from crosswalk.pathways import CATALOGUE, pathway_folders
from crosswalk.pathways.layout import FILES
from crosswalk.yaml_files import Data, read_yaml
from pathway_files import KITCHEN_SINK, altered, small

EVERYTHING = ("--catalogue", KITCHEN_SINK.parents[1], "--on", "2026-06-01")
BASE = {"id": "Amal", "born_on": "1990-01-01", "tested_on": "2025-06-02", "filed_on": "2026-06-02", "skill": "middle",
        "speech": "middle", "kind": "gold", "home": "MAR", "nations": ["MAR"], "job": "2211", "pay": 95000, "hours": 40,
        "months": 40, "partner": False, "sure": True, "places_left": True}  # fmt: skip
PEOPLE = [BASE, {**BASE, "id": "Badr", "nations": None}, {**BASE, "id": "Chadi", "skill": "none", "speech": "none"}]


def crosswalk(*arguments: str | Path, status: int = 0, stdin: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "crosswalk", "pathways", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, input=stdin)
    assert "Traceback" not in done.stderr, done.stderr
    assert done.returncode == status, done.stderr
    return done


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three fictitious people, one a line."""
    path = tmp_path_factory.mktemp("facts") / "people.jsonl"
    path.write_text("\n".join(json.dumps(person) for person in PEOPLE) + "\n", encoding="utf-8")
    return path


def test_list_tells_every_pathway_and_whether_it_is_in_force() -> None:
    rows = json.loads(crosswalk("list", "--json", *EVERYTHING).stdout)
    assert [(row["pathway"], row["in_force"], row["purpose"]) for row in rows] == [("zzz.everything", True, "work")]
    assert "zzz.everything" in crosswalk("list", *EVERYTHING).stdout
    assert json.loads(crosswalk("list", "--json", *EVERYTHING[:2], "--on", "2030-01-01").stdout)[0]["in_force"] is False


def test_show_tells_criteria_numbers_and_sources() -> None:
    about = json.loads(crosswalk("show", "zzz.everything", "--json", *EVERYTHING).stdout)
    floor = next(each for each in about["numbers"] if each["name"] == "floor")
    assert (floor["value"], floor["source"], floor["from"]) == ("45934.43", "act", "2026-01-01")
    assert {each["id"] for each in about["criteria"]} >= {"grown", "passmark", "consent", "intake"}
    assert "45934.43" in crosswalk("show", "zzz.everything", *EVERYTHING).stdout


def test_facts_documents_what_may_be_asked() -> None:
    described = {
        each["name"]: each
        for each in json.loads(crosswalk("facts", "zzz.everything", "--json", *EVERYTHING[:2]).stdout)
    }
    assert described["hours"]["unit"] == "hours"
    assert (described["hours"]["lowest"], described["hours"]["highest"]) == ("0.0", "60.0")
    assert described["skill"]["options"] == ["none", "low", "middle", "high"]
    assert "Which grade?" in crosswalk("facts", *EVERYTHING[:2]).stdout


def test_assess_gives_one_object_for_each_line_and_pathway(people: Path) -> None:
    lines = crosswalk(
        "assess", "--facts", people, "--pathway", "zzz.everything", "--json", *EVERYTHING
    ).stdout.splitlines()
    found = [json.loads(line) for line in lines]
    assert [(each["id"], each["verdict"]) for each in found] == [
        ("Amal", "met"),
        ("Badr", "unknown"),
        ("Chadi", "not_met"),
    ]
    assert (found[0]["points"], found[1]["missing"], found[2]["fails"]) == ([40, 40], ["nations"], ["speech_ok"])
    paid = next(each for each in found[0]["criteria"] if each["id"] == "paid")
    assert {use["name"]: use["source"] for use in paid["uses"]}["floor"] == "act"


def test_assess_reads_standard_input(people: Path) -> None:
    done = crosswalk("assess", "--facts", "-", "--json", *EVERYTHING, stdin=people.read_text(encoding="utf-8"))
    assert len(done.stdout.splitlines()) == 3


def test_assess_tells_a_caseworker_what_fails_and_what_to_ask_first(people: Path) -> None:
    told = crosswalk("assess", "--facts", people, *EVERYTHING).stdout
    amal, badr, chadi = (told[told.index(name) :].partition("\n\n")[0] for name in ("Amal", "Badr", "Chadi"))
    assert "criteria met on the facts given, 40 points" in amal
    assert "Fails" not in amal
    assert "To be asked: nations." in badr
    assert "undecided" in badr
    assert chadi.index("Speaks [Act of Everything s. 1]") < chadi.index("Met (")
    assert "An authority decides: An officer may agree." in chadi
    assert "Rests on figures that need verification." in chadi


def test_assess_shows_every_criterion_with_details(people: Path) -> None:
    told = crosswalk("assess", "--facts", people, "--details", *EVERYTHING).stdout
    assert "Of age" in told
    assert "does not apply" in told or "an authority" in told


def test_assess_against_several_pathways_gives_a_line_each(people: Path, tmp_path: Path) -> None:
    altered(tmp_path)
    small(tmp_path)
    told = crosswalk("assess", "--facts", people, "--catalogue", tmp_path, "--on", "2026-06-01").stdout
    assert told.count("zzz.small") == told.count("zzz.everything") == 3


def test_a_fact_that_only_another_pathway_reads_is_left_aside(people: Path, tmp_path: Path) -> None:
    altered(tmp_path)
    small(tmp_path)
    place = ("--catalogue", tmp_path, "--on", "2026-06-01", "--json")
    done = crosswalk("assess", "--facts", people, "--pathway", "zzz.small", *place)
    assert {json.loads(line)["verdict"] for line in done.stdout.splitlines()} == {"met"}


def test_assess_writes_evidence_for_each_assessment(people: Path, tmp_path: Path) -> None:
    crosswalk("assess", "--facts", people, "--evidence", tmp_path / "proof", *EVERYTHING)
    names = sorted(path.name for path in (tmp_path / "proof").iterdir())
    assert names == ["Amal.zzz.everything.json", "Badr.zzz.everything.json", "Chadi.zzz.everything.json"]
    proof = json.loads((tmp_path / "proof" / names[0]).read_text(encoding="utf-8"))
    assert proof["format"] == "crosswalk-evidence/1"
    assert proof["facts"]["places_left"] is True


def test_evidence_of_two_lines_with_one_id_is_kept_apart(tmp_path: Path) -> None:
    path = tmp_path / "twins.jsonl"
    path.write_text((json.dumps(BASE) + "\n") * 2 + json.dumps({**BASE, "id": "../../Amal"}) + "\n", encoding="utf-8")
    crosswalk("assess", "--facts", path, "--evidence", tmp_path / "proof", *EVERYTHING)
    assert len(list((tmp_path / "proof").iterdir())) == 3
    assert sorted(each.name for each in tmp_path.iterdir()) == ["proof", "twins.jsonl"]


def test_ask_ranks_the_questions(people: Path) -> None:
    (found,) = json.loads(crosswalk("ask", "--facts", people, "--json", *EVERYTHING).stdout)
    assert (found["fact"], found["decides"], found["open"]) == ("nations", 1.0, 1)
    assert "Which nationalities?" in crosswalk("ask", "--facts", people, *EVERYTHING).stdout


def test_remedy_tells_the_cheapest_changes(people: Path) -> None:
    found = json.loads(crosswalk("remedy", "--facts", people, "--json", *EVERYTHING).stdout)
    chadi = next(each for each in found if each["id"] == "Chadi")["remedies"]
    assert [change["lever"] for change in chadi[0]["changes"]] == ["learn"]
    assert "300.00 EUR" in crosswalk("remedy", "--facts", people, *EVERYTHING).stdout


def test_cliffs_tells_the_days_that_change_something(people: Path) -> None:
    found = json.loads(crosswalk("cliffs", "--facts", people, "--months", "24", "--json", *EVERYTHING).stdout)
    assert {"2026-12-16", "2027-06-02", "2028-01-01"} <= {each["day"] for each in found if each["id"] == "Amal"}
    assert "2028-01-01" in crosswalk("cliffs", "--facts", people, *EVERYTHING).stdout


def test_reform_counts_who_gains_and_what_keeps_out(people: Path) -> None:
    change = ("--set", "least_grade=0", "--drop", "speech_ok", "--by", "skill")
    told = crosswalk(
        "reform", "zzz.everything", "--facts", people, "--drop", "speech_ok", "--by", "skill", *EVERYTHING
    ).stdout
    assert "3 people. Before: met 1, not met 1, unknown 1. After: met 2, unknown 1." in told
    result = json.loads(
        crosswalk("reform", "zzz.everything", "--facts", people, *change[2:], "--json", *EVERYTHING).stdout
    )
    assert {"group": "skill", "value": "none", "before": "not_met", "after": "met", "people": 1} in result["changes"]
    assert result["blocks_before"][0]["criterion"] == "speech_ok"


def test_diff_tells_what_changed_and_whose_assessment(people: Path, tmp_path: Path) -> None:
    new = altered(tmp_path, ("value: 18, source: act", "value: 40, source: act"))
    done = crosswalk("diff", KITCHEN_SINK, new, "--facts", people, "--on", "2026-06-01", "--json")
    found = json.loads(done.stdout)
    assert [(each["part"], each["name"]) for each in found["differences"]] == [("parameters", "adult")]
    assert [each["id"] for each in found["assessments"]] == ["Amal", "Badr", "Chadi"]
    assert "adult" in crosswalk("diff", KITCHEN_SINK, new).stdout


def test_check_and_test_pass_a_sound_pathway_and_fail_a_bad_one(tmp_path: Path) -> None:
    good = small(tmp_path / "good")
    assert "1 pathways checked, 0 errors" in crosswalk("check", good).stderr
    assert all(each["passed"] for each in json.loads(crosswalk("test", good, "--json").stdout))
    bad = small(tmp_path / "bad", ("value: 12", "value: 481"))
    done = crosswalk("check", bad, status=1)
    assert "small/pathway.yaml, line" in done.stdout
    assert json.loads(crosswalk("check", bad, "--json", status=1).stdout)
    assert "everything is met" in crosswalk("test", bad, status=1).stdout
    assert crosswalk("check", tmp_path / "nothing", status=1).stderr


def test_check_finds_one_name_that_means_two_facts(tmp_path: Path) -> None:
    altered(tmp_path)
    folder = small(
        tmp_path, ("months: {type: integer, unit: months", "months: {type: number, decimals: 1, unit: months")
    )
    assert "The fact months is declared differently in another pathway." in crosswalk("check", folder, status=1).stdout


@pytest.mark.parametrize("kind", FILES)
def test_every_file_of_the_catalogue_fits_its_schema(kind: str) -> None:
    schema = json.loads(crosswalk("schema", kind).stdout)
    names = {
        "pathway": "*/*/pathway.yaml",
        "cases": "*/*/cases.yaml",
        "country": "*/shared.yaml",
        "world": "shared.yaml",
    }
    validator = jsonschema.validators.validator_for(schema)(schema)
    validator.check_schema(schema)
    paths = sorted(CATALOGUE.glob(names[kind]))
    assert paths
    for path in paths:
        assert [error.message for error in validator.iter_errors(_json(read_yaml(path).data))] == [], path
    assert list(validator.iter_errors({"unknown": 1})), "the schema lets anything through"


def _json(data: Data) -> object:
    return json.loads(json.dumps(data, default=lambda value: float(value) if hasattr(value, "scaleb") else str(value)))


BAD = [
    (["show", "deu.oportunity_card"], 5, "Did you mean deu.opportunity_card?"),
    (["list", "--destination", "ATL"], 5, "no pathway to ATL"),
    (["list", "--on", "2026-02-30"], 2, "no day of the calendar"),
    (["list", "--catalogue", "nowhere"], 5, "no pathway.yaml below"),
    (["schema", "person"], 5, "pathway, cases, country, world"),
    (["assess", "--facts", "nowhere.jsonl"], 3, "cannot be read"),
]


@pytest.mark.parametrize(("words", "status", "told"), BAD, ids=[" ".join(words) for words, *_ in BAD])
def test_a_wrong_command_says_what_to_write_instead(words: list[str], status: int, told: str) -> None:
    assert told in crosswalk(*words, status=status).stderr


BAD_LINES = [
    ({"month": 12}, "Did you mean months?"),
    ({"months": "many"}, "without decimals"),
    ({"skill": "B7"}, "none, low, middle, high"),
    ({"born_on": "1990-02-30"}, "day of the calendar"),
    ({"pay": -5}, "outside 0.00 to 200000.00"),
]


@pytest.mark.parametrize(("facts", "told"), BAD_LINES, ids=[told for _, told in BAD_LINES])
def test_a_wrong_fact_is_refused_with_its_line(tmp_path: Path, facts: dict[str, object], told: str) -> None:
    path = tmp_path / "people.jsonl"
    path.write_text(json.dumps(BASE) + "\n\n" + json.dumps(facts) + "\n", encoding="utf-8")
    done = crosswalk("assess", "--facts", path, "--json", *EVERYTHING, status=3)
    assert told in done.stdout + done.stderr
    assert "people.jsonl, line 3" in done.stdout + done.stderr


@pytest.mark.parametrize("line", ["[1, 2]", "{", "1", '"text"', "[" * 100_000, '{"months": ' + "9" * 5_000 + "}"])
def test_a_line_that_is_no_object_is_refused(line: str) -> None:
    assert "line 1" in crosswalk("assess", "--facts", "-", *EVERYTHING, status=3, stdin=line + "\n").stderr


def test_a_reform_of_what_does_not_exist_names_the_nearest(people: Path) -> None:
    place = ("reform", "zzz.everything", "--facts", people, *EVERYTHING)
    assert "Did you mean floor?" in crosswalk(*place, "--set", "flor=1", status=5).stderr
    assert "Did you mean grown?" in crosswalk(*place, "--drop", "grwn", status=5).stderr
    assert "Did you mean skill?" in crosswalk(*place, "--by", "skil", status=5).stderr
    for wrong in ("floor", "floor=", "floor=much", "floor=NaN"):
        assert "no new value" in crosswalk(*place, "--set", wrong, status=2).stderr


def test_the_catalogue_that_ships_is_the_one_that_is_read() -> None:
    rows = json.loads(crosswalk("list", "--json").stdout)
    assert len(rows) == len(pathway_folders())
