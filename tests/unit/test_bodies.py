"""What is sent is read within bounds: of size, of time, and of how much is on its way at a time."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest

from registry.bodies import Bodies

LARGEST = 1000


class Slow:
    """A body of which a piece comes whenever it is let go."""

    def __init__(self, pieces: int) -> None:
        self.asked = threading.Semaphore(0)
        self.go = threading.Semaphore(0)
        self._left = pieces

    def read(self, _size: int) -> bytes:
        self.asked.release()
        self.go.acquire()
        self._left -= 1
        return b"x" if self._left >= 0 else b""


class Broken:
    def read(self, _size: int) -> bytes:
        raise OSError("the client is gone")


def echo(environ: dict[str, Any], start: Any) -> list[bytes]:
    body = environ["wsgi.input"].read()
    start("200 OK", [("Length", environ.get("CONTENT_LENGTH", ""))])
    return [body]


def sent(bodies: Bodies, source: Any, length: str = "", **environ: Any) -> tuple[int, bytes]:
    status: list[str] = []
    told = {"REMOTE_ADDR": "10.0.0.1", "wsgi.input": source, "CONTENT_LENGTH": length, **environ}
    answer = bodies(told, lambda said, *_: status.append(said))
    return int(status[0][:3]), b"".join(answer)


@pytest.fixture
def bodies() -> Bodies:
    return Bodies(echo, most=4, largest=LARGEST, of_one=2)


@pytest.mark.parametrize("size", [1, 15, 16, 17, LARGEST])
def test_a_body_arrives_as_it_was_sent(bodies: Bodies, size: int):
    body = bytes(range(256)) * 4
    assert sent(bodies, BytesIO(body[:size]), str(size)) == (200, body[:size])


def test_chunks_are_put_together(bodies: Bodies):
    assert sent(bodies, BytesIO(b"abc"), HTTP_TRANSFER_ENCODING="chunked") == (200, b"abc")


def test_what_has_no_body_is_not_waited_for(bodies: Bodies):
    assert sent(bodies, BytesIO(b"never asked for"))[0] == 200
    assert sent(bodies, BytesIO(b""), "0") == (200, b"")


@pytest.mark.parametrize("told", [str(LARGEST + 1), "", "10"])
def test_what_is_too_large_is_refused_whatever_it_says(bodies: Bodies, told: str):
    chunked = {} if told else {"HTTP_TRANSFER_ENCODING": "chunked"}
    status, answer = sent(bodies, BytesIO(b"x" * (LARGEST + 1)), told, **chunked)
    assert status == 413
    assert b"At most 1,000 bytes" in answer


def test_what_breaks_off_is_refused(bodies: Bodies):
    assert sent(bodies, Broken(), "5")[0] == 400
    assert sent(bodies, BytesIO(b"abc"), "3")[0] == 200


def test_what_takes_too_long_is_refused():
    slow = Slow(pieces=5)
    slow.go.release()
    assert sent(Bodies(echo, most=4, largest=LARGEST, longest_s=0.0), slow, "5")[0] == 408


class Senders:
    """Senders whose bodies do not end before they are told to."""

    def __init__(self, bodies: Bodies) -> None:
        self._bodies = bodies
        self._slow: list[Slow] = []
        self._threads: list[threading.Thread] = []
        self.statuses: list[int] = []

    def begin(self, address: str) -> None:
        slow = Slow(pieces=0)
        self._slow.append(slow)

        def send() -> None:
            self.statuses.append(sent(self._bodies, slow, "5", REMOTE_ADDR=address)[0])

        self._threads.append(threading.Thread(target=send))
        self._threads[-1].start()
        slow.asked.acquire()

    def end(self) -> None:
        for slow in self._slow:
            slow.go.release()
        for thread in self._threads:
            thread.join()
        self._slow, self._threads = [], []


@pytest.fixture
def senders(bodies: Bodies) -> Iterator[Senders]:
    senders = Senders(bodies)
    yield senders
    senders.end()


def test_one_address_sends_a_few_at_a_time_and_nobody_else_waits_for_it(
    bodies: Bodies, senders: Senders
):
    senders.begin("10.0.0.1")
    senders.begin("10.0.0.1")
    assert sent(bodies, BytesIO(b"abc"), "3")[0] == 503
    assert sent(bodies, BytesIO(b"abc"), "3", REMOTE_ADDR="10.0.0.2")[0] == 200
    assert sent(bodies, BytesIO(b"")) == (200, b""), "who sends nothing is not concerned"
    senders.end()
    assert senders.statuses == [200, 200]
    assert sent(bodies, BytesIO(b"abc"), "3")[0] == 200


def test_all_together_send_no_more_than_can_be_spared(bodies: Bodies, senders: Senders):
    for number in range(4):
        senders.begin(f"10.0.0.{number}")
    assert sent(bodies, BytesIO(b"abc"), "3", REMOTE_ADDR="10.0.0.9")[0] == 503
