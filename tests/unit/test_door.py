"""The door to the Hub: what it asks again, what it gives up, and where it does not go."""

from __future__ import annotations

import gzip
import hashlib
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from crawlers import http, outage
from crawlers.http import TRIES, TRIES_AT_NOTHING, HubDoor
from crawlers.hub import Hub
from crawlers.source import Denied, Missing, Selection, SourceError, Unreachable
from crawlers.workers import in_threads
from tests.hub import FakeHub, Fault, _Handler, running

CARD = "/o/m/resolve/main/README.md"
INFO = "/api/models/o/m"


@pytest.fixture
def door(hub: FakeHub) -> HubDoor:
    hub.model("o/m", "# A card\n")
    return HubDoor(hub.url)


@pytest.mark.parametrize("kind", ["500", "502", "503", "504", "429", "408", "drop", "truncate"])
def test_passing_faults_are_asked_again(hub: FakeHub, door: HubDoor, kind: str):
    hub.fault("/resolve/", kind, 3)
    assert door.file(CARD) == b"# A card\n"
    assert hub.requests[CARD] == 4


@pytest.mark.parametrize("kind", ["html", "half", "truncate"])
def test_lies_are_asked_again(hub: FakeHub, door: HubDoor, kind: str):
    hub.fault("/api/", kind, 2)
    told, _ = door.json(INFO)
    assert told == {"id": "o/m"}


@pytest.mark.parametrize(
    ("kind", "words", "cause"),
    [
        ("503", "the server answered 503", "status-503"),
        ("html", "not JSON", "not-json"),
        ("truncate", "broke off", "truncated"),
        ("drop", "hung up", "reset"),
    ],
)
def test_it_gives_up_after_some_tries_and_says_why(hub, door: HubDoor, kind, words, cause):
    door.file(CARD)
    hub.fault("/api/", kind)
    with pytest.raises(Unreachable, match=f"{words}.*, {TRIES} times over") as caught:
        door.json(INFO)
    assert caught.value.cause == cause
    assert hub.requests[INFO] == TRIES


def test_where_nothing_ever_answered_it_gives_up_soon():
    with running(FakeHub()) as gone:
        address = gone.url
    began = time.monotonic()
    with pytest.raises(
        Unreachable, match=rf"no connection.* {TRIES_AT_NOTHING} times.*HF_ENDPOINT"
    ):
        HubDoor(address).json("/api/models")
    assert time.monotonic() - began < 3


def test_a_name_that_cannot_be_looked_up():
    with pytest.raises(Unreachable, match="DNS") as caught:
        HubDoor("http://hub.invalid").json("/api/models")
    assert caught.value.cause == "dns"


def test_a_hub_that_speaks_no_tls(hub: FakeHub):
    with pytest.raises(Unreachable, match="TLS") as caught:
        HubDoor(hub.url.replace("http:", "https:")).json("/api/models")
    assert caught.value.cause == "tls"


def test_a_chunked_reply_that_breaks_off_is_asked_again(hub: FakeHub, door: HubDoor, monkeypatch):
    cut, whole = b"4\r\n# A \r\n", b"4\r\n# A \r\n5\r\ncard\n\r\n0\r\n\r\n"
    headers = {"Transfer-Encoding": "chunked", "Connection": "close"}
    replies = [cut, cut, whole]
    monkeypatch.setattr(hub, "reply", lambda *_: (200, dict(headers), replies.pop(0)))
    monkeypatch.setattr(_Handler, "do_GET", _send_raw)
    assert door.file(CARD) == b"# A card\n"


def _send_raw(self: _Handler) -> None:
    """Sends the reply as it is, without a length of its own, and hangs up."""
    status, headers, body = self.hub.reply(self.path, {})
    self.send_response(status)
    for name, value in headers.items():
        self.send_header(name, value)
    self.end_headers()
    self.wfile.write(body)
    self.close_connection = True


def test_a_web_page_in_place_of_a_card_is_asked_again(hub: FakeHub, door: HubDoor, monkeypatch):
    replies = [("text/html; charset=utf-8", b"<html>Sign in"), ("text/plain", b"# A card\n")]

    def reply(*_):
        kind, body = replies.pop(0)
        return 200, {"Content-Type": kind}, body

    monkeypatch.setattr(hub, "reply", reply)
    assert door.file(CARD) == b"# A card\n"


