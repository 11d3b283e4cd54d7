"""crosswalk allocate on the example corridor: the best placements, the proof, the rules, the reasons, and bad input."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from typer.testing import CliRunner, Result

from crosswalk.allocation.constraints.reading import read_constraints
from crosswalk.cli import app
from crosswalk.cli.importing import import_files
from crosswalk.errors import CrosswalkError
from crosswalk.yaml_files import read_yaml

ROOT = Path(__file__).resolve().parents[3]
CORRIDOR = ROOT / "examples" / "corridor"
CONSTRAINTS = CORRIDOR / "constraints.yaml"


def run(*arguments: object, fails: bool = False) -> Result:
    done = CliRunner().invoke(app, [str(each) for each in arguments])
    if fails:
        assert isinstance(done.exception, CrosswalkError), done.output
    else:
        assert done.exit_code == 0, (done.output, done.exception)
    return done


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The corridor, read and matched once."""
    path = tmp_path_factory.mktemp("corridor")
    import_files([CORRIDOR / "people"], path / "p.parquet")
    import_files([CORRIDOR / "vacancies"], path / "v.parquet", vacancies=True)
    records = ("--people", path / "p.parquet", "--vacancies", path / "v.parquet")
    facts = ("--facts", CORRIDOR / "facts.jsonl", "--on", "2026-06-30")
    run("match", *records, "-o", path / "m.parquet", *facts)
    return path


def files(folder: Path, constraints: Path = CONSTRAINTS) -> tuple[object, ...]:
    records = ("--people", folder / "p.parquet", "--vacancies", folder / "v.parquet")
    return ("allocate", "--matches", folder / "m.parquet", *records, "--constraints", constraints)


@pytest.fixture(scope="module")
def told(folder: Path) -> dict[str, Any]:
    """What --json says of the corridor."""
    done = run(*files(folder), "-o", folder / "a.parquet", "--explain", "all", "--json")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_the_corridor_is_allocated_to_proven_optimum_and_greedy_places_fewer(told: dict[str, Any]) -> None:
    placed = told["stages"][0]
    assert (placed["stage"], placed["gap"]) == ("placed", 0)
    assert placed["objective"] == placed["bound"] == told["placed"] == 17
    assert placed["greedy"] == 14
    assert told["greedy_breaks"] == []


def test_every_rule_of_the_corridor_is_kept_in_the_file_that_was_written(folder: Path, told: dict[str, Any]) -> None:
    frame = pl.read_parquet(told["file"])
    jobs = pl.read_parquet(folder / "v.parquet").select("vacancy_id", "country", "isco", "places", "employer")
    people = pl.read_parquet(folder / "p.parquet").select("person_id", "residence", "legal_status")
    placed = frame.join(jobs, on="vacancy_id").join(people, on="person_id")
    assert frame["person_id"].is_unique().all()
    assert (placed["country"] == "CAN").sum() == 7
    assert placed.filter(pl.col("country") == "DEU")["people"].sum() <= 5
    assert placed.filter(pl.col("pathway") == "ita.decreto_flussi")["people"].sum() <= 5
    carers = placed.filter((pl.col("residence") == "KEN") & pl.col("isco").str.starts_with("532"))
    assert carers.height <= 1
    assert placed["legal_status"].is_not_null().sum() >= 0.15 * placed.height
    family = frame.filter(pl.col("group") == "the_khourys").join(jobs, on="vacancy_id")
    assert family.height in (0, 2)
    assert family["country"].n_unique() <= 1
    full = placed.group_by("vacancy_id").agg(pl.len(), pl.col("places").first())
    assert (full["len"] <= full["places"]).all()
    assert set(frame["verdict"]) <= {"met", "unknown"}
    assert frame["fit"].min() >= 0.3


def test_what_is_told_of_each_rule_is_what_was_written(told: dict[str, Any]) -> None:
    rules = {each["name"]: each for each in told["rules"]}
    assert rules["canada"]["count"] == rules["canada"]["at_most"] == 7
    share = rules["displaced_people"]
    assert share["of"] == 17
    assert share["count"] / share["of"] >= 0.15
    assert told["reasons"]["placed"] == 17
    assert sum(told["reasons"].values()) == told["people"]


def test_everybody_with_an_option_and_no_place_is_given_a_reason(told: dict[str, Any]) -> None:
    assert len(told["explained"]) == told["people_with_options"] - told["placed"]
    assert all(each["words"] and each["reason"] != "placed" for each in told["explained"])


def test_the_certificate_names_no_rule_over_a_confidential_attribute(told: dict[str, Any]) -> None:
    text = Path(told["certificate_file"]).read_text(encoding="utf-8")
    proof = json.loads(text)
    assert "displaced" not in text
    assert proof["stages"][0]["bound"] == 17
    assert [rule["rule"] for rule in proof["rules"] if rule["sensitive"]] == [5]
    assert not {"person_id", "explained", "selection"} & set(proof)


