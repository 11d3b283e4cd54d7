"""Pathways in the main job at the command line: match, explain and report with them, without them, with bad facts."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner, Result

from crosswalk.cli import app
from crosswalk.cli.importing import import_files
from crosswalk.errors import CrosswalkError
from door_worlds import tiny_catalogue

ROOT = Path(__file__).resolve().parents[2]
CORRIDOR = ROOT / "examples" / "corridor"
ON = ("--on", "2026-06-30")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The corridor, read once, and a tiny catalogue."""
    path = tmp_path_factory.mktemp("corridor")
    import_files([CORRIDOR / "people"], path / "p.parquet")
    import_files([CORRIDOR / "vacancies"], path / "v.parquet", vacancies=True)
    (path / "catalogue").mkdir()
    tiny_catalogue(path / "catalogue")
    return path


def run(*arguments: object, fails: bool = False) -> Result:
    done = CliRunner().invoke(app, [str(each) for each in arguments])
    if fails:
        assert isinstance(done.exception, CrosswalkError), done.output
    else:
        assert done.exit_code == 0, (done.output, done.exception)
    return done


def records(folder: Path) -> tuple[object, ...]:
    return ("--people", folder / "p.parquet", "--vacancies", folder / "v.parquet", *ON)


def tiny(folder: Path) -> tuple[object, ...]:
    return (*records(folder), "--catalogue", folder / "catalogue")


