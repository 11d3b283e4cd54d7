"""Signing in as people do, for tests: forms, letters, codes and a passkey made of software.

Import it inside a test, once Django is set up.
"""

from __future__ import annotations

import json
import os
import re
import time
from base64 import urlsafe_b64encode
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

if TYPE_CHECKING:
    from django.test import Client

    from crosswalk_platform.accounts.models import User

__all__ = [
    "PASSWORD",
    "Passkey",
    "browser",
    "is_in",
    "new_account",
    "prove",
    "settings_with",
    "sign_in",
    "totp_code",
    "with_codes",
]

PASSWORD = "tulip harbour violin eleven"


def browser(**headers: str) -> Client:
    """A browser in which nobody is signed in."""
    from django.test import Client

    return Client(raise_request_exception=False, headers=headers or None)


def new_account(name: str = "amal", *, password: str = PASSWORD) -> User:
    """An account with a confirmed address."""
    from allauth.account.models import EmailAddress

    from crosswalk_platform.accounts.models import User

    made = User.objects.create_user(f"{name}@example.net", password)
    EmailAddress.objects.create(user=made, email=made.email, verified=True, primary=True)
    return made


def sign_in(client: Client, email: str, password: str = PASSWORD, **more: Any) -> Any:
    """Send the form of sign-in."""
    return client.post("/account/login/", {"login": email, "password": password}, **more)


def prove(client: Client, password: str = PASSWORD) -> None:
    """Enter the password once more."""
    answer = client.post("/account/reauthenticate/", {"password": password})
    assert answer.status_code == 302, answer.content.decode()


def is_in(client: Client) -> bool:
    """Whether somebody is signed in."""
    return client.get("/account").status_code == 200


def settings_with(**changed: Any) -> Any:
    """The site with other settings, for the length of a block."""
    from django.test import override_settings

    return override_settings(**changed)


def told_at_once(patch: Any) -> None:
    """What waits for the end of a transaction is done at once: a test's own never ends well."""
    from django.db import transaction

    patch.setattr(transaction, "on_commit", lambda act, **_: act())


def totp_code(seed: str, *, at: float | None = None) -> str:
    """The code of an app for this seed, now or at another time."""
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

    return str(format_hotp_value(hotp_value(seed, int(at or time.time()) // 30)))


def with_codes(user: User) -> tuple[str, list[str]]:
    """Give an account a seed for an app and recovery codes; both are told."""
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    seed = generate_totp_secret()
    TOTP.activate(user, seed)
    return seed, RecoveryCodes.activate(user).get_unused_codes()


def code_in(letter: Any) -> str:
    """The code that a letter tells."""
    found = re.search(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b", letter.body)
    assert found is not None, letter.body
    return found[0]


def _text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


class Passkey:
    """A device that holds one key, bound to one site, and signs when its owner shows who they are."""

    def __init__(self, *, origin: str = "https://testserver", site: str = "testserver") -> None:
        self.origin, self.site = origin, site
        self.key, self.number, self.user = ec.generate_private_key(ec.SECP256R1()), os.urandom(16), b""

    def registers(self, options: dict[str, Any]) -> str:
        """The answer to the site's wish for a new passkey."""
        from fido2.cose import ES256
        from fido2.webauthn import AttestationObject, AttestedCredentialData

        asked = options["publicKey"]
        self.user = asked["user"]["id"].encode() if isinstance(asked["user"]["id"], str) else asked["user"]["id"]
        public = ES256.from_cryptography_key(self.key.public_key())
        credential = AttestedCredentialData.create(b"\x00" * 16, self.number, public)
        made = AttestationObject.create("none", self._shown(0xC5 & ~0x80, credential), {})
        response = {"clientDataJSON": _text(self._client("webauthn.create", asked)), "attestationObject": _text(made)}
        return self._answer(response, {"credProps": {"rk": True}})

    def signs(self, options: dict[str, Any], *, verified: bool = True) -> str:
        """The answer to the site's challenge."""
        client = self._client("webauthn.get", options["publicKey"])
        shown = self._shown(0x05 if verified else 0x01)
        digest = hashes.Hash(hashes.SHA256())
        digest.update(client)
        signature = self.key.sign(bytes(shown) + digest.finalize(), ec.ECDSA(hashes.SHA256()))
        response = {
            "clientDataJSON": _text(client), "authenticatorData": _text(bytes(shown)), "signature": _text(signature),
            "userHandle": self.user.decode(),
        }  # fmt: skip
        return self._answer(response, {})

    def _client(self, kind: str, asked: dict[str, Any]) -> bytes:
        told = {"type": kind, "challenge": asked["challenge"], "origin": self.origin, "crossOrigin": False}
        return json.dumps(told).encode()

    def _shown(self, flags: int, credential: Any = None) -> Any:
        from fido2.webauthn import AuthenticatorData

        digest = hashes.Hash(hashes.SHA256())
        digest.update(self.site.encode())
        return AuthenticatorData.create(digest.finalize(), flags, 1, credential or b"")

    def _answer(self, response: dict[str, str], extensions: dict[str, Any]) -> str:
        number = _text(self.number)
        return json.dumps({
            "id": number, "rawId": number, "type": "public-key", "response": response,
            "clientExtensionResults": extensions, "authenticatorAttachment": "platform",
        })  # fmt: skip
