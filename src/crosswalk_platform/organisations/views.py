"""Pages about organisations: who takes part, who sits where, who agreed what with whom."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from crosswalk_platform.authorization import Permission, Viewer, page, viewer_in
from crosswalk_platform.authorization.roles import roles_of_kind
from crosswalk_platform.design.forms import attempt, posted
from crosswalk_platform.organisations import actions, forms
from crosswalk_platform.organisations.mail import send_invitation
from crosswalk_platform.organisations.models import Agreement, Organisation
from crosswalk_platform.organisations.queries import (
    agreements_seen,
    can_invite,
    invitations_seen,
    members_seen,
    organisations_seen,
)
from crosswalk_platform.organisations.sight import never_seen, opened

__all__ = [
    "access", "approve", "directory", "edit", "end", "invite", "join", "member", "organisation", "propose", "register",
    "sign", "suspend", "withdraw",
]  # fmt: skip

R = TypeVar("R")


@page("signed_in")
def directory(request: HttpRequest) -> HttpResponse:
    """Organisations that take part, by name."""
    seen = organisations_seen(viewer_in(request))
    name = request.GET.get("name", "").replace("\x00", "")  # which PostgreSQL takes in no text
    found = Paginator(seen.filter(name__icontains=name), 30).get_page(request.GET.get("page"))
    told: dict[str, Any] = {
        "organisations": found,
        "may_register": viewer_in(request).may(Permission.REGISTER_ORGANISATION),
    }
    if viewer_in(request).may(Permission.APPROVE_ORGANISATION):
        told["waiting"] = seen.filter(status=Organisation.Status.REGISTERED)
    return render(request, "organisations/directory.html", told)


@page(Permission.REGISTER_ORGANISATION)
def register(request: HttpRequest) -> HttpResponse:
    """Bring an organisation onto the site."""
    form = forms.RegistrationForm(posted(request))
    if request.method == "POST" and form.is_valid():
        done = attempt(form, actions.register_organisation, by=viewer_in(request), **form.cleaned_data)
        if done is not None:
            messages.success(request, _("Registered. Somebody else has to approve it before it can work here."))
            return redirect("organisation", done.pk)
    return _form(request, form, _("Register an organisation"), _("Register"))


@page("signed_in")
def organisation(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One organisation: what it is, and for those who sit there, its members and agreements."""
    viewer = viewer_in(request)
    shown = get_object_or_404(organisations_seen(viewer), pk=pk)
    may = {str(each): viewer.may(each, pk) for each in Permission}
    may["approve"] = (
        shown.status != Organisation.Status.ACTIVE
        and viewer.may(Permission.APPROVE_ORGANISATION)
        and shown.registered_by != viewer.user
    )
    may["withdraw"] = may["invite_member"] or viewer.may(Permission.REGISTER_ORGANISATION)
    may["suspend"] = shown.status == Organisation.Status.ACTIVE and viewer.may(Permission.SUSPEND_ORGANISATION)
    may["invite_member"] = may["invite_member"] or (
        viewer.may(Permission.REGISTER_ORGANISATION)
        and shown.status == Organisation.Status.ACTIVE
        and not can_invite(shown)
    )
    return render(
        request,
        "organisations/organisation.html",
        {
            "organisation": shown,
            "may": may,
            "sees_members": _sees_members(viewer, pk),
            "members": members_seen(viewer).filter(organisation=shown),
            "invitations": invitations_seen(viewer).filter(organisation=shown),
            "agreements": _agreements(viewer, pk),
        },
    )