def test_match_gives_triples_and_the_nearest_way_and_says_unmet_demand(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "m.parquet"
    done = run("match", *records(folder), "-o", out, "--facts", CORRIDOR / "facts.jsonl", "--json")
    told = json.loads(done.stdout)
    pairs, triples = pl.read_parquet(out), pl.read_parquet(told["pathways_file"])
    assert {"pathway", "verdict", "pathway_fails", "pathway_unknown", "remedy", "remedy_cost"} <= set(pairs.columns)
    known = pairs.filter(pl.col("pathway").is_not_null())
    assert triples.select("person_id", "vacancy_id").unique().height == known.height
    for country in ("deu", "can", "esp", "ita"):
        verdicts = set(triples.filter(pl.col("pathway").str.starts_with(country))["verdict"])
        assert {"met", "unknown"} <= verdicts, country
    assert [each["vacancy_id"] for each in told["unmet"]] == ["ES-03"]
    assert told["unmet"][0]["by_the_offer"]


def test_without_pathways_nothing_is_said_of_them(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "m.parquet"
    done = run("match", *records(folder), "-o", out, "--no-pathways", "--json")
    assert {"unmet", "pathways_file"}.isdisjoint(json.loads(done.stdout))
    assert "pathway" not in pl.read_parquet(out).columns
    assert [path.name for path in tmp_path.iterdir()] == ["m.parquet"]


@pytest.mark.parametrize("suffix", ["jsonl", "csv", "xlsx"])
def test_pairs_carry_their_way_in_other_formats_too(folder: Path, tmp_path: Path, suffix: str) -> None:
    out = tmp_path / f"m.{suffix}"
    run("match", *tiny(folder), "-o", out)
    read = {"jsonl": pl.read_ndjson, "csv": pl.read_csv, "xlsx": pl.read_excel}[suffix]
    assert "deu.speech" in set(read(out)["pathway"])
    assert pl.read_parquet(tmp_path / "m.pathways.parquet").height > 0


@pytest.mark.parametrize(
    ("line", "said", "remedy"),
    [
        ('{"person_id": "mar-01", "germann": "B1"}', "There is no fact 'germann'", "Did you mean german?"),
        ('{"person_id": "mar-01", "german": "B7"}', "'B7' is no level", "none, A1"),
        ('{"person_id": "mar-01", "papers": "yes"}', "is no yes no", "true, false or null"),
        ('{"german": "B1"}', "The line names no record", "person_id or vacancy_id"),
        ('{"person_id": "mar-01", "vacancy_id": "DE-04"}', "The line names no record", "one of them"),
        ('{"person_id": "mar-01", "pay": 40000}', "pay is about the offer", "vacancy_id"),
        ('{"vacancy_id": "DE-04", "german": "B1"}', "german is about the person", "person_id"),
        ("[1]", "no JSON object", ""),
        ("{", "no JSON", ""),
    ],
)  # fmt: skip
def test_bad_facts_are_refused_with_file_line_and_what_to_write(
    folder: Path, tmp_path: Path, line: str, said: str, remedy: str
) -> None:
    facts = tmp_path / "facts.jsonl"
    facts.write_text('{"person_id": "mar-01", "papers": true}\n' + line + "\n", encoding="utf-8")
    done = run("match", *tiny(folder), "-o", tmp_path / "m.parquet", "--facts", facts, fails=True)
    assert isinstance(done.exception, CrosswalkError)
    assert said in done.exception.message
    assert remedy in done.exception.remedy
    assert done.exception.place == "facts.jsonl, line 2"
    assert not (tmp_path / "m.parquet").exists()


def test_facts_of_somebody_who_is_not_there_are_told_with_the_nearest_id(
    folder: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    facts = tmp_path / "facts.jsonl"
    facts.write_text('{"person_id": "mar-001", "papers": true}\n', encoding="utf-8")
    done = run("match", *tiny(folder), "-o", tmp_path / "m.parquet", "--facts", facts)
    assert (
        "Facts of mar-001 were not used: no record has this id. Did you mean mar-01?"
        in done.stderr + capfd.readouterr().err
    )


def test_an_explanation_tells_the_ways_in(folder: Path) -> None:
    told = run("explain", "tun-01", "de-03-electrician", *tiny(folder)).stdout
    assert "way in: A regular pathway may be open" in told or "way in: No pathway that is known here" in told
    assert "Ways in:" in told
    assert "Speech" in told
    assert "An authority decides." in told
    assert "طرق الدخول" in run("explain", "tun-01", "de-03-electrician", *tiny(folder), "--lang", "ar").stdout


def test_an_explanation_in_json_holds_each_criterion_with_its_source(folder: Path, tmp_path: Path) -> None:
    facts = tmp_path / "facts.jsonl"
    facts.write_text('{"person_id": "tun-01", "german": "A1"}\n', encoding="utf-8")
    pair = ("explain", "tun-01", "de-03-electrician", *tiny(folder), "--json")
    told = json.loads(run(*pair, "--facts", facts).stdout)
    speech = next(way for way in told["ways"] if way["pathway"] == "deu.speech")
    assert speech["verdict"] == "not_met"
    assert speech["remedy"]["changes"][0]["lever"] == "course"
    assert {criterion["source"] for criterion in speech["criteria"]} == {"act"}
    assert [each["name"] for each in told["filters"]][-1] == "pathway"
    without = json.loads(run(*pair, "--no-pathways").stdout)
    assert "ways" not in without
    assert "pathway" not in [each["name"] for each in without["filters"]]


def test_the_report_has_ways_in_unless_they_are_switched_off(folder: Path, tmp_path: Path) -> None:
    run("match", *tiny(folder), "-o", tmp_path / "m.parquet")
    place = ("report", "--matches", tmp_path / "m.parquet", *tiny(folder), "-o", tmp_path / "r.html")
    run(*place)
    assert 'class="ways"' in (tmp_path / "r.html").read_text(encoding="utf-8")
    run(*place, "--no-pathways")
    assert 'class="ways"' not in (tmp_path / "r.html").read_text(encoding="utf-8")


def test_the_demo_shows_open_undecided_and_closed_ways_and_unmet_demand(tmp_path: Path) -> None:
    told = run("demo", "--to", tmp_path / "out", "--examples", CORRIDOR).stdout
    for country in ("Federal Skilled Worker class", "Experienced professionals", "GECCO", "decreto flussi"):
        assert f"{country}" in told, country
    assert "     + " in told
    assert "     ? " in told
    assert "     - " in told
    assert "Cheapest change: " in told
    assert "Unmet for want of an open pathway: ES-03" in told
    assert "an authority decides" in told
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert {"matches.parquet", "matches.pathways.parquet", "report.html"} <= names
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert 'id="unmet"' in page
    for private in ("Economic Mobility", "asylum", "Asylum"):
        assert private not in page, private
