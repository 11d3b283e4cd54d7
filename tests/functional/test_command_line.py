"""The command line as a person or a script meets it: real processes, real files, stable exit codes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest


def crosswalk(*arguments: str | Path, ok: bool = True) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "crosswalk", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert "Traceback" not in done.stderr, done.stderr
    if ok:
        assert done.returncode == 0, done.stderr
    return done


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """People and vacancies invented once for all tests here."""
    path = tmp_path_factory.mktemp("work")
    crosswalk("synth", "people", "--n", 400, "--seed", 7, "-o", path / "p.parquet")
    crosswalk("synth", "vacancies", "--n", 30, "--seed", 7, "-o", path / "v.parquet")
    crosswalk("match", "--people", path / "p.parquet", "--vacancies", path / "v.parquet", "-o", path / "m.parquet")
    return path


def test_the_same_seed_gives_the_same_people(folder: Path, tmp_path: Path) -> None:
    crosswalk("synth", "people", "--n", 400, "--seed", 7, "-o", tmp_path / "again.parquet")
    assert pl.read_parquet(folder / "p.parquet").equals(pl.read_parquet(tmp_path / "again.parquet"))


def test_matches_carry_ranks_both_ways_and_every_part(folder: Path) -> None:
    matches = pl.read_parquet(folder / "m.parquet")
    wanted = ["person_id", "vacancy_id", "rank_for_vacancy", "rank_for_person", "fit", "skills", "occupation",
              "experience", "education", "language", "known", "unknown"]  # fmt: skip
    assert set(wanted) <= set(matches.columns)
    assert matches["rank_for_vacancy"].max() <= 50
    assert matches["rank_for_person"].max() <= 20
    assert matches.select("person_id", "vacancy_id").is_duplicated().sum() == 0


def test_a_pair_is_explained_in_words_and_in_json(folder: Path) -> None:
    best = pl.read_parquet(folder / "m.parquet").row(0, named=True)
    place = ("--people", folder / "p.parquet", "--vacancies", folder / "v.parquet")
    told = json.loads(crosswalk("explain", best["person_id"], best["vacancy_id"], *place, "--json").stdout)
    assert abs(told["fit"] - best["fit"]) < 1e-6
    assert crosswalk("explain", best["person_id"], best["vacancy_id"], *place).stdout.strip()


def test_an_unknown_id_gets_the_nearest_one_and_its_own_exit_code(folder: Path) -> None:
    place = ("--people", folder / "p.parquet", "--vacancies", folder / "v.parquet")
    done = crosswalk("explain", "nobody", "nothing", *place, "--json", ok=False)
    assert done.returncode == 5
    assert json.loads(done.stdout)["error"]["code"] == "not_found"


def test_groups_are_compared(folder: Path) -> None:
    done = crosswalk(
        "audit", "--matches", folder / "m.parquet", "--people", folder / "p.parquet", "--by", "sex", "--json"
    )
    assert json.loads(done.stdout)


def test_titles_are_linked_to_occupations(tmp_path: Path) -> None:
    (tmp_path / "in.tsv").write_text(
        "id\ttext\tlang\na\tInfirmière diplômée\tfr\nb\tWELDER (m/f)\t\n", encoding="utf-8"
    )
    crosswalk("link", "occupations", tmp_path / "in.tsv", "-o", tmp_path / "out.tsv", "--top", 3)
    out = pl.read_csv(tmp_path / "out.tsv", separator="\t", infer_schema=False)
    assert out.columns[:6] == ["id", "rank", "uri", "label", "isco", "score"]
    first = dict(out.filter(pl.col("rank") == "1").select("id", "isco").iter_rows())
    assert first["a"][:3] in {"222", "322"}
    assert first["b"] == "7212"


def test_a_taxonomy_is_loaded_shown_and_searched(tmp_path: Path) -> None:
    crosswalk("taxonomy", "load", "starter", "--to", tmp_path / "t.taxonomy")
    found = json.loads(
        crosswalk("taxonomy", "search", "welder", "--taxonomy", tmp_path / "t.taxonomy", "--json").stdout
    )
    shown = crosswalk("taxonomy", "show", found[0]["uri"], "--taxonomy", tmp_path / "t.taxonomy", "--lang", "ar")
    assert "Essential" in shown.stdout


def test_people_are_imported_with_bad_rows_told_and_good_rows_kept(tmp_path: Path) -> None:
    rows = "person_id,birth_date,residence,skills\np1,1990-02-31,Maroc,welding\np2,1991-05-06,Atlantis,cooking\np1,,,\n"
    (tmp_path / "people.csv").write_text(rows, encoding="utf-8")
    done = crosswalk("import", tmp_path / "people.csv", "-o", tmp_path / "p.parquet", "--report", tmp_path / "bad.json")
    people = pl.read_parquet(tmp_path / "p.parquet")
    assert people["person_id"].to_list() == ["p1", "p2"]
    assert people["birth_date"].null_count() == 1
    problems = json.loads((tmp_path / "bad.json").read_text(encoding="utf-8"))[0]["problems"]
    assert {p["row"] for p in problems} == {2, 3, 4}
    assert "2 records" in done.stderr


@pytest.mark.parametrize("arguments", [("match", "--people", "no.parquet"), ("taxonomy", "show"), ("import",)])
def test_a_command_with_too_little_says_what_is_missing(arguments: tuple[str, ...]) -> None:
    assert crosswalk(*arguments, ok=False).returncode == 2


def test_a_missing_file_is_named_and_the_exit_code_is_its_own(tmp_path: Path) -> None:
    done = crosswalk("import", tmp_path / "nowhere.csv", "-o", tmp_path / "p.parquet", ok=False)
    assert done.returncode == 5
    assert "nowhere.csv" in done.stderr


@pytest.mark.parametrize("suffix", ["jsonl", "csv", "xlsx"])
def test_matches_are_written_in_other_formats_too(folder: Path, tmp_path: Path, suffix: str) -> None:
    place = ("--people", folder / "p.parquet", "--vacancies", folder / "v.parquet")
    crosswalk("match", *place, "-o", tmp_path / f"m.{suffix}")
    read = {"jsonl": pl.read_ndjson, "csv": pl.read_csv, "xlsx": pl.read_excel}[suffix]
    assert read(tmp_path / f"m.{suffix}").height == pl.read_parquet(folder / "m.parquet").height


def test_a_format_that_matches_do_not_have_is_refused(folder: Path, tmp_path: Path) -> None:
    place = ("--people", folder / "p.parquet", "--vacancies", folder / "v.parquet")
    assert crosswalk("match", *place, "-o", tmp_path / "m.txt", ok=False).returncode == 2


def test_matches_that_are_not_parquet_are_refused_in_words(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "m.csv").write_text("person_id\n", encoding="utf-8")
    done = crosswalk("audit", "--matches", tmp_path / "m.csv", "--people", folder / "p.parquet", ok=False)
    assert done.returncode == 3
    assert "Parquet" in done.stderr
