"""The report in a real browser: for screen readers, on a small phone, by keyboard alone, on paper, in both directions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import polars as pl
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from pypdf import PdfReader

from crosswalk.matching import Engine, audit, why_nobody
from crosswalk.matching.doors import Doors
from crosswalk.matching.unmet import Obstacle, Unmet
from crosswalk.pathways import CATALOGUE, load_pathways
from crosswalk.records import Person, Vacancy, to_frame
from crosswalk.report import LANGUAGES
from report_pages import AS_OF, Corridor, report

Open = Callable[..., Page]
#: What a keyboard must reach.
STOPS = "a[href], summary, [tabindex='0']"
FOCUSED = "() => [...document.querySelectorAll(STOPS)].indexOf(document.activeElement)".replace("STOPS", f'"{STOPS}"')
VISIBLE = "(all) => all.map((e, k) => e.checkVisibility() ? k : -1).filter(k => k >= 0)"
#: Elements that stick out of the window; tables may scroll inside their own frame.
STICKING_OUT = """() => [...document.querySelectorAll("body *")].filter(e => {
    const box = e.getBoundingClientRect();
    return (box.right > innerWidth + 1 || box.left < -1) && !e.closest(".scroll, svg, .unseen, .skip");
}).map(e => e.outerHTML.slice(0, 120))"""


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory, corridor: Corridor) -> dict[str, Path]:
    """The report in each language, with ways in and an audit, and with one job that nobody is near to."""
    people, jobs = to_frame(corridor.people, Person), to_frame(corridor.vacancies, Vacancy)
    empty = jobs["vacancy_id"][0]
    matches = corridor.matches.filter(pl.col("vacancy_id") != empty)
    nobody = why_nobody(Engine(people, jobs, corridor.taxonomy, as_of=AS_OF), [empty])
    checked = audit(matches, people, by=("sex", "age_band"), as_of=AS_OF)
    doors = Doors(load_pathways(CATALOGUE), people, jobs, AS_OF)
    obstacle = Obstacle("deu.skilled_worker", "recognition", 3)
    unmet = [Unmet(empty, "DEU", 3, by_the_offer=False, obstacles=(obstacle,))]
    found = {}
    for language in LANGUAGES:
        folder = tmp_path_factory.mktemp(language)
        options = {"matches": matches, "nobody": nobody, "audit": checked, "doors": doors, "unmet": unmet}
        report(folder, corridor, lang=language, **options)
        found[language] = folder / "report.html"
    return found


@pytest.fixture
def open_page(browser: Browser, pages: dict[str, Path]) -> Iterator[Open]:
    """Opens the report of a language in a window of a given width."""
    opened = []

    def door(language: str, width: int = 1280) -> Page:
        page = browser.new_page(viewport={"width": width, "height": 800}, bypass_csp=True)
        opened.append(page)
        page.goto(pages[language].as_uri())
        return page

    yield door
    for page in opened:
        page.close()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_no_barrier(open_page: Open, language: str, width: int) -> None:
    page = open_page(language, width)
    page.evaluate("() => document.querySelectorAll('details').forEach(e => e.open = true)")
    found = Axe().run(page)
    assert not found.response["violations"], found.generate_report()
    assert len(found.response["passes"]) > 30


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_scrolls_sideways_on_the_smallest_phone(open_page: Open, language: str) -> None:
    page = open_page(language, 320)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.evaluate(STICKING_OUT) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_text_twice_as_large_still_fits(open_page: Open, language: str) -> None:
    page = open_page(language, 640)
    page.add_style_tag(content="html{font-size:200%}")
    assert page.evaluate("document.documentElement.scrollWidth") <= 640


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_keyboard_reaches_everything_in_order_and_shows_where_it_is(open_page: Open, language: str) -> None:
    page = open_page(language)
    wanted = page.eval_on_selector_all(STOPS, VISIBLE)
    reached = []
    for _ in wanted:
        page.keyboard.press("Tab")
        reached.append(page.evaluate(FOCUSED))
        outline = page.evaluate("() => getComputedStyle(document.activeElement).outline")
        assert "solid 3px" in outline, outline
    assert reached == wanted


def test_the_first_stop_leads_past_everything_to_the_shortlists(open_page: Open) -> None:
    page = open_page("en")
    page.keyboard.press("Tab")
    page.wait_for_function("() => document.activeElement.getBoundingClientRect().top >= 0")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.closest('#jobs') !== null")


def test_figures_open_by_keyboard(open_page: Open) -> None:
    page = open_page("en")
    page.locator("summary").first.focus()
    page.keyboard.press("Enter")
    assert page.locator("details[open] table").first.is_visible()


def test_arabic_runs_from_the_right_and_its_charts_too(open_page: Open) -> None:
    page = open_page("ar")
    assert page.evaluate("getComputedStyle(document.body).direction") == "rtl"
    title, window = page.locator("h1").bounding_box(), page.viewport_size
    assert title is not None and window is not None
    assert page.evaluate("getComputedStyle(document.querySelector('.ask')).borderRightWidth") == "4px"
    assert page.locator("svg text[text-anchor=end]").count() > 0


@pytest.mark.parametrize("language", ["en", "ar"])
def test_it_prints_with_every_shortlist_and_without_what_paper_cannot_do(open_page: Open, language: str) -> None:
    page = open_page(language)
    page.emulate_media(media="print")
    assert not page.locator("details, .skip, .back").first.is_visible()
    paper = PdfReader(BytesIO(page.pdf(format="A4")))
    jobs = page.locator("article.job").count()
    assert jobs < len(paper.pages) < 9 * jobs
    assert page.locator(".card h5 .id").last.is_visible()
    assert "Crosswalk" in paper.pages[-1].extract_text()


def test_the_page_asks_the_network_for_nothing(browser: Browser, pages: dict[str, Path]) -> None:
    page, asked = browser.new_page(), []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(pages["en"].as_uri())
    page.wait_for_load_state("networkidle")
    page.close()
    assert asked == [pages["en"].as_uri()]
