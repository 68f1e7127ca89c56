"""Metadata: what an OpenID provider says of itself (OpenID Connect Discovery 1.0), as far as it is believed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from crawlers.identity.door import Refused, origin_of

ALGORITHMS = ("RS256", "ES256", "EdDSA", "Ed25519")
"""How a token may be signed: with a key that only the provider has, and never not at all."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """Where a provider is asked what, and how it signs."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str
    algorithms: tuple[str, ...]
    tells_issuer: bool


def metadata_of(told: Mapping[str, Any], url: str) -> Metadata:
    """What a provider at an address says of itself. Raises Refused where it can't be that provider's own word."""
    issuer = told.get("issuer")
    if not isinstance(issuer, str) or issuer.rstrip("/") != url:
        raise Refused("the provider is called by another name")
    signs = told.get("id_token_signing_alg_values_supported", ["RS256"])
    algorithms = tuple(a for a in ALGORITHMS if isinstance(signs, list) and a in signs)
    if not algorithms:
        raise Refused("the provider signs in no way that is accepted")
    return Metadata(
        issuer=issuer,
        authorization_endpoint=_own(told, "authorization_endpoint", url),
        token_endpoint=_own(told, "token_endpoint", url),
        jwks_uri=_own(told, "jwks_uri", url),
        userinfo_endpoint=_own(told, "userinfo_endpoint", url)
        if told.get("userinfo_endpoint")
        else "",
        algorithms=algorithms,
        tells_issuer=told.get("authorization_response_iss_parameter_supported") is True,
    )


def _own(told: Mapping[str, Any], name: str, url: str) -> str:
    address = told.get(name)
    if not isinstance(address, str) or origin_of(address) != origin_of(url):
        raise Refused(f"{name} is not at the provider's own origin")
    if urlsplit(address).fragment:
        raise Refused(f"{name} has a fragment")
    return address
