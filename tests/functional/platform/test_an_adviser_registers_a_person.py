"""An adviser on a small screen: registers a person who agreed before them, finds them again, and reads the record."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page


def _check(page: Page, place: str) -> None:
    found = Axe().run(page)
    assert not found.response["violations"], f"{place}\n{found.generate_report()}"
    assert not page.evaluate("() => document.documentElement.scrollWidth > innerWidth"), f"{place} scrolls sideways"


def test_from_the_words_that_are_read_aloud_to_the_record(browser: Browser, served_site: Any) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740}, bypass_csp=True, locale="en-GB")
    page = context.new_page()
    page.goto(served_site.url + "/account/login/")
    page.locator("[name=login]").fill("caseworker@example.org")
    page.locator("[name=password]").fill(served_site.passwords["caseworker"])
    page.locator("main form button").first.click()
    page.get_by_role("link", name="People", exact=True).click()
    _check(page, "the empty list")
    page.get_by_role("link", name="Register a person").click()
    page.locator("[name=given_names]").fill("Sami")
    page.locator("[name=family_name]").fill("Beispiel")
    page.get_by_role("button", name="Register").click()
    page.wait_for_selector(".errors")
    _check(page, "registering, to mend")
    page.locator("[name=how][value=in_person]").check()
    page.locator("main [name=language]").select_option("ar")
    page.locator("[name=agreed]").check()
    page.locator("[name=organisation]").select_option(index=0)
    page.get_by_role("button", name="Register").click()
    page.get_by_role("heading", name="Sami Beispiel").wait_for()
    _check(page, "the record")
    page.get_by_role("link", name="About the person").click()
    page.locator("[name=nationalities]").fill("السودان")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Sudan").first.wait_for(state="attached")
    _search(page, served_site.url, "سامي")
    page.get_by_role("link", name="Sami Beispiel").click()
    page.get_by_role("link", name="How do you know? Nationalities").click()
    _check(page, "how a fact is known")
    page.get_by_role("button", name="Save").click()
    page.wait_for_selector(".errors")
    _check(page, "how a fact is known, to mend")
    page.locator("[name=assurance][value=attested]").check()
    page.get_by_role("button", name="Save").click()
    page.get_by_text("confirmed by somebody who knows by Harbour of Skills").first.wait_for(state="attached")
    page.get_by_role("link", name="How do you know? Nationalities").click()
    _check(page, "how a fact is known, to take back")
    page.get_by_role("button", name="Take it back").click()
    page.get_by_text("Taken back.").first.wait_for(state="attached")
    _search(page, served_site.url, "beisp")
    page.get_by_text("Sami Beispiel").first.wait_for(state="attached")
    _check(page, "the list")
    page.goto(served_site.url + "/people/?agreed")
    _check(page, "people who agreed")
    context.close()


def _search(page: Page, site: str, words: str) -> None:
    """By the form: what is searched for stands in no address."""
    page.goto(site + "/people/")
    page.locator("[name=name]").fill(words)
    page.locator("form[role=search] button").click()
    page.wait_for_load_state()
    assert page.url == site + "/people/"
