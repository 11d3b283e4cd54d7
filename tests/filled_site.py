"""Fills a site that is being served with one of everything, and lists its pages; run as a program with its data folder.

It prints one line of JSON: every page as [route, address, login], the routes that are no page, a session of each login,
and the numbers of a few things. A page that is new is in it by itself.
"""

from __future__ import annotations

import json
import sys
import time
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.test import Client

    from canary_world import World

#: Who is tried first for a page; the first to whom it opens is who visits it. None is somebody without an account.
ORDER = ("person", "caseworker", "coordinator", "records", "admin", "approver", "auditor", "destination.sign",
         "protection", "employer", None)  # fmt: skip
#: Pages that look different to others besides.
ALSO = (
    ("", None), ("", "caseworker"), ("doors/", None), ("organisations/", "admin"), ("people/", "employer"),
    ("organisations/<uuid:pk>/", "admin"), ("organisations/<uuid:pk>/", "coordinator"),
    ("organisations/<uuid:pk>/access", "admin"), ("people/<uuid:pk>/", "protection"),
    ("people/<uuid:pk>/", "employer"), ("account/password/reset/", None), ("account/login/", None),
    ("account/signup/", None),
)  # fmt: skip
#: Ends the session of who asks for it.
ENDS = ("leave",)


def main(folder: Path) -> None:
    """Fill it, and tell what there is."""
    from crosswalk_platform.cli.django import start

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        start(folder)
    from django.test.utils import setup_test_environment

    setup_test_environment()
    from canary_world import fill

    world = fill()
    _fuller(world)
    clients = {login: _signed_in(login) for login in ORDER}
    pages, none = _pages(world, clients)
    sessions = {login: client.cookies["session"].value for login, client in clients.items() if login}
    ids = {target.name: target.ids for target in world.targets}
    print(json.dumps({"pages": pages, "no_pages": none, "sessions": sessions, "ids": ids}))


def _fuller(world: World) -> None:
    """What the world of canaries leaves out: a whole profile of `person`, and looks of others at it with a reason."""
    from crosswalk_platform.people.actions import change_family, change_record, look_at
    from crosswalk_platform.people.models import Person
    from people_world import FULL
    from site_world import seen_by

    number = next(target.ids["person"] for target in world.targets if target.name == "person")
    with seen_by("person") as by:
        person = Person.objects.get(pk=number)
        change_record(by=by, person=person, revision=person.revision, parts=FULL)
        family = [{"kinship": "child", "birth_year": 2015, "moves": True}]
        change_family(by=by, person=person, revision=person.revision, family=family)
    for login in ("protection", "employer"):
        with seen_by(login) as by:
            look_at(by=by, person=Person.objects.get(pk=number), purpose="To advise")


def _signed_in(login: str | None) -> Client:
    """A browser in which somebody has just signed in with a password."""
    from site_world import client_of

    client = client_of(login)
    if login:
        session = client.session
        session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
        session.save()
    return client


def _pages(world: World, clients: dict[str | None, Client]) -> tuple[list[tuple[str, str, str | None]], list[str]]:
    from canary_world import routes

    every = sorted({route for route, _ in routes()})
    targets = sorted(world.targets, key=lambda each: (each.name != "person", "proposal" not in each.ids))
    for target in targets:  # who looks from outside the caseload says why, once
        if "person" in target.ids:
            for login in ("protection", "employer", "caseworker"):
                clients[login].post(f"/people/{target.ids['person']}/", {"purpose": "To advise"})
    found: list[tuple[str, str, str | None]] = []
    none: list[str] = []
    for route in every:
        visits = [(route, login) for login in ORDER]
        first = next(filter(None, (_page(world, clients, *each, targets) for each in visits)), None)
        if first is None:
            none.append(route)
        else:
            found.append(first)
    more = (_page(world, clients, route, login, targets) for route, login in ALSO)
    return list(dict.fromkeys([*found, *filter(None, more)])), none


def _page(
    world: World, clients: dict[str | None, Client], route: str, login: str | None, targets: list[Any]
) -> tuple[str, str, str | None] | None:
    """The first address of a route that is a page for somebody."""
    from canary_world import url_of

    if (route in ENDS and login) or "logout" in route or "(?P" in route:
        return None
    for address in _addresses(route, targets, url_of):
        answer = clients[login].get(address)
        if answer.status_code == 200 and "text/html" in answer.headers.get("Content-Type", ""):
            return (route, address, login)
    return None


def _addresses(route: str, targets: list[Any], url_of: Any) -> list[str]:
    if "<" not in route:
        return [f"/{route}"]
    if route.startswith("account/"):
        return []
    return [address for address in (url_of(route, each) for each in targets) if address]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
