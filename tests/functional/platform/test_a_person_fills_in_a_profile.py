"""A person with a small phone and no JavaScript: from the first page over a code by mail to a full profile."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from hostile_files import GOOD_CV

PHONE = {"width": 360, "height": 740}
PICTURES = Path(__file__).parents[3] / "docs" / "pictures"
EMAIL, PASSWORD = "first.visit@example.net", "a long password of no use elsewhere"
SIDEWAYS = "() => document.documentElement.scrollWidth > innerWidth"


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    """A phone without JavaScript."""
    context = browser.new_context(viewport=PHONE, java_script_enabled=False, locale="en-GB")
    yield context
    context.close()


def picture(page: Page, name: str) -> None:
    """A screenshot for the docs, where CROSSWALK_PICTURES is set."""
    if os.environ.get("CROSSWALK_PICTURES"):
        page.screenshot(path=PICTURES / f"{name}.png", full_page=True)


def code_from_mail(folder: Path) -> str:
    """The code that the site sent last."""
    for _ in range(40):
        mails = (
            sorted((folder / "mail").glob("*"), key=lambda path: path.stat().st_mtime)
            if (folder / "mail").exists()
            else []
        )
        for mail in reversed(mails):
            if found := re.search(
                r"^([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})\s*$", mail.read_text(encoding="utf-8"), re.MULTILINE
            ):
                return found[1]
        time.sleep(0.25)
    raise AssertionError("no mail came")


def go(page: Page, name: str) -> None:
    """Follow the link of that name."""
    page.get_by_role("link", name=name, exact=True).first.click()


def press(page: Page, name: str) -> None:
    """Press the button of that name."""
    page.get_by_role("button", name=name).first.click()


def fill(page: Page, **told: str) -> None:
    """Fill fields by their name, and save."""
    for name, value in told.items():
        field = page.locator(f"main [name={name}]")
        if field.first.evaluate("e => e.tagName") == "SELECT":
            field.select_option(value)
        elif field.first.get_attribute("type") == "checkbox":
            field.check()
        elif field.first.get_attribute("type") == "radio":
            page.locator(f"main [name={name}][value='{value}']").check()
        else:
            field.fill(value)
    press(page, "Save")


def sign_up(page: Page, site: Any) -> None:
    page.goto(site.url)
    go(page, "Create an account")
    page.locator("[name=email]").fill(EMAIL)
    page.locator("[name=password1]").fill(PASSWORD)
    page.locator("main form button").first.click()
    page.locator("[name=code]").fill(code_from_mail(site.folder))
    page.locator("main form button").first.click()


def test_from_the_first_visit_to_a_full_profile(phone: BrowserContext, browser: Browser, served_site: Any) -> None:
    page = phone.new_page()
    sign_up(page, served_site)
    go(page, "Your profile")
    press(page, "Begin")
    go(page, "Fill it in from a CV")
    page.locator("[name=file]").set_input_files(
        {"name": "cv.txt", "mimeType": "text/plain", "buffer": GOOD_CV.encode()}
    )
    press(page, "Send")
    for _ in range(120):
        if page.get_by_role("link", name="Check what we read").count():
            break
        time.sleep(0.5)
        page.reload()
    go(page, "Check what we read")
    picture(page, "check-a-cv")
    for box in page.locator("input[type=checkbox]").all():
        box.check()
    press(page, "Save what I ticked")
    page.get_by_text("The file is erased").first.wait_for(state="attached")

    def step(name: str) -> None:
        page.goto(served_site.url + "/me/")
        go(page, name)

    step("Your name and how to reach you")
    fill(page, family_name="Example", phone="+212 600 000 000")
    step("About you")
    fill(page, birth_date="2994-05-06", nationalities="Marokko")
    page.get_by_text("This day cannot be a date of birth").first.wait_for(state="attached")
    fill(page, birth_date="1994-05-06", residence="JOR", sex="female")
    step("Your occupation")
    fill(page, headline="electrician", summary="I wire houses.")
    step("Work you have done")
    go(page, "Add one")
    fill(page, title="Market trader", start_month="3", start_year="2010", end_year="2014", unpaid="on", country="MAR")
    step("What you can do")
    go(page, "Find skills from home and life")
    page.get_by_label("Did you cook for many people").check()
    press(page, "Go on")
    picture(page, "skills-from-home")
    page.get_by_label("cook for large groups").check()
    press(page, "Go on")
    page.get_by_text("cook for large groups").first.wait_for(state="attached")
    step("School and training")
    go(page, "Add one")
    fill(page, level="upper_secondary", title="Electrics", completed="yes")
    step("Languages")
    go(page, "Add one")
    picture(page, "a-language")
    fill(page, language="Deutsch", level="A2")
    step("Certificates and documents")
    go(page, "Add one")
    fill(page, kind="driving_licence", name="Driving licence, class B", until="2031-01-01")
    step("Family, and who would move with you")
    press(page, "I would move alone")
    step("Where to, and where not")
    fill(page, destinations="Germany, Canada")
    step("From when you can start")
    fill(page, available_from="2027-03-01")
    page.goto(served_site.url + "/me/")
    page.get_by_text("11 of 11 steps are filled in").first.wait_for(state="attached")
    picture(page, "your-profile")

    go(page, "What you agreed to")
    go(page, "Agree with an organisation")
    go(page, "Klinikum am Beispielsee")
    picture(page, "before-you-agree")
    page.get_by_role("button", name="I agree").first.click()
    page.get_by_text("version 1 of these words").first.wait_for(state="attached")
    picture(page, "what-you-agreed-to")
    _no_barriers(browser, phone, served_site.url)


def _no_barriers(browser: Browser, phone: BrowserContext, url: str) -> None:
    """No page of the journey, nor one that tells what to mend, has a barrier or scrolls sideways."""
    eyes = browser.new_context(viewport=PHONE, storage_state=phone.storage_state(), bypass_csp=True, locale="en-GB")
    page = eyes.new_page()
    page.goto(url + "/me/consents/new")
    partner = page.locator("main .cards a").first.get_attribute("href")
    steps = (
        "name",
        "about",
        "occupation",
        "work",
        "skills",
        "education",
        "languages",
        "documents",
        "family",
        "where",
        "when",
    )
    lists = ("work", "skills", "education", "languages", "documents", "family")
    places = [
        "/me/",
        "/me/cv",
        "/me/unpaid",
        "/me/protection",
        "/me/looked",
        "/me/consents",
        "/me/consents/new",
        partner,
    ]
    places += [f"/me/profile/{name}" for name in steps] + [f"/me/profile/{name}/new" for name in lists]
    for place in places:
        page.goto(f"{url}{place}")
        _check(page, str(place))
        if str(place).endswith("/new") and "profile" in str(place) and "family" not in str(place):
            with page.expect_navigation():
                page.locator("main form button").first.click()
            assert page.locator(".errors").count(), place
            _check(page, f"{place}, to mend")
    eyes.close()


def _check(page: Page, place: str) -> None:
    found = Axe().run(page)
    assert not found.response["violations"], f"{place}\n{found.generate_report()}"
    assert not page.evaluate(SIDEWAYS), f"{place} scrolls sideways"
