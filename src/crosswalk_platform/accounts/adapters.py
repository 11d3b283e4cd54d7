"""What this site does otherwise than allauth: how guesses are counted, and how second proofs are kept."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal.ratelimit import get_ip
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.http import HttpRequest

from crosswalk_platform.accounts.limits import may_be_sent
from crosswalk_platform.config.installation import fernet_key

__all__ = ["AccountAdapter", "MFAAdapter"]


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Counts wrong passwords for an account from one address: nobody can lock somebody else out from afar."""

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        return f"{get_ip(request)} {super()._get_login_attempts_cache_key(request, **credentials)}"

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send it, unless strangers have had too many of its kind sent there; the page says nothing of it."""
        if may_be_sent(self.request, template_prefix, email):
            super().send_mail(template_prefix, email, context)


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Keeps the seeds of codes sealed, under a key that is not in the database."""

    def encrypt(self, text: str) -> str:
        """The seed, sealed."""
        return Fernet(fernet_key("codes")).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The seed again."""
        return Fernet(fernet_key("codes")).decrypt(encrypted_text.encode()).decode()