@page("signed_in")
def access(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What members of an organisation can see and do, and what they never see, as the site's own rules say it."""
    viewer = viewer_in(request)
    shown = get_object_or_404(organisations_seen(viewer), pk=pk)
    members = list(members_seen(viewer).filter(organisation=shown))
    told = {
        "organisation": shown,
        "opened": opened(shown.kind),
        "never": never_seen(shown.kind, shown.country, (get_language() or "en").partition("-")[0]),
        "roles": [
            (role, [seat.name for seat in members if role.name in seat.roles]) for role in roles_of_kind(shown.kind)
        ],
        "sees_members": _sees_members(viewer, pk),
        "agreements": [each for each in _agreements(viewer, pk) if each.state == "signed"],
    }
    return render(request, "organisations/access.html", told)


@page(Permission.EDIT_ORGANISATION)
def edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change the page of one's organisation."""
    shown = get_object_or_404(organisations_seen(viewer_in(request)), pk=pk)
    viewer_in(request).require(Permission.EDIT_ORGANISATION, pk)
    form = forms.EditForm(posted(request), instance=shown)
    if request.method == "POST" and form.is_valid():
        attempt(form, actions.edit_organisation, by=viewer_in(request), organisation=shown, **form.cleaned_data)
        if not form.errors:
            return redirect("organisation", pk)
    return _form(request, form, _("Edit the page"), _("Save"))


@require_POST
@page(Permission.APPROVE_ORGANISATION)
def approve(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Confirm that an organisation is what it says."""
    shown = get_object_or_404(organisations_seen(viewer_in(request)), pk=pk)
    _attempt(request, actions.approve_organisation, registered=shown)
    return redirect("organisation", pk)


@page(Permission.SUSPEND_ORGANISATION)
def suspend(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take an organisation off the site."""
    shown = get_object_or_404(organisations_seen(viewer_in(request)), pk=pk)
    form = forms.SuspensionForm(posted(request))
    if request.method == "POST" and form.is_valid():
        attempt(form, actions.suspend_organisation, by=viewer_in(request), suspended=shown, **form.cleaned_data)
        if not form.errors:
            return redirect("organisation", pk)
    return _form(request, form, _("Suspend %(name)s") % {"name": shown.name}, _("Suspend"))


@page(Permission.INVITE_MEMBER)
def invite(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Offer somebody a seat."""
    viewer = viewer_in(request)
    shown = get_object_or_404(organisations_seen(viewer), pk=pk)
    first = not viewer.may(Permission.INVITE_MEMBER, pk)
    if first:
        viewer.require(Permission.REGISTER_ORGANISATION)
    form = forms.InvitationForm(shown.kind, posted(request))
    if request.method == "POST" and form.is_valid():
        if first:
            done = attempt(form, actions.invite_first_member, by=viewer, registered=shown, **form.cleaned_data)
        else:
            done = attempt(form, actions.invite, by=viewer, organisation=shown, **form.cleaned_data)
        if done is not None:
            send_invitation(request, *done)
            messages.success(request, _("The invitation is on its way."))
            return redirect("organisation", pk)
    return _form(request, form, _("Invite somebody"), _("Send the invitation"))


@require_POST
@page(Permission.INVITE_MEMBER)
def withdraw(request: HttpRequest, pk: UUID, invitation: UUID) -> HttpResponse:
    """Take an offered seat back."""
    viewer = viewer_in(request)
    shown = get_object_or_404(organisations_seen(viewer), pk=pk)
    offer = get_object_or_404(invitations_seen(viewer).filter(organisation=shown), pk=invitation)
    if viewer.may(Permission.INVITE_MEMBER, pk):
        actions.withdraw_invitation(by=viewer, organisation=shown, invitation=offer)
    else:
        actions.withdraw_any_invitation(by=viewer, invitation=offer)
    messages.success(request, _("The invitation no longer works."))
    return redirect("organisation", pk)


@page("signed_in")
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Take the seat that a mail offered."""
    if request.method == "POST":
        assert request.user.is_authenticated
        seat = _attempt(request, actions.accept_invitation, user=request.user, token=token)
        if seat is None:
            return redirect("home")
        messages.success(request, _("Welcome."))
        return redirect("organisation", seat.organisation_id)
    return render(request, "organisations/join.html")


@page(Permission.CHANGE_ROLES)
def member(request: HttpRequest, pk: UUID, membership: UUID) -> HttpResponse:
    """Change a member's roles, or take the seat away."""
    viewer = viewer_in(request)
    shown = get_object_or_404(organisations_seen(viewer), pk=pk)
    seat = get_object_or_404(members_seen(viewer).filter(organisation=shown), pk=membership)
    form = forms.RolesForm(shown.kind, posted(request), initial={"roles": seat.roles})
    if request.method == "POST" and "end" in request.POST:
        actions.end_membership(by=viewer, organisation=shown, membership=seat)
        return redirect("organisation", pk)
    if request.method == "POST" and form.is_valid():
        attempt(form, actions.change_roles, by=viewer, organisation=shown, membership=seat, **form.cleaned_data)
        if not form.errors:
            return redirect("organisation", pk)
    return _form(request, form, seat.name, _("Save"), end=_("Take the seat away"))


@page(Permission.PROPOSE_AGREEMENT)
def propose(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Offer another organisation to work together."""
    viewer = viewer_in(request)
    shown = get_object_or_404(organisations_seen(viewer), pk=pk)
    viewer.require(Permission.PROPOSE_AGREEMENT, pk)
    form = forms.AgreementForm(posted(request))
    partners = organisations_seen(viewer).filter(status=Organisation.Status.ACTIVE).exclude(pk=pk)
    form.fields["partner"].queryset = partners.exclude(kind="operator")  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        done = attempt(form, actions.propose_agreement, by=viewer, organisation=shown, **form.cleaned_data)
        if done is not None:
            return redirect("organisation", pk)
    return _form(request, form, _("Propose an agreement"), _("Propose"))


@require_POST
@page(Permission.APPROVE_AGREEMENT)
def sign(request: HttpRequest, pk: UUID, agreement: UUID) -> HttpResponse:
    """Sign an agreement that was proposed to one's organisation."""
    viewer = viewer_in(request)
    shown = get_object_or_404(organisations_seen(viewer), pk=pk)
    offered = get_object_or_404(agreements_seen(viewer), pk=agreement)
    _attempt(request, actions.sign_agreement, organisation=shown, agreement=offered)
    return redirect("organisation", pk)


@require_POST
@page(Permission.END_AGREEMENT)
def end(request: HttpRequest, pk: UUID, agreement: UUID) -> HttpResponse:
    """End an agreement of one's organisation."""
    viewer = viewer_in(request)
    shown = get_object_or_404(organisations_seen(viewer), pk=pk)
    ended = get_object_or_404(agreements_seen(viewer), pk=agreement)
    _attempt(request, actions.end_agreement, organisation=shown, agreement=ended)
    return redirect("organisation", pk)


def _form(request: HttpRequest, form: BaseForm, title: str, submit: str, *, end: str = "") -> HttpResponse:
    told = {"form": form, "title": title, "submit": submit, "end": end}
    return render(request, "design/form_page.html", told, status=422 if form.errors else 200)


def _attempt(request: HttpRequest, act: Callable[..., R], **given: object) -> R | None:
    """What the action gives; where it is refused, as in a second tab, the next page says why, and None is given."""
    try:
        return act(by=viewer_in(request), **given)
    except ValidationError as refusal:
        for words in refusal.messages:
            messages.warning(request, words)
        return None


def _agreements(viewer: Viewer, pk: UUID) -> list[Agreement]:
    """Agreements of that organisation that the viewer may see."""
    return [each for each in agreements_seen(viewer) if pk in {each.proposer_id, each.partner_id}]


def _sees_members(viewer: Viewer, pk: UUID) -> bool:
    """Whether the viewer may know who sits in that organisation: from a seat there, or as who runs the site."""
    runs = viewer.may(Permission.REGISTER_ORGANISATION) or viewer.may(Permission.APPROVE_ORGANISATION)
    return runs or viewer.may(Permission.SEE_MEMBERS, pk)
