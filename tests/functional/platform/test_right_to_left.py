"""The site from right to left in a real browser: every block mirrored, nothing sideways, no barrier, in each language."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

Open = Callable[..., Page]
PAGES = [
    ("", None),
    ("doors/", None),
    ("account/login/", None),
    ("account/signup/", None),
    ("me/", "person"),
    ("account", "person"),
    ("organisations/", "admin"),
]
#: The side from which one reads each visible block, from the edge of the page, and its height: the number of its lines.
STARTS = """(direction) => {
    document.documentElement.dir = direction;
    const wide = document.documentElement.clientWidth;
    const whole = new Set(["block", "flex", "grid", "list-item", "table", "table-row", "table-cell", "inline-block", "inline-flex"]);
    return [...document.querySelectorAll("body *")].filter(e => !e.closest(".skip, .hidden, svg, script, option"))
        .filter(e => whole.has(getComputedStyle(e).display) && e.checkVisibility() && e.getClientRects().length)
        .map(e => { const box = e.getBoundingClientRect();
            return [e.outerHTML.slice(0, 90), direction === "rtl" ? wide - box.right : box.left, box.height]; });
}"""
STICKING_OUT = "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def states(browser: Browser, served_site: Any) -> dict[str, Any]:
    """What a browser keeps once somebody has signed in with a password."""
    kept: dict[str, Any] = {}
    for login in sorted({login for _, login in PAGES if login}):
        context = browser.new_context(locale="en-GB")
        page = context.new_page()
        page.goto(f"{served_site.url}/account/login/")
        page.locator("[name=login]").fill(f"{login}@example.org")
        page.locator("[name=password]").fill(served_site.passwords[login])
        page.locator("main form button").first.click()
        assert page.locator("form[action$='logout/']").count(), page.content()[:2000]
        kept[login] = context.storage_state()
        context.close()
    return kept


@pytest.fixture
def open_page(browser: Browser, served_site: Any, states: dict[str, Any]) -> Iterator[Open]:
    """Opens a page as somebody, in a language and a width."""
    opened = []

    def door(path: str, login: str | None, language: str = "en", width: int = 1280) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            storage_state=states[login] if login else None,
            bypass_csp=True,
            locale="en-GB",
        )
        opened.append(context)
        context.add_cookies([{"name": "language", "value": language, "url": served_site.url}])
        page = context.new_page()
        answer = page.goto(f"{served_site.url}/{path}")
        assert answer is not None
        assert answer.ok, f"{path}: {answer.status}"
        return page

    yield door
    for context in opened:
        context.close()


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize(("path", "login"), PAGES)
def test_every_block_starts_where_its_mirror_image_would(
    open_page: Open, path: str, login: str | None, width: int
) -> None:
    """The words stay English (the pseudo-locale ar-xb), so that lines are as long as they were."""
    _mirrored(open_page(path, login, width=width))


def _mirrored(page: Page) -> None:
    """Each block is as far from the side from which one reads, within 2 px."""
    plain, mirrored = page.evaluate(STARTS, "ltr"), page.evaluate(STARTS, "rtl")
    assert len(plain) == len(mirrored) > 20
    same = [(one, other) for one, other in zip(plain, mirrored, strict=True) if abs(one[2] - other[2]) < 1]
    assert len(same) > 0.95 * len(plain)
    away = [(one[0], one[1], other[1]) for one, other in same if abs(one[1] - other[1]) > 2]
    assert not away


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize(
    "route", ["me/", "doors/", "me/looked", "organisations/<uuid:pk>/", "organisations/<uuid:pk>/access"]
)
def test_pages_with_much_on_them_are_mirrored_as_well(
    browser: Browser, filled_site: Any, route: str, width: int
) -> None:
    """A filled profile, the doors of a record, and an organisation with members and agreements."""
    found, address, login = next(
        each
        for each in reversed(filled_site.pages)
        if each[0] == route and each[2] in {"person", "coordinator", "admin"}
    )
    context = browser.new_context(viewport={"width": width, "height": 900}, bypass_csp=True, locale="en-GB")
    context.add_cookies([{"name": "session", "value": filled_site.sessions[login], "url": filled_site.url}])
    page = context.new_page()
    answer = page.goto(filled_site.url + address)
    assert answer is not None
    assert answer.ok, found
    _mirrored(page)
    context.close()


@pytest.mark.parametrize("language", ["fr", "es", "ar"])
@pytest.mark.parametrize(("path", "login"), PAGES)
def test_no_language_has_a_barrier_or_scrolls_sideways_on_a_small_phone(
    open_page: Open, path: str, login: str | None, language: str
) -> None:
    page = open_page(path, login, language, 320)
    root = page.locator("html")
    assert root.get_attribute("lang") == language
    assert root.get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
    assert not page.evaluate(STICKING_OUT)
    found = Axe().run(page)
    assert not found.response["violations"], found.generate_report()
