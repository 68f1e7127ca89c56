"""What replies mean, and how long they ask to wait."""

from __future__ import annotations

import socket
import ssl
import time
from email.utils import formatdate

import pytest

from crawlers.replies import RETRIED_STATUS, no_connection, retry_after, settled
from crawlers.source import Denied, Missing, SourceError


@pytest.mark.parametrize(
    ("told", "wait"), [("0", 0), ("7", 7), ("1.5", 1.5), ("1000000", 1e6), ("", None), (None, None)]
)
def test_retry_after_in_seconds(told, wait):
    assert retry_after(429, told) == wait


@pytest.mark.parametrize(("seconds", "least"), [(100, 98), (-100, 0)])
def test_retry_after_as_a_date(seconds: int, least: float):
    wait = retry_after(503, formatdate(time.time() + seconds, usegmt=True))
    assert wait is not None
    assert least <= wait <= max(0, seconds)


@pytest.mark.parametrize("told", ["soon", "inf", "nan", "-5", "1e999", "Wed, 99 Oct", "²"])
def test_a_retry_after_that_says_nothing(told: str):
    assert retry_after(503, told) is None


def test_only_refusals_ask_to_wait():
    assert retry_after(200, "7") is None


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504, 520, 529])
def test_what_may_pass(status: int):
    assert status in RETRIED_STATUS


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 416, 501])
def test_what_does_not(status: int):
    assert status not in RETRIED_STATUS


@pytest.mark.parametrize(
    ("status", "code", "raised"),
    [
        (401, "GatedRepo", Denied),
        (403, "", Denied),
        (401, "", Denied),
        (401, "RepoNotFound", Missing),
        (404, "", Missing),
        (410, "", SourceError),
    ],
)
def test_what_is_settled(status: int, code: str, raised: type):
    assert type(settled(status, code)) is raised


@pytest.mark.parametrize(
    ("cause", "word", "words"),
    [
        (socket.gaierror(-2, "Name or service not known"), "dns", "looked up"),
        (ConnectionRefusedError(111, "refused"), "refused", "refused"),
        (ConnectionResetError(104, "reset"), "reset", "reset"),
        (ssl.SSLError(1, "wrong version number"), "tls", "secure"),
        (OSError(113, "No route to host"), "connection", "no connection"),
    ],
)
def test_why_there_is_no_connection(cause: Exception, word: str, words: str):
    outer = RuntimeError("the client's own")
    outer.__cause__ = cause
    told, problem = no_connection(outer)
    assert told == word
    assert words in problem
