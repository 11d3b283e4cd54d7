"""How often each thing may be tried, and under which names that is counted: see accounts/limits.py."""

from __future__ import annotations

import hashlib
import hmac

__all__ = ["RATES", "hidden_key"]

#: Per address (ip) and per account named or signed in (key). Many people may share one address: a camp, a school, a
#: network of telephones. docs/explanation/security.md tells these numbers; a test compares. None is counted above.
RATES: dict[str, str | None] = {
    "sign_in": "60/m/ip,60/h/key",  # key: the account and the address together
    "sign_in_everywhere": "300/h/key",  # beyond it nobody is refused: the next line holds for each address
    "sign_in_pressed": "5/h/key",
    "sign_in_otherwise": "60/m/ip",
    "sign_up": "300/h/ip,10/h/key",
    "reset": "60/h/ip",
    "reset_letters": "5/h/key",  # beyond it the page answers as always, and sends nothing
    "new_password": "20/m/ip",
    "proof": "20/m/ip",
    "doors": "120/m/key",
    "login_failed": "5/5m/key",
    "login": None,
    "signup": None,
    "reset_password": None,
    "reset_password_from_key": None,
}


def hidden_key(key: str, prefix: str, version: int) -> str:
    """The name under which a count is kept: neither address nor account can be read from it."""
    from django.conf import settings  # noqa: PLC0415 - the settings themselves read this module

    told = f"{prefix}:{version}:{key}".encode()
    return hmac.digest(settings.SECRET_KEY.encode(), told, hashlib.sha256).hex()
