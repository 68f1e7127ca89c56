"""A server that has more to do than it can says so at once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from typing import Any

import orjson
import pytest
from werkzeug.test import Client

from registry import shedding
from registry.shedding import Shedding

LONGEST_S = 10.0


class Held:
    """An application that answers once it may, but for what is quick, and tells what it began with."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.has_begun, self.may_go_on = threading.Semaphore(0), threading.Event()

    def __call__(self, environ: Any, start: Any) -> list[bytes]:
        self.begun.append(environ["PATH_INFO"])
        self.has_begun.release()
        if environ["PATH_INFO"] != "/quick":
            self.may_go_on.wait(LONGEST_S)
        start("200 OK", [("Content-Length", "2")])
        return [b"ok"]


@pytest.fixture
def held() -> Iterator[Held]:
    held = Held()
    yield held
    held.may_go_on.set()


class Asking:
    """Somebody who asks for a path, and waits for the answer in a thread."""

    def __init__(self, app: Any, path: str) -> None:
        self.status = 0
        self._thread = threading.Thread(target=self._ask, args=(Client(app), path))
        self._thread.start()

    def _ask(self, client: Client, path: str) -> None:
        self.status = client.get(path).status_code

    def answered(self) -> int:
        self._thread.join(LONGEST_S)
        return self.status


def until(is_so: Callable[[], bool]) -> None:
    waited = threading.Event()
    for _ in range(1000):
        if is_so():
            return
        waited.wait(0.01)
    raise AssertionError("it never came to that")


def test_what_is_too_much_is_refused_and_nothing_else(held: Held):
    app = Shedding(held, working=1, waiting=1)
    first = Asking(app, "/first")
    assert held.has_begun.acquire(timeout=LONGEST_S)
    second = Asking(app, "/second")
    until(lambda: len(app._waiting) == 1)
    refused = Client(app).get("/")
    assert refused.status_code == 503
    assert refused.headers["Retry-After"] == "2"
    assert refused.content_type == "application/problem+json"
    assert orjson.loads(refused.data)["status"] == 503
    held.may_go_on.set()
    assert (first.answered(), second.answered()) == (200, 200)
    assert Client(app).get("/").status_code == 200
    assert held.begun == ["/first", "/second", "/"]


def test_who_came_first_is_answered_first(held: Held):
    app = Shedding(held, working=1, waiting=9)
    paths = [f"/{n}" for n in range(10)]
    asking = []
    for number, path in enumerate(paths):
        asking.append(Asking(app, path))
        until(lambda: len(app._waiting) + len(held.begun) == number + 1)  # noqa: B023
    held.may_go_on.set()
    assert [one.answered() for one in asking] == [200] * 10
    assert held.begun == paths


def test_one_that_takes_long_holds_up_nobody(held: Held):
    app = Shedding(held, working=3, waiting=9)
    long = [Asking(app, "/long"), Asking(app, "/longer")]
    for _ in long:
        assert held.has_begun.acquire(timeout=LONGEST_S)
    assert [Client(app).get("/quick").status_code for _ in range(20)] == [200] * 20
    held.may_go_on.set()
    assert [one.answered() for one in long] == [200, 200]


def test_who_would_wait_too_long_is_told_to_come_again(held: Held, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(shedding, "LONGEST_WAIT_S", 0.05)
    app = Shedding(held, working=1, waiting=9)
    first = Asking(app, "/first")
    assert held.has_begun.acquire(timeout=LONGEST_S)
    assert Client(app).get("/second").status_code == 503
    held.may_go_on.set()
    assert first.answered() == 200
    assert held.begun == ["/first"]


def test_one_that_fails_gives_its_turn_back():
    def failing(_environ: Any, _start: Any) -> list[bytes]:
        raise RuntimeError("broken")

    client = Client(Shedding(failing, working=1, waiting=1))
    for _ in range(3):
        with pytest.raises(RuntimeError, match="broken"):
            client.get("/")


def test_what_is_streamed_goes_on_in_the_context_of_its_request():
    of_request: ContextVar[str] = ContextVar("of_request")
    ended = []

    class Body:
        def __iter__(self) -> Iterator[bytes]:
            token = of_request.set("streaming")
            yield of_request.get().encode()
            of_request.reset(token)
            yield b" " + of_request.get().encode()

        def close(self) -> None:
            ended.append(of_request.get())

    def streaming(environ: Any, start: Any) -> Body:
        of_request.set(environ["PATH_INFO"])
        start("200 OK", [])
        return Body()

    client = Client(Shedding(streaming, working=1, waiting=1))
    for path in ("/one", "/two"):
        response = client.get(path)
        assert response.text == f"streaming {path}"
        response.close()
    assert ended == ["/one", "/two"]
