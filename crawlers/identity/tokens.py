"""Tokens: whose an ID token is, once it is certain that the provider made it for this sign-in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from joserfc import jwt
from joserfc.errors import InvalidKeyIdError
from joserfc.jwk import JWKRegistry, KeySet

from crawlers.identity.door import Refused
from registry.identity import MEMBER, OWNER, RESTRICTED, Identity

LEEWAY_S = 60
"""By which clocks may differ."""
OLDEST_S = 600
"""A token is made for a sign-in, which takes minutes."""
PUBLIC = frozenset({"RSA", "EC", "OKP"})
"""Kinds of keys of which a public half is told."""
MOST_ORGANIZATIONS = 500
LONGEST_SUBJECT = 255

Keys = KeySet
UnknownKey = InvalidKeyIdError

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,95}")
_ROLE = re.compile(r"[A-Za-z_-]{1,40}")


@dataclass(frozen=True, slots=True)
class Checks:
    """What a token must say, how it may be signed, and what time it is."""

    issuer: str
    audience: str
    nonce: str
    algorithms: tuple[str, ...]
    now: int


def keys_of(told: Mapping[str, Any]) -> Keys:
    """The keys that a provider signs with. Raises Refused where there are none."""
    listed = told.get("keys")
    keys = [k for k in listed if isinstance(k, dict)] if isinstance(listed, list) else []
    found = [
        JWKRegistry.import_key(key)
        for key in keys
        if key.get("kty") in PUBLIC and key.get("use", "sig") == "sig"
    ]
    if not found:
        raise Refused("the provider has no keys")
    return KeySet(found)


def claims_of(token: str, keys: Keys, checks: Checks) -> dict[str, Any]:
    """What an ID token says. Raises UnknownKey, another JoseError and Refused for one that does not hold."""
    claims = jwt.decode(token, keys, algorithms=list(checks.algorithms)).claims
    jwt.JWTClaimsRegistry(
        now=checks.now,
        leeway=LEEWAY_S,
        iss={"essential": True, "value": checks.issuer},
        aud={"essential": True, "value": checks.audience},
        sub={"essential": True},
        nonce={"essential": True, "value": checks.nonce},
        exp={"essential": True},
        iat={"essential": True},
    ).validate(claims)
    if claims["nonce"] != checks.nonce:  # the registry would take a list that holds it
        raise Refused("the nonce is another one")
    audiences = claims["aud"] if isinstance(claims["aud"], list) else [claims["aud"]]
    party = claims.get("azp", checks.audience if len(audiences) == 1 else None)
    if party != checks.audience:
        raise Refused("the token was made for another site")
    if claims["iat"] < checks.now - OLDEST_S:
        raise Refused("the token was made long ago")
    return claims


def identity_of(claims: Mapping[str, Any]) -> Identity:
    """Who it is. The claims on organizations are the Hub's (``OAuthUserInfo`` of huggingface_hub). Raises Refused."""
    subject, name = claims["sub"], claims.get("preferred_username")
    if not 0 < len(subject) <= LONGEST_SUBJECT or not subject.isprintable():
        raise Refused("the subject is none")
    if not _is_name(name):
        raise Refused("the name is none of the Hub's")
    told = claims.get("orgs")
    roles = dict(_roles(told if isinstance(told, list) else ()))
    return Identity(subject, str(name), {**roles, str(name): OWNER})


def _roles(told: Iterable[Any]) -> Iterator[tuple[str, str]]:
    known = [
        org for org in told if isinstance(org, dict) and _is_name(org.get("preferred_username"))
    ]
    for org in known[:MOST_ORGANIZATIONS]:
        role = org.get("roleInOrg")
        is_role = isinstance(role, str) and _ROLE.fullmatch(role) and role != OWNER
        restricted = bool(org.get("securityRestrictions"))
        yield (
            org["preferred_username"],
            RESTRICTED if restricted else str(role) if is_role else MEMBER,
        )


def _is_name(value: object) -> bool:
    return isinstance(value, str) and _NAME.fullmatch(value) is not None
