"""Looks at links through real sockets: where redirects and name servers lead, and how much a server may send."""

from __future__ import annotations

import gzip
import socket
import time
import zlib
from collections.abc import Iterator
from datetime import timedelta

import httpx
import pytest

from crawlers.links.door import MOST_REDIRECTS
from crawlers.links.door.connecting import resolved
from crawlers.links.door.exchange import MOST_READ
from registry.links.rules import Came, Look
from tests.websites import Answer, Websites, page, raw, to, websites

AT = "http://good.example/page"
PUBLIC = "93.184.215.14"


@pytest.fixture(scope="module")
def _servers() -> Iterator[Websites]:
    with websites("good.example") as web:
        yield web


@pytest.fixture
def web(_servers: Websites) -> Websites:
    for kept in ("names", "pages", "asked", "heads", "connected", "looked_up", "slept"):
        getattr(_servers, kept).clear()
    _servers.names["good.example"] = [PUBLIC]
    return _servers


def look(
    web: Websites, answer: Answer | None = None, *, reads: bool = False, **given: float
) -> Look:
    if answer is not None:
        web.put(AT, answer)
    return web.door(**given).look(AT, reads=reads)


# What is there ----------------------------------------------------------------------------------


def test_a_page_that_is_there(web: Websites):
    assert look(web, page()) == Look(Came.ANSWERED, 200)
    assert web.asked == [("good.example", "/robots.txt"), ("good.example", "/page")]
    assert set(web.connected) == {(PUBLIC, 80)}
    assert web.looked_up == ["good.example"] * 2


def test_we_say_who_we_are_and_nothing_else(web: Websites, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")
    look(web, page(Set_Cookie="a=b"))
    look(web)
    names = {line.split(":")[0] for line in web.heads[1].split("\r\n")[1:] if line}
    assert names == {"Host", "User-Agent", "Accept", "Accept-Encoding", "Connection"}
    assert "User-Agent: test (+x)\r\n" in web.heads[-1]
    assert "Cookie" not in web.heads[-1]


@pytest.mark.parametrize(
    ("status", "came"),
    [
        *((s, Came.ANSWERED) for s in (200, 203, 204, 206)),
        *((s, Came.MISSING) for s in (404, 410, 500, 502, 504, 520, 530)),
        *((s, Came.DECLINED) for s in (400, 401, 403, 405, 406, 451, 999)),
        *((s, Came.LATER) for s in (429, 503)),
        (304, Came.MISSING),
        (301, Came.MISSING),
    ],
)
def test_what_a_status_means(web: Websites, status: int, came: Came):
    found = look(web, page("", f"{status} Hm"))
    assert (found.came, found.http_status, found.reached) == (came, status, True)


def test_who_has_no_time_says_for_how_long(web: Websites):
    found = look(web, page("", "429 Slow down", Retry_After="86400"))
    assert found.wait == timedelta(days=1)
    look(web, page("", "503 Busy", Retry_After="Wed, 21 Oct 2015 07:28:00 GMT"))
    assert look(web, page("", "503 Busy", Retry_After="soon")).wait is None


# Where redirects lead ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "came", "leads_to"),
    [
        ([to("/b", 301)], Came.ANSWERED, "http://good.example/b"),
        ([to("/b", 308), to("/c", 301)], Came.ANSWERED, "http://good.example/c"),
        ([to("/b", 301), to("/c", 302)], Came.ANSWERED, "http://good.example/b"),
        ([to("/b", 302), to("/c", 301)], Came.ANSWERED, ""),
        ([to("/b", 307)], Came.ANSWERED, ""),
        ([to("/page/", 301)], Came.ANSWERED, ""),
        ([to("http://www.good.example/page", 301)], Came.ANSWERED, ""),
        ([to("http://other.example/x", 301)], Came.ANSWERED, "http://other.example/x"),
        ([to("/page", 301)], Came.MISSING, ""),
    ],
)
def test_redirects(web: Websites, answers: list[Answer], came: Came, leads_to: str):
    for path, answer in zip(("page", "b", "c"), [*answers, page(), page()], strict=False):
        web.put(f"http://good.example/{path}", answer)
    web.put("http://good.example/page/", page())
    web.put("http://www.good.example/page", page())
    web.put("http://other.example/x", page())
    found = look(web)
    assert (found.came, found.leads_to) == (came, leads_to)