def test_a_reply_that_takes_too_long(hub: FakeHub, door: HubDoor, monkeypatch):
    monkeypatch.setattr(http.exchange, "TIMEOUT_S", 0.2)
    hub.fault("/resolve/", "slow", 1)
    assert door.file(CARD) == b"# A card\n"


@pytest.mark.parametrize(
    ("error", "raised"),
    [
        ((401, "GatedRepo"), Denied),
        ((403, "GatedRepo"), Denied),
        ((403, ""), Denied),
        ((401, ""), Denied),
        ((401, "RepoNotFound"), Missing),
        ((404, "EntryNotFound"), Missing),
        ((404, "RevisionNotFound"), Missing),
        ((404, ""), Missing),
        ((410, ""), SourceError),
        ((400, ""), SourceError),
    ],
)
def test_what_is_settled_is_asked_once(hub: FakeHub, door: HubDoor, error, raised):
    hub.repos["o/m"].card_error = error
    with pytest.raises(SourceError) as caught:
        door.file(CARD)
    assert type(caught.value) is raised
    assert hub.requests[CARD] == 1


@pytest.mark.parametrize(
    "body",
    [b"[" * 100_000, b"\xff\xfe\x00", b"", b'{"a": ' + b"9" * 5000 + b"}"],
    ids=["deep", "bytes", "empty", "number"],
)
def test_what_only_looks_like_json(hub: FakeHub, door: HubDoor, body: bytes, monkeypatch):
    monkeypatch.setattr(hub, "reply", lambda *_: (200, {}, body))
    with pytest.raises(Unreachable, match="not JSON"):
        door.json(INFO)


def test_numbers_that_no_database_takes_are_left_out(hub: FakeHub, door: HubDoor, monkeypatch):
    body = b'{"id": "o/m", "a": NaN, "b": -Infinity, "c": 1e999, "d": 1.5}'
    monkeypatch.setattr(hub, "reply", lambda *_: (200, {}, body))
    told, _ = door.json(INFO)
    assert told == {"id": "o/m", "a": None, "b": None, "c": None, "d": 1.5}


def test_a_long_file_is_cut(hub: FakeHub, door: HubDoor, monkeypatch):
    monkeypatch.setattr(http, "MAX_FILE_BYTES", 1000)
    hub.model("o/m", b"x" * 100_000)
    assert door.file(CARD) == b"x" * 1000


def test_a_broken_compression_is_asked_again(hub: FakeHub, door: HubDoor, monkeypatch):
    bodies = [b"no gzip", gzip.compress(b"# A card\n")]
    header = {"Content-Encoding": "gzip"}
    monkeypatch.setattr(hub, "reply", lambda *_: (200, header, bodies.pop(0)))
    assert door.file(CARD) == b"# A card\n"


# Lines ------------------------------------------------------------------------------------------


@pytest.fixture
def asked(monkeypatch) -> list[tuple[int, str]]:
    """What a Hub was asked for, to the letter, each with the port of the line that it came on."""
    asked = list[tuple[int, str]]()
    honest = _Handler.do_GET

    def do_get(self: _Handler) -> None:
        asked.append((self.client_address[1], self.path))
        honest(self)

    monkeypatch.setattr(_Handler, "do_GET", do_get)
    return asked


def test_a_line_is_used_again(door: HubDoor, asked: list[tuple[int, str]]):
    for _ in range(3):
        door.file(CARD)
        door.json(INFO)
    assert len({port for port, _ in asked}) == 1


def test_a_line_that_broke_off_is_replaced(
    hub: FakeHub, door: HubDoor, asked: list[tuple[int, str]]
):
    hub.fault("/resolve/", "truncate", 1)
    door.file(CARD)
    door.file(CARD)
    assert len({port for port, _ in asked}) == 2


