"""A real provider of OpenID Connect on localhost, made with Authlib: code flow, PKCE (S256 only) and nonce required.

`python openid_provider.py PORT CLIENT SECRET` serves it. `PUT /told` says who signs in next (claims), and how the next ID
token lies: `token` changes its claims, `header` its header, `sign` by what it is signed, `metadata` the metadata.
"""

from __future__ import annotations

import sys
import time
from types import SimpleNamespace
from typing import Any

from authlib.integrations.flask_oauth2 import AuthorizationServer, ResourceProtector, current_token
from authlib.oauth2.rfc6749 import AuthorizationCodeMixin, ClientMixin, TokenMixin, grants
from authlib.oauth2.rfc6750 import BearerTokenValidator
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core import OpenIDCode
from flask import Flask, jsonify, redirect, request
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

CODES: dict[str, Any] = {}
TOKENS: dict[str, Any] = {}
KEY = RSAKey.generate_key(2048, {"kid": "one", "use": "sig", "alg": "RS256"}, private=True)
STRANGER = RSAKey.generate_key(2048, {"kid": "one", "use": "sig", "alg": "RS256"}, private=True)
TOLD: dict[str, Any] = {}
ASKED: list[dict[str, str]] = []


class Client(ClientMixin):
    """The one site that is known here."""

    client_id, client_secret = "", ""

    def get_client_id(self) -> str:
        return self.client_id

    def get_default_redirect_uri(self) -> str:
        return ""

    def get_allowed_scope(self, scope: str) -> str:
        return scope

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        return redirect_uri.endswith(("/oidc/ministry/login/callback/", "/oidc/other/login/callback/"))

    def check_client_secret(self, client_secret: str) -> bool:
        return client_secret == self.client_secret

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return method == "client_secret_basic"

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type == "authorization_code"


CLIENT = Client()


class Code(SimpleNamespace, AuthorizationCodeMixin):
    def get_redirect_uri(self) -> str:
        return str(self.redirect_uri)

    def get_scope(self) -> str:
        return str(self.scope)

    def get_nonce(self) -> str | None:
        return self.nonce

    def get_auth_time(self) -> int:
        return int(self.auth_time)

    def get_acr(self) -> None:
        return None

    def get_amr(self) -> list[str] | None:
        return self.claims.get("amr")


class Token(SimpleNamespace, TokenMixin):
    def check_client(self, client: Any) -> bool:
        return True

    def get_scope(self) -> str:
        return str(self.scope)

    def get_expires_in(self) -> int:
        return 60

    def is_expired(self) -> bool:
        return False

    def is_revoked(self) -> bool:
        return False


class CodeGrant(grants.AuthorizationCodeGrant):
    TOKEN_ENDPOINT_AUTH_METHODS = ["client_secret_basic"]  # noqa: RUF012 - as the library has it

    def save_authorization_code(self, code: str, request: Any) -> None:
        told = request.payload
        CODES[code] = Code(
            code=code, redirect_uri=told.redirect_uri, scope=told.scope, nonce=told.data.get("nonce"),
            auth_time=int(time.time()), claims=dict(TOLD["claims"]), code_challenge=told.data.get("code_challenge"),
            code_challenge_method=told.data.get("code_challenge_method"),
        )  # fmt: skip

    def query_authorization_code(self, code: str, client: Any) -> Any:
        return CODES.get(code)

    def delete_authorization_code(self, authorization_code: Any) -> None:
        CODES.pop(authorization_code.code)

    def authenticate_user(self, authorization_code: Any) -> Any:
        return authorization_code.claims


class IDToken(OpenIDCode):
    def exists_nonce(self, nonce: str, request: Any) -> bool:
        return any(each.nonce == nonce for each in CODES.values())

    def get_jwt_config(self, grant: Any, client: Any) -> dict[str, Any]:
        return {"key": KEY, "alg": "RS256", "iss": issuer(), "exp": 60}

    def generate_user_info(self, user: dict[str, Any], scope: str) -> dict[str, Any]:
        return user if TOLD.get("in_token", True) else {"sub": user["sub"]}

    def encode_id_token(self, token: Any, request: Any) -> str:
        """As the library makes it, then changed as the test says."""
        made = super().encode_id_token(token, request)
        claims = dict(jwt.decode(made, KEY).claims) | TOLD.get("token", {})
        claims = {name: value for name, value in claims.items() if value is not None}
        header = {"alg": "RS256", "kid": "one", "typ": "JWT"} | TOLD.get("header", {})
        if header["alg"] == "none":
            from base64 import urlsafe_b64encode
            from json import dumps

            parts = (urlsafe_b64encode(dumps(each).encode()).rstrip(b"=").decode() for each in (header, claims))
            return ".".join(parts) + "."
        by = {"stranger": STRANGER, "secret": OctKey.import_key(CLIENT.client_secret)}.get(TOLD.get("sign", ""), KEY)
        if "jwk" in header:
            header["jwk"] = STRANGER.as_dict(private=False)
        return jwt.encode(header, claims, by, algorithms=["RS256", "HS256"])


class Bearer(BearerTokenValidator):
    def authenticate_token(self, token_string: str) -> Any:
        return TOKENS.get(token_string)


def issuer() -> str:
    return request.host_url.rstrip("/")


def provider(client: str, secret: str) -> Flask:
    """The provider, ready to be served."""
    CLIENT.client_id, CLIENT.client_secret = client, secret
    app = Flask(__name__)
    server = AuthorizationServer(
        app,
        query_client=lambda name: CLIENT if name == CLIENT.client_id else None,
        save_token=lambda token, asked: TOKENS.update(
            {token["access_token"]: Token(user=asked.user, **token)}  # the user is the claims
        ),
    )
    server.register_grant(CodeGrant, [CodeChallenge(required=True), IDToken(require_nonce=True)])
    bearer = ResourceProtector()
    bearer.register_token_validator(Bearer())

    @app.get("/.well-known/openid-configuration")
    def metadata() -> Any:
        at = issuer()
        return jsonify(
            {
                "issuer": at,
                "authorization_endpoint": f"{at}/authorize",
                "token_endpoint": f"{at}/token",
                "jwks_uri": f"{at}/keys",
                "userinfo_endpoint": f"{at}/userinfo",
                "response_types_supported": ["code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["RS256"],
            }
            | TOLD.get("metadata", {})
        )

    @app.get("/keys")
    def keys() -> Any:
        return jsonify({"keys": [KEY.as_dict(private=False)]})

    @app.route("/authorize", methods=["GET", "POST"])
    def authorize() -> Any:
        grant = server.get_consent_grant(end_user=TOLD.get("claims"))
        if request.method == "GET":
            ASKED.append(dict(request.args))
            return '<!doctype html><title>Ministry</title><form method="post"><button>I am the one</button></form>'
        if TOLD.get("deny"):
            return redirect(f"{request.args['redirect_uri']}?error=access_denied&state={request.args['state']}")
        return server.create_authorization_response(grant_user=TOLD["claims"], grant=grant)

    @app.post("/token")
    def token() -> Any:
        return server.create_token_response()

    @app.get("/userinfo")
    @bearer("openid")
    def userinfo() -> Any:
        return jsonify(current_token.user | TOLD.get("userinfo", {}))

    @app.put("/told")
    def told() -> Any:
        TOLD.clear()
        TOLD.update(request.get_json())
        return jsonify(ASKED)

    return app


if __name__ == "__main__":
    provider(sys.argv[2], sys.argv[3]).run("127.0.0.1", int(sys.argv[1]))
