"""How providers of OpenID Connect are asked: within a time, at the address that is set, never where it leads on to."""

from __future__ import annotations

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.base import AuthProcess
from django.http import HttpRequest
from django.urls import reverse
from requests import PreparedRequest, Response, Session

from crosswalk_platform.accounts.sessions import proof_before_connecting

__all__ = ["SocialAccountAdapter"]


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Follows no redirect: whoever controls one page of a provider could point the site at a machine inside."""

    def get_requests_session(self) -> Session:
        """A session as allauth makes it, which takes each answer as the last one."""
        session: Session = super().get_requests_session()
        session.get_redirect_target = _nowhere  # type: ignore[method-assign, assignment]
        return session

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Whoever comes back to connect a provider has proved lately that the account here is theirs."""
        if sociallogin.state.get("process") == AuthProcess.CONNECT:
            answer = proof_before_connecting(request, reverse("socialaccount_connections"))
            if answer is not None:
                raise ImmediateHttpResponse(answer)


def _nowhere(_answer: Response | PreparedRequest) -> None:
    """Where an answer leads on to."""