@pytest.mark.parametrize(
    ("path", "as_asked"),
    [
        ("/o/m-1.5_b/resolve/main/README.md", "/o/m-1.5_b/resolve/main/README.md"),
        ("/o/m/resolve/refs%2Fpr%2F1/README.md", "/o/m/resolve/refs%2Fpr%2F1/README.md"),
        ("/o/m/resolve/main/A card.md", "/o/m/resolve/main/A%20card.md"),
        ("/o/m/../n/resolve/main/README.md", "/o/n/resolve/main/README.md"),
        ("/o/m/raw/main/README.md?a=b%20c&d=", "/o/m/raw/main/README.md?a=b%20c&d="),
    ],
)
def test_addresses_are_asked_for_to_the_letter(
    door: HubDoor, asked: list[tuple[int, str]], path: str, as_asked: str
):
    with suppress(SourceError):
        door.file(path)
    assert [path for _, path in asked] == [as_asked]


# What has not changed ---------------------------------------------------------------------------


@pytest.fixture
def tagged(hub: FakeHub, monkeypatch) -> FakeHub:
    """A Hub that gives ETags: of a file the id of its blob, weak when it was compressed on the way."""
    honest, sent = hub.reply, monkeypatch.setattr

    def do_get(self: _Handler) -> None:
        path, _, _ = self.path.partition("?")
        status, headers, body = honest(path, {"expand": ["sha"]})
        blob = hashlib.sha1(b"blob %d\0" % len(body) + body).hexdigest()
        headers["ETag"] = f'W/"{blob}"'
        if status == 200 and self.headers.get("If-None-Match") in (f'"{blob}"', f'W/"{blob}"'):
            status, body = 304, b""
        hub.requests[f"{path} {status}"] += 1
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    sent(_Handler, "do_GET", do_get)
    hub.model("o/m", "# A card\n")
    return hub


def test_a_card_that_is_known_is_not_sent_again(tagged: FakeHub):
    assert Hub(tagged.url).card("model", "o/m", "", known=b"# A card\n") == b"# A card\n"
    assert tagged.requests[f"{CARD} 304"] == 1


def test_a_card_that_has_changed_is_sent(tagged: FakeHub):
    assert Hub(tagged.url).card("model", "o/m", "", known=b"# Before\n") == b"# A card\n"
    assert tagged.requests[f"{CARD} 200"] == 1


def test_metadata_that_is_known_is_not_sent_again(tagged: FakeHub):
    source = Hub(tagged.url)
    told = source.metadata_since("model", "o/m")
    assert told is not None
    assert told.metadata["id"] == "o/m"
    assert source.metadata_since("model", "o/m", told.etag) is None
    tagged.model("o/m", "# Changed\n")
    assert source.metadata_since("model", "o/m", told.etag) is not None


def test_a_hub_without_etags_sends_everything(hub: FakeHub, door: HubDoor):
    told = Hub(hub.url).metadata_since("model", "o/m", "")
    assert told is not None
    assert told.etag == ""
    assert Hub(hub.url).card("model", "o/m", "", known=b"# A card\n") == b"# A card\n"


# When the Hub is down ---------------------------------------------------------------------------


def test_an_outage_is_waited_for(hub: FakeHub, monkeypatch):
    monkeypatch.setattr(outage, "QUIET_S", 0.0)
    monkeypatch.setattr(outage, "FIRST_PAUSE_S", 0.01)
    for n in range(10):
        hub.model(f"o/m{n}")
    door = HubDoor(hub.url, patience_s=30)
    door.json("/api/models", {"limit": 1})
    hub.fault("/resolve/", "drop", 15)
    paths = [f"/o/m{n}/resolve/main/README.md" for n in range(10)]
    assert list(in_threads(paths, door.file, 10)) == [b"# A model\n"] * 10


def test_an_outage_is_not_waited_for_for_ever(hub: FakeHub, monkeypatch):
    monkeypatch.setattr(outage, "QUIET_S", 0.0)
    monkeypatch.setattr(outage, "FIRST_PAUSE_S", 0.01)
    hub.model("o/m")
    door = HubDoor(hub.url, patience_s=0.5)
    door.file(CARD)
    hub.fault("/", "drop")
    with pytest.raises(Unreachable, match=r"is down: the Hub hung up.*, for .* seconds and more"):
        door.file(CARD)
    asked = hub.asked()
    for _ in range(20):
        with pytest.raises(Unreachable):
            door.file(CARD)
    assert hub.asked() <= asked + 2, "nobody asks on and on"


