"""An administrator brings a ministry and an NGO onto the site; each member then sees what they may, and nothing else."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from site_mail import mail_to

PICTURES = Path(__file__).parents[3] / "docs" / "pictures"
PASSWORD = "a long password of no use elsewhere"
SECRET = "CanaryOfConfidence"


@dataclass
class Office:
    """Everybody's browsers: one for each account, all of them without JavaScript."""

    browser: Browser
    site: Any
    language: str
    open: dict[str, BrowserContext] = field(default_factory=dict)

    def of(self, who: str) -> Page:
        """The browser of somebody."""
        if who not in self.open:
            size = {"width": 1000, "height": 760}
            self.open[who] = self.browser.new_context(viewport=size, java_script_enabled=False, locale="en-GB")
            self.open[who].add_cookies([{"name": "language", "value": self.language, "url": self.site.url}])
            self.open[who].new_page()
        return self.open[who].pages[0]

    def mail_to(self, address: str, wanted: str) -> str:
        """What a mail to this address holds that looks like this; the worker sends it in a moment."""
        return mail_to(self.site.folder, address, wanted)

    def picture(self, who: str, name: str) -> None:
        """A screenshot for the docs, where CROSSWALK_PICTURES is set."""
        if os.environ.get("CROSSWALK_PICTURES") and self.language == "en":
            clip = {"x": 0, "y": 0, "width": 1000, "height": 800}
            self.of(who).screenshot(path=PICTURES / f"{name}.png", clip=clip, full_page=True)


@pytest.fixture
def office(browser: Browser, served_site: Any, language: str) -> Iterator[Office]:
    """An office in which nobody is signed in yet."""
    made = Office(browser, served_site, language)
    yield made
    for context in made.open.values():
        context.close()


def send(page: Page, where: str = "main form[method=post] .actions button", **told: str | list[str]) -> None:
    """Fill fields of the page by their names, and send it."""
    for name, value in told.items():
        for each in value if isinstance(value, list) else [value]:
            choice = page.locator(f"main [name={name}][value='{each}']")
            box = page.locator(f"main [name={name}]").first
            if choice.count():
                choice.check()
            elif box.evaluate("e => e.tagName") == "SELECT":
                box.select_option(each)
            else:
                box.fill(each)
    with page.expect_navigation():
        page.locator(where).first.click()
    wrong = page.locator(".errors")
    assert not wrong.count(), wrong.inner_text()


def follow(page: Page, ends: str) -> None:
    """Follow the link of the page that ends like this."""
    with page.expect_navigation():
        page.locator(f"main a[href$='{ends}']").first.click()


def sign_in(office: Office, who: str) -> Page:
    page = office.of(who)
    page.goto(office.site.url + "/account/login/")
    told = {"login": f"{who}@example.org", "password": office.site.passwords[who]}
    send(page, "main form button", **told)
    return page


def sign_up(office: Office, who: str, page: Page) -> None:
    """Make an account, on the page for it."""
    address = f"{who}@{office.language}.example.net"
    send(page, "main form button", email=address, password1=PASSWORD)
    send(page, "main form button", code=office.mail_to(address, r"^([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})\s*$"))


def onboard(office: Office, name: str, kind: str, country: str) -> str:
    """Register an organisation as the administrator, approve it as somebody else; its address."""
    admin, approver = office.of("admin"), office.of("approver")
    admin.goto(office.site.url + "/organisations/")
    follow(admin, "/new")
    send(admin, name=name, kind=kind, country=country)
    office.picture("admin", "register-an-organisation")
    address = admin.url
    assert not admin.locator("main a[href$='/invite']").count(), "nobody is invited before it is approved"
    approver.goto(address)
    send(approver, "main form[action$='/approve'] button")
    return address