def test_the_table_holds_no_attribute_of_people(told: dict[str, Any]) -> None:
    columns = ["person_id", "vacancy_id", "pathway", "verdict", "fit", "expected_success", "people", "group"]
    assert pl.read_parquet(told["file"]).columns == columns


@pytest.mark.parametrize("suffix", ["csv", "jsonl", "xlsx"])
def test_other_formats_hold_the_same(folder: Path, told: dict[str, Any], tmp_path: Path, suffix: str) -> None:
    out = tmp_path / f"a.{suffix}"
    run(*files(folder), "-o", out, "--no-cost-of-rules")
    read = {"jsonl": pl.read_ndjson, "csv": pl.read_csv, "xlsx": pl.read_excel}[suffix]
    assert read(out)["person_id"].to_list() == pl.read_parquet(told["file"])["person_id"].to_list()


def test_the_same_input_gives_the_same_file(folder: Path, told: dict[str, Any], tmp_path: Path) -> None:
    run(*files(folder), "-o", tmp_path / "a.parquet", "--no-cost-of-rules")
    assert pl.read_parquet(tmp_path / "a.parquet").equals(pl.read_parquet(told["file"]))


def test_what_a_person_at_the_terminal_reads(folder: Path, tmp_path: Path) -> None:
    done = run(*files(folder), "-o", tmp_path / "a.csv", "--explain", "jor-03")
    for words in (
        "Placed: 17 of 25 people with an option",
        "People placed: 17, the most that is possible, proven. Best first, without looking ahead: 14",
        "jor-03: For ca-02-truck-driver",
        "At most 7 workers go to Canada.",
        "Not placed: without an option 35",
    ):
        assert words in done.stdout
    assert "left out: 1." in done.stderr


