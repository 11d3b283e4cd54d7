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


def test_linking_tells_the_words_that_carried_each_link(tmp_path: Path) -> None:
    (tmp_path / "in.tsv").write_text("id\ttext\na\texperienced welder of ships\n", encoding="utf-8")
    out = tmp_path / "out.tsv"
    done = crosswalk("link", "occupations", tmp_path / "in.tsv", "-o", out, "--top", 1, "--explain", "--json")
    (link,) = json.loads(done.stdout)["links"]
    assert "welder" in link["words"].split()
    assert pl.read_csv(out, separator="\t")["words"][0] == link["words"]


def test_many_texts_in_a_language_without_labels_are_said_once(tmp_path: Path) -> None:
    (tmp_path / "in.tsv").write_text("id\ttext\tlang\na\tзварювальник\tuk\nb\tкухар\tuk\n", encoding="utf-8")
    done = crosswalk("link", "occupations", tmp_path / "in.tsv", "-o", tmp_path / "out.tsv", "--json")
    assert json.loads(done.stdout)["languages_not_loaded"] == {"uk": 2}
    assert done.stderr.count("without labels in this taxonomy") == 1


def test_a_sentence_about_the_employer_is_no_good_match(tmp_path: Path) -> None:
    (tmp_path / "in.tsv").write_text("id\ttext\na\tWe offer a great team and free coffee\n", encoding="utf-8")
    done = crosswalk("link", "skills", tmp_path / "in.tsv", "-o", tmp_path / "out.tsv", "--json")
    summary = json.loads(done.stdout)
    assert (summary["without_match"], summary["about_the_employer"]) == (1, 1)


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


def test_help_and_search_start_without_what_only_matching_and_linking_need() -> None:
    code = """
import sys
from crosswalk.cli import app
heavy = {"polars", "numpy", "numba", "scipy", "altair", "onnxruntime", "babel", "pydantic"}
assert not heavy & set(sys.modules), heavy & set(sys.modules)
app(["taxonomy", "search", "welder"], standalone_mode=False)
assert not {"numba", "altair", "onnxruntime", "openpyxl", "crosswalk.matching"} & set(sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr


def test_the_demo_far_from_its_examples_says_plainly_what_to_do(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "crosswalk", "demo"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 5
    assert "crosswalk demo --examples FOLDER/examples/corridor" in done.stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("option", ["--strict", "--without"])
def test_a_filter_that_does_not_exist_is_answered_with_those_that_do(tmp_path: Path, option: str) -> None:
    done = crosswalk(
        "match", "--people", "p", "--vacancies", "v", "-o", tmp_path / "m.parquet", option, "visa", ok=False
    )
    assert done.returncode == 2
    assert "Use destination, language, education, licence, availability, exclusions, consent" in done.stderr


def test_vacancies_with_nobody_near_are_named_with_the_reasons(folder: Path, tmp_path: Path) -> None:
    few = pl.read_parquet(folder / "p.parquet").head(3)
    few.write_parquet(tmp_path / "p.parquet")
    place = ("--people", tmp_path / "p.parquet", "--vacancies", folder / "v.parquet", "-o", tmp_path / "m.parquet")
    told = crosswalk("match", *place).stderr
    assert "Nobody fits well yet." in told
    assert "Of 3 people, ruled out by a condition" in told
    ids = json.loads(crosswalk("match", *place, "--json").stdout)["vacancies_nobody_near"]
    assert set(ids) <= set(pl.read_parquet(folder / "v.parquet")["vacancy_id"])
    assert len(ids) > 20


def test_an_explanation_speaks_arabic(folder: Path) -> None:
    best = pl.read_parquet(folder / "m.parquet").row(0, named=True)
    place = ("--people", folder / "p.parquet", "--vacancies", folder / "v.parquet", "--lang", "ar")
    assert "المرشحات" in crosswalk("explain", best["person_id"], best["vacancy_id"], *place).stdout


def test_too_few_people_for_a_conclusion_is_said_first(folder: Path, tmp_path: Path) -> None:
    pl.read_parquet(folder / "p.parquet").head(40).write_parquet(tmp_path / "p.parquet")
    place = ("--matches", folder / "m.parquet", "--people", tmp_path / "p.parquet")
    text = crosswalk("audit", *place).stdout
    assert text.index("Too few people for a conclusion") < text.index("| group |")
    assert json.loads(crosswalk("audit", *place, "--json").stdout)["too_few_people"] == ["sex"]


def test_nearness_of_two_skills_is_told_by_graph_and_by_text() -> None:
    tig, mig = "urn:crosswalk:skill:weld-tig", "urn:crosswalk:skill:weld-mig-mag"
    (near,) = json.loads(crosswalk("taxonomy", "near", tig, mig, "--json").stdout)["near"]
    assert near["uri"] == mig
    assert 0 < near["covers"] <= 1
    assert 0.5 < near["text"] <= 1
    assert "weld with MIG/MAG" in crosswalk("taxonomy", "near", tig).stdout