def invite(office: Office, by: str, organisation: str, who: str, *roles: str) -> None:
    """Invite somebody, who has no account yet; they follow the link of the mail and take their seat."""
    page, guest = office.of(by), office.of(who)
    page.goto(organisation)
    follow(page, "/invite")
    address = f"{who}@{office.language}.example.net"
    send(page, name=who.title(), email=address, roles=list(roles))
    guest.goto(office.mail_to(address, r"(http\S+/organisations/join/\S+)"))
    with guest.expect_navigation():
        guest.locator("main a[href*='signup']").first.click()
    sign_up(office, who, guest)
    assert "/organisations/join/" in guest.url, "after the account is made, the seat waits"
    send(guest, "main form button")
    assert guest.url == organisation


def told_on(page: Page, address: str) -> str:
    page.goto(address)
    return page.locator("main").inner_text()


def found_on(page: Page, site: str, words: str) -> str:
    """What the search for people tells."""
    page.goto(f"{site}/people/")
    page.locator("[name=name]").fill(words)
    page.locator("form[role=search] button").click()
    page.wait_for_load_state()
    return page.locator("main").inner_text()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_ministry_and_an_ngo_are_onboarded_and_each_sees_what_it_may(office: Office, language: str) -> None:
    site = office.site.url
    sign_in(office, "admin")
    sign_in(office, "approver")
    ministry = onboard(office, f"Ministry of Work ({language})", "origin_government", "SDN")
    ngo = onboard(office, f"Open Shore ({language})", "ngo", "JOR")
    invite(office, "admin", ministry, "ministry.lead", "coordinator")
    invite(office, "admin", ngo, "ngo.lead", "coordinator")
    admin = office.of("admin")
    admin.goto(ngo)
    assert "Ngo.Lead" in admin.locator("main").inner_text()
    assert not admin.locator("main a[href$='/invite']").count(), "from now on they invite for themselves"
    invite(office, "ministry.lead", ministry, "ministry.work", "caseworker", "signatory")
    invite(office, "ngo.lead", ngo, "ngo.work", "caseworker")
    _give_a_role(office, ngo)
    _agree(office, ministry, ngo)
    office.of("ngo.lead").goto(ngo)
    office.picture("ngo.lead", "an-organisation")
    registered = _register(office)
    confiding = _confide(office, ngo, ministry)
    _what_each_sees(office, registered, confiding)
    _what_the_administrator_sees(office, ministry, ngo, [f"{site}/people/", registered, confiding])


def _give_a_role(office: Office, ngo: str) -> None:
    """The coordinator of the NGO makes their caseworker a protection officer too."""
    lead = office.of("ngo.lead")
    lead.goto(ngo)
    with lead.expect_navigation():
        lead.locator("main a[href*='/members/']").first.click()
    send(lead, roles=["caseworker", "protection_officer"])
    assert lead.url == ngo
    lead.goto(ngo + "edit")
    office.of("ngo.work").goto(ngo)
    assert not office.of("ngo.work").locator("main a[href*='/members/']").count(), (
        "who is no coordinator gives no roles"
    )


def _agree(office: Office, ministry: str, ngo: str) -> None:
    lead, signs = office.of("ngo.lead"), office.of("ministry.work")
    lead.goto(ngo)
    follow(lead, "/agreements/new")
    send(lead, partner=ministry.rstrip("/").rpartition("/")[2], purposes=["refer_people", "train"])
    assert lead.locator("main .tag-unknown").count() == 1, "proposed, and not yet signed"
    signs.goto(ministry)
    send(signs, "main form[action$='/sign'] button")
    assert signs.locator("main .tag-open").count() == 1
    lead.goto(ngo)
    assert lead.locator("main .tag-open").count() == 1


def _register(office: Office) -> str:
    """The NGO registers somebody from the country of the ministry."""
    page = office.of("ngo.work")
    page.goto(office.site.url + "/people/")
    follow(page, "/new")
    page.locator("[name=agreed]").check()
    page.locator("[name=organisation]").select_option(index=0)
    names = {"given_names": "Samira", "family_name": f"Beispiel{office.language}"}
    send(page, how="in_person", language=office.language, **names)
    return page.url


