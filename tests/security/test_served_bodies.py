"""Bodies that are too large, too many, too deep, broken or without end, sent to the server as it runs."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from registry.bodies import OF_ONE_ADDRESS
from registry.views import MOST_BYTES

START_S = 30
FORM = "application/x-www-form-urlencoded"
TYPED = {"Content_Type": FORM}
IN_PARTS = {"Content_Type": "multipart/form-data; boundary=x"}
JSON = {"Content_Type": "application/json"}
API = "/api/v1/disclosures"
A_FILE = b'--x\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\n'


@pytest.fixture(scope="module")
def port(module_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of a server on an empty registry."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    home = tmp_path_factory.mktemp("served")
    env = {**os.environ, "DATABASE_URL": module_url, "RATE_LIMIT": "", "SECRET_KEY": "of the test"}
    command = [sys.executable, "-m", "registry.cli", "serve", "--port", str(port)]
    log = home / "log"
    with log.open("w") as stream:
        process = subprocess.Popen(
            command, env=env, cwd=Path.cwd(), stdout=stream, stderr=stream, start_new_session=True
        )
    try:
        deadline = time.monotonic() + START_S
        while not _is_up(port):
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.05)
        yield port
    finally:
        os.killpg(process.pid, signal.SIGINT)  # of the group that was begun above
        process.wait()
    assert "Traceback" not in log.read_text()


def _is_up(port: int) -> bool:
    try:
        return asked(port, "GET", "/robots.txt")[0] == 200
    except OSError:
        return False


def asked(port: int, method: str, path: str, body: bytes = b"", **headers: str) -> tuple[int, str]:
    """The status and the text of an answer. ``headers`` as they are sent, with ``_`` for ``-``."""
    with opened(port, method, path, headers, len(body)) as sender:
        with suppress(OSError):  # it was refused while it was sent
            sender.sendall(body)
        return answer(sender)


def opened(
    port: int, method: str, path: str, headers: dict[str, str], length: int | None = None
) -> socket.socket:
    """A connection that has sent the head of a request."""
    sender = socket.create_connection(("127.0.0.1", port), timeout=8)
    told = {"Host": f"127.0.0.1:{port}", "Connection": "close"}
    if length is not None and "Content_Length" not in headers:
        told["Content-Length"] = str(length)
    told |= {name.replace("_", "-"): value for name, value in headers.items()}
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in told.items())]
    sender.sendall("\r\n".join([*lines, "", ""]).encode("latin-1"))
    return sender


def answer(sender: socket.socket) -> tuple[int, str]:
    """What is answered on a connection until it is closed."""
    parts = []
    with suppress(ConnectionResetError):
        while part := sender.recv(65536):
            parts.append(part)
    head, _, text = b"".join(parts).partition(b"\r\n\r\n")
    assert head, "nothing was answered"
    return int(head.split()[1]), text.decode("utf-8", "replace")


def many_parts(count: int) -> bytes:
    part = '--x\r\nContent-Disposition: form-data; name="f"\r\n\r\n1\r\n'
    return (part * count + "--x--\r\n").encode()


A_CLAIM = json.dumps(
    {"release": "a/b", "criterion": "data.access", "claim": "c" * 40, "url": "https://a.org"}
)
BODIES = {
    "a claim of 100 kB": ("/disclose", b"claim=" + b"a" * 100_000, TYPED, {413}),
    "a claim of 100 kB over the API": (
        API, b'{"claim": "' + b"a" * 100_000 + b'"}', JSON, {400, 413},
    ),
    "a file": (
        "/disclose", A_FILE + b"a" * 200_000 + b"\r\n--x--\r\n", IN_PARTS, {413},
    ),
    "many parts": ("/disclose", many_parts(1200), IN_PARTS, {413}),
    "many fields": ("/disclose", b"a=1&" * 15_000, TYPED, {400, 413}),
    "many fields of one name": ("/disclose", b"claim=1&" * 7_000, TYPED, {400, 413}),
    "parts without a boundary": ("/disclose", b"--x--", {"Content_Type": "multipart/form-data"}, {400}),
    "a part without an end": ("/disclose", b"--x\r\nContent-Disposition: form-data; name=", IN_PARTS, {400}),
    "deep arrays": (API, b"[" * 60_000, JSON, {400}),
    "deep objects": (API, b'{"claim":' * 6_000 + b"1" + b"}" * 6_000, JSON, {400}),
    "a number of many digits": (API, b"9" * 60_000, JSON, {400}),
    "no number": (API, b'{"claim": NaN}', JSON, {400}),
    "one name twice": (API, b'{"claim": "a", "claim": "b"}', JSON, {400}),
    "no UTF-8": (API, b'{"claim": "\xff\xfe"}', JSON, {400}),
    "half a character": (API, b'{"claim": "\\ud800"}', JSON, {400}),
    "UTF-16": (API, A_CLAIM.encode("utf-16"), {"Content_Type": f"{JSON['Content_Type']}; charset=utf-16"}, {400, 415}),
    "UTF-7": (API, b"+AHs-", {"Content_Type": "application/json; charset=utf-7"}, {400, 415}),
    "packed": (API, b"\x1f\x8b\x08\x00", {**JSON, "Content_Encoding": "gzip"}, {400, 415}),
    "broken escapes": ("/disclose", b"claim=%zz%f&%=%&=&&", TYPED, {400}),
    "nothing": ("/disclose", b"", TYPED, {400}),
    "nothing over the API": (API, b"", JSON, {400}),
    "no type": (API, b"{}", {}, {400, 415}),
    "a claim": (API, A_CLAIM.encode(), JSON, {201}),
}  # fmt: skip


@pytest.mark.parametrize("kind", BODIES)
def test_a_body_that_can_not_be_taken_is_refused_in_words(port: int, kind: str):
    path, body, headers, statuses = BODIES[kind]
    began = time.monotonic()
    status, text = asked(port, "POST", path, body, **headers)
    assert status in statuses, text
    assert time.monotonic() - began < 5
    if status >= 400:
        assert "Traceback" not in text
        assert len(text) > 80, "it says why"


@pytest.mark.parametrize("path", ["/disclose", "/api/v1/disclosures", "/lint", "/sign-in"])
@pytest.mark.parametrize("length", [MOST_BYTES + 1, 10**12, 10**30])
def test_what_is_said_to_be_too_large_is_not_read(port: int, path: str, length: int):
    status, text = asked(port, "POST", path, Content_Length=str(length))
    assert status in (400, 413), text
    if length < 10**15:
        assert f"At most {MOST_BYTES:,} bytes are read" in text


def test_a_body_without_an_end_is_cut_off(port: int):
    head = {"Transfer_Encoding": "chunked", "Content_Type": FORM}
    with opened(port, "POST", "/disclose", head) as sender:
        chunk = b"10000\r\n" + b"a" * 0x10000 + b"\r\n"
        sent = 0
        with suppress(OSError):
            while sent < 20 * MOST_BYTES:
                sender.sendall(chunk)
                sent += len(chunk)
        try:
            status, text = answer(sender)
        except AssertionError:
            status, text = 0, ""
    assert sent < 20 * MOST_BYTES, "it was not read to the end"
    assert status in (0, 413), text  # a sender that goes on may miss the answer


def test_those_who_send_slowly_wait_among_themselves(port: int):
    with ExitStack() as stack:
        for _ in range(OF_ONE_ADDRESS):
            head = {"Content_Length": "500", "Content_Type": FORM}
            stack.enter_context(opened(port, "POST", "/disclose", head)).sendall(b"a")
        began = time.monotonic()
        statuses = [asked(port, "GET", "/disclose")[0] for _ in range(6)]
        assert statuses == [200] * 6
        assert time.monotonic() - began < 5
    assert asked(port, "GET", "/disclose")[0] == 200