def test_redirects_end(web: Websites):
    for number in range(MOST_REDIRECTS + 1):
        web.put(f"http://good.example/{number}", to(f"/{number + 1}"))
    web.put(f"http://good.example/{MOST_REDIRECTS + 1}", page())
    assert web.door().look("http://good.example/0").came is Came.MISSING
    assert web.door().look("http://good.example/1").came is Came.ANSWERED


@pytest.mark.parametrize(
    "location",
    [
        *("http://127.0.0.1/", "http://[::1]/", "http://169.254.169.254/latest/meta-data/"),
        *(
            "http://localhost/",
            "http://2130706433/",
            "http://0x7f.1/",
            "http://[::ffff:127.0.0.1]/",
        ),
        *("http://inside.example/", "http://mixed.example/", "http://six.example/", "//127.1/"),
        *(
            "http://good.example:8080/",
            "file:///etc/passwd",
            "gopher://good.example/",
            "ftp://a.b/",
        ),
        *("http://me@good.example/", "http://good.example\\@127.0.0.1/", "http://[::1%25lo]/"),
        *("http://mapped.example/", "http://nat.example/", "http://zone.example/", "http://0/"),
    ],
)
def test_no_redirect_leads_inside(web: Websites, location: str):
    web.names |= {
        "inside.example": ["10.1.2.3"],
        "mixed.example": [PUBLIC, "192.168.1.1"],
        "six.example": ["fd00::1"],
        "mapped.example": ["::ffff:127.0.0.1"],
        "nat.example": ["64:ff9b::7f00:1"],
        "zone.example": ["fe80::1%lo"],
    }
    for status in (301, 302, 307):
        found = look(web, to(location, status))
        assert found.came is Came.DECLINED, found
        assert found.reached
    assert set(web.connected) == {(PUBLIC, 80)}


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "0.0.0.0"])
def test_no_name_leads_inside(web: Websites, address: str):
    web.names["good.example"] = [address]
    found = look(web, page())
    assert (found.came, found.reached) == (Came.DECLINED, False)
    assert not web.connected


def test_a_name_that_changes_its_mind_is_not_asked_twice(web: Websites):
    """Each connection goes to the very address that was checked for it."""
    answers = iter([[PUBLIC], [PUBLIC], ["127.0.0.1"], ["127.0.0.1"]])

    def rebinding(_host: str, _port: int, _timeout: float) -> list[str]:
        return next(answers)

    web.put(AT, to("/again"))
    found = web.door(resolve=rebinding).look(AT)
    assert found.came is Came.DECLINED
    assert web.connected == [(PUBLIC, 80)] * 2  # for robots.txt, and for the page


def test_robots_redirects_lead_nowhere_inside_either(web: Websites):
    web.put("http://good.example/robots.txt", to("http://127.0.0.1/robots.txt"))
    assert look(web, page()).came is Came.ANSWERED
    assert set(web.connected) == {(PUBLIC, 80)}


def test_the_second_of_two_addresses_is_tried(web: Websites):
    web.names["good.example"] = ["93.184.215.99", "2606:2800:21f:cb07::1"]
    assert look(web, page()).came is Came.ANSWERED


def test_names_are_looked_up_whole():
    with pytest.raises(OSError, match=r"."):
        resolved("no-such-name.invalid", 80, 5)


# Who does not answer ----------------------------------------------------------------------------


def test_who_does_not_answer(web: Websites):
    assert web.door().look("http://nobody.example/").problem == "its host is not known"
    web.names["good.example"] = ["93.184.215.99"]
    found = look(web, page())
    assert (found.came, found.reached) == (Came.SILENT, False)
    assert found.problem == "it refuses the connection"


