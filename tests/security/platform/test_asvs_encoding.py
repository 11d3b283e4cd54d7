"""ASVS V1: what people type reaches each interpreter (page, address, database, shell, mail, PDF) as text, and once."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from canary_world import routes, savepoint
from people_world import FULL, person_of
from site_world import client_of, organisation_of, seen_by

pytestmark = pytest.mark.usefixtures("database")

SOURCES = Path(__file__).resolve().parents[3] / "src"
SITE = SOURCES / "crosswalk_platform"
#: What would leave the text of a page, an attribute, a script, a comment, a style or a template, and what is encoded already.
EVIL = "\"'><svg onload=alert(1)></script><!--*/{{7*7}}{%now 'Y'%}&lt;b&gt;%3Cu%3E\\u003ci"


class Tags(HTMLParser):
    """Which elements and handlers a page has, as a browser would read it."""

    def __init__(self) -> None:
        super().__init__()
        self.wrong: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag == "svg" and "onload" in told:
            self.wrong.append("svg")
        self.wrong += [name for name in told if name.startswith("on")]
        if tag == "script" and "src" not in told and told.get("type") not in {"application/json"}:
            self.wrong.append("script")
        self.links += [str(told[name]) for name in ("href", "src", "action", "formaction") if told.get(name)]


@pytest.fixture
def evil_pages() -> list[tuple[str, str]]:
    """Pages of a person and of organisations in which every text is evil, as those see them who may."""
    from crosswalk_platform.organisations import actions
    from crosswalk_platform.organisations.models import Organisation
    from crosswalk_platform.people.actions import confide

    evil: dict[str, Any] = {
        **FULL, "given_names": EVIL[:120], "family_name": EVIL[:120], "headline": EVIL, "summary": EVIL,
        "experience": [{"title": EVIL, "employer": EVIL, "description": EVIL}], "skills": [{"text": EVIL}],
        "education": [{"title": EVIL, "institution": EVIL}], "employers_excluded": [EVIL],
        "credentials": [{"name": EVIL, "kind": "licence", "issuer": EVIL}],
    }  # fmt: skip
    person = person_of("person", ("employer", "offers"), ("caseworker", "advice"), **evil)
    with seen_by("person") as by:
        confide(by=by, person=person, confided={"reasons": EVIL})
    place = organisation_of("coordinator")
    with seen_by("coordinator") as by:
        Organisation.objects.filter(pk=place.pk).update(name=EVIL)
        actions.invite(by=by, organisation=place, email="n@example.org", name=EVIL[:120], roles=["caseworker"])
    shown = []
    for login in ("person", "caseworker", "employer", "coordinator", "admin"):
        client = client_of(login)
        client.post(f"/people/{person.pk}/", {"purpose": EVIL})
        addresses = [f"/{route}" for route in sorted({route for route, _ in routes() if "<" not in route})]
        addresses = [each for each in addresses if not each.startswith(("/account/", "/doors", "/leave"))]
        addresses += [f"/people/{person.pk}/", f"/organisations/{place.pk}/", f"/organisations/{place.pk}/edit"]
        addresses += [f"/people/{person.pk}/profile/{step}" for step in ("name", "work", "skills", "occupation")]
        addresses += [f"/me/profile/{step}" for step in ("name", "work", "occupation", "where", "documents")]
        addresses += [f"/organisations/?name={EVIL}", f"/me/consents/new/{place.pk}"]
        for address in (*addresses, "/people/ for it"):
            with savepoint():
                path, _, sought = address.partition(" for ")
                answer = client.post(path, {"name": EVIL}) if sought else client.get(path)
            if answer.headers["Content-Type"].startswith("text/html"):
                shown.append((f"{login} {address}", answer.content.decode()))
    return shown


def test_whatever_is_typed_stays_text_on_every_page(evil_pages: list[tuple[str, str]]) -> None:
    """Elements, attributes, comments and templates: none begins where the text of a person stands."""
    held = 0
    for name, page in evil_pages:
        read = Tags()
        read.feed(page)
        assert not read.wrong, f"{name}: {read.wrong}"
        assert "49" not in re.findall(r"onload=alert\(1\)&gt;&lt;/script&gt;&lt;!--\*/(.{2})", page)
        for link in read.links:
            assert link.partition(":")[0].lower() not in {"javascript", "data", "vbscript"}, f"{name}: {link}"
        held += "onload=alert(1)&gt;" in page
    assert held > 15, "the texts were on the pages"


def test_a_text_is_decoded_once_and_shown_as_it_was_typed(evil_pages: list[tuple[str, str]]) -> None:
    """What looks encoded, was typed so: it is kept as it is, and comes back the same."""
    for _name, page in evil_pages:
        assert "<b></b>" not in page
        assert "<u>" not in page
    shown = [page for _name, page in evil_pages if "onload" in page and "%3Cu%3E" in page]
    assert shown
    assert all("&amp;lt;b&amp;gt;" in page for page in shown)
    from crosswalk_platform.people.models import Person

    with seen_by("person"):
        assert Person.objects.get().record["headline"] == EVIL
    from urllib.parse import quote

    once = client_of("person").get(f"/organisations/?name={quote(quote('<i>'))}").content.decode()
    assert 'value="%3Ci%3E"' in once


def test_a_website_is_a_page_and_nothing_else() -> None:
    place = organisation_of("coordinator")
    client = client_of("coordinator")
    for typed in ("javascript:alert(1)", "data:text/html,x", "ftp://x.example/", "https://x.example/" + "a" * 300):
        answer = client.post(
            f"/organisations/{place.pk}/edit", {"name": place.name, "website": typed, "revision": place.revision}
        )
        assert answer.status_code == 422, typed


def test_what_is_typed_into_an_address_is_encoded_there() -> None:
    """The way back after sign-in, and pages of a list, carry what was typed as one part of the address."""
    answer = client_of(None).get("/organisations/", {"name": "a&next=//evil.example#"})
    assert answer.headers["Location"].endswith(
        "next=%2Forganisations%2F%3Fname%3Da%2526next%253D%252F%252Fevil.example%2523"
    )
    assert "\n" not in client_of(None).get("/organisations/?name=%0d%0aSet-Cookie:x=1").headers["Location"]


def test_json_that_is_made_is_read_back_the_same() -> None:
    """In the zip of everything, and in the scripts of pages, which hold data only."""
    import io
    import zipfile

    person_of("person", headline=EVIL)
    answer = client_of("person").post("/me/export")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        told = json.loads(archive.read("crosswalk.json"))
    assert told["people.person"][0]["record"]["headline"] == EVIL
    built = [
        str(path)
        for path in SITE.rglob("templates/**/*.html")
        for script in re.findall(r"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", path.read_text("utf-8"), re.DOTALL)
        if "{{" in script
    ]
    assert not built, "a template writes values into a script: use json_script"


@pytest.mark.parametrize(
    "typed", ["'; DROP TABLE people_person; --", "%' OR '1'='1", "\\'; SELECT pg_sleep(9)--", "%_%"]
)
def test_what_is_searched_for_is_a_text_to_the_database(typed: str) -> None:
    from people_world import person_registered_by

    person_registered_by("caseworker")
    page = client_of("caseworker").post("/people/", {"name": typed}).content.decode()
    assert "Amina" not in page
    assert client_of("caseworker").post("/people/", {"name": "amina"}).content.decode().count("Amina") > 0


def test_a_pdf_fetches_nothing_that_a_record_names() -> None:
    from crosswalk_platform.retention.pdf import _nothing, record_as_pdf

    for address in ("http://127.0.0.1/", "file:///etc/passwd", "ftp://x.example/", "data:text/html,x"):
        with pytest.raises(ValueError, match="without anything from elsewhere"):
            _nothing(address)
    text = '<img src="file:///etc/passwd"><link rel=attachment href="file:///etc/passwd">{{7*7}}'
    made = record_as_pdf(person_of("person", summary=text), {})
    assert b"root:" not in made
    assert b"EmbeddedFile" not in made


def test_a_mail_has_the_headers_that_the_site_wrote() -> None:
    """A line break in a name or an address begins no header and no second recipient."""
    from django.core import mail

    place, client = organisation_of("coordinator"), client_of("coordinator")
    for told in (
        {"name": "N\r\nBcc: evil@example.org", "email": "n@example.org"},
        {"name": "N", "email": "n@example.org\nBcc: evil@example.org"},
        {"name": "N", "email": "n@example.org, evil@example.org"},
    ):
        mail.outbox.clear()
        client.post(f"/organisations/{place.pk}/invite", told | {"roles": ["caseworker"]})
        for sent in mail.outbox:
            assert sent.recipients() == ["n@example.org"]
            assert "evil@example.org" not in str(sent.message()).partition("\n\n")[0]


@pytest.mark.parametrize("letters", [" ", "a", "1", "-", "(", "\n", "a ", "1/", "é", "<"])
def test_no_pattern_of_the_site_takes_long_for_a_long_text(letters: str) -> None:
    """Each is tried on 20,000 characters of one kind, with an end that fits nothing: the work grows as the text does."""
    import importlib
    import time

    text, tried = letters * (20_000 // len(letters)) + "\u0001", 0
    began = time.process_time()
    for path in sorted(SITE.rglob("*.py")):
        if {"migrations", "config"} & set(path.parts) or path.name.startswith("__"):
            continue
        module = importlib.import_module(".".join(path.relative_to(SOURCES).with_suffix("").parts))
        source = path.read_text(encoding="utf-8")
        for name, value in vars(module).items():
            if isinstance(value, re.Pattern):
                for way in set(re.findall(rf"\b{name}\.(match|fullmatch|search|findall|split)\(", source)) or {"match"}:
                    getattr(value, way)(text if isinstance(value.pattern, str) else text.encode())
                    tried += 1
    assert tried >= 8
    assert time.process_time() - began < 5, "a pattern backtracks"


def test_what_comes_back_from_outside_is_data_of_a_known_shape() -> None:
    """Signed pages, sessions and tasks carry JSON; a changed one is refused; what does not fit the catalogue is left out."""
    from django.conf import settings
    from django.core import signing

    from crosswalk_platform.doors.given import Given, given_from
    from crosswalk_platform.doors.in_page import UnreadableError, carried, held

    assert settings.SESSION_SERIALIZER.endswith("JSONSerializer")
    text = held(Given(residence="DEU"))
    assert carried(text) == Given(residence="DEU")
    with pytest.raises(UnreadableError):
        carried(signing.dumps({"residence": "DEU"}, key="another", salt="crosswalk.doors.in_page"))
    odd: dict[str, Any] = {"residence": "XXXX", "answers": {"no_such_fact": {"__class__": "os"}}, "passed": {"x": "y"}}
    assert given_from(odd) == Given()


def test_numbers_that_do_not_fit_are_refused_before_the_database_sees_them() -> None:
    person = person_of("person")
    client = client_of("person")
    for typed in ("99999999999999999999", "-1", "2147483648", "1e9", "\u0661" * 30):
        answer = client.post("/me/profile/name", {"given_names": "N", "revision": typed})
        assert answer.status_code == 422, typed
        answer = client.post(
            "/me/profile/family/new", {"kinship": "child", "birth_year": typed, "revision": person.revision}
        )
        assert answer.status_code == 422, typed
