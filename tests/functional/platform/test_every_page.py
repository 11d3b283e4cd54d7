"""Every page of the site in a real browser, from the list of its addresses: no barrier, keyboard alone, 320 px, no JavaScript."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

SMALL = {"width": 320, "height": 740}
#: Targets of at least 24 px belong to WCAG 2.2 AA, but axe asks for them only where it is told to.
AXE = {"rules": {"target-size": {"enabled": True}}}
SIDEWAYS = """() => [...document.querySelectorAll("body *")].filter(e => { const box = e.getBoundingClientRect();
    return (box.right > innerWidth + 1 || box.left < -1) && !e.closest(".scroll, .hidden, .skip") && e.checkVisibility();
}).map(e => e.outerHTML.slice(0, 120))"""
#: What the keyboard has to reach, in the order of the page; of a group of radio buttons one.
REACHED = """() => {
    const groups = new Set();
    const all = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")]
        .filter(e => e.type !== "hidden" && !e.disabled && e.tabIndex >= 0 && e.checkVisibility({visibilityProperty: true}));
    window.wanted = all.filter(e => { if (e.type !== "radio") return true;
        const name = (e.form ? [...document.forms].indexOf(e.form) : "") + e.name;
        const chosen = all.find(o => o.type === "radio" && o.name === e.name && o.form === e.form && o.checked);
        if (groups.has(name) || (chosen && chosen !== e)) return false;
        groups.add(name); return true; });
    const box = document.querySelector("[autofocus]");  // what is to be mended: from there on, and around
    const begin = box ? window.wanted.findIndex(e => box.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_FOLLOWING) : 0;
    window.wanted = [...window.wanted.slice(begin), ...window.wanted.slice(0, begin)];
    window.met = []; window.unseen = [];
    document.addEventListener("focusin", event => { const e = event.target, style = getComputedStyle(e);
        window.met.push(e);
        if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2) window.unseen.push(e.outerHTML.slice(0, 90)); });
    return window.wanted.length + 4 * document.querySelectorAll("input[type=date]").length + 3;
}"""
MISSED = """() => { const met = new Set(window.met); let place = -1;
    const order = window.wanted.filter(e => { const now = window.met.indexOf(e), before = now < place; place = Math.max(place, now); return before; });
    return {unreached: window.wanted.filter(e => !met.has(e)).map(e => e.outerHTML.slice(0, 120)),
            out_of_order: order.map(e => e.outerHTML.slice(0, 120)), unseen: window.unseen}; }"""

#: What a page says and offers; cells of tables are left out, for in them the time goes on.
TOLD = """() => [...document.querySelectorAll("main :is(h1, h2, h3, p, li, dd, label, legend, a, button, input, select)")]
    .filter(e => e.checkVisibility() && !e.closest("td")).map(e => e.tagName + e.innerText)"""


@pytest.fixture
def readers(browser: Browser, filled_site: Any, language: str) -> Iterator[Any]:
    """A small screen of somebody, with or without JavaScript; one browser context for each."""
    opened: dict[tuple[str | None, bool], BrowserContext] = {}

    def of(login: str | None, scripts: bool) -> Page:
        if (login, scripts) not in opened:
            context = browser.new_context(viewport=SMALL, bypass_csp=True, locale="en-GB", java_script_enabled=scripts)
            cookies = {"language": language} | ({"session": filled_site.sessions[login]} if login else {})
            context.add_cookies(
                [{"name": key, "value": value, "url": filled_site.url} for key, value in cookies.items()]
            )
            context.new_page()
            opened[login, scripts] = context
        return opened[login, scripts].pages[0]

    yield of
    for context in opened.values():
        context.close()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_page_is_open_to_everybody_in_every_way(filled_site: Any, readers: Any, language: str) -> None:
    wrong: list[str] = []
    for route, address, login in filled_site.pages:
        page = readers(login, scripts=True)
        where = f"{address} as {login} ({route})"
        answer = page.goto(filled_site.url + address)
        if answer is None or answer.status != 200:
            wrong.append(f"{where}: {answer and answer.status}")
            continue
        assert page.locator("html").get_attribute("lang") == language, where
        wrong += [f"{where}: {problem}" for problem in (*_keyboard(page), *_looks(page))]
        plain = readers(login, scripts=False)
        plain.goto(filled_site.url + address)
        if page.evaluate(TOLD) != plain.evaluate(TOLD):
            wrong.append(f"{where}: differs without JavaScript")
        form = page.locator("main form[novalidate]:not([action*='set_language'])").first
        if form.count():
            with page.expect_navigation() as leads:
                form.evaluate("form => form.submit()")
            if leads.value.status == 422:
                wrong += [f"{where}, to mend: {problem}" for problem in (*_keyboard(page), *_looks(page))]
    assert len(filled_site.pages) > 65
    assert not wrong, f"{len(wrong)} on {len(filled_site.pages)} pages:\n" + "\n".join(wrong)


def _looks(page: Page) -> Iterator[str]:
    """Barriers that axe finds, and what sticks out of a screen of 320 px."""
    for each in Axe().run(page, options=AXE).response["violations"]:
        yield f"{each['id']}: {[node['html'][:120] for node in each['nodes'][:3]]}"
    if sticking := page.evaluate(SIDEWAYS):
        yield f"sticks out: {sticking[:3]}"


def _keyboard(page: Page) -> Iterator[str]:
    """Tab reaches everything, in the order of the page, and shows where it is."""
    for _ in range(page.evaluate(REACHED)):
        page.keyboard.press("Tab")
    for name, elements in page.evaluate(MISSED).items():
        if elements:
            yield f"keyboard, {name}: {elements[:3]}"


@pytest.mark.parametrize("language", ["en", "ar"])
def test_pages_of_errors_have_no_barrier_either(filled_site: Any, readers: Any, language: str) -> None:
    page = readers("person", scripts=True)
    for address, status in (("/nothing/here", 404), ("/people/", 403), ("/doors/no.such/", 404)):
        answer = page.goto(filled_site.url + address)
        assert answer.status == status
        assert not [*_keyboard(page), *_looks(page)], address
    page.goto(f"{filled_site.url}/proof/")
    page.evaluate("document.querySelector('main form [name=csrfmiddlewaretoken]').value = 'another'")
    with page.expect_navigation() as refused:
        page.evaluate("document.querySelector('main form').submit()")
    assert refused.value.status == 403
    assert page.locator("h1").count() == 1
    assert not [*_keyboard(page), *_looks(page)], "a form from elsewhere"