def test_https(web: Websites):
    web.put("https://good.example/page", page())
    assert web.door().look("https://good.example/page").came is Came.ANSWERED
    web.put("http://www.good.example/page", to("https://good.example/page", 301))
    assert web.door().look("http://www.good.example/page") == Look(Came.ANSWERED, 200)
    web.put("https://good.example/down", to("http://good.example/plain"))
    web.put("http://good.example/plain", page())
    assert web.door().look("https://good.example/down").came is Came.ANSWERED


def test_certificates_must_fit(web: Websites):
    web.put("https://wrong.example/page", page())
    found = web.door().look("https://wrong.example/page")
    assert (found.came, found.problem) == (Came.SILENT, "its certificate does not fit")
    # Nobody whom we trust has signed it.
    context = httpx.create_ssl_context(trust_env=False)
    found = web.door(context=context).look("https://good.example/page")
    assert (found.came, found.problem) == (Came.SILENT, "its certificate does not fit")
    assert web.asked == []


# Hostile replies --------------------------------------------------------------------------------

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


def endless(first: bytes, piece: bytes, pause_s: float = 0) -> Answer:
    def answer(connection: socket.socket, _path: str) -> None:
        connection.sendall(first)
        while True:
            connection.sendall(piece)
            time.sleep(pause_s)

    return answer


def bomb() -> Answer:
    packed = gzip.compress(b"a" * 200_000_000, 1)
    return raw(
        HEAD + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(packed) + packed
    )


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (raw(b""), "its answer is no valid HTTP"),
        (raw(b"SSH-2.0-OpenSSH_9.6\r\n"), "its answer is no valid HTTP"),
        (raw(b"HTTP/1.1 200 OK\r\n"), "its answer is no valid HTTP"),
        (raw(b"HTTP/1.1 999999 OK\r\n\r\n"), "its answer is no valid HTTP"),
        (raw(HEAD + b"Bad\x00Header: x\r\n\r\n"), "its answer is no valid HTTP"),
        (raw(HEAD + b"Content-Length: -5\r\n\r\n"), "its answer is no valid HTTP"),
        (raw(HEAD + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nab"), "its answer is no valid HTTP"),
        (raw(HEAD + b"X: y\r\n" * 5_000_000), "its answer is no valid HTTP"),
        (endless(b"HTTP/1.1 200 OK\r\nX: ", b"y" * 10_000), "its answer is no valid HTTP"),
        (raw(HEAD + b"".join(b"X%d: y\r\n" % n for n in range(500)) + b"\r\n"), "its answer has too many headers"),
        (endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n", 0.05), "there was no complete answer in time"),
        (endless(b"HTTP/1.1 200 OK\r\n", b"", 0.05), "there was no complete answer in time"),
        (endless(b"HTTP/1.1 200 OK\r\nX: ", b"y", 0.05), "there was no complete answer in time"),
    ],
)  # fmt: skip
def test_replies_that_are_none(web: Websites, answer: Answer, problem: str):
    began = time.monotonic()
    found = look(web, answer, reads=True, in_all_s=0.4, a_piece_s=0.2)
    assert (found.came, found.problem) == (Came.SILENT, problem)
    assert time.monotonic() - began < 2


@pytest.mark.parametrize(
    "answer",
    [
        endless(HEAD + b"\r\n", b"y" * 65536),
        endless(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"5\r\nabcde\r\n" * 5000),
        endless(HEAD + b"Content-Length: 99999999999999\r\n\r\n", b"y" * 65536),
        endless(HEAD + b"\r\n", b"y", 0.05),
        raw(HEAD + b"Content-Length: 100\r\n\r\nshort"),
        raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nab"),
        raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nab"),
        bomb(),
    ],
    ids=["endless", "chunks", "lying", "drip", "short", "bad-chunk", "half-chunk", "bomb"],
)
def test_no_more_is_read_than_a_little(web: Websites, answer: Answer):
    found = look(web, answer, reads=True, in_all_s=0.4, a_piece_s=0.2)
    assert found.came is Came.ANSWERED
    assert not found.is_whole
    assert len(found.text or "") <= MOST_READ


@pytest.mark.parametrize(
    "answer",
    [
        raw(HEAD + b"Content-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc"),
        raw(HEAD + b"Content-Encoding: br\r\nContent-Length: 3\r\n\r\nabc"),
        raw(HEAD + b"Content-Encoding: gzip, gzip\r\nContent-Length: 3\r\n\r\nabc"),
    ],
)
def test_what_can_not_be_unpacked_is_there_all_the_same(web: Websites, answer: Answer):
    found = look(web, answer, reads=True)
    assert (found.came, found.is_whole, found.text) == (Came.ANSWERED, False, "")


def test_a_body_that_is_not_wanted_is_not_read(web: Websites):
    found = look(web, endless(HEAD + b"\r\n", b"y", 0.05), in_all_s=0.5)
    assert found == Look(Came.ANSWERED, 200)


def test_redirects_share_the_time(web: Websites):
    def slow(connection: socket.socket, path: str) -> None:
        time.sleep(0.15)
        to(f"/page?{len(path)}")(connection, path)

    for n in range(20):
        web.put(f"http://good.example/page{'?' * (n > 0)}{n or ''}", slow)
    assert look(web, slow, in_all_s=0.3).problem == "there was no complete answer in time"


# Words ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "kind", "text"),
    [
        (b"<p>The <b>data</b> is\n open.</p><script>no()</script>", "text/html", "The data is\n open."),
        (b"a &amp; b &lt;c&gt;", "text/html; charset=UTF-8", "a & b <c>"),
        (b"a &amp; b", "text/plain", "a &amp; b"),
        ("für".encode("latin-1"), "text/html; charset=iso-8859-1", "für"),
        ("<meta charset='latin-1'>für".encode("latin-1"), "text/html", "für"),
        ("für".encode(), "text/html; charset=zlib_codec", "für"),
        ("für".encode(), "text/plain; charset=unknown", "für"),
        (b"%PDF-1.7", "application/pdf", None),
        (b"x", "", None),
    ],
)  # fmt: skip
def test_words_of_a_page(web: Websites, body: bytes, kind: str, text: str | None):
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    assert look(web, raw(head.encode() + body), reads=True).text == text


