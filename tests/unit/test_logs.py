"""Logs: one JSON object a line, or warnings for people; never a secret."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest

from registry import logs
from registry.logs import bind, log
from registry.settings import Settings

TOKEN = "hf_" + "abcdefghijklmnopqrstuvwxyz"


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    """Logging belongs to the process; the other tests get it as they had it."""
    root, ours = logging.getLogger(), logging.getLogger(logs.NAME)
    before = (list(root.handlers), root.level, ours.level)
    yield
    root.handlers[:], root.level = before[0], before[1]
    ours.setLevel(before[2])


def set_up(form: str = "json", **fields) -> None:
    logs.set_up(Settings(**{"database_url": "sqlite://", "log_format": form, **fields}))


def events(capsys: pytest.CaptureFixture[str]) -> list[dict]:
    out, err = capsys.readouterr()
    assert out == ""
    return [json.loads(line) for line in err.splitlines()]


def test_one_object_a_line(capsys: pytest.CaptureFixture[str]):
    set_up()
    log.info("repo.failed", repo="a/b", reason="two\nlines", attempt=2)
    (event,) = events(capsys)
    assert event.pop("timestamp").endswith("Z")
    assert event == {
        "level": "info",
        "event": "repo.failed",
        "repo": "a/b",
        "reason": "two\nlines",
        "attempt": 2,
    }


def test_the_crawl_is_bound_to_its_events(capsys: pytest.CaptureFixture[str]):
    set_up()
    with bind(crawl_id=7):
        log.info("crawl.begun")
        with bind(page=2):
            log.info("page.listed")
        logging.getLogger("another").warning("took %d s", 9)
    log.info("crawl.finished")
    told = [(e["event"], e.get("crawl_id"), e.get("page")) for e in events(capsys)]
    assert told == [
        ("crawl.begun", 7, None),
        ("page.listed", 7, 2),
        ("took 9 s", 7, None),
        ("crawl.finished", None, None),
    ]


def test_people_get_warnings_only(capsys: pytest.CaptureFixture[str]):
    set_up("")
    log.info("page.listed", n=1000)
    log.warning("source.slow", waited_s=30, why="odd\x1b[31m\nname")
    assert capsys.readouterr().err == (
        "warning: source.slow (waited_s=30, why='odd\\x1b[31m\\nname')\n"
    )


def test_an_unknown_form_is_told(capsys: pytest.CaptureFixture[str]):
    set_up("xml")
    assert "settings.unknown (name='LOG_FORMAT'" in capsys.readouterr().err


def test_the_last_call_counts(capsys: pytest.CaptureFixture[str]):
    for form in ("json", "", "json"):
        set_up(form)
    log.warning("once")
    assert len(events(capsys)) == 1


def test_others_are_not_asked_to_be_talkative(capsys: pytest.CaptureFixture[str]):
    set_up()
    logging.getLogger("httpx").info("HTTP Request: GET https://huggingface.co/api/models")
    assert events(capsys) == []


@pytest.mark.parametrize("form", ["json", ""])
@pytest.mark.parametrize(
    "fields",
    [
        {"note": f"refused with {TOKEN}"},
        {"headers": {"Authorization": f"Bearer {TOKEN}"}},
        {"headers": {"authorization": "Bearer some-other-kind-of-token"}},
        {"token": "some-other-kind-of-token"},
        {"settings": Settings("postgresql://me:pass%2Fword@db/x", hf_token="kept-in-settings")},
        {"url": "postgresql+psycopg://me:pass%2Fword@db/x"},
        {"said": 'the password is "pass/word"'},
        {"tokens": ["kept-in-settings"]},
        {"said": "client_secret=of-the-site"},
        {"key": "what-signs-cookies"},
    ],
    ids=str,
)
def test_no_secret_gets_out(capsys: pytest.CaptureFixture[str], form: str, fields: dict):
    set_up(
        form,
        hf_token="kept-in-settings",
        database_url="postgresql+psycopg://me:pass%2Fword@db/x",
        oauth_client_secret="of-the-site",
        secret_key="what-signs-cookies",
    )
    log.warning("hub.refused", **fields)
    told = capsys.readouterr().err
    for secret in (TOKEN, "some-other-kind", "pass/word", "pass%2Fword", "kept-in-settings"):
        assert secret not in told
    assert "of-the-site" not in told
    assert "signs-cookies" not in told
    assert "hub.refused" in told
    assert logs.HIDDEN in told


def test_no_secret_gets_out_with_a_traceback(capsys: pytest.CaptureFixture[str]):
    set_up()
    try:
        raise ValueError(f"GET https://user:secret-word@host/ with {TOKEN}")
    except ValueError:
        log.exception("crawl.broken")
    (event,) = events(capsys)
    assert event["level"] == "error"
    assert "ValueError" in event["exception"]
    assert "secret-word" not in event["exception"]
    assert TOKEN not in event["exception"]


def test_short_settings_blot_nothing_out(capsys: pytest.CaptureFixture[str]):
    set_up(hf_token="e")
    log.info("crawl.begun")
    assert events(capsys)[0]["event"] == "crawl.begun"
