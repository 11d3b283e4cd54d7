"""crosswalk import and crosswalk template as a person at the terminal meets them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from crosswalk.records import read_people

ROWS = "person_id,residence,birth_date,languages\np1,Morocco,1990-01-02,ber native\np2,Atlantis,31/02/1990,French B1\n"


def crosswalk(*arguments: str | Path, into: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "crosswalk", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, cwd=into)
    assert "Traceback" not in done.stderr, done.stderr
    return done


def test_people_go_through_every_format_and_stay_the_same(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text(ROWS, encoding="utf-8")
    names = ["a.parquet", "a.jsonl", "a-table.csv", "a.xlsx", "a.zip"]
    previous = "people.csv"
    for name in names:
        done = crosswalk("import", previous, "--no-link", "-o", name, into=tmp_path)
        assert done.returncode == 0, done.stderr
        previous = name
    done = crosswalk("import", previous, "--no-link", "--format", "talentlift", "-o", "a.json", into=tmp_path)
    assert done.returncode == 0, done.stderr
    first = read_people(tmp_path / "a.parquet").records()
    assert len(first) == 2
    for name in (*names[1:], "a.json"):
        assert read_people(tmp_path / name).records() == first


def test_a_note_names_row_field_and_value_and_no_line_is_blank(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text(ROWS, encoding="utf-8")
    done = crosswalk("import", "people.csv", "--no-link", "-o", "people.jsonl", into=tmp_path)
    assert done.stderr.splitlines() == [
        "people.csv, row 3, residence “Atlantis”: This country is not known. "
        "Write the name or the ISO 3166 code of the country.",
        "people.csv, row 3, birth_date “31/02/1990”: There is no such date. Correct the date.",
        "2 records from 1 files, 2 problems: people.jsonl",
    ]


def test_an_unknown_format_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text(ROWS, encoding="utf-8")
    done = crosswalk("import", "people.csv", "--no-link", "-o", "people.jsonl", "--format", "word", into=tmp_path)
    assert done.returncode == 2
    assert "talentlift" in done.stderr
    assert not (tmp_path / "people.jsonl").exists()


@pytest.mark.parametrize(("kind", "option"), [("people", ()), ("vacancies", ("--vacancies",))])
@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_a_template_is_written_with_its_mapping_and_can_be_imported(
    tmp_path: Path, kind: str, option: tuple[str, ...], suffix: str
) -> None:
    done = crosswalk("template", kind, "-o", f"mine{suffix}", "--json", into=tmp_path)
    assert json.loads(done.stdout) == {"table": f"mine{suffix}", "mapping": "mine.mapping.yaml"}
    done = crosswalk("import", f"mine{suffix}", *option, "--no-link", "-o", "out.jsonl", into=tmp_path)
    assert done.stderr == "1 records from 1 files, 0 problems: out.jsonl\n"


def test_a_table_that_is_there_is_never_replaced_by_a_template(tmp_path: Path) -> None:
    assert crosswalk("template", "people", into=tmp_path).returncode == 0
    before = (tmp_path / "people.xlsx").read_bytes()
    done = crosswalk("template", "people", into=tmp_path)
    assert done.returncode == 2
    assert "exists already" in done.stderr
    assert (tmp_path / "people.xlsx").read_bytes() == before
