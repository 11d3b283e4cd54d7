"""The viewer: who asks, and from which seats in which organisations."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import HttpRequest

from crosswalk_platform.authorization.permissions import Permission
from crosswalk_platform.authorization.roles import role_named

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from crosswalk_platform.accounts.models import User

__all__ = ["NOBODY", "Seat", "Viewer", "behind_the_wall", "viewer_in", "viewer_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """A membership of an active organisation, with what its roles permit there."""

    organisation: UUID
    kind: str
    country: str | None
    roles: frozenset[str]

    @property
    def may(self) -> frozenset[Permission]:
        """What the roles of this seat permit, in this organisation."""
        return frozenset().union(*(role_named(name).may for name in self.roles))


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """Who asks for a page or makes a change.

    Attributes:
        user: Identifier of the account; None for somebody who is not signed in.
        seats: Memberships of active organisations.
    """

    user: UUID | None = None
    seats: tuple[Seat, ...] = ()

    def may(self, permission: Permission, organisation: UUID | None = None) -> bool:
        """Whether a role permits it: in that organisation, or in any where none is named."""
        return any(permission in seat.may for seat in self.seats if organisation in {None, seat.organisation})

    def require(self, permission: Permission, organisation: UUID | None = None) -> None:
        """Go on only if it is permitted.

        Raises:
            PermissionDenied: It is not; the answer says nothing else.
        """
        if not self.may(permission, organisation):
            raise PermissionDenied

    def organisations(self, permission: Permission) -> tuple[UUID, ...]:
        """The organisations in which it is permitted."""
        return tuple(seat.organisation for seat in self.seats if permission in seat.may)


_SEATS = """
    SELECT seat.organisation_id, place.kind, place.country, seat.roles
    FROM organisations_membership AS seat JOIN organisations_organisation AS place ON place.id = seat.organisation_id
    WHERE seat.user_id = %s AND seat.ended_at IS NULL AND place.status = 'active'"""

#: Somebody who is not signed in.
NOBODY = Viewer()


def viewer_of(user: User | AnonymousUser) -> Viewer:
    """The viewer behind an account; one query."""
    if not user.is_authenticated:
        return NOBODY
    with connection.cursor() as cursor:  # with every page: the query is not put together each time
        cursor.execute(_SEATS, [user.pk])
        seats = tuple(
            Seat(organisation=organisation, kind=kind, country=country, roles=frozenset(roles))
            for organisation, kind, country, roles in cursor
        )
    return Viewer(user=user.pk, seats=seats)


def viewer_in(request: HttpRequest) -> Viewer:
    """Who asks for this page, as the middleware found out."""
    return request.viewer  # type: ignore[attr-defined, no-any-return]


@contextmanager
def behind_the_wall(user: UUID | None) -> Iterator[None]:
    """Tell the database who asks, so that row-level security lets through what that account may see, and no more."""
    before = _tell(str(user or ""))
    try:
        yield
    finally:
        if not connection.needs_rollback:
            _tell(before)


def _tell(user: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('crosswalk.viewer', true), set_config('crosswalk.viewer', %s, false)", [user]
        )
        return str(cursor.fetchone()[0] or "")
