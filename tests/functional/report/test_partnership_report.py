"""The report of a partnership as a ministry gets it: one page, one PDF and tables, with the figures of the simulation."""

from __future__ import annotations

import csv
import re
from base64 import b64encode
from collections.abc import Callable
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser
from pypdf import PdfReader

from crosswalk.errors import UsageError
from crosswalk.partnerships import load_partnership, skills_gap
from crosswalk.partnerships.economics.flows import cash_flows
from crosswalk.partnerships.economics.sensitivity import tornado
from crosswalk.partnerships.economics.simulate import simulate
from crosswalk.report.partnership import (
    PartnershipWords,
    Study,
    check_formats,
    study,
    write_partnership_report,
    write_tables,
)
from crosswalk.report.partnership.pdf import pictured, write_pdf
from crosswalk.taxonomy import Taxonomy
from crosswalk.wording import LANGUAGES

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
CORRIDOR = EXAMPLES / "corridor" / "partnership.yaml"
DAY, DRAWS = date(2026, 11, 22), 300
NARROW = """() => [...document.querySelectorAll("body *")].filter(e => {
    const box = e.getBoundingClientRect();
    return (box.right > innerWidth + 1 || box.left < -1) && !e.closest(".scroll, svg, .unseen, .skip");
}).map(e => e.outerHTML.slice(0, 120))"""
ANCHORS = (
    "summary", "timeline", "skills", "people", "costs", "cash", "worth", "swings", "models", "safeguards", "readiness",
    "sources", "method",
)  # fmt: skip


def studied(path: Path, lang: str = "en") -> Study:
    partnership = load_partnership(path)
    gap = skills_gap(partnership, Taxonomy.starter(), lang=lang)
    return study(partnership, gap, on=DAY, draws=DRAWS, lang=lang)


@pytest.fixture(scope="module")
def corridor_study() -> Study:
    return studied(CORRIDOR)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The report of the corridor in a language, written once."""
    folder, written = tmp_path_factory.mktemp("partnership"), {}

    def of(language: str) -> Path:
        if language not in written:
            written[language] = folder / f"{language}.html"
            write_partnership_report(written[language], studied(CORRIDOR, language), lang=language)
        return written[language]

    return of


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_page_holds_every_section_and_asks_the_network_for_nothing(
    page: Callable[[str], Path], language: str
) -> None:
    text = page(language).read_text(encoding="utf-8")
    assert text.startswith(f'<!doctype html>\n<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">')
    assert re.findall(r'<section class="wide" id="(\w+)"', text) == list(ANCHORS)
    assert not re.search(r"<script|<link|<img|<iframe|@import|url\(|\son\w+=", text)
    assert "default-src 'none'" in text
    assert "None" not in re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_chart_has_words_for_those_who_cannot_see_it_and_its_table_beside_it(
    page: Callable[[str], Path], language: str
) -> None:
    text = page(language).read_text(encoding="utf-8")
    figures = re.findall(r'<figure class="block drawn.*?</figure>', text, re.DOTALL)
    assert len(figures) > 12
    for figure in figures:
        assert re.search(r'<svg viewBox="[^"]+" role="img" aria-label="[^"]{15,}"', figure)
        assert figure.count("<tr>") > 1


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_no_barrier_and_nothing_sticks_out(
    browser: Browser, page: Callable[[str], Path], language: str, width: int
) -> None:
    window = browser.new_page(viewport={"width": width, "height": 800}, bypass_csp=True)
    window.goto(page(language).as_uri())
    found = Axe().run(window)
    wide, sticking_out = window.evaluate("document.documentElement.scrollWidth"), window.evaluate(NARROW)
    window.close()
    assert not found.response["violations"], found.generate_report()
    assert wide <= width and sticking_out == []


def test_the_figures_of_the_page_are_those_of_the_simulation(
    page: Callable[[str], Path], corridor_study: Study
) -> None:
    text = unescape(page("en").read_text(encoding="utf-8"))
    simulation = simulate(corridor_study.partnership, draws=DRAWS)
    words = PartnershipWords("en", corridor_study.partnership)
    for worth in simulation.stakeholders.values():
        for units in (worth.present.median, worth.present.low, worth.present.high, worth.cash_need.median):
            assert f"<bdi>{words.about(units)}</bdi>" in text
    for cost in simulation.cost_per.values():
        assert f"<bdi>{words.exact(cost.median)}</bdi>" in text
    for swings in tornado(corridor_study.partnership).values():
        widest = swings[0]
        assert (
            f"<bdi>{words.about(widest.at_low)}</bdi>" in text and f"<bdi>{words.about(widest.at_high)}</bdi>" in text
        )


def test_that_everybody_wins_is_never_said_where_data_are_missing(page: Callable[[str], Path]) -> None:
    text = page("en").read_text(encoding="utf-8")
    assert "Nobody can say yet" in text and "Donor: what they gain" in text
    assert "Yes, by the numbers" not in text


def complete(tmp_path: Path, gain: int) -> Path:
    """The corridor with what the fund gains: as written, and no employer who may lose."""
    text = CORRIDOR.read_text(encoding="utf-8")
    effect = f"""
  value_to_the_fund:
    party: fund
    title: {{en: "What the fund would pay for the same nurses elsewhere"}}
    money: {{amount: {gain}, currency: EUR}}
    per: cohort
    source: assumptions
