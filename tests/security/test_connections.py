"""Connections: no visitor can have the web application connect to anything, whatever address he or she sends."""

from __future__ import annotations

import socket
from typing import Any

import pytest

from registry.disclosing import Action
from tests.security.payloads import ADDRESSES
from tests.security.people import CRITERION, MODERATOR, RELEASE, World, token, typed

INWARD = (
    "https://example.org/",
    "https://127.0.0.1.nip.io/",
    "http://localtest.me/",
    "http://spoofed.burpcollaborator.net/",
    "http://169.254.169.254.sslip.io/latest/meta-data/",
    "http://metadata.google.internal/computeMetadata/v1/",
    "gopher://127.0.0.1:6379/_INFO",
    "dict://127.0.0.1:11211/stats",
    "ldap://127.0.0.1/",
    "jar:http://127.0.0.1!/",
    "http://[::ffff:127.0.0.1]/",
    "http://[fd00::1]/",
    "http://127.1/",
    "http://0/",
    f"https://huggingface.co/{RELEASE}/discussions/7",
)


@pytest.fixture
def tried(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What was tried to be reached meanwhile, by name or by number."""
    found: list[Any] = []

    def note(*told: Any, **_more: Any) -> None:
        found.append(told)
        raise ConnectionRefusedError

    for name in ("getaddrinfo", "gethostbyname", "gethostbyname_ex", "create_connection"):
        monkeypatch.setattr(socket, name, note)
    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, note)
    return found


def test_nobody_is_asked_for_what_somebody_sent(world: World, tried: list[Any]):
    client = world.clients[MODERATOR]
    kept = []
    for address in (*ADDRESSES, *INWARD):
        before = world.newest()
        told = typed(
            url=address, quote=address, claim=f"It is all to be seen at {address} {before}."
        )
        safe = {n: v.encode("utf-8", "replace").decode() for n, v in told.items()}
        client.post("/api/v1/disclosures", json=safe)
        form = {**safe, "csrf_token": token(client)}
        client.post("/disclose", data={**form, "preview": "yes"})
        client.post("/disclose", data=form)
        asking = {"release": RELEASE, "criterion": CRITERION, "url": address}
        client.post("/request", data={**asking, "csrf_token": form["csrf_token"]})
        client.get("/disclose", query_string={"release": address, "url": address})
        client.get("/models", query_string={"q": address})
        card = f"---\nbase_model: {address}\n---\n[here]({address}) ![it]({address})\n"
        client.post("/lint", data={"card": card})
        client.post("/api/v1/lint", json={"card": card})
        kept += range(before + 1, world.newest() + 1)
    assert len(kept) > 5, "some could be kept"
    for number in kept:
        world.act(number, Action.ACCEPT, level="downloadable")
        client.get(f"/moderation/{number}")
        client.get(f"/disclosures/{number}")
    assert tried == []
