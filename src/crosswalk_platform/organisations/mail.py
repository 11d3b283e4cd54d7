"""The mail that offers a seat. It names the organisation and nothing of anybody's record."""

from __future__ import annotations

from django.core.mail import send_mail
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from crosswalk_platform.accounts.models import User
from crosswalk_platform.organisations.models import Invitation

__all__ = ["send_invitation"]


def send_invitation(request: HttpRequest, invitation: Invitation, token: str) -> None:
    """Send the link to the address that was invited, in its reader's language; unknown, in the inviter's."""
    link = request.build_absolute_uri(reverse("join", args=[token]))
    told = {"organisation": invitation.organisation, "link": link, "until": invitation.until}
    account = User.objects.filter(email=invitation.email.lower()).first()
    with override(account.language if account else get_language()):
        send_mail(
            _("An invitation to %(name)s") % {"name": invitation.organisation.name},
            render_to_string("organisations/invitation.txt", told),
            None,
            [invitation.email],
        )
