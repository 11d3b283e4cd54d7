"""Every role on every page in every relation: allowed, asked to sign in, or refused quietly, as one table says."""

from __future__ import annotations

from dataclasses import dataclass
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

import pytest
import yaml

from canary_world import Target, World, fill, routes, savepoint, url_of
from site_world import client_of

pytestmark = pytest.mark.usefixtures("database")

RULES: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parents[2] / "data" / "permission_rules.yaml").read_text(encoding="utf-8")
)
#: Pages of the library of sign-in: who is not signed in may open these of them; see test_sign_in_pages.
LIBRARY = "account/"
FOR_VISITORS = (
    "account/login/", "account/signup/", "account/password/reset", "account/confirm-email/", "account/logout/",
    "account/inactive/", "account/reauthenticate/", "account/3rdparty/", "account/2fa/", "account/oidc/", "account/login",
    "account/signup", "account/password", "account/email", "account/verify-phone/",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cell:
    """One viewer on one page about one thing."""

    route: str
    method: str
    login: str | None
    role: str
    relation: str


def expected(cell: Cell) -> str:  # noqa: PLR0911 - one line for each part of the table
    """What the table says: allowed, sign_in, to_me or refused."""
    if cell.route in RULES["everybody"]:
        return "allowed"
    if cell.login is None:
        return "sign_in"
    if cell.route in RULES["signed_in"]:
        return "allowed"
    if cell.route in RULES["by_link"]:
        return "allowed" if cell.method == "get" else "refused"
    if cell.route in RULES["own_record"]:
        theirs = "<uuid:consent>" in cell.route and cell.relation != "own"
        return "to_me" if cell.role != "person" else "refused" if theirs else "allowed"
    if cell.route in RULES["somewhere"]:
        return "allowed" if cell.role in RULES["somewhere"][cell.route] else "refused"
    rule = RULES["about"][cell.route]
    relations = rule.get(cell.role, rule.get("somebody", []))
    return "allowed" if relations == "any" or cell.relation in relations else "refused"


def got(response: Any, cell: Cell) -> str:
    """What the site did; None where the page does not take the method."""
    status, place = response.status_code, response.headers.get("Location", "")
    if status == 405:
        return "no such method"
    if status in {403, 404}:
        return "refused"
    if status == 302 and place.startswith("/account/login/"):
        return "sign_in"
    if status == 302 and place == "/me/" and cell.role != "person" and cell.route.startswith("me/"):
        return "to_me"
    return "allowed" if status < 400 or status == 422 else f"status {status}"


def targets_for(route: str, world: World) -> list[Target]:
    """What the address can be about; one is enough where it names nothing."""
    named = [each for each in world.targets if "<" not in route or url_of(route, each) is not None]
    if "<uuid:partner>" in route:  # nothing is agreed with whoever runs the site
        named = [each for each in named if each.name != world.seats["admin"][1]]
    return named if "<" in route and "<str:" not in route else named[:1]


def test_every_page_is_in_the_table_and_no_other() -> None:
    listed = {*RULES["everybody"], *RULES["signed_in"], *RULES["by_link"], *RULES["own_record"]}
    listed |= {*RULES["somewhere"], *RULES["about"]}
    there = {route for route, _ in routes() if not route.startswith(LIBRARY)}
    assert there - listed == set(), "a page that nobody decided about: add it to tests/data/permission_rules.yaml"
    assert listed - there == set()


def test_every_role_meets_on_every_page_what_the_table_says() -> None:
    world = fill()
    clients = {login: client_of(login) for login in (*world.seats, None)}
    kept = {login: client.cookies.output(header="", sep=";") for login, client in clients.items()}
    wrong, cells = [], 0
    for route in sorted({route for route, _ in routes() if not route.startswith(LIBRARY)}):
        for target in targets_for(route, world):
            for login, client in clients.items():
                if route in RULES["everybody"] and login not in {None, "person", "caseworker", "employer"}:
                    continue  # the same page for all of them
                role = world.seats[login][0] if login else "nobody"
                for method in ("get", "post"):
                    cell = Cell(route, method, login, role, world.relation(login, target))
                    client.cookies = SimpleCookie(kept[login])
                    with savepoint():
                        if route.startswith("people/<") and cell.relation in {
                            "same",
                            "consent",
                            "confided",
                        }:  # outside the caseload it is asked first why one looks
                            client.post(f"/people/{target.ids['person']}/", {"purpose": "matrix"})
                        found = got(getattr(client, method)(url_of(route, target)), cell)
                    if found == "no such method":
                        continue
                    cells += 1
                    if found != expected(cell):
                        wrong.append(f"{cell} on {target.name}: {found}, not {expected(cell)}")
    print(f"{cells} cells")
    assert cells > 2_000
    assert not wrong, f"{len(wrong)} of {cells}:\n" + "\n".join(wrong)


def test_pages_of_sign_in_open_for_visitors_only_where_they_must() -> None:
    visitor, somebody = client_of(None), client_of("caseworker")
    for route in sorted(
        {route for route, _ in routes() if route.startswith(LIBRARY) and "<" not in route and "(" not in route}
    ):
        with savepoint():
            status = visitor.get(f"/{route}").status_code
            assert status < 500, route
            if not route.startswith(FOR_VISITORS):
                assert status != 200, route
        with savepoint():
            assert somebody.get(f"/{route}").status_code < 500, route
