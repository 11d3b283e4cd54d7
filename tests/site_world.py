"""The people of the example site, for tests of the site; import it inside a test, once Django is set up."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.test import Client

    from crosswalk_platform.accounts.models import User
    from crosswalk_platform.authorization import Viewer
    from crosswalk_platform.organisations.models import Organisation

__all__ = ["LOGINS", "client_of", "organisation_of", "seen_by", "user"]

#: Everybody who can sign in to the example site, by what stands before @example.org.
LOGINS = (
    "admin", "approver", "auditor", "origin", "origin.lead", "destination", "destination.sign", "caseworker",
    "protection", "coordinator", "records", "employer", "employer.lead", "person",
)  # fmt: skip


def user(login: str) -> User:
    """The account of somebody."""
    from crosswalk_platform.accounts.models import User

    return User.objects.get(email=f"{login}@example.org")


@contextmanager
def seen_by(login: str | None) -> Iterator[Viewer]:
    """The database and the engine of permissions as somebody meets them."""
    from crosswalk_platform.authorization import NOBODY
    from crosswalk_platform.authorization.viewer import behind_the_wall, viewer_of

    account = user(login) if login else None
    with behind_the_wall(account.pk if account else None):
        yield viewer_of(account) if account else NOBODY


def client_of(login: str | None) -> Client:
    """A browser in which somebody is signed in."""
    from django.test import Client

    client = Client(raise_request_exception=False)
    if login:
        client.force_login(user(login), backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def organisation_of(login: str) -> Organisation:
    """The organisation in which somebody sits."""
    from crosswalk_platform.organisations.models import Membership

    with seen_by(login):
        return Membership.objects.select_related("organisation").get(user=user(login)).organisation
