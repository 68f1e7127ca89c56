"""Visitors who sign in with the Hub, by requests as a browser sends them."""

from __future__ import annotations

from urllib.parse import urlsplit

import httpx
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from registry.settings import Settings
from tests.provider import CLIENT_ID, CLIENT_SECRET, FakeProvider

BACK = "http://localhost/sign-in/hub/callback"
"""Where visitors of a test's client come back to."""


def hub_settings(url: str, provider: FakeProvider) -> Settings:
    return Settings(
        database_url=url,
        hf_endpoint="http://127.0.0.1:9",
        oauth_client_id=CLIENT_ID,
        oauth_client_secret=CLIENT_SECRET,
        openid_provider=provider.url,
        moderators=frozenset({"ada"}),
    )


def begun(client: FlaskClient, next_path: str = "") -> str:
    """The address at the provider that somebody is sent to."""
    response = client.get("/sign-in/hub", query_string={"next": next_path} if next_path else {})
    assert response.status_code == 303, response.text
    return response.location


def agreed(address: str, answer: str = "yes") -> str:
    """The address that the provider sends somebody back to who presses a button."""
    response = httpx.post(address, data={"answer": answer})
    assert response.status_code == 303, response.text
    return response.headers["Location"]


def came_back(client: FlaskClient, address: str) -> TestResponse:
    parts = urlsplit(address)
    return client.get(f"{parts.path}?{parts.query}")


def signed_in(client: FlaskClient, next_path: str = "") -> TestResponse:
    return came_back(client, agreed(begun(client, next_path)))
