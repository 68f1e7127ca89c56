"""An OpenID provider on a loopback port: real keys and tokens, a page with a button, and faults on demand."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from flask import Flask, Response, redirect, request
from joserfc import jwt
from joserfc.jwk import Key, KeySet, OctKey, RSAKey
from werkzeug.serving import make_server

CLIENT_ID, CLIENT_SECRET = "aperture-site", "s3cret-of-the-site"
PAGE = """<!doctype html><html lang="en"><title>Fake Hub</title><h1>Fake Hub</h1>
<form method="post"><button name="answer" value="yes">Authorize</button>
<button name="answer" value="no">Cancel</button></form></html>"""


def org(name: str, role: str | None = "write", **more: Any) -> dict[str, Any]:
    """An organization as the Hub's claims tell it."""
    told = {"sub": f"org-{name}", "name": name.title(), "preferred_username": name, **more}
    return told if role is None else {**told, "roleInOrg": role}


@dataclass
class FakeProvider:
    """A provider's world. ``spoil`` changes claims, ``metadata`` what it says of itself; ``faults`` names paths that
    answer otherwise."""

    url: str = ""
    person: dict[str, Any] = field(
        default_factory=lambda: {"sub": "hub-1", "preferred_username": "ada", "name": "Ada L."}
    )
    orgs: list[dict[str, Any]] = field(default_factory=list)
    redirect_uris: set[str] = field(default_factory=set)
    orgs_in_token: bool = True
    spoil: dict[str, Any] = field(default_factory=dict)
    metadata: dict[str, Any] = field(default_factory=dict)
    faults: dict[str, Callable[[], Response]] = field(default_factory=dict)
    signed_by: Callable[[dict[str, Any]], str] | None = None
    requests: Counter[str] = field(default_factory=Counter)
    key: Key = field(default_factory=lambda: _KEY)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    tokens: set[str] = field(default_factory=set)

    def sign(self, claims: dict[str, Any]) -> str:
        """An ID token."""
        return jwt.encode({"alg": "RS256", "kid": self.key.kid}, claims, self.key)

    def claims(self, nonce: str) -> dict[str, Any]:
        """What an ID token says, spoilt as wanted. A claim that is spoilt with None is left out."""
        now = int(time.time())
        told = {
            **self.person,
            **({"orgs": self.orgs} if self.orgs_in_token else {}),
            "iss": self.url,
            "aud": CLIENT_ID,
            "iat": now,
            "exp": now + 300,
            "nonce": nonce,
            **self.spoil,
        }
        return {name: value for name, value in told.items() if value is not None}

    def public_key_as_secret(self, claims: dict[str, Any]) -> str:
        """A token that takes the public key, as anybody can read it, for a secret."""
        secret = OctKey.import_key(self.key.as_pem(private=False), {"kid": self.key.kid})
        return jwt.encode({"alg": "HS256", "kid": self.key.kid}, claims, secret)

    def unsigned(self, claims: dict[str, Any]) -> str:
        """A token that nobody signed."""
        header = {"alg": "none", "kid": self.key.kid}
        parts = (json.dumps(part).encode() for part in (header, claims))
        return ".".join([*(base64.urlsafe_b64encode(p).decode().rstrip("=") for p in parts), ""])

    def turn_keys(self) -> None:
        """Signs with a new key from now on."""
        self.key = new_key()


def new_key() -> Key:
    return RSAKey.generate_key(2048, {"kid": secrets.token_hex(4), "use": "sig"})


_KEY = new_key()
"""Made once: it takes a while."""


def _app(of: FakeProvider) -> Flask:
    app = Flask(__name__)

    @app.before_request
    def _note() -> Response | None:
        of.requests[request.path] += 1
        fault = of.faults.get(request.path)
        return fault() if fault else None

    @app.get("/.well-known/openid-configuration")
    def _metadata() -> dict[str, Any]:
        return {
            "issuer": of.url,
            "authorization_endpoint": f"{of.url}/oauth/authorize",
            "token_endpoint": f"{of.url}/oauth/token",
            "userinfo_endpoint": f"{of.url}/oauth/userinfo",
            "jwks_uri": f"{of.url}/oauth/jwks",
            "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
            **of.metadata,
        }

    @app.route("/oauth/authorize", methods=["GET", "POST"])
    def _authorize() -> Any:
        asked = request.args
        if asked["client_id"] != CLIENT_ID or asked["redirect_uri"] not in of.redirect_uris:
            return "Unknown application", 400
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        assert set(asked["scope"].split()) == {"openid", "profile"}
        if request.method == "GET":
            return PAGE
        if request.form["answer"] == "no":
            told = {"error": "access_denied", "error_description": "<b>No</b>"}
        else:
            code = secrets.token_urlsafe(16)
            of.codes[code] = asked.to_dict()
            told = {"code": code}
        query = urlencode({**told, "state": asked["state"]})
        return redirect(f"{asked['redirect_uri']}?{query}", 303)

    @app.post("/oauth/token")
    def _token() -> Any:
        given, client = request.form, request.authorization
        if client is None or (client.username, client.password) != (CLIENT_ID, CLIENT_SECRET):
            return {"error": "invalid_client"}, 401
        asked = of.codes.pop(given.get("code", ""), None)  # each is good once
        digest = hashlib.sha256(given.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if (
            asked is None
            or asked["code_challenge"] != challenge
            or asked["redirect_uri"] != given.get("redirect_uri")
        ):
            return {"error": "invalid_grant", "error_description": "<script>no</script>"}, 400
        access = secrets.token_urlsafe(16)
        of.tokens.add(access)
        token = (of.signed_by or of.sign)(of.claims(asked["nonce"]))
        return {"access_token": access, "token_type": "Bearer", "expires_in": 60, "id_token": token}

    @app.get("/oauth/jwks")
    def _jwks() -> Any:
        return KeySet([of.key]).as_dict(private=False)

    @app.get("/oauth/userinfo")
    def _userinfo() -> Any:
        if request.headers.get("Authorization", "").removeprefix("Bearer ") not in of.tokens:
            return {"error": "invalid_token"}, 401
        return {**of.person, "orgs": of.orgs}

    return app


@contextmanager
def providing(**world: Any) -> Iterator[FakeProvider]:
    """A provider that answers on a port of this machine."""
    provider = FakeProvider(**world)
    server = make_server("127.0.0.1", 0, _app(provider), threaded=True)
    provider.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
