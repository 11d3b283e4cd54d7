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
    "withdraw_any_invitation",
    "withdraw_invitation",
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
        ValidationError: It is approved already, or a recruiter without a licence.
    """
    registered = Organisation.objects.select_for_update().get(pk=registered.pk)
    if registered.registered_by == by.user:
        raise PermissionDenied
    if registered.status == Organisation.Status.ACTIVE:
        raise ValidationError(_("Somebody else has approved it already."))
    if registered.kind == "recruiter" and not registered.licence:
        raise ValidationError(_("A recruiter without the number of its licence cannot be approved. Register it again."))
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
        ValidationError: The address has a seat there; the roles cannot be held together, or not in this kind of
            organisation.
    """
    return _offered(by, organisation, email, name, roles)


@action(Permission.REGISTER_ORGANISATION)
def invite_first_member(
    *, by: Viewer, registered: Organisation, email: str, name: str, roles: Iterable[str]
) -> tuple[Invitation, str]:
    """Offer a seat in an organisation that has nobody yet who could: the site's administrator opens the door once.

    Raises:
        PermissionDenied: Somebody there can invite.
        ValidationError: As for `invite`.
    """
    if can_invite(registered):
        raise PermissionDenied
    return _offered(by, registered, email, name, roles)


def _offered(
    by: Viewer, organisation: Organisation, email: str, name: str, roles: Iterable[str]
) -> tuple[Invitation, str]:
    """The invitation and its token; an older one of the same address no longer works."""
    assert by.user is not None
    token, email, fitting = secrets.token_urlsafe(32), email.strip().lower(), fitting_roles(organisation, roles)
    if Membership.objects.filter(organisation=organisation, user__email=email, ended_at=None).exists():
        raise ValidationError({"email": _("Whoever has this address has a seat here already.")})
    Invitation.objects.filter(organisation=organisation, email=email, accepted_at=None).delete()
    invitation = Invitation.objects.create(
        organisation=organisation,
        email=email,
        name=name,
        roles=fitting,
        digest=digest(token),
        invited_by=by.user,
        until=timezone.now() + timedelta(days=INVITATION_DAYS),
    )
    record("member.invited", by=by, subject=invitation, organisation=organisation.pk, roles=list(invitation.roles))
    return invitation, token


@action(Permission.INVITE_MEMBER)
def withdraw_invitation(*, by: Viewer, organisation: Organisation, invitation: Invitation) -> None:
    """Take an offered seat back: from now on the link in the mail opens nothing.

    Raises:
        PermissionDenied: It is of another organisation, or accepted.
    """
    if invitation.organisation_id != organisation.pk:
        raise PermissionDenied
    _withdrawn(by, invitation)


@action(Permission.REGISTER_ORGANISATION)
def withdraw_any_invitation(*, by: Viewer, invitation: Invitation) -> None:
    """Take back a seat that was offered anywhere, as who runs the site: the offer may have gone astray.

    Raises:
        PermissionDenied: It is accepted.
    """
    _withdrawn(by, invitation)


def _withdrawn(by: Viewer, invitation: Invitation) -> None:
    offered = Invitation.objects.filter(pk=invitation.pk, accepted_at=None)
    if not offered.delete()[0]:
        raise PermissionDenied
    record("member.invitation_withdrawn", by=by, subject=invitation, organisation=invitation.organisation_id)


@action("own")
def accept_invitation(*, by: Viewer, user: User, token: str) -> Membership:
    """Take the seat that was offered; whoever has the link must also be signed in under the address it was sent to.

    Raises:
        PermissionDenied: The link is unknown, used, too old, or somebody else's; one answer for all of these.
        ValidationError: They have a seat there already.
    """
    invitation = (
        Invitation.objects.select_for_update(of=("self",))
        .filter(digest=digest(token), accepted_at=None, until__gt=timezone.now())
        .first()
    )
    if invitation is None or user.pk != by.user or invitation.email.lower() != user.email.lower():
        raise PermissionDenied
    if Membership.objects.filter(organisation=invitation.organisation_id, user=user, ended_at=None).exists():
        raise ValidationError(_("You have a seat there already. Its coordinator can give you other roles."))
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
    agreement = Agreement.objects.select_for_update().get(pk=agreement.pk)
    if agreement.state != "proposed":
        raise ValidationError(_("This agreement is signed or ended already."))
    agreement.signed_by, agreement.signed_at = by.user, timezone.now()
    agreement.save(update_fields=["signed_by", "signed_at"])
    record("agreement.signed", by=by, subject=agreement, organisation=organisation.pk)


@action(Permission.END_AGREEMENT)
def end_agreement(*, by: Viewer, organisation: Organisation, agreement: Agreement) -> None:
    """End an agreement, for either side, at once.

    Raises:
        PermissionDenied: The organisation is no party to it.
        ValidationError: It is ended already.
    """
    if organisation.pk not in {agreement.partner_id, agreement.proposer_id}:
        raise PermissionDenied
    agreement = Agreement.objects.select_for_update().get(pk=agreement.pk)
    if agreement.ended_at:
        raise ValidationError(_("This agreement is ended already."))
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
