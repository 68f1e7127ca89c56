"""Signing in with the Hub: the whole way against a provider with real keys, and every way of cheating."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Barrier, Event
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient
from sqlmodel import Session, delete, select

from crawlers.identity import door, provider_of
from registry import store
from registry.db import session_on
from registry.identity import Identity
from registry.models import Account
from registry.settings import Settings
from registry.views import oauth
from tests.application import make_app
from tests.factories import NOW
from tests.hub_visitors import BACK, agreed, begun, came_back, hub_settings, signed_in
from tests.provider import CLIENT_ID, FakeProvider, new_key, org, providing


@pytest.fixture(scope="module")
def _provider() -> Iterator[FakeProvider]:
    with providing() as provider:
        yield provider


@pytest.fixture
def provider(_provider: FakeProvider) -> FakeProvider:
    """A provider with nothing wrong, whatever was wrong with it before."""
    vars(_provider).update(vars(FakeProvider(url=_provider.url, redirect_uris={BACK})))
    return _provider


@pytest.fixture(scope="module")
def _app(
    _migrated_sqlite: Path, _provider: FakeProvider, tmp_path_factory: pytest.TempPathFactory
) -> Flask:
    folder = shutil.copytree(_migrated_sqlite.parent, tmp_path_factory.mktemp("hub") / "it")
    return make_app(hub_settings(f"sqlite:///{folder / _migrated_sqlite.name}", _provider))


@pytest.fixture
def settings(sqlite_url: str, provider: FakeProvider) -> Settings:
    return hub_settings(sqlite_url, provider)


@pytest.fixture
def app(_app: Flask, provider: FakeProvider) -> Flask:
    """One for all who cheat, without accounts: what a provider may do is the same on any database."""
    with Session(_app.extensions["engine"]) as session:
        session.exec(delete(Account))
        session.commit()
    _app.extensions["identity"] = provider_of(hub_settings("", provider))
    return _app


def accounts(client: FlaskClient) -> list[Account]:
    with Session(client.application.extensions["engine"]) as session:
        return list(session.exec(select(Account).order_by(Account.id)))


def is_signed_in(client: FlaskClient) -> bool:
    with client.session_transaction() as session:
        return "_user_id" in session


def refused(client: FlaskClient, response, status: int) -> None:
    assert response.status_code == status, response.text
    assert "You are not signed in" in response.text
    assert response.headers["Cache-Control"] == "no-store"
    assert not is_signed_in(client)
    assert not accounts(client)


# The good way -----------------------------------------------------------------------------------


class TestTheGoodWay:
    @pytest.fixture
    def settings(self, database_url: str, provider: FakeProvider) -> Settings:
        return hub_settings(database_url, provider)

    @pytest.fixture
    def app(self, settings: Settings) -> Flask:
        return make_app(settings)

    def test_somebody_signs_in_and_comes_back(self, client: FlaskClient, provider: FakeProvider):
        provider.orgs = [org("allenai"), org("Readers", "read"), org("odd", None)]
        provider.orgs += [org("strict", "admin", securityRestrictions=["mfa"]), {"name": "x"}]
        response = signed_in(client, "/models?q=olmo")
        assert response.status_code == 303
        assert response.location == "/models?q=olmo"
        assert is_signed_in(client)
        (account,) = accounts(client)
        assert (account.name, account.subject, account.password) == ("hub:ada", "hub-1", "")
        assert account.is_moderator
        assert account.organizations == {
            "Readers": "read",
            "ada": "owner",
            "allenai": "write",
            "odd": "member",
            "strict": "restricted",
        }
        assert provider.requests["/oauth/userinfo"] == 0

    def test_what_the_hub_says_now_replaces_what_it_said(
        self, client: FlaskClient, provider: FakeProvider
    ):
        provider.orgs = [org("allenai")]
        signed_in(client)
        provider.orgs, provider.person = [], {**provider.person, "preferred_username": "ada2"}
        signed_in(client)
        (account,) = accounts(client)
        assert account.name == "hub:ada2"
        assert account.organizations == {"ada2": "owner"}
        assert not account.is_moderator

    def test_a_moderator_is_known_by_number_whatever_the_name(
        self, settings: Settings, provider: FakeProvider
    ):
        numbered = make_app(replace(settings, moderators=frozenset({"#hub-1"}))).test_client()
        provider.person = {**provider.person, "preferred_username": "ada2"}
        signed_in(numbered)
        assert accounts(numbered)[0].is_moderator
        provider.person = {"sub": "hub-2", "preferred_username": "hub-1"}
        signed_in(numbered)
        assert not accounts(numbered)[1].is_moderator

    def test_who_is_taken_off_the_list_moderates_no_more(
        self, client: FlaskClient, app: Flask, provider: FakeProvider
    ):
        signed_in(client)
        assert client.get("/moderation").status_code == 200
        app.extensions["hub_moderators"] = frozenset({"somebody-else"})
        assert client.get("/moderation").status_code == 403
        assert "may moderate" not in client.get("/account").text

    def test_who_takes_over_a_name_gets_nothing_of_the_one_before(
        self, client: FlaskClient, provider: FakeProvider
    ):
        signed_in(client)
        provider.person = {**provider.person, "sub": "hub-2"}
        signed_in(client.application.test_client())
        first, second = accounts(client)
        assert (first.name, first.is_moderator, first.organizations) == ("hub:#hub-1", False, {})
        assert first.epoch == 1
        assert (second.name, second.subject) == ("hub:ada", "hub-2")

    @pytest.mark.parametrize("name", ["ada", "hub:ada"])
    def test_a_local_account_is_never_taken_over(
        self, client: FlaskClient, provider: FakeProvider, name: str
    ):
        with Session(client.application.extensions["engine"]) as session:
            session.add(Account(name=name, password="kept", created_at=NOW))
            session.commit()
        signed_in(client)
        local, mine = accounts(client)
        assert (local.name, local.subject, local.password, local.is_moderator) == (
            name,
            None,
            "kept",
            False,
        )
        assert mine.subject == "hub-1"
        assert mine.name == ("hub:ada" if name == "ada" else "hub:#hub-1")

    def test_many_windows_at_once_make_one_account(self, app: Flask):
        engine, barrier = app.extensions["engine"], Barrier(6)

        def sign_in(_number: int) -> int | None:
            barrier.wait()
            with session_on(engine) as session:
                return store.save_identity(session, Identity("7", "eve", {}), set(), NOW).id

        with ThreadPoolExecutor(6) as pool:
            numbers = list(pool.map(sign_in, range(6)))
        assert len(set(numbers)) == 1
        (account,) = accounts(app.test_client())
        assert account.name == "hub:eve"

    def test_a_disabled_account_stays_out(self, client: FlaskClient, provider: FakeProvider):
        signed_in(client)
        with Session(client.application.extensions["engine"]) as session:
            session.exec(select(Account)).one().disabled_at = NOW
            session.commit()
        other = client.application.test_client()
        assert signed_in(other).status_code == 403
        assert not is_signed_in(other)


def test_organizations_are_asked_for_where_the_token_has_none(
    client: FlaskClient, provider: FakeProvider
):
    provider.orgs, provider.orgs_in_token = [org("allenai")], False
    signed_in(client)
    assert accounts(client)[0].organizations == {"ada": "owner", "allenai": "write"}


def test_nothing_of_the_tokens_is_kept(client: FlaskClient, provider: FakeProvider):
    signed_in(client)
    with client.session_transaction() as session:
        kept = repr(dict(session))
    kept += repr(accounts(client)[0].model_dump())
    assert not any(token in kept for token in provider.tokens)
    assert oauth.PENDING not in kept


def test_what_a_provider_says_of_itself_is_asked_for_once(
    client: FlaskClient, provider: FakeProvider
):
    for _ in range(3):
        signed_in(client)
    assert provider.requests["/.well-known/openid-configuration"] == 1
    assert provider.requests["/oauth/jwks"] == 1
    provider.turn_keys()
    assert signed_in(client).location == "/account"
    assert provider.requests["/oauth/jwks"] == 2


def test_the_address_is_the_one_that_visitors_see(settings: Settings, provider: FakeProvider):
    provider.redirect_uris = {"https://aperture.example/sign-in/hub/callback"}
    client = make_app(replace(settings, trusted_proxies=1)).test_client()
    headers = {"X-Forwarded-Host": "aperture.example", "X-Forwarded-Proto": "https"}
    response = client.get("/sign-in/hub", headers=headers)
    asked = parse_qs(urlsplit(response.location).query)
    assert asked["redirect_uri"] == ["https://aperture.example/sign-in/hub/callback"]
    assert asked["scope"] == ["openid profile"]
    assert len(asked["state"][0]) >= 32
    assert "Secure" in response.headers["Set-Cookie"]


def test_who_cannot_sign_in_with_the_hub_is_not_asked_to(settings: Settings, client: FlaskClient):
    pages = ("/sign-in", "/disclose", "/disclose/statement")
    alone = make_app(replace(settings, oauth_client_id="")).test_client()
    for page in pages:
        assert "with Hugging Face" in client.get(page).text
        assert "with Hugging Face" not in alone.get(page).text


def test_a_site_that_is_not_registered_says_so(settings: Settings):
    client = make_app(replace(settings, oauth_client_id="")).test_client()
    response = client.get("/sign-in/hub")
    assert response.status_code == 404
    assert "Nobody can sign in with the Hub here" in response.text


# Cheating ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("next_path", ["//evil.example", "https://evil.example/", "/\\evil"])
def test_nobody_is_sent_elsewhere(client: FlaskClient, next_path: str):
    assert signed_in(client, next_path).location == "/account"


def test_a_forged_state_is_refused(client: FlaskClient, provider: FakeProvider):
    address = agreed(begun(client))
    query = parse_qs(urlsplit(address).query)
    forged = urlencode({"code": query["code"][0], "state": "x" * 32})
    refused(client, client.get(f"/sign-in/hub/callback?{forged}"), 400)
    refused(client, client.get("/sign-in/hub/callback?state=%C3%A9&code=1"), 400)
    refused(client, client.get("/sign-in/hub/callback"), 400)
    assert provider.requests["/oauth/token"] == 0


def test_nobody_is_signed_in_by_somebody_elses_answer(client: FlaskClient, provider: FakeProvider):
    """Login CSRF: a visitor is made to open the address that the attacker was sent back to."""
    address = agreed(begun(client.application.test_client()))
    begun(client)
    refused(client, came_back(client, address), 400)
    assert provider.requests["/oauth/token"] == 0


def test_an_answer_is_good_once(client: FlaskClient, provider: FakeProvider):
    address = agreed(begun(client))
    cookie = client.get_cookie("aperture")
    assert came_back(client, address).status_code == 303
    assert came_back(client, address).status_code == 400
    assert provider.requests["/oauth/token"] == 1
    replayed = client.application.test_client()  # by who has the cookie of before, too
    replayed.set_cookie("aperture", cookie.value)
    response = came_back(replayed, address)
    assert (response.status_code, is_signed_in(replayed)) == (502, False)


def test_an_attempt_lasts_ten_minutes_and_a_few_are_kept(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
):
    addresses = [begun(client, "/" + "n" * 290) for _ in range(5)]
    assert len(client.get_cookie("aperture").value) < 4000
    refused(client, came_back(client, agreed(addresses[0])), 400)
    late = agreed(addresses[3])
    now = time.time()
    with monkeypatch.context() as patch:
        patch.setattr(oauth.time, "time", lambda: now + oauth.PENDING_S + 1)
        refused(client, came_back(client, late), 400)


def test_answers_in_error_are_told_in_words_of_ours(client: FlaskClient, provider: FakeProvider):
    response = came_back(client, agreed(begun(client, "/about"), "no"))
    refused(client, response, 403)
    assert "You did not let the Hub tell who you are" in response.text
    assert "No</b>" not in response.text
    assert 'href="/sign-in/hub?next=/about"' in response.text
    state = parse_qs(urlsplit(begun(client)).query)["state"][0]
    answer = urlencode({"state": state, "error": "<script>alert(1)</script>"})
    response = client.get(f"/sign-in/hub/callback?{answer}")
    refused(client, response, 403)
    assert "alert(1)" not in response.text


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"nonce": ["another"]},
        {"aud": "another-site"},
        {"aud": None},
        {"aud": [CLIENT_ID, "another-site"]},
        {"aud": [CLIENT_ID, "another-site"], "azp": "another-site"},
        {"azp": "another-site"},
        {"iss": "https://another.example"},
        {"iss": None},
        {"exp": timedelta(minutes=-2)},
        {"exp": None},
        {"exp": "tomorrow"},
        {"iat": timedelta(minutes=10)},
        {"iat": timedelta(hours=-2)},
        {"iat": None},
        {"nbf": timedelta(minutes=10)},
        {"sub": None},
        {"sub": 7},
        {"sub": ""},
        {"preferred_username": "<b>ada</b>"},
        {"preferred_username": "../ada"},
        {"preferred_username": ["ada"]},
    ],
    ids=str,
)
def test_a_token_that_does_not_hold_is_refused(
    client: FlaskClient, provider: FakeProvider, claims: dict[str, object]
):
    # Moments are made here: the names of tests must be the same in every process.
    provider.spoil = {
        name: int(time.time() + value.total_seconds()) if isinstance(value, timedelta) else value
        for name, value in claims.items()
    }
    response = signed_in(client)
    refused(client, response, 502)
    assert "could not be relied on" in response.text


def test_a_list_with_the_nonce_is_no_nonce(client: FlaskClient, provider: FakeProvider):
    provider.signed_by = lambda claims: provider.sign({**claims, "nonce": [claims["nonce"]]})
    refused(client, signed_in(client), 502)


@pytest.mark.parametrize(
    "way", ["unsigned", "public_key_as_secret", "other key", "cut", "no token"]
)
def test_a_signature_that_is_none_is_refused(client: FlaskClient, provider: FakeProvider, way: str):
    other = new_key() if way == "other key" else None
    ways = {
        "unsigned": provider.unsigned,
        "public_key_as_secret": provider.public_key_as_secret,
        "other key": lambda claims: replace(provider, key=other).sign(claims),
        "cut": lambda claims: provider.sign(claims)[:-9],
        "no token": lambda claims: "",
    }
    provider.signed_by = ways[way]
    refused(client, signed_in(client), 502)
    assert provider.requests["/oauth/jwks"] <= 2  # and not for ever


def test_an_answer_of_another_provider_is_refused(client: FlaskClient, provider: FakeProvider):
    """Mix-up: RFC 9207."""
    address = agreed(begun(client))
    refused(client, came_back(client, f"{address}&iss=https%3A%2F%2Fanother.example"), 502)
    assert provider.requests["/oauth/token"] == 0


def test_who_says_that_it_names_itself_has_to(client: FlaskClient, provider: FakeProvider):
    provider.metadata = {"authorization_response_iss_parameter_supported": True}
    refused(client, signed_in(client), 502)
    address = agreed(begun(client))
    assert came_back(client, f"{address}&{urlencode({'iss': provider.url})}").status_code == 303


def test_user_info_of_somebody_else_is_refused(client: FlaskClient, provider: FakeProvider):
    provider.orgs_in_token = False
    provider.spoil = {"sub": "hub-7"}
    refused(client, signed_in(client), 502)


# A provider that is not well --------------------------------------------------------------------


@pytest.mark.parametrize(
    "metadata",
    [
        {"issuer": "https://another.example"},
        {"issuer": None},
        {"token_endpoint": "https://another.example/token"},
        {"token_endpoint": "http://127.0.0.1:1/token"},
        {"token_endpoint": None},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"jwks_uri": "file:///etc/passwd"},
        {"userinfo_endpoint": "http://[::1/"},
        {"id_token_signing_alg_values_supported": ["none", "HS256"]},
        {"id_token_signing_alg_values_supported": "none"},
    ],
    ids=str,
)
def test_a_provider_speaks_for_itself_alone(
    client: FlaskClient, provider: FakeProvider, metadata: dict[str, object]
):
    provider.metadata = metadata
    response = client.get("/sign-in/hub")
    refused(client, response, 502)


@pytest.mark.parametrize(
    "path", ["/.well-known/openid-configuration", "/oauth/jwks", "/oauth/token"]
)
@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (lambda: Response("down", 503), "did not answer"),
        (lambda: Response("slower", 429), "did not answer"),
        (lambda: Response("<html>", 200), "could not be relied on"),
        (lambda: Response("[1]", 200), "could not be relied on"),
        (lambda: Response("[" * 150_000, 200), "could not be relied on"),
        (lambda: Response('{"keys": [{"kty": "RSA", "n": 1}, 7], "expires_in": {}}'), "relied on"),
        (lambda: Response("no", 404), "could not be relied on"),
        (lambda: Response(" " * 300_000 + "{}", 200), "could not be relied on"),
        (lambda: Response("", 302, {"Location": "/oauth/authorize"}), "could not be relied on"),
        (lambda: Response("x", 200, {"Content-Encoding": "gzip"}), "could not be relied on"),
    ],
    ids=["down", "busy", "page", "list", "nested", "odd", "gone", "huge", "redirect", "garbled"],
)
def test_a_provider_that_is_not_well_is_put_in_words(
    client: FlaskClient, provider: FakeProvider, path: str, fault, words: str
):
    provider.faults[path] = fault
    response = client.get("/sign-in/hub")
    if response.status_code == 303:
        response = came_back(client, agreed(response.location))
    refused(client, response, 502)
    assert words in response.text


def test_a_provider_that_is_away_is_put_in_words(settings: Settings):
    client = make_app(replace(settings, openid_provider="http://127.0.0.1:9")).test_client()
    response = client.get("/sign-in/hub")
    refused(client, response, 502)
    assert "The Hub did not answer" in response.text


@pytest.mark.parametrize("pieces", [0, 1000], ids=["silent", "dripping"])
def test_a_provider_that_takes_too_long_is_not_waited_for(
    client: FlaskClient, provider: FakeProvider, monkeypatch: pytest.MonkeyPatch, pieces: int
):
    is_over = Event()

    def drops() -> Iterator[bytes]:
        for _ in range(pieces):
            is_over.wait(0.01)
            yield b" "
        is_over.wait(10)

    monkeypatch.setattr(door, "TIMEOUT_S", 0.1)
    provider.faults["/.well-known/openid-configuration"] = lambda: Response(drops())
    response = client.get("/sign-in/hub")
    is_over.set()
    refused(client, response, 502)
    assert "The Hub did not answer" in response.text


def test_a_provider_elsewhere_is_asked_over_https_alone(settings: Settings):
    client = make_app(replace(settings, openid_provider="http://hub.example")).test_client()
    refused(client, client.get("/sign-in/hub"), 502)
