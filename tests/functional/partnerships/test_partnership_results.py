"""crosswalk partnership check, simulate, compare and report as a programme officer meets them, and what they refuse."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from partnership_commands import crosswalk

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
CORRIDOR = EXAMPLES / "corridor" / "partnership.yaml"
PALIM = EXAMPLES / "partnerships" / "palim.yaml"
NURSING = EXAMPLES / "partnerships" / "moldova_germany_nursing.yaml"


def test_check_tells_each_verdict_with_its_reason_and_remedy() -> None:
    told = crosswalk("check", CORRIDOR, "--on", "2026-11-22").stdout
    assert "- The employer pays: not met" in told and "A worker pays €46.73 for Passport." in told
    assert "→ Let the employer or a public party bear these costs" in told and "partnership.yaml, line " in told
    assert "Ten steps of a Global Skill Partnership" in told and "Unknown is not no" in told
    data = json.loads(crosswalk("check", CORRIDOR, "--on", "2026-11-22", "--json").stdout)
    assert sum(data["counts"].values()) == len(data["findings"])
    assert [len(each["items"]) for each in data["readiness"]] == [10, 8]
    assert "Garanties au" in crosswalk("check", CORRIDOR, "--lang", "fr", "--on", "2026-11-22").stdout


def test_check_reads_evidence_about_the_origin(tmp_path: Path) -> None:
    table = tmp_path / "evidence.csv"
    table.write_text(
        "indicator,country,isco,on,value,source\nshortage,MAR,2221,2026-06-01,1,List of the ministry\n",
        encoding="utf-8",
    )
    told = crosswalk("check", CORRIDOR, "--evidence", table, "--on", "2026-11-22").stdout
    assert "lists the occupation as short (List of the ministry" in told
    assert "no such file" in crosswalk("check", CORRIDOR, "--evidence", tmp_path / "none.csv", status=5).stderr


def test_simulate_reproduces_what_was_published_of_palim() -> None:
    data = json.loads(crosswalk("simulate", PALIM, "--draws", "50", "--json").stdout)
    assert data["currency"] == "EUR" and data["cost"]["median"] == 149_644_850
    assert data["people_in_hundredths"]["trained"]["median"] == 12_000
    assert data["cost_per"]["trained"]["median"] == 1_247_040
    assert data["triple_win"]["holds"] is None and data["triple_win"]["missing"]


def test_simulate_tells_worth_costs_and_what_is_missing_for_the_claim_that_everybody_wins() -> None:
    told = crosswalk("simulate", CORRIDOR, "--draws", "200").stdout
    assert "Net present value by stakeholder" in told and "Placed in work" in told
    assert "Does everybody win? Nobody can say yet." in told and "Donor: what they gain" in told
    assert "│" in told.partition("Employer: the widest swings")[2] and "█" in told
    again = crosswalk("simulate", CORRIDOR, "--draws", "200", "--seed", "1").stdout
    assert again == told != crosswalk("simulate", CORRIDOR, "--draws", "200", "--seed", "2").stdout


def test_simulate_says_whose_tornado_there_is() -> None:
    assert "Name one of" in crosswalk("simulate", CORRIDOR, "--draws", "10", "--of", "moon", status=2).stderr


def test_compare_puts_models_or_files_side_by_side(tmp_path: Path) -> None:
    models = json.loads(crosswalk("compare", CORRIDOR, "--draws", "50", "--json").stdout)
    assert [each["name"] for each in models] == [
        "global_skill_partnership", "student_mobility", "employer_driven", "development_funded", "away_only"
    ]  # fmt: skip
    assert "Needs most" in crosswalk("compare", CORRIDOR, NURSING, "--draws", "50").stdout
    dollars = tmp_path / "dollars.yaml"
    dollars.write_text(PALIM.read_text(encoding="utf-8").replace("EUR", "USD"), encoding="utf-8")
    assert "several currencies" in crosswalk("compare", PALIM, dollars, status=2).stderr


def test_report_writes_the_document_and_the_tables_that_were_asked_for(tmp_path: Path) -> None:
    page, paper, folder = tmp_path / "r.html", tmp_path / "r.pdf", tmp_path / "csv"
    command = ["report", PALIM, "-o", page, "-o", paper, "--csv", folder, "--draws", "50", "--json"]
    files = json.loads(crosswalk(*command).stdout)["files"]
    assert files[:2] == [str(page), str(paper)] and len(files) == 11
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>") and paper.read_bytes()[:5] == b"%PDF-"
    assert all(Path(file).is_file() for file in files)
    assert "HTML or PDF" in crosswalk("report", PALIM, "-o", tmp_path / "r.docx", status=2).stderr
    assert "no sentences in the language" in crosswalk("report", PALIM, "-o", page, "--lang", "tlh", status=2).stderr


MISTAKES = {
    "a currency without a rate on the day": ("on: 2026-11-02, rate", "on: 2027-11-02, rate", "No rate from MAD to EUR"),
    "shares that do not add to one": ("{klinikum: 0.5, fund: 0.5}", "{klinikum: 0.5, fund: 0.4}", "add"),
    "a circle in the steps": ("after: [offer, medical]", "after: [offer, medical, arrival]", "circle"),
    "a party that is not there": ("paid_by: {nurses_away: 1}", "paid_by: {nobody_here: 1}", "nobody_here"),
    "an answer to no question": ("  written_contract: {answer", "  writen_contract: {answer", "written_contract"),
    "an amount with too many decimals": ("{amount: 75, currency: EUR}", "{amount: 75.001, currency: EUR}", "decimals"),
    "a pathway that is not in the catalogue": ("pathway: deu.recognition_partnership", "pathway: deu.nowhere", "deu.nowhere"),
}  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES)
@pytest.mark.parametrize("command", ["check", "report"])
def test_a_mistake_is_one_error_with_its_line_and_remedy(tmp_path: Path, mistake: str, command: str) -> None:
    right, wrong, said = MISTAKES[mistake]
    text = CORRIDOR.read_text(encoding="utf-8")
    assert right in text
    file, page = tmp_path / "partnership.yaml", tmp_path / "report.html"
    file.write_text(text.replace(right, wrong, 1), encoding="utf-8")
    options = ["-o", page, "--draws", "10"] if command == "report" else []
    error = json.loads(crosswalk(command, file, "--json", *options, status=7).stdout)["error"]
    assert said in f"{error['message']} {error['remedy']}"
    assert error["code"] == "file" and "line " in error["place"] and error["remedy"]
    assert not page.exists()
