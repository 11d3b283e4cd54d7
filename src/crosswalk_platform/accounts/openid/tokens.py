"""What makes an ID token one that this site believes."""

from __future__ import annotations

import hashlib
import hmac
import time
from base64 import urlsafe_b64encode
from typing import Any

import jwt
from allauth.socialaccount.providers.oauth2.client import OAuth2Error

__all__ = ["ALGORITHMS", "LONGEST_AGO", "claims_of", "nonce_for", "two_proofs"]

#: Signatures with a public key alone: a provider's secret is never a key, and `none` is no signature.
ALGORITHMS = frozenset({"RS256", "PS256", "ES256", "EdDSA"})
#: Seconds since the provider itself last asked who somebody is, and seconds that two clocks may be apart.
LONGEST_AGO, LEEWAY = 12 * 3600, 30


def nonce_for(verifier: str) -> str:
    """The nonce of one sign-in, which only the browser session that keeps the PKCE verifier can expect.

    Example:
        >>> nonce_for("a") == nonce_for("a"), nonce_for("a") == nonce_for("b"), len(nonce_for("a"))
        (True, False, 43)
    """
    return urlsafe_b64encode(hmac.digest(verifier.encode(), b"nonce", hashlib.sha256)).rstrip(b"=").decode()


def claims_of(token: str, *, keys: dict[str, Any], issuer: str, client: str, nonce: str) -> dict[str, Any]:
    """The claims of an ID token.

    Args:
        token: As the provider's token endpoint gave it.
        keys: The provider's key set, from the address that its own metadata name.
        issuer: Whose token it must be, as this installation has it.
        client: For whom it must be.
        nonce: That of this very sign-in.

    Raises:
        OAuth2Error: Signature, algorithm, kind, issuer, audience, time or nonce is not right, or it does not tell when
            somebody signed in at the provider.

    Source: OpenID Connect Core 1.0, section 3.1.3.7; RFC 8725.
    """
    try:
        header = jwt.get_unverified_header(token)
        if header.get("alg") not in ALGORITHMS or header.get("typ", "JWT") != "JWT":
            raise OAuth2Error("An ID token of a kind that is not taken.")
        claims: dict[str, Any] = jwt.decode(
            token,
            _key(keys, header),
            algorithms=[header["alg"]],
            audience=client,
            issuer=issuer,
            leeway=LEEWAY,
            options={"require": ["iss", "sub", "aud", "exp", "iat"]},
        )
    except jwt.PyJWTError as error:
        raise OAuth2Error("An ID token that is not right.") from error
    told = claims.get("nonce")
    if claims["aud"] not in (client, [client]) or not isinstance(told, str) or not hmac.compare_digest(told, nonce):
        raise OAuth2Error("An ID token for another sign-in.")
    at: Any = claims.get("auth_time")  # must be there, for max_age is always asked
    if type(at) not in {int, float} or not -LEEWAY <= time.time() - at <= LONGEST_AGO + LEEWAY:
        raise OAuth2Error("Signed in at the provider too long ago, or nobody knows when.")
    return claims


def two_proofs(claims: dict[str, Any]) -> bool:
    """Whether the provider says that it asked for more than one proof; where it says nothing, it was one.

    Source: RFC 8176, section 2.
    """
    methods = claims.get("amr")
    return isinstance(methods, list) and "mfa" in methods


def _key(keys: dict[str, Any], header: dict[str, Any]) -> jwt.PyJWK:
    """The one key of the provider that the token names; nothing that stands in the token itself is a key."""
    found = [
        each
        for each in keys.get("keys", ())
        if each.get("use", "sig") == "sig" and ("kid" not in header or each.get("kid") == header["kid"])
    ]
    if len(found) != 1:
        raise OAuth2Error("An ID token under a key that is not known.")
    return jwt.PyJWK(found[0], algorithm=header["alg"])
