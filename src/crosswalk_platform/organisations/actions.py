"""Every write about organisations; see authorization.access.action for what they have in common."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from datetime import date, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from crosswalk.types import fold_name
from crosswalk_platform.accounts.models import User
from crosswalk_platform.audit.record import record
from crosswalk_platform.authorization import Permission, Viewer, action, role_named
from crosswalk_platform.organisations.models import Agreement, Invitation, Membership, Organisation
from crosswalk_platform.organisations.queries import can_invite

__all__ = [
    "accept_invitation",
    "approve_organisation",
    "change_roles",
    "edit_organisation",
    "end_agreement",
    "end_membership",
    "invite",
    "invite_first_member",
    "propose_agreement",
    "register_organisation",
    "sign_agreement",
    "suspend_organisation",
]

#: An agreement with an end ends by then; who still wants it signs another.
LONGEST_AGREEMENT = timedelta(days=3_653)
#: How long the link of an invitation works.
INVITATION_DAYS = 7


@action(Permission.REGISTER_ORGANISATION)
def register_organisation(
    *, by: Viewer, name: str, kind: str, country: str, website: str = "", licence: str = ""
) -> Organisation:
    """Bring an organisation onto the site; it does nothing there until somebody else has approved it."""
    assert by.user is not None
    _nobody_else_is_called(name)
    registered = Organisation(
        name=name, kind=kind, country=country, website=website, licence=licence, registered_by=by.user
    )
    registered.full_clean()
    registered.save()
    record("organisation.registered", by=by, subject=registered, organisation=registered.pk)
    return registered


def _nobody_else_is_called(name: str) -> None:
    """People trust a name, and it stands beside every fact that an organisation has confirmed.

    Raises:
        ValidationError: An organisation is called so already, but for case, accents and punctuation.
    """
    if fold_name(name) in map(fold_name, Organisation.objects.values_list("name", flat=True)):
        raise ValidationError({"name": _("An organisation of this name is here already.")})


@action(Permission.APPROVE_ORGANISATION)
def approve_organisation(*, by: Viewer, registered: Organisation) -> None:
    """Confirm that an organisation is what it says, or let a suspended one back.

    Raises:
        PermissionDenied: The viewer registered it.
    """
    if registered.registered_by == by.user:
        raise PermissionDenied
    registered.status = Organisation.Status.ACTIVE
    registered.approved_by, registered.approved_at = by.user, timezone.now()
    registered.full_clean()
    registered.save()
    record("organisation.approved", by=by, subject=registered, organisation=registered.pk)


@action(Permission.SUSPEND_ORGANISATION)
def suspend_organisation(*, by: Viewer, suspended: Organisation, reason: str) -> None:
    """Take an organisation off the site; from now on nobody acts or sees anything from its seats.

    Raises:
        ValidationError: It is not active, or it is the operator of the site.
    """
    if suspended.status != Organisation.Status.ACTIVE or suspended.kind == "operator":
        raise ValidationError(_("Only an active organisation can be suspended, and never the operator of this site."))
    suspended.status = Organisation.Status.SUSPENDED
    suspended.save(update_fields=["status"])
    record("organisation.suspended", by=by, subject=suspended, organisation=suspended.pk, purpose=reason)


@action(Permission.EDIT_ORGANISATION)
def edit_organisation(*, by: Viewer, organisation: Organisation, revision: int, name: str, website: str) -> None:
    """Change the organisation's page.

    Raises:
        ValidationError: Somebody else has changed it meanwhile, or its name was approved and would be another.
    """
    stands = Organisation.objects.get(pk=organisation.pk)
    if name != stands.name:
        if stands.status != Organisation.Status.REGISTERED:
            raise ValidationError({"name": _("The name was approved with the organisation, so it stays.")})
        _nobody_else_is_called(name)
    changed = Organisation.objects.filter(pk=organisation.pk, revision=revision).update(
        name=name, website=website, revision=revision + 1
    )
    if not changed:
        raise ValidationError(_("Somebody else has changed this page meanwhile. Look at the change, then save again."))
    record("organisation.edited", by=by, subject=organisation, organisation=organisation.pk, fields=["name", "website"])


@action(Permission.INVITE_MEMBER)
def invite(
    *, by: Viewer, organisation: Organisation, email: str, name: str, roles: Iterable[str]
) -> tuple[Invitation, str]:
    """Offer somebody a seat.

    Returns:
        The invitation, and the token for the link in the mail; the token is kept nowhere.

    Raises:
        ValidationError: The roles cannot be held together, or not in this kind of organisation.
    """
    return _offered(by, organisation, email, name, roles)


@action(Permission.REGISTER_ORGANISATION)
def invite_first_member(
    *, by: Viewer, registered: Organisation, email: str, name: str, roles: Iterable[str]
) -> tuple[Invitation, str]:
    """Offer a seat in an organisation that has nobody yet who could: the site's administrator opens the door once.

    Raises:
        PermissionDenied: Somebody there can invite.
        ValidationError: The roles cannot be held together, or not in this kind of organisation.
    """
    if can_invite(registered):
        raise PermissionDenied
    return _offered(by, registered, email, name, roles)


def _offered(
    by: Viewer, organisation: Organisation, email: str, name: str, roles: Iterable[str]
) -> tuple[Invitation, str]:
    assert by.user is not None
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        organisation=organisation,
        email=email.strip().lower(),
        name=name,
        roles=fitting_roles(organisation, roles),
        digest=digest(token),
        invited_by=by.user,
        until=timezone.now() + timedelta(days=INVITATION_DAYS),
    )
    record("member.invited", by=by, subject=invitation, organisation=organisation.pk, roles=list(invitation.roles))
    return invitation, token


@action("own")
def accept_invitation(*, by: Viewer, user: User, token: str) -> Membership:
    """Take the seat that was offered; whoever has the link must also be signed in under the address it was sent to.

    Raises:
        PermissionDenied: The link is unknown, used, too old, or somebody else's; one answer for all of these.
    """
    invitation = (
        Invitation.objects.select_for_update(of=("self",))
        .filter(digest=digest(token), accepted_at=None, until__gt=timezone.now())
        .first()
    )
    if invitation is None or user.pk != by.user or invitation.email.lower() != user.email.lower():
        raise PermissionDenied
    membership = Membership.objects.create(
        organisation_id=invitation.organisation_id, user=user, name=invitation.name, roles=invitation.roles
    )
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])
    record("member.joined", by=by, subject=membership, organisation=membership.organisation_id)
    return membership


@action(Permission.CHANGE_ROLES)
def change_roles(*, by: Viewer, organisation: Organisation, membership: Membership, roles: Iterable[str]) -> None:
    """Give a member other roles; nobody changes their own.

    Raises:
        PermissionDenied: It is the viewer's own seat, or a seat elsewhere.
        ValidationError: The roles cannot be held together.
    """
    if membership.user_id == by.user or membership.organisation_id != organisation.pk:
        raise PermissionDenied
    before = list(membership.roles)
    membership.roles = fitting_roles(organisation, roles)
    membership.save(update_fields=["roles"])
    record(
        "member.roles_changed",
        by=by,
        subject=membership,
        organisation=organisation.pk,
        before=before,
        after=membership.roles,
    )


@action(Permission.CHANGE_ROLES)
def end_membership(*, by: Viewer, organisation: Organisation, membership: Membership) -> None:
    """Take a seat away, at once.

    Raises:
        PermissionDenied: It is the viewer's own seat, or a seat elsewhere.
    """
    if membership.user_id == by.user or membership.organisation_id != organisation.pk:
        raise PermissionDenied
    membership.ended_at = timezone.now()
    membership.save(update_fields=["ended_at"])
    record("member.left", by=by, subject=membership, organisation=organisation.pk)


@action(Permission.PROPOSE_AGREEMENT)
def propose_agreement(
    *, by: Viewer, organisation: Organisation, partner: Organisation, purposes: Iterable[str], until: date | None = None
) -> Agreement:
    """Offer another organisation to work together; nothing holds until its signatory has signed.

    Raises:
        ValidationError: It would end before tomorrow or in more than ten years, or be with itself.
    """
    assert by.user is not None
    today = timezone.localdate()
    if until is not None and not today < until <= today + LONGEST_AGREEMENT:
        raise ValidationError({"until": _("Choose a day after today, and at most ten years ahead.")})
    agreement = Agreement(
        proposer=organisation, partner=partner, purposes=sorted(purposes), proposed_by=by.user, until=until
    )
    agreement.full_clean()
    agreement.save()
    record(
        "agreement.proposed",
        by=by,
        subject=agreement,
        organisation=organisation.pk,
        partner=str(partner.pk),
        purposes=agreement.purposes,
    )
    return agreement


@action(Permission.APPROVE_AGREEMENT)
def sign_agreement(*, by: Viewer, organisation: Organisation, agreement: Agreement) -> None:
    """Sign what another organisation proposed, for the partner.

    Raises:
        PermissionDenied: The agreement is not offered to this organisation, or the viewer proposed it.
        ValidationError: It is signed or ended already.
    """
    if agreement.partner_id != organisation.pk or agreement.proposed_by == by.user:
        raise PermissionDenied
    if agreement.signed_at or agreement.ended_at:
        raise ValidationError(_("This agreement is signed or ended already."))
    agreement.signed_by, agreement.signed_at = by.user, timezone.now()
    agreement.save(update_fields=["signed_by", "signed_at"])
    record("agreement.signed", by=by, subject=agreement, organisation=organisation.pk)


@action(Permission.END_AGREEMENT)
def end_agreement(*, by: Viewer, organisation: Organisation, agreement: Agreement) -> None:
    """End an agreement, for either side, at once.

    Raises:
        PermissionDenied: The organisation is no party to it.
    """
    if organisation.pk not in {agreement.partner_id, agreement.proposer_id}:
        raise PermissionDenied
    agreement.ended_by, agreement.ended_at = by.user, timezone.now()
    agreement.save(update_fields=["ended_by", "ended_at"])
    record("agreement.ended", by=by, subject=agreement, organisation=organisation.pk)


def fitting_roles(organisation: Organisation, names: Iterable[str]) -> list[str]:
    """The names of the roles, sorted, if they fit the kind of organisation and each other.

    Raises:
        ValidationError: They do not.
    """
    roles = [role_named(name) for name in sorted(set(names))]
    if not roles:
        raise ValidationError(_("Choose at least one role."))
    for role in roles:
        if organisation.kind not in role.held_in:
            raise ValidationError(_("%(role)s is no role of this kind of organisation.") % {"role": role.title})
        if clash := role.not_with & {other.name for other in roles}:
            other = role_named(min(clash))
            raise ValidationError(
                _("%(role)s and %(other)s are kept apart: give them to two people.")
                % {"role": role.title, "other": other.title}
            )
    return [role.name for role in roles]


def digest(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
