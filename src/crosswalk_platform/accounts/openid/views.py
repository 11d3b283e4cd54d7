"""The two addresses of sign-in through a provider: leaving for it, and coming back."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.decorators import login_not_required
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from requests import RequestException

from crosswalk_platform.accounts.openid.provider import Adapter

__all__ = ["callback", "login"]


@login_not_required  # type: ignore[untyped-decorator]
def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Ask whether somebody wants to leave for the provider, and then send them there.

    The answer to the form is a page that leads on: browsers hold a form to this site's own addresses all the way.
    """
    response = _answer(OAuth2LoginView, request, provider_id)
    if isinstance(response, HttpResponseRedirect) and request.method == "POST":
        return render(request, "accounts/to_provider.html", {"address": response.url})
    return response


@login_not_required  # type: ignore[untyped-decorator]
def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Somebody comes back from the provider with a code."""
    return _answer(OAuth2CallbackView, request, provider_id)


def _answer(view: Any, request: HttpRequest, provider_id: str) -> HttpResponse:
    try:
        response: HttpResponse = view.adapter_view(Adapter(request, provider_id))(request)
    except SocialApp.DoesNotExist:
        raise Http404 from None
    except (OAuth2Error, RequestException, ValueError, KeyError):  # the provider does not answer, or answers nonsense
        return render(request, "socialaccount/authentication_error.html", status=502)
    return response
