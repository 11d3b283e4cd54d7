"""My doors without an account, on a small phone without JavaScript: from the first page to open doors, in two scripts."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

PHONE = {"width": 360, "height": 740}
PICTURES = Path(__file__).parents[3] / "docs" / "pictures"
#: Start edges of what stands in the page, measured from the side from which one reads.
STARTS = """() => [...document.querySelectorAll("main > *, main h1, main legend, main .actions, main label")]
    .filter(e => e.checkVisibility()).map(e => { const box = e.getBoundingClientRect();
    return Math.round(document.dir === "rtl" ? innerWidth - box.right : box.left); })"""
STICKING_OUT = """() => [...document.querySelectorAll("body *")].filter(e => {
    const box = e.getBoundingClientRect();
    return (box.right > innerWidth + 1 || box.left < -1) && !e.closest(".scroll, .hidden, .skip");
}).map(e => e.outerHTML.slice(0, 120))"""
#: An invented person: fully recognised, with the means and papers that the German opportunity card asks for.
ANSWERS = {
    "recognition": "full", "valid_passport": "yes", "identity_clarified": "yes", "expulsion_interest": "no",
    "livelihood_eur_month": "1300", "health_insurance": "yes", "german": "B1", "german_permit": "none",
    "earlier_search_card": "no", "job_offer": "no", "citizenships": "MAR",
}  # fmt: skip


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A small phone on which JavaScript is off."""
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    yield context.new_page()
    context.close()


def press(page: Page, name: str) -> None:
    """Press a button by its value, and wait for the next page."""
    with page.expect_navigation():
        page.locator(f"main button[value={name}]").first.click()


def answer(page: Page) -> None:
    """Answer the question on the page, or pass it."""
    fact = page.locator("main input[name=fact]").first.get_attribute("value") or ""
    value = ANSWERS.get(fact)
    if value is None:
        return press(page, "unknown")
    field = page.locator("main [name=value]").first
    if field.get_attribute("type") == "radio":
        page.locator(f"main [name=value][value='{value}']").check()
    else:
        field.fill(value)
    return press(page, "answer")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_from_the_first_page_to_an_open_door_without_an_account(phone: Page, served_site: Any, language: str) -> None:
    phone.goto(served_site.url)
    phone.locator(f"footer button[value={language}]").click()
    phone.locator("main a.button").first.click()
    phone.locator("[name=destinations][value=DEU]").check()
    phone.locator("[name=residence]").select_option("MAR")
    with phone.expect_navigation():
        phone.locator("main form button").last.click()
    with phone.expect_navigation():
        phone.locator("main button[name=fact]").first.click()
    for _ in range(60):
        if not phone.locator("main input[name=fact]").count():
            break
        answer(phone)
    opened = phone.locator("section[aria-labelledby=open] h3 button")
    assert opened.count() == 1
    assert phone.evaluate("document.documentElement.dir") == ("rtl" if language == "ar" else "ltr")
    picture(phone, f"my-doors-{language}")
    with phone.expect_navigation():
        opened.first.click()
    assert phone.locator("section[aria-labelledby=met]").count() == 1
    assert "deu.opportunity_card" in phone.url
    assert "?" not in phone.url
    picture(phone, f"a-door-{language}")
    assert {each["name"] for each in phone.context.cookies()} <= {"csrf", "language"}


def picture(page: Page, name: str) -> None:
    """A screenshot for the docs, where CROSSWALK_PICTURES is set."""
    if os.environ.get("CROSSWALK_PICTURES"):
        page.screenshot(
            path=PICTURES / f"{name}.png", clip={"x": 0, "y": 0, "width": 360, "height": 1100}, full_page=True
        )


def walk(page: Page, url: str, language: str) -> Iterator[str]:
    """Every kind of page of my doors, by a name."""
    page.goto(url)
    page.locator(f"footer button[value={language}]").click()
    page.goto(url + "/doors/")
    yield "begin"
    page.locator("[name=destinations][value=DEU]").check()
    page.locator("[name=destinations][value=NZL]").check()
    with page.expect_navigation():
        page.locator("main form button").last.click()
    yield "overview"
    with page.expect_navigation():
        page.locator("main button[name=fact]").first.click()
    yield "question"
    press(page, "answer")
    yield "question to mend"
    press(page, "later")
    with page.expect_navigation():
        page.locator("main form").last.locator("button").click()
    with page.expect_navigation():
        page.locator("h3 button").first.click()
    yield "door"
    with page.expect_navigation():
        page.locator("main button[name=fact]").first.click()
    yield "question of a door"
    page.goto(url + "/doors/deu.opportunity_card/")
    with page.expect_navigation():
        page.locator("main button[name=fact][value=qualification_occupation]").click()
    yield "group of an occupation"
    page.locator("main [name=group]").select_option("214")
    press(page, "answer")
    yield "occupation of a group"
    press(page, "answer")
    yield "occupation to mend"
    page.goto(url + "/leave")
    yield "left"


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("width", [320, 1280])
def test_no_page_has_a_barrier_or_scrolls_sideways(
    browser: Browser, served_site: Any, language: str, width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 740}, bypass_csp=True)
    page = context.new_page()
    for name in walk(page, served_site.url, language):
        found = Axe().run(page)
        assert not found.response["violations"], f"{name}: {found.generate_report()}"
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        assert page.evaluate(STICKING_OUT) == [], name
    context.close()


def test_pages_from_right_to_left_mirror_those_from_left_to_right(browser: Browser, served_site: Any) -> None:
    starts: dict[str, list[list[int]]] = {}
    for language in ("en", "ar"):
        page = browser.new_page(viewport=PHONE)
        for name in walk(page, served_site.url, language):
            starts.setdefault(name, []).append(page.evaluate(STARTS))
        page.close()
    for name, (left, right) in starts.items():
        same = min(len(left), len(right))
        assert all(abs(a - b) <= 2 for a, b in zip(left[:same], right[:same], strict=True)), name


def test_the_keyboard_alone_answers_a_question(browser: Browser, served_site: Any) -> None:
    page = browser.new_page(viewport=PHONE)
    page.goto(served_site.url + "/doors/swe.work_permit/")
    reach(page, "main button[name=fact]")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("question"))
    reach(page, "main [name=value], main button[value=unknown]")
    page.keyboard.press("Space")
    reach(page, "main button[value=unknown]")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator("main h1").count() == 1
    page.close()


def reach(page: Page, selector: str) -> None:
    """Press Tab until one of these has the focus, and shows it."""
    for _ in range(200):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            assert "solid 3px" in page.evaluate("getComputedStyle(document.activeElement).outline")
            return
    raise AssertionError(f"the keyboard does not reach {selector}")


@pytest.mark.parametrize("way", ["click", "escape", "no script"])
def test_who_leaves_is_on_a_page_that_says_nothing_and_cannot_go_back_to_the_answers(
    browser: Browser, served_site: Any, way: str
) -> None:
    context = browser.new_context(viewport=PHONE, java_script_enabled=way != "no script")
    page = context.new_page()
    page.goto(served_site.url + "/doors/deu.opportunity_card/")
    page.locator("main button[name=fact]").first.click()
    page.wait_for_url(lambda url: "question" in url)
    if way == "escape":
        for _ in range(3):
            page.keyboard.press("Escape")
    else:
        page.locator("#leave").click()
    page.wait_for_url(served_site.url + "/leave")
    assert "Crosswalk" not in page.title()
    if way != "no script":
        page.go_back()
        assert "question" not in page.url
    context.close()