@pytest.mark.parametrize("packed", [gzip.compress, zlib.compress])
def test_packed_words(web: Websites, packed):
    body = packed(b"<p>Words")
    kind = b"gzip" if packed is gzip.compress else b"deflate"
    head = HEAD + b"Content-Encoding: %s\r\nContent-Length: %d\r\n\r\n" % (kind, len(body))
    found = look(web, raw(head + body), reads=True)
    assert (found.text, found.is_whole) == ("Words", True)


# Manners ----------------------------------------------------------------------------------------


def test_robots_are_asked_for_once_and_heeded(web: Websites):
    rules = "User-agent: *\nDisallow: /private\nCrawl-delay: 5\n"
    web.put("http://good.example/robots.txt", page(rules, Content_Type="text/plain"))
    web.put("http://good.example/private/x", page())
    door = web.door()
    web.put(AT, page())
    assert door.look("http://good.example/private/x").problem == "its robots.txt forbids to look"
    assert [door.look(AT).came for _ in range(2)] == [Came.ANSWERED] * 2
    assert [path for _, path in web.asked] == ["/robots.txt", "/page", "/page"]
    assert [round(pause) for pause in web.slept] == [5, 5]


def test_a_redirect_to_what_robots_forbid(web: Websites):
    web.put("http://other.example/robots.txt", page("User-agent: aperture-registry\nDisallow: /"))
    web.put("http://other.example/x", page())
    assert look(web, to("http://other.example/x")).came is Came.DECLINED
    assert ("other.example", "/x") not in web.asked


def test_robots_that_can_not_be_read(web: Websites):
    web.put("http://good.example/robots.txt", page("", "500 Oops"))
    found = look(web, page())
    assert (found.came, found.http_status) == (Came.LATER, 500)
    assert ("good.example", "/page") not in web.asked


def test_no_server_is_waited_for_longer_than_is_bearable(web: Websites):
    door = web.door()
    web.put(AT, page("", "429 Slow down", Retry_After="100000"))
    door.look(AT)
    door.look(AT)
    assert round(max(web.slept)) == 30
