"""Identity: signing in with the Hub, or any other OpenID provider, by the authorization code flow with PKCE.

What is checked is what OpenID Connect Core 1.0 (section 3.1.3.7) and RFC 9700 ask of a client. No token is kept.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

import httpx2
from authlib.common.errors import AuthlibBaseError
from authlib.common.security import generate_token
from joserfc.errors import JoseError

from crawlers.identity.door import Door, Refused, Unanswered
from crawlers.identity.metadata import Metadata, metadata_of
from crawlers.identity.tokens import Checks, Keys, UnknownKey, claims_of, identity_of, keys_of
from registry.identity import Attempt, Identity, IdentityError
from registry.logs import log
from registry.settings import Settings

SCOPE = "openid profile"
KEPT_FOR_S = 3600.0
"""What a provider says of itself, and its keys."""
NO_ANSWER = "The Hub did not answer. Try again in a moment."
NOT_UNDERSTOOD = (
    "What the Hub answered could not be relied on, so that nobody was signed in. Try again."
)
DECLINED = "You did not let the Hub tell who you are, so that nobody was signed in."
REFUSED = "The Hub did not let you in. Try again."
LONGEST_TOLD = 200
_MISTAKEN = (
    *(Refused, JoseError, AuthlibBaseError, httpx2.HTTPError),
    # What the libraries make of replies that nobody would send in good faith.
    *(ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError),
)


def provider_of(settings: Settings) -> OpenId | None:
    """The provider that the settings name; None where this site is not registered with one."""
    if not settings.oauth_client_id:
        return None
    url, secret = settings.openid_provider, settings.oauth_client_secret
    return OpenId(url, settings.oauth_client_id, secret)


class OpenId:
    """An OpenID provider and how this site is registered there. May be shared by threads."""

    def __init__(
        self,
        url: str,
        client_id: str,
        client_secret: str = "",
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._url = url
        self._client_id = client_id
        self._door = Door(client_id, client_secret)
        self._clock = clock
        self._metadata: tuple[float, Metadata] | None = None
        self._keys: tuple[float, Keys] | None = None

    def begin(self, redirect_uri: str) -> tuple[str, Attempt]:
        """The address to send a visitor to, and the attempt to keep. Raises IdentityError."""
        attempt = Attempt(
            state=secrets.token_urlsafe(24),
            nonce=secrets.token_urlsafe(24),
            verifier=generate_token(64),
            redirect_uri=redirect_uri,
            at=self._clock(),
        )
        with _in_words():
            told = self._known()
            with self._door.client(redirect_uri, SCOPE) as client:
                address, _ = client.create_authorization_url(
                    told.authorization_endpoint,
                    state=attempt.state,
                    code_verifier=attempt.verifier,
                    nonce=attempt.nonce,
                )
        return str(address), attempt

    def end(self, attempt: Attempt, answer: Mapping[str, str]) -> Identity:
        """Who came back with this answer to an attempt. Raises IdentityError.

        Whoever asks has made sure that the answer is to this attempt, by its ``state``.
        """
        with _in_words():
            told = self._known()
            _check_issuer(told, answer)
            if error := answer.get("error"):
                log.info("identity.declined", error=error[:LONGEST_TOLD])
                raise IdentityError(DECLINED if error == "access_denied" else REFUSED)
            if not answer.get("code"):
                raise Refused("there is no code")
            return self._exchanged(told, attempt, answer["code"])

    def _exchanged(self, told: Metadata, attempt: Attempt, code: str) -> Identity:
        with self._door.client(attempt.redirect_uri, SCOPE) as client:
            tokens = client.fetch_token(
                told.token_endpoint,
                grant_type="authorization_code",
                code=code,
                code_verifier=attempt.verifier,
            )
            checks = Checks(
                told.issuer, self._client_id, attempt.nonce, told.algorithms, int(self._clock())
            )
            claims = self._checked(told, str(tokens.get("id_token") or ""), checks)
            if not {"orgs", "preferred_username"} <= claims.keys() and told.userinfo_endpoint:
                more = self._door.asked(client, told.userinfo_endpoint, with_token=True)
                if more.get("sub") != claims["sub"]:
                    raise Refused("the user info is of somebody else")
                claims = {**more, **claims}
        return identity_of(claims)

    def _checked(self, told: Metadata, token: str, checks: Checks) -> dict[str, object]:
        try:
            return claims_of(token, self._known_keys(told), checks)
        except UnknownKey:  # the provider may have begun to sign with another one
            self._keys = None
            return claims_of(token, self._known_keys(told), checks)

    def _known(self) -> Metadata:
        kept, now = self._metadata, self._clock()
        if kept is None or not 0 <= now - kept[0] < KEPT_FOR_S:
            found = self._door.get(f"{self._url}/.well-known/openid-configuration")
            self._metadata = kept = (now, metadata_of(found, self._url))
        return kept[1]

    def _known_keys(self, told: Metadata) -> Keys:
        kept, now = self._keys, self._clock()
        if kept is None or not 0 <= now - kept[0] < KEPT_FOR_S:
            self._keys = kept = (now, keys_of(self._door.get(told.jwks_uri)))
        return kept[1]


def _check_issuer(told: Metadata, answer: Mapping[str, str]) -> None:
    """Holds to RFC 9207, which keeps answers of one provider from being taken for another's."""
    named = answer.get("iss")
    if named != told.issuer and (named is not None or told.tells_issuer):
        raise Refused("the answer is another provider's")


@contextmanager
def _in_words() -> Iterator[None]:
    """Turns whatever goes wrong into a sentence, and logs what it was."""
    try:
        yield
    except Unanswered as error:
        log.warning("identity.unanswered", problem=_short(error))
        raise IdentityError(NO_ANSWER) from error
    except _MISTAKEN as error:
        log.warning("identity.refused", problem=_short(error))
        raise IdentityError(NOT_UNDERSTOOD) from error


def _short(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:LONGEST_TOLD]
