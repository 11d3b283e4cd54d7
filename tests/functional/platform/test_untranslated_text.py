"""Every page in a language that nobody speaks: text outside of its brackets was forgotten by somebody."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from canary_world import World, fill, routes, url_of
from pseudo_locales import outside, spoken
from site_world import LOGINS, client_of

pytestmark = pytest.mark.usefixtures("database")

#: Elements that are not read aloud, and those that a template gives the language of their text.
UNSEEN = {"script", "style", "svg"}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
TOLD = ("aria-label", "placeholder", "title", "alt")
#: Names of things and people, and what a machine counts; they are the same in every language.
DATA = re.compile(
    r"Crosswalk|CV|PDF|JSON|TOTP|\S+@\S+|https?://\S+|\S*\.(json|pdf)|ISCO(-08)?|CEFR|[A-Z]{3}\b|[a-z-]+\.[a-z_.]+"
    r"|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
)
APART = "\x1f"
LETTER = re.compile(r"[^\W\d_]{2,}")


class Reader(HTMLParser):
    """Collects what somebody sees or hears of a page, but for text that says its own language and for coded names."""

    def __init__(self) -> None:
        super().__init__()
        self.stack: list[tuple[str, bool]] = []
        self.seen: list[str] = []
        self.told: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        coded = tag == "option" and bool(re.fullmatch(r"[A-Z]{3}|[a-z]{2,3}(-\w+)?|\d{1,2}", told.get("value") or ""))
        hidden = tag in UNSEEN or ("lang" in told and tag != "html") or coded or tag == "bdi"
        if tag not in VOID:
            self.stack.append((tag, hidden))
        if not any(away for _, away in self.stack):
            self.told += [told[name] or "" for name in TOLD if name in told]

    def handle_endtag(self, tag: str) -> None:
        while self.stack and self.stack.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not any(away for _, away in self.stack):
            self.seen.append(data)


def addresses() -> Iterator[str]:
    from django.urls import URLPattern, get_resolver

    def walk(patterns: list[Any], before: str) -> Iterator[str]:
        for each in patterns:
            where = before + str(each.pattern)
            yield from [where] if isinstance(each, URLPattern) else walk(each.url_patterns, where)

    for where in walk(get_resolver().url_patterns, "/"):
        if not re.search(r"[<(\\^]", where) and "logout" not in where and where not in {"/leave", "/health"}:
            yield where


def words_of(world: World) -> set[str]:
    """What people wrote in a world of canaries; it is in no language of the site."""
    return {each.text for each in world.canaries} | {each.text.lower() for each in world.canaries} | {"Twice", "matrix"}


def names() -> set[str]:
    """Names of organisations and people of the example site."""
    from crosswalk_platform.organisations.models import Invitation, Membership, Organisation
    from site_world import seen_by

    found: set[str] = set()
    for login in LOGINS:
        with seen_by(login):
            found |= set(Organisation.objects.values_list("name", flat=True))
            found |= set(Membership.objects.values_list("name", flat=True))
            found |= set(Invitation.objects.values_list("name", flat=True))
    return found


@cache
def catalogued() -> frozenset[str]:
    """Texts of the catalogue, and names of countries and occupations: each carries its own words in each language."""
    from crosswalk.pathways import CATALOGUE
    from crosswalk.pathways.translations import texts_of
    from crosswalk.yaml_files import read_yaml
    from crosswalk_platform.doors.catalogue import countries, occupations

    laws = (text["en"] for path in CATALOGUE.rglob("*.yaml") for text in texts_of(read_yaml(path).data))
    return frozenset(str(text) for text in (*laws, *occupations("en").values(), *dict(countries("en")).values()))


def forgotten(html: str, known: set[str]) -> list[str]:
    reader = Reader()
    reader.feed(html)
    left = []
    texts = outside(APART.join(reader.seen)).split(APART) + [outside(text) for text in reader.told]
    for text in texts:  # a link inside of a sentence: its bracket opens in one text and closes in another
        rest = text.strip()
        titles = rest.removeprefix(": ").removesuffix(" – Crosswalk").removesuffix(" –").split(" – ")
        if catalogued().issuperset(titles):
            continue
        for name in sorted(known, key=len, reverse=True):  # "Lead" is a part of "Employer Lead"
            rest = rest.replace(name, "")
        if LETTER.search(DATA.sub("", rest)):
            left.append(rest.strip())
    return left


def test_every_page_without_special_objects_has_no_forgotten_text(site: Path) -> None:
    known, seen, wrong = names(), 0, []
    with spoken(site / "locale") as language:
        for login in (None, *LOGINS):
            client = client_of(login)
            client.cookies["language"] = language
            for where in addresses():
                answer = client.get(where)
                assert answer.status_code < 500, where
                if answer.status_code != 200 or "text/html" not in answer.headers["Content-Type"]:
                    continue
                seen += 1
                html = answer.content.decode()
                assert 'lang="en-xa"' in html, where
                wrong += [(where, text) for text in forgotten(html, known)]
    assert seen > 60
    assert not wrong, sorted(set(wrong))


def test_pages_full_of_things_have_no_forgotten_text_either(site: Path) -> None:
    """Every address with a number in it, as each who may open it; unpaid.yaml has its own words in each language."""
    world = fill()
    known, seen, wrong = names() | words_of(world), 0, []
    with spoken(site / "locale") as language:
        for login in world.seats:
            client = client_of(login)
            client.cookies["language"] = language
            for where in sorted({each for route, _ in routes() for target in world.targets
                                 if "<uuid" in route and "unpaid" not in route and (each := url_of(route, target))}):  # fmt: skip
                answer = client.get(where)
                assert answer.status_code < 500, where
                if answer.status_code != 200 or "text/html" not in answer.headers["Content-Type"]:
                    continue
                seen += 1
                wrong += [
                    (re.sub(r"[0-9a-f-]{36}", "…", where), text) for text in forgotten(answer.content.decode(), known)
                ]
    assert seen > 60
    assert not wrong, sorted(set(wrong))


def test_doors_and_questions_have_no_forgotten_text(site: Path) -> None:
    """A pathway to each country and a question of each kind, as somebody without an account reads them."""
    from crosswalk_platform.doors.catalogue import every_fact, every_pathway

    wrong = []
    with spoken(site / "locale") as language:
        client = client_of(None)
        client.cookies["language"] = language
        doors = {each.file.destination: f"/doors/{each.id}/" for each in every_pathway()}
        asked = {
            (fact.entry.type, fact.unit.name, bool(fact.entry.found_in)): name
            for name, fact in every_fact().items()
            if fact.entry.type != "level"  # the catalogue has no words yet for the steps of a scale
        }
        pages = {where: client.get(where) for where in doors.values()}
        pages |= {name: client.post("/doors/question", {"fact": name}) for name in asked.values()}
        for name, answer in pages.items():
            html = answer.content.decode()
            assert answer.status_code == 200, name
            assert "&amp;#" not in html, f"escaped twice: {name}"
            wrong += [(name, text) for text in forgotten(html, set())]
    assert len(pages) > 30
    assert not wrong, sorted(set(wrong))
