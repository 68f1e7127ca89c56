"""A server that has more to do than it can says so at once."""

from __future__ import annotations

import threading

import orjson
import pytest
from werkzeug.test import Client

from registry.shedding import Shedding


def test_what_is_too_much_is_refused_and_nothing_else():
    begun, go_on = threading.Semaphore(0), threading.Event()

    def slow(_environ, start):
        begun.release()
        go_on.wait(10)
        start("200 OK", [("Content-Length", "2")])
        return [b"ok"]

    client = Client(Shedding(slow, working=2, waiting=1))
    statuses: list[int] = []
    asking = [
        threading.Thread(target=lambda: statuses.append(client.get("/").status_code))
        for _ in range(3)
    ]
    for one in asking:
        one.start()
    for _ in range(2):  # both that are worked on
        assert begun.acquire(timeout=10)
    while True:  # the third is inside as soon as the fourth is refused
        refused = client.get("/")
        if refused.status_code == 503:
            break
    assert refused.headers["Retry-After"] == "2"
    assert refused.content_type == "application/problem+json"
    assert orjson.loads(refused.data)["status"] == 503
    go_on.set()
    for one in asking:
        one.join()
    assert statuses == [200, 200, 200]
    assert client.get("/").status_code == 200


def test_one_that_fails_gives_its_turn_back():
    def failing(_environ, _start):
        raise RuntimeError("broken")

    client = Client(Shedding(failing, working=1, waiting=0))
    for _ in range(3):
        with pytest.raises(RuntimeError, match="broken"):
            client.get("/")
