"""Who speaks for whom, and which addresses a provider may be asked at."""

from __future__ import annotations

import pytest

from crawlers.identity.door import is_private
from registry.disclosing.replies import LONGEST, ReplyError, reply_of
from registry.identity import speaks_for, spoken_for

ROLES = {"ai2": "admin", "lab": "write", "guild": "contributor", "me": "owner"}
OTHERS = {
    "club": "read",
    "odd": "member",
    "strict": "restricted",
    "new": "no-role-of-today",
    "": "admin",
}


def test_those_who_may_publish_for_an_organization_speak_for_it():
    assert spoken_for({**OTHERS, **ROLES}) == sorted(ROLES)
    for name in ("AI2", "ai", "", "other"):
        assert not speaks_for({**OTHERS, **ROLES}, name)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://hub.example/oauth", True),
        ("http://127.0.0.1:8000/", True),
        ("http://[::1]:8000/", True),
        ("http://localhost/", True),
        ("http://hub.example/", False),
        ("http://127.0.0.1.hub.example/", False),
        ("http://localhost.hub.example/", False),
        ("http://10.0.0.1/", False),
        ("ftp://127.0.0.1/", False),
        ("//127.0.0.1/", False),
        ("", False),
    ],
)
def test_a_provider_is_asked_in_private(url: str, expected: bool):
    assert is_private(url) is expected


def test_a_reply_is_kept_as_it_was_written_but_for_what_nobody_sees():
    reply = reply_of("o/m", "data.access", "\r\n We say:\r\n\r\n\r\n\r\n<b>it</b> is there. \n")
    assert reply.text == "We say:\n\n<b>it</b> is there."
    assert reply_of("o/m", "data.access", "é" * LONGEST).text


@pytest.mark.parametrize(
    "text", ["", " " * 50, "short", "w" * (LONGEST + 1), "a\n" * 50, "nul \0 here, too"]
)
def test_what_is_no_reply_says_what_to_do(text: str):
    with pytest.raises(ReplyError, match=r"^[A-Z].*\.$"):
        reply_of("o/m", "data.access", text)