"""
    text = text.replace("\neffects:\n", f"\neffects:{effect}", 1)
    text = text.replace("amount: {low: 200, likely: 600, high: 1100", "amount: {low: 800, likely: 900, high: 1100", 1)
    file = tmp_path / "complete.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def test_the_claim_that_everybody_wins_comes_with_the_lower_bound_of_each(tmp_path: Path) -> None:
    for gain, said in ((300_000, "Yes, by the numbers"), (0, "Not shown")):
        found = studied(complete(tmp_path, gain))
        assert found.simulation.triple_win.holds is (gain > 0)
        path = tmp_path / f"{gain}.html"
        write_partnership_report(path, found)
        text = unescape(path.read_text(encoding="utf-8"))
        words = PartnershipWords("en", found.partnership)
        assert said in text
        for who, bound in found.simulation.triple_win.lower_bounds.items():
            assert f"{words.stakeholder(who)}: {words.about(bound)}" in text


@pytest.mark.parametrize("example", sorted(EXAMPLES.glob("partnerships/*.yaml")), ids=lambda path: path.stem)
def test_a_partnership_of_which_little_is_known_gets_a_report_too(tmp_path: Path, example: Path) -> None:
    write_partnership_report(tmp_path / "report.html", studied(example))
    text = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert re.findall(r'<section class="wide" id="(\w+)"', text) == list(ANCHORS)
    if example.stem == "palim":
        assert "<bdi>€12,470.40</bdi>" in text and "<bdi>€1,496,448.50</bdi>" in text
    else:
        assert "<bdi>€15,000</bdi>" in text


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_pdf_is_tagged_names_its_language_and_holds_the_text(tmp_path: Path, language: str) -> None:
    path = tmp_path / "report.pdf"
    found = studied(EXAMPLES / "partnerships" / "palim.yaml", language)
    write_partnership_report(path, found, lang=language)
    paper = PdfReader(path)
    root = paper.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and "/StructTreeRoot" in root and root["/Lang"] == language
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()
    assert paper.metadata is not None and "PALIM" in str(paper.metadata.title)
    if language == "en":
        text = " ".join(leaf.extract_text() for leaf in paper.pages)
        assert all(said in text for said in ("What it costs and who pays", "12,470.40", "Does everybody win?"))


def test_where_pango_is_not_there_the_error_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "weasyprint", None)
    with pytest.raises(UsageError, match="pango") as caught:
        check_formats([tmp_path / "report.pdf"])
    assert "apt-get install libpango" in caught.value.remedy
    with pytest.raises(UsageError, match="HTML or PDF"):
        check_formats([tmp_path / "report.docx"])


def test_a_pdf_reads_no_file_and_no_address_that_a_page_names(tmp_path: Path) -> None:
    picture = tmp_path / "secret.png"
    Image.new("RGB", (8, 8)).save(picture)
    page = '<html lang="en"><title>x</title><h1>x</h1><img alt="" src="{}">'
    write_pdf(tmp_path / "own.pdf", page.format(f"data:image/png;base64,{b64encode(picture.read_bytes()).decode()}"))
    write_pdf(tmp_path / "other.pdf", page.format(picture.as_uri()))
    assert [len(PdfReader(tmp_path / name).pages[0].images) for name in ("own.pdf", "other.pdf")] == [1, 0]


def test_drawings_with_letters_that_join_are_pictures_with_the_same_words(page: Callable[[str], Path]) -> None:
    text = page("ar").read_text(encoding="utf-8")
    joined = pictured(text)
    assert joined.count('src="data:image/png;base64,') == text.count("<svg ") > 12 and "<svg" not in joined
    assert re.findall(r'<img alt="([^"]+)"', joined) == re.findall(r'role="img" aria-label="([^"]+)"', text)


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_the_tables_hold_the_figures_of_the_simulation_to_the_last_unit(tmp_path: Path, corridor_study: Study) -> None:
    assert {path.stem for path in write_tables(tmp_path, corridor_study)} == {
        "schedule", "costs", "cash_flow", "npv", "people", "tornado", "models", "checks", "numbers"
    }  # fmt: skip
    partnership = corridor_study.partnership
    simulation, flows = simulate(partnership, draws=DRAWS), cash_flows(partnership)
    for row in rows_of(tmp_path / "npv.csv"):
        found = (simulation.parties if row["kind"] == "party" else simulation.stakeholders)[row["name"]]
        assert [int(row[key]) for key in ("mean", "low_5", "median", "high_95")] == [
            found.present.mean, found.present.low, found.present.median, found.present.high
        ]  # fmt: skip
        assert (row["break_even_month"] == "") == (found.breakeven is None)
    net = {(row["party"], int(row["month"])): int(row["net"]) for row in rows_of(tmp_path / "cash_flow.csv")}
    for party in partnership.file.parties:
        assert [net[party, month] for month in range(partnership.file.horizon_months)] == flows.net(party)
    assert sum(int(row["amount"]) for row in rows_of(tmp_path / "costs.csv")) == flows.cost()
    swings = [(row["stakeholder"], row["number"], int(row["width"])) for row in rows_of(tmp_path / "tornado.csv")]
    assert swings == [(who, each.name, each.width) for who, some in tornado(partnership).items() for each in some]
    assert [row["step"] for row in rows_of(tmp_path / "schedule.csv")] == [s.name for s in corridor_study.plan.steps]
    checks = [row for row in rows_of(tmp_path / "checks.csv") if row["list"] == "safeguards"]
    assert [row["verdict"] for row in checks] == [each.verdict for each in corridor_study.findings.findings]


def test_no_spreadsheet_computes_what_a_file_says(tmp_path: Path) -> None:
    file = tmp_path / "partnership.yaml"
    text = CORRIDOR.read_text(encoding="utf-8").replace("title: Assumptions of this example", 'title: "=cmd()"')
    file.write_text(text, encoding="utf-8")
    write_tables(tmp_path / "csv", studied(file))
    assert any(row["source"] == "'=cmd()" for row in rows_of(tmp_path / "csv" / "numbers.csv"))


def test_words_of_a_file_stay_text_on_the_page(tmp_path: Path) -> None:
    file = tmp_path / "partnership.yaml"
    text = CORRIDOR.read_text(encoding="utf-8").replace("{en: German to A2,", '{en: "<script>alert(1)</script>",')
    text = text.replace("url: https://www.gesetze-im-internet.de/aufenthv/__46.html", 'url: "javascript:alert(1)"')
    file.write_text(text, encoding="utf-8")
    write_partnership_report(tmp_path / "report.html", studied(file))
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "<script" not in page and "javascript:" not in page
