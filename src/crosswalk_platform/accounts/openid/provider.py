"""A provider of OpenID Connect as the site uses it: code flow, PKCE and nonce always, and no more than is needed."""

from __future__ import annotations

from typing import Any, ClassVar
from urllib.parse import urlsplit

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.utils import generate_code_challenge
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest

from crosswalk_platform.accounts.openid.tokens import LONGEST_AGO, claims_of, nonce_for, two_proofs

__all__ = ["Adapter", "Provider"]


class Adapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """Asks the provider for tokens, and believes what stands in a checked ID token."""

    @property
    def openid_config(self) -> dict[str, Any]:
        """The provider's metadata.

        Raises:
            OAuth2Error: They are those of somebody else, or send secrets over an open line.
        """
        found: dict[str, Any] = super().openid_config
        issuer = self.get_provider().issuer
        if found.get("issuer") != issuer:
            raise OAuth2Error("The metadata are those of another provider.")
        for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
            if urlsplit(found[name]).scheme != urlsplit(issuer).scheme:
                raise OAuth2Error("The provider names an address that is not safe.")
        return found

    @property
    def basic_auth(self) -> bool:
        """As the standard says, unless the provider takes only the other way."""
        return "client_secret_basic" in self.openid_config.get(
            "token_endpoint_auth_methods_supported", ["client_secret_basic"]
        )

    def get_access_token_data(
        self, request: HttpRequest, app: Any, client: Any, pkce_code_verifier: str | None = None
    ) -> dict[str, Any]:
        """The tokens for a code that was asked for in this browser session."""
        if not pkce_code_verifier or request.GET.get("iss", self.get_provider().issuer) != self.get_provider().issuer:
            raise OAuth2Error("The answer belongs to another sign-in.")
        self._nonce = nonce_for(pkce_code_verifier)
        found: dict[str, Any] = super().get_access_token_data(request, app, client, pkce_code_verifier)
        return found

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> Any:
        """Whoever the ID token is about; the address is asked for apart where the token does not tell it."""
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
            answer.raise_for_status()
            keys = answer.json()
        issuer = self.get_provider().issuer
        claims = claims_of(
            str(kwargs["response"].get("id_token", "")),
            keys=keys, issuer=issuer, client=app.client_id, nonce=self._nonce,
        )  # fmt: skip
        if "email" not in claims and "userinfo_endpoint" in self.openid_config:
            more = self._fetch_user_info(token.token)
            if more.get("sub") != claims["sub"]:
                raise OAuth2Error("The provider tells of somebody else.")
            claims |= {name: more[name] for name in ("email", "email_verified") if name in more}
        claims["email_verified"] = claims.get("email_verified") in (True, "true")
        return self.get_provider().sociallogin_from_response(request, {"id_token": claims})


class Provider(OpenIDConnectProvider):  # type: ignore[misc]
    """One provider that this installation names."""

    package = "crosswalk_platform.accounts.openid"
    oauth2_adapter_class = Adapter
    supports_token_authentication = False
    scope: ClassVar[list[str]] = ["openid", "email"]

    @property
    def issuer(self) -> str:
        """The issuer as this installation has it, to the letter."""
        return str(self.app.settings["server_url"])

    def wk_server_url(self, url: str) -> str:
        """Where the metadata of an issuer lie."""
        return url.rstrip("/") + "/.well-known/openid-configuration"

    def get_pkce_params(self) -> dict[str, str]:
        """A new verifier, its challenge, and the nonce that belongs to it."""
        made: dict[str, str] = generate_code_challenge()
        return made | {"nonce": nonce_for(made["code_verifier"])}

    def get_auth_params_from_request(self, request: HttpRequest, action: str) -> dict[str, str]:
        """What is asked of the provider, whatever an address may say."""
        return {"max_age": str(LONGEST_AGO)}

    def get_scope_from_request(self, request: HttpRequest) -> list[str]:
        """Who somebody is and their address, and nothing else, whatever an address may say."""
        return list(self.scope)

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        """What is kept: whether the provider asked for a second proof. No name, no picture, no token."""
        return {"amr": ["mfa"]} if two_proofs(data["id_token"]) else {}

    def verify_token(self, request: HttpRequest, token: dict[str, Any]) -> Any:
        """A token that a browser brings is never taken."""
        raise get_adapter().validation_error("invalid_token")