def _confide(office: Office, ngo: str, ministry: str) -> str:
    """Somebody with an account confides, to the NGO alone; both organisations advise them."""
    page, site = office.of("samir"), office.site.url
    page.goto(site + "/account/signup/")
    sign_up(office, "samir", page)
    page.goto(site + "/me/")
    send(page, "main form[action$='/begin'] button")
    page.goto(site + "/me/profile/name")
    send(page, given_names="Samir", family_name=f"Muster{office.language}")
    page.goto(site + "/me/profile/about")
    send(page, nationalities="Sudan", residence="JOR")
    page.goto(site + "/me/protection")
    send(page, legal_status="refugee", reasons=SECRET)
    for organisation, purposes in ((ngo, ("advice", "protection")), (ministry, ("advice",))):
        for purpose in purposes:
            page.goto(f"{site}/me/consents/new/{organisation.rstrip('/').rpartition('/')[2]}")
            send(page, f"main section:has([value={purpose}]) button")
    office.of("ngo.work").goto(site + "/people/?agreed")
    person = office.of("ngo.work").locator("main .cards a").first.get_attribute("href") or ""
    return site + person


def _what_each_sees(office: Office, registered: str, confiding: str) -> None:
    site, language = office.site.url, office.language
    ngo, ministry, leads = office.of("ngo.work"), office.of("ministry.work"), office.of("ministry.lead")
    assert f"Beispiel{language}" in found_on(ngo, site, "beispiel")
    assert f"Beispiel{language}" not in told_on(ministry, f"{site}/people/")
    nobody = found_on(ministry, site, "nobody")
    assert found_on(ministry, site, "beispiel") == nobody, "a search tells nothing of another caseload"
    quiet = told_on(ministry, f"{site}/people/00000000-0000-4000-8000-000000000000/")
    assert told_on(ministry, registered) == quiet, "who is not theirs looks like who does not exist"
    for page in (ngo, ministry):
        page.goto(confiding)
        send(page, purpose="To advise")
        assert f"Muster{language}" in page.locator("main").inner_text()
        assert SECRET not in page.content()
    ngo.goto(confiding)
    follow(ngo, "protection")
    assert SECRET in ngo.locator("main [name=reasons]").input_value()
    ministry.goto(confiding)
    assert not ministry.locator("main a[href$='protection']").count()
    assert told_on(ministry, confiding + "protection") == quiet
    assert SECRET not in told_on(ministry, f"{site}/people/?agreed")
    assert told_on(leads, f"{site}/people/") == quiet, "a coordinator sees nobody's record"


def _what_the_administrator_sees(office: Office, ministry: str, ngo: str, closed: list[str]) -> None:
    """The page of each organisation says it, in words; the administrator sees no person."""
    admin = office.of("admin")
    quiet = told_on(admin, office.site.url + "/nothing/is/here")
    for address in closed:
        assert told_on(admin, address) == quiet
    told = {}
    for name, organisation in (("ministry", ministry), ("ngo", ngo)):
        admin.goto(organisation)
        follow(admin, "/access")
        office.picture("admin", f"what-members-of-the-{name}-see")
        told[name] = [each.inner_text() for each in admin.locator("main > ul.cards").first.locator("li").all()]
        never = admin.locator("main > ul:not(.cards)").first.locator("li").all_inner_texts()
        told[f"{name} never"] = never
    assert (len(told["ministry"]), len(told["ngo"])) == (2, 3)
    if office.language == "en":
        assert (
            "What people confided for their protection, and whether they confided anything." in told["ministry never"]
        )
        assert "What they confided for their protection" in told["ngo"][2]
        assert "Protection officer" in told["ngo"][2]
    names = admin.locator("main").inner_text()
    assert "Ngo.Lead" in names
    assert "Ngo.Work" in names
