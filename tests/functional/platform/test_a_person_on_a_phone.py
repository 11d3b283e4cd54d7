"""The first visit on a small phone in Arabic, without a manual: how many pages and words lie before one's open doors."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from site_mail import mail_to

PHONE = {"width": 360, "height": 740}
PICTURES = Path(__file__).parents[3] / "docs" / "pictures"
CODE = r"^([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})\s*$"
#: Somebody who reads slowly, in words a minute, and seconds for a tap with the next page behind it.
WORDS_A_MINUTE, SECONDS_A_TAP = 100, 4

#: What stands between the top of the page and something; lists to choose from are not read whole.
READ = """e => { const range = document.createRange(); range.setStart(document.querySelector("main"), 0);
    range.setEndBefore(e); const above = range.cloneContents();
    above.querySelectorAll("select, .hidden").forEach(each => each.remove()); return above.textContent; }"""


class Walk:
    """A phone that counts what is tapped and read."""

    def __init__(self, page: Page) -> None:
        self.page, self.taps, self.words = page, 0, 0

    def tap(self, selector: str) -> None:
        """Read the page down to this, and tap it; a page follows."""
        place = self.page.locator(selector).first
        self.words += len(place.evaluate(READ).split())
        with self.page.expect_navigation():
            place.click()
        self.taps += 1

    @property
    def minutes(self) -> float:
        """How long it takes a slow reader."""
        return self.words / WORDS_A_MINUTE + self.taps * SECONDS_A_TAP / 60

    def picture(self, name: str) -> None:
        """A screenshot for the docs, where CROSSWALK_PICTURES is set."""
        if os.environ.get("CROSSWALK_PICTURES"):
            clip = {"x": 0, "y": 0, "width": 360, "height": 900}
            self.page.screenshot(path=PICTURES / f"{name}.png", clip=clip, full_page=True)


@pytest.fixture
def walk(browser: Browser, served_site: Any) -> Iterator[Walk]:
    """A phone whose language is Arabic, without JavaScript, on the first page."""
    context = browser.new_context(viewport=PHONE, java_script_enabled=False, locale="ar")
    page = context.new_page()
    page.goto(served_site.url)
    assert page.locator("html").get_attribute("lang") == "ar", "the phone's own language, without a choice"
    yield Walk(page)
    context.close()


def test_without_an_account_the_doors_are_two_taps_away(walk: Walk) -> None:
    walk.picture("first-page-ar")
    walk.tap("main a.button")
    walk.page.locator("[name=destinations][value=DEU]").check()
    walk.page.locator("[name=residence]").select_option("MAR")
    walk.tap("main form .actions button")
    assert walk.page.locator("main section[aria-labelledby=undecided] li").count()
    assert walk.taps == 2
    walk.tap("main button[name=fact]")
    for _ in range(8):
        if not walk.page.locator("main input[name=fact]").count():
            break
        walk.tap("main button[value=unknown]")
    assert walk.minutes < 5, f"{walk.taps} taps, {walk.words} words"


def test_from_the_first_page_over_an_account_and_a_profile_to_the_doors(walk: Walk, served_site: Any) -> None:
    page = walk.page
    walk.tap("main a.button.second")
    page.locator("[name=email]").fill("phone@example.net")
    page.locator("[name=password1]").fill("a long password of no use elsewhere")
    walk.tap("main form button")
    page.locator("[name=code]").fill(mail_to(served_site.folder, "phone@example.net", CODE))
    walk.tap("main form button")
    walk.tap("main a[href='/me/']")
    walk.tap("main form[action='/me/begin'] button")
    for step, told in (
        ("name", {"given_names": "أمينة", "family_name": "مثال"}),
        ("about", {"birth_date": "1994-05-06", "nationalities": "المغرب", "residence": "JOR"}),
        ("occupation", {"headline": "كهربائية"}),
    ):
        walk.tap(f"main a[href$='/profile/{step}']")
        if step == "about":
            walk.picture("a-step-ar")
        for name, value in told.items():
            field = page.locator(f"main [name={name}]")
            field.select_option(value) if name == "residence" else field.fill(value)
        walk.tap("main form .actions button")
        assert not page.locator(".errors").count(), page.locator(".errors").inner_text()
    walk.tap("main a[href='/doors/']")
    assert page.locator("main section[aria-labelledby]").count() >= 2
    assert page.get_by_text(re.compile("JOR|MAR")).count() == 0, "countries are named, not coded"
    walk.page.goto(served_site.url + "/me/consents/new")
    walk.tap("main .cards a")
    walk.picture("consent-ar")
    assert walk.taps < 20
    assert walk.minutes < 10, f"{walk.taps} taps, {walk.words} words"
