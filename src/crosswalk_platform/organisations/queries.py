"""What a viewer may read of organisations; the database holds the same bounds behind row-level security."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from crosswalk_platform.authorization import Permission, Viewer, role_named
from crosswalk_platform.organisations.models import Agreement, Invitation, Membership, Organisation

__all__ = [
    "agreements_seen",
    "can_invite",
    "invitations_seen",
    "members_seen",
    "organisations_seen",
    "own_organisations",
]


def organisations_seen(by: Viewer) -> QuerySet[Organisation]:
    """Active organisations for everybody with an account; all of them for those who run the site, and one's own."""
    if by.user is None:
        return Organisation.objects.none()
    if by.may(Permission.REGISTER_ORGANISATION) or by.may(Permission.APPROVE_ORGANISATION):
        return Organisation.objects.all()
    return Organisation.objects.filter(
        Q(status=Organisation.Status.ACTIVE) | Q(pk__in=[seat.organisation for seat in by.seats])
    )


def own_organisations(by: Viewer) -> QuerySet[Organisation]:
    """Organisations in which the viewer has a seat."""
    return Organisation.objects.filter(pk__in=[seat.organisation for seat in by.seats])


def members_seen(by: Viewer) -> QuerySet[Membership]:
    """Current seats in organisations whose members the viewer may see."""
    seats = Membership.objects.filter(ended_at=None).select_related("user")
    if by.may(Permission.REGISTER_ORGANISATION) or by.may(Permission.APPROVE_ORGANISATION):
        return seats
    return seats.filter(organisation__in=by.organisations(Permission.SEE_MEMBERS))


def invitations_seen(by: Viewer) -> QuerySet[Invitation]:
    """Open invitations of organisations whose members the viewer may see."""
    seen = Invitation.objects.filter(accepted_at=None)
    if by.may(Permission.REGISTER_ORGANISATION):
        return seen
    return seen.filter(organisation__in=by.organisations(Permission.SEE_MEMBERS))


def agreements_seen(by: Viewer) -> QuerySet[Agreement]:
    """Agreements of the viewer's organisations."""
    own = [seat.organisation for seat in by.seats]
    return Agreement.objects.filter(Q(proposer__in=own) | Q(partner__in=own)).select_related("proposer", "partner")


def can_invite(organisation: Organisation) -> bool:
    """Whether an organisation has a member who can offer seats."""
    seats = Membership.objects.filter(organisation=organisation, ended_at=None).values_list("roles", flat=True)
    return any(Permission.INVITE_MEMBER in role_named(name).may for roles in seats for name in roles)
