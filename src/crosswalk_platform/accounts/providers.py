"""How providers of OpenID Connect are asked: within a time, at the address that is set, never where it leads on to."""

from __future__ import annotations

from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from requests import PreparedRequest, Response, Session

__all__ = ["SocialAccountAdapter"]


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Follows no redirect: whoever controls one page of a provider could point the site at a machine inside."""

    def get_requests_session(self) -> Session:
        """A session as allauth makes it, which takes each answer as the last one."""
        session: Session = super().get_requests_session()
        session.get_redirect_target = _nowhere  # type: ignore[method-assign, assignment]
        return session


def _nowhere(_answer: Response | PreparedRequest) -> None:
    """Where an answer leads on to."""