# Where it goes ----------------------------------------------------------------------------------


def test_it_follows_a_rename(hub: FakeHub, door: HubDoor):
    hub.renames["old/m"] = "o/m"
    assert door.file("/old/m/resolve/main/README.md") == b"# A card\n"
    assert door.json("/api/models/old/m")[0] == {"id": "o/m"}


def test_it_does_not_follow_a_redirect_to_another_host(hub: FakeHub, door: HubDoor, monkeypatch):
    with running(FakeHub()) as other:
        there = {"Location": f"{other.url}/o/m"}
        monkeypatch.setattr(hub, "reply", lambda *_: (302, there, b""))
        with pytest.raises(SourceError, match="leads away"):
            door.file(CARD)
        assert other.asked() == 0


@pytest.mark.parametrize("location", ["http://[", "file:///etc/passwd", "ftp://x/y"])
def test_redirects_to_what_is_no_address(hub: FakeHub, door: HubDoor, location, monkeypatch):
    monkeypatch.setattr(hub, "reply", lambda *_: (302, {"Location": location}, b""))
    with pytest.raises(SourceError, match="leads"):
        door.file(CARD)


def test_a_redirect_to_an_address_with_a_control_character(
    hub: FakeHub, door: HubDoor, monkeypatch
):
    monkeypatch.setattr(hub, "reply", lambda *_: (302, {"Location": "/o/\x01m"}, b""))
    with pytest.raises(SourceError, match="leads"):
        door.file(CARD)


@pytest.mark.parametrize("number", ["9" * 5000, "9" * 400, "x", ""])
def test_quotas_that_make_no_sense(hub: FakeHub, door: HubDoor, monkeypatch, number: str):
    limits = {"RateLimit": f'"resolvers";r={number};t={number}'}
    monkeypatch.setattr(hub, "limits", lambda _: (True, limits))
    assert [door.file(CARD) for _ in range(3)] == [b"# A card\n"] * 3


def test_it_does_not_run_in_circles(hub: FakeHub, door: HubDoor):
    hub.renames = {"a/a": "b/b", "b/b": "a/a"}
    with pytest.raises(SourceError, match="circle"):
        door.file("/a/a/resolve/main/README.md")


def test_it_does_not_follow_a_listing_to_another_host(hub: FakeHub):
    for n in range(3):
        hub.model(f"o/m{n}")
    hub.page_size = 2
    with running(FakeHub()) as other:
        hub.away = other.url
        with pytest.raises(SourceError, match="leads away"):
            list(Hub(hub.url).pages(Selection(), None))
        assert other.asked() == 0


@pytest.mark.parametrize(
    "endpoint", ["", "hub.example", "ftp://x", "http://", "http://[", "http://x:0"]
)
def test_an_endpoint_that_is_no_address(endpoint: str):
    with pytest.raises(SourceError, match="HF_ENDPOINT"):
        HubDoor(endpoint)


# Waiting ----------------------------------------------------------------------------------------


def retry_after(door: HubDoor, hub: FakeHub, value: str) -> float:
    hub.fault("/resolve/", "503", 1, Retry_After=value)
    began = time.monotonic()
    door.file(CARD)
    return time.monotonic() - began


def test_retry_after_in_seconds(hub: FakeHub, door: HubDoor):
    assert 1.0 <= retry_after(door, hub, "1") < 2.5


def test_retry_after_as_a_date(hub: FakeHub, door: HubDoor, monkeypatch):
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=2), usegmt=True)
    monkeypatch.setattr(FakeHub, "spoil", _spoil_once(soon))
    began = time.monotonic()
    door.file(CARD)
    assert 0.5 < time.monotonic() - began < 3


@pytest.mark.parametrize("value", ["soon", "inf", "nan", "-5", "Wed, 99 Oct"])
def test_a_retry_after_that_says_nothing(hub: FakeHub, door: HubDoor, monkeypatch, value: str):
    monkeypatch.setattr(FakeHub, "spoil", _spoil_once(value))
    began = time.monotonic()
    door.file(CARD)
    assert time.monotonic() - began < 1


def _spoil_once(value: str):
    left = [Fault("", "503", 1, {"Retry-After": value})]
    return lambda hub, path: left.pop() if left else None
