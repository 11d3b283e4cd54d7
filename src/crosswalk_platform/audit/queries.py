"""What an auditor reads of the log, and by which names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from crosswalk_platform.audit.models import Event
from crosswalk_platform.audit.words import EVENTS, WORDS_OF_KINDS, Words
from crosswalk_platform.authorization import Permission, Viewer, role_named
from crosswalk_platform.design.lists import comma
from crosswalk_platform.organisations.models import Membership, Organisation

__all__ = ["Line", "events_of", "events_read", "lines"]

#: What the operator does to organisations; each stands in the log of that organisation.
_OPERATING = ("organisation.registered", "organisation.approved", "organisation.suspended")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One event as it is read.

    Attributes:
        event: The event.
        what: What was done, in words.
        roles: Titles of the roles that a seat was offered with or came to have.
        who: Name of the member who did it; empty where it was no member.
        about: What kind of thing it was done to, in words.
        place: Name of the organisation it was done to, where it was one.
    """

    event: Event
    what: Words
    roles: str
    who: str
    about: Words
    place: str


def events_read(by: Viewer) -> QuerySet[Event]:
    """Events of the organisations in which the viewer is an auditor, the newest first.

    Auditors of the operator read besides what the operator did to organisations, and what happened on the site in no
    organisation; never what people did with their own records.
    """
    read = Q(organisation__in=by.organisations(Permission.SEE_AUDIT))
    if any(Permission.SEE_AUDIT in seat.may and seat.kind == "operator" for seat in by.seats):
        own = Q(organisation=None) & ~Q(subject_kind="people.person") & ~Q(action__startswith="person.")
        read |= own | Q(action__in=_OPERATING)
    return Event.objects.filter(read)


def events_of(events: QuerySet[Event], number: str) -> QuerySet[Event]:
    """Events about the record or thing of this number, or done by the account of it; its beginning is enough."""
    digits = number.strip().lower().replace("-", "")
    if not re.fullmatch("[0-9a-f]{4,32}", digits):
        return events.none()
    bounds = UUID(digits.ljust(32, "0")), UUID(digits.ljust(32, "f"))
    return events.filter(Q(subject__range=bounds) | Q(actor__range=bounds))


def lines(by: Viewer, events: Iterable[Event]) -> list[Line]:
    """The events with the names of members and organisations; two queries for all of them."""
    shown = list(events)
    seats = Membership.objects.filter(
        organisation__in=by.organisations(Permission.SEE_AUDIT), user__in={each.actor for each in shown}
    )
    names: dict[UUID | None, str] = dict(seats.order_by("since").values_list("user", "name"))
    places: dict[UUID | None, str] = {
        each.pk: each.name for each in Organisation.objects.filter(pk__in={each.subject for each in shown})
    }
    return [
        Line(
            event=each,
            what=EVENTS.get(each.action, each.action),
            roles=_roles(each),
            who=names.get(each.actor, ""),
            about=WORDS_OF_KINDS.get(each.subject_kind, ""),
            place=places.get(each.subject, ""),
        )
        for each in shown
    ]


def _roles(event: Event) -> str:
    """Titles of the roles that a seat was offered with or came to have; never from which role somebody looked."""
    if not event.action.startswith("member."):
        return ""
    return comma().join(
        str(role_named(name).title) for name in event.details.get("after") or event.details.get("roles") or ()
    )
