"""crosswalk partnership as a programme officer meets it: a file to fill in, a schema, a plan, one sentence on a mistake."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crosswalk.partnerships import load_partnership
from partnership_commands import crosswalk

EXAMPLES = sorted((Path(__file__).resolve().parents[3] / "examples").glob("*/*.yaml"))
PARTNERSHIPS = [path for path in EXAMPLES if path.read_text(encoding="utf-8").find("\npartnership: 1\n") >= 0]


def test_a_new_file_can_be_planned_as_it_is_and_is_never_replaced(tmp_path: Path) -> None:
    file = tmp_path / "ours" / "partnership.yaml"
    crosswalk("new", "-o", file)
    told = crosswalk("plan", file).stdout
    assert "Away track: first day at work" in told and "No paper expires" in told
    assert "was not replaced" in crosswalk("new", "-o", file, status=2).stderr


def test_the_plan_of_the_corridor_says_what_expires_and_what_nobody_teaches() -> None:
    (corridor,) = (path for path in PARTNERSHIPS if path.parent.name == "corridor")
    data = json.loads(crosswalk("plan", corridor, "--json").stdout)
    assert [each["use"]["paper"] for each in data["expiries"]] == ["medical_certificate"]
    assert "nobody" in [need["how"] for need in data["skills_gap"]["needs"]]
    told = crosswalk("plan", corridor, "--lang", "fr").stdout
    assert "Visite médicale" in told and "no first day at work moves" in told


def test_a_mistake_is_one_sentence_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "partnership.yaml"
    crosswalk("new", "-o", file)
    file.write_text(file.read_text(encoding="utf-8").replace("after: [language]", "after: [visa]"), encoding="utf-8")
    error = json.loads(crosswalk("plan", file, "--json", status=7).stdout)["error"]
    assert error["code"] == "file" and "circle" in error["message"] and "line " in error["place"] and error["remedy"]


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    assert "cannot be read" in crosswalk("plan", tmp_path / "nothing.yaml", status=7).stderr


def test_the_schema_is_json() -> None:
    assert json.loads(crosswalk("schema").stdout)["title"] == "PartnershipFile"


@pytest.mark.parametrize("path", PARTNERSHIPS, ids=lambda path: path.stem)
def test_every_example_can_be_read_and_marks_what_is_assumed(path: Path) -> None:
    partnership = load_partnership(path)
    assert any(source.assumed for source in partnership.file.sources.values())
    assert all(source.url for source in partnership.file.sources.values() if not source.assumed) or path.stem == (
        "moldova_germany_nursing"
    )