def test_reasons_of_everybody_go_into_a_file(folder: Path, tmp_path: Path) -> None:
    run(*files(folder), "-o", tmp_path / "a.csv", "--explain", tmp_path / "why.jsonl", "--lang", "fr")
    rows = [json.loads(line) for line in (tmp_path / "why.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(rows) == 60
    assert {"placed", "rule", "no_option"} <= {row["reason"] for row in rows}


def changed(tmp_path: Path, **changes: Any) -> Path:
    """The corridor's constraints with parts changed, or left out where None."""
    data = read_yaml(CONSTRAINTS).data
    assert isinstance(data, dict)
    kept = {key: value for key, value in (data | changes).items() if value is not None}
    path = tmp_path / "constraints.yaml"
    plain = json.dumps(kept, default=lambda value: float(value) if isinstance(value, Decimal) else str(value))
    path.write_text(plain, encoding="utf-8")  # JSON is YAML
    return path


def test_a_stable_matching_says_that_nobody_blocks_it_and_what_it_costs(folder: Path, tmp_path: Path) -> None:
    preferences = {"proposing": "vacancies", "people": {"lists": {"tun-04": ["IT-03", "de-02-schweisser"]}}}
    path = changed(tmp_path, quotas=None, groups=None, attributes=None, preferences=preferences)
    done = run(*files(folder, path), "-o", tmp_path / "a.parquet", "--method", "stable", "--json")
    told = json.loads(done.stdout)
    assert (told["blocking_pairs"], told["proposing"]) == (0, "vacancies")
    assert told["options_looked_at"] > told["placed"] > 17
    where = dict(pl.read_parquet(tmp_path / "a.parquet").select("person_id", "vacancy_id").iter_rows())
    assert where["tun-04"] == "IT-03"
    assert (
        "would rather have each other"
        in run(*files(folder, path), "-o", tmp_path / "a.csv", "--method", "stable").stdout
    )


def test_rules_that_cannot_hold_together_are_named_and_not_a_code(folder: Path, tmp_path: Path) -> None:
    quotas = [
        {"name": "welders", "where": {"vacancy": "IT-03"}, "at_least": 3},
        {"name": "italy", "where": {"pathway": "ita.decreto_flussi"}, "at_most": 2},
        {"name": "spain", "where": {"destination": "ESP"}, "at_most": 9},
    ]
    path = changed(tmp_path, quotas=quotas, attributes=None, groups=None)
    error = run(*files(folder, path), "-o", tmp_path / "a.parquet", fails=True).exception
    assert isinstance(error, CrosswalkError)
    assert {rule.name for rule in error.rules} == {"welders", "italy"}  # type: ignore[attr-defined]
    assert not (tmp_path / "a.parquet").exists()


def test_a_limit_of_the_law_without_a_quota_is_told(folder: Path, tmp_path: Path) -> None:
    path = changed(tmp_path, quotas=None)
    done = run(*files(folder, path), "-o", tmp_path / "a.parquet", "--json", "--no-cost-of-rules")
    notes = json.loads(done.stdout)["notes"]
    assert any(note.startswith("The law limits ita.decreto_flussi") and "76,200" in note for note in notes)


def test_a_quota_on_an_unknown_pathway_names_the_nearest(folder: Path, tmp_path: Path) -> None:
    quotas = [{"name": "a", "where": {"pathway": "ita.decreto_flusi"}, "at_most": 2}]
    path = changed(tmp_path, quotas=quotas)
    error = run(*files(folder, path), "-o", tmp_path / "a.parquet", fails=True).exception
    assert "Did you mean ita.decreto_flussi?" in str(error)


def test_files_that_do_not_belong_together_are_refused(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "m.parquet").write_bytes((folder / "m.parquet").read_bytes())
    alone = (*files(folder)[:2], tmp_path / "m.parquet", *files(folder)[3:])
    assert "keep them together" in str(run(*alone, "-o", tmp_path / "a.csv", fails=True).exception)
    people = (*files(folder)[:2], folder / "p.parquet", *files(folder)[3:])
    assert "no column fit" in str(run(*people, "-o", tmp_path / "a.csv", fails=True).exception)
    assert "cannot be written" in str(run(*files(folder), "-o", tmp_path / "a.txt", fails=True).exception)
    nobody = (*files(folder), "-o", tmp_path / "a.csv", "--explain", "nobody")
    assert "no person nobody" in str(run(*nobody, fails=True).exception)


def test_the_starter_file_is_read_and_is_never_written_over(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    run("template", "constraints", "-o", path)
    assert read_constraints(path).file.objective == ("placed", "fit")
    assert "was not replaced" in str(run("template", "constraints", "-o", path, fails=True).exception)
    assert ".yaml" in str(run("template", "constraints", "-o", tmp_path / "a.csv", fails=True).exception)


def test_the_examples_in_the_starter_file_are_true(tmp_path: Path) -> None:
    """Every line that is commented out there can be used as it stands."""
    run("template", "constraints", "-o", tmp_path / "mine.yaml")
    lines = (tmp_path / "mine.yaml").read_text(encoding="utf-8").splitlines()
    used = [line.replace("#", "", 1) if line.startswith(("#  ", "# chances", "# pref")) else line for line in lines]
    used = [line.replace(": []", ":") if line.endswith(": []") else line for line in used]
    used = [line.removeprefix(" ") if line.startswith((" chances", " preferences")) else line for line in used]
    (tmp_path / "mine.yaml").write_text("\n".join(used), encoding="utf-8")
    file = read_constraints(tmp_path / "mine.yaml").file
    assert len(file.quotas) == 3
    assert len(file.attributes) == len(file.chances) == 2
    assert file.groups
    assert file.exclusions
    assert file.preferences is not None


def test_two_weeks_keep_what_the_first_gave_and_hold_places_back(folder: Path) -> None:
    first, second = folder / "week1.txt", folder / "week2.csv"
    first.write_text("tun-05\njor-03\ncol-04\n", encoding="utf-8")
    second.write_text("person_id,name\nphl-02,x\nKAK-0007,y\ntun-01,z\n", encoding="utf-8")
    one, two = folder / "w1.csv", folder / "w2.csv"
    told = json.loads(run(*files(folder), "-o", one, "--this-week", first, "--json").stdout)
    given = pl.read_csv(one)
    assert told["people_this_week"] == 3 and told["placed_this_week"] == given.height
    assert set(given["person_id"]) <= {"tun-05", "jor-03", "col-04"}
    weeks = ("--this-week", second, "--placed", one, "--expected", 0)
    told = json.loads(run(*files(folder), "-o", two, *weeks, "--json").stdout)
    both = pl.read_csv(two)
    assert told["held_back"] == [] and told["placed_before"] == given.height
    assert set(given["person_id"]) <= set(both["person_id"])
    assert both.height == given.height + told["placed_this_week"]


def test_a_week_with_somebody_unknown_is_refused(folder: Path) -> None:
    week = folder / "strangers.txt"
    week.write_text("nobody-99\n", encoding="utf-8")
    done = run(*files(folder), "-o", folder / "w.csv", "--this-week", week, fails=True)
    assert "nobody-99 is not among the people" in str(done.exception)


@pytest.mark.parametrize(("name", "content"), [("gone.txt", None), ("names.csv", "name\nx\n"), ("broken.parquet", "x")])
def test_a_list_of_a_week_that_cannot_be_read_is_one_plain_error(folder: Path, name: str, content: str | None) -> None:
    if content is not None:
        (folder / name).write_text(content, encoding="utf-8")
    done = run(*files(folder), "-o", folder / "w.csv", "--this-week", folder / name, fails=True)
    assert "no such file" in str(done.exception) or "columns person_id" in str(done.exception)
