"""Who sits in an organisation proves twice who they are before its pages open."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

__all__ = ["ask_for_it", "is_missing", "note_it"]

_GIVEN = "second_factor"


def is_missing(request: HttpRequest) -> bool:
    """Whether this session has one proof only, where two are asked."""
    return bool(settings.SECOND_FACTOR) and not request.session.get(_GIVEN, False)


def note_it(request: HttpRequest, **told: Any) -> None:
    """Remember for this session that a second proof was given."""
    request.session[_GIVEN] = True


def ask_for_it(request: HttpRequest) -> HttpResponse:
    """Lead to the page on which the second proof is given, or first set up."""
    kinds = set(Authenticator.objects.filter(user_id=request.user.pk).values_list("type", flat=True))
    if "totp" in kinds:
        address = "mfa_reauthenticate"
    elif "webauthn" in kinds:
        address = "mfa_reauthenticate_webauthn"
    else:
        messages.info(
            request,
            _(
                "Set up a second proof that it is you: a passkey, or an app that makes codes. "
                "Then your organisation's pages open."
            ),
        )  # fmt: skip
        return redirect("mfa_index")
    return redirect(f"{reverse(address)}?{urlencode({'next': request.get_full_path()})}")
