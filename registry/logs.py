"""Logs: events with their circumstances on standard error, as lines for people or as JSON for programs.

``log.info("crawl.begun", source="hub")`` tells an event; ``bind(crawl_id=7)`` adds to all within its block, in the
thread that entered it. Nothing is set up before ``set_up``; until then only warnings come through.
"""

from __future__ import annotations

import json
import logging
import re
import sys
from collections.abc import Iterable, Iterator, MutableMapping
from contextlib import contextmanager
from typing import Any, TextIO

import structlog
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError
from structlog.typing import WrappedLogger

from registry.settings import Settings

NAME = "aperture"
HIDDEN = "***"
SECRET_NAMES = frozenset({"authorization", "cookie", "hf_token", "password", "secret", "token"})
SHORTEST_SECRET = 6
"""Characters; what is shorter would blot out words that merely hold it."""
# Tokens of the Hub, what an Authorization header carries, and who logs in at an address.
SECRETS = re.compile(
    r"\bhf_[A-Za-z0-9]{8,}|(?<=Bearer )[^\s\"',]+|(?<=Basic )[^\s\"',]+|(?<=://)[^\s/@\"]+(?=@)"
)

Event = MutableMapping[str, Any]

log: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger(NAME)


@contextmanager
def bind(**circumstances: Any) -> Iterator[None]:
    """Adds these to every event that this thread tells within the block."""
    with structlog.contextvars.bound_contextvars(**circumstances):
        yield


def set_up(settings: Settings) -> None:
    """Logs to standard error as ``LOG_FORMAT`` says: ``json``, or warnings only, in plain lines.

    What other libraries log passes through here too. May be called again; the last call counts.
    """
    as_json = settings.log_format == "json"
    handler = _Handler()
    handler.setFormatter(_Formatter(as_json, _secrets_of(settings)))
    root = logging.getLogger()
    for old in [h for h in root.handlers if isinstance(h, _Handler)]:
        root.removeHandler(old)
    root.addHandler(handler)
    logging.getLogger(NAME).setLevel(logging.INFO if as_json else logging.WARNING)
    if settings.log_format not in {"", "json"}:
        log.warning("settings.unknown", name="LOG_FORMAT", known="json")


def _secrets_of(settings: Settings) -> tuple[str, ...]:
    try:
        password = make_url(settings.database_url).password
    except ArgumentError:  # it is told elsewhere that this is no address
        password = None
    ours = (settings.hf_token, password, settings.oauth_client_secret, settings.secret_key)
    return tuple(s for s in ours if s and len(s) >= SHORTEST_SECRET)


class _Handler(logging.StreamHandler[TextIO]):
    """Writes to what standard error is at the time."""

    def __init__(self) -> None:
        logging.Handler.__init__(self)

    @property
    def stream(self) -> TextIO:  # type: ignore[override]  # like the library's own of last resort
        return sys.stderr


class _Formatter(structlog.stdlib.ProcessorFormatter):
    """One event a line, without secrets, whoever told it."""

    def __init__(self, as_json: bool, secrets: Iterable[str]) -> None:
        super().__init__(
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                _without_named_secrets,
                structlog.processors.JSONRenderer(default=str) if as_json else _plain,
            ],
            foreign_pre_chain=[structlog.stdlib.PositionalArgumentsFormatter(), *_CHAIN],
        )
        # A secret stands in JSON with its quotes and backslashes escaped.
        self._secrets = {form for s in secrets for form in (s, json.dumps(s)[1:-1])}

    def format(self, record: logging.LogRecord) -> str:
        line = super().format(record)
        for secret in self._secrets:
            line = line.replace(secret, HIDDEN)
        return SECRETS.sub(HIDDEN, line)


def _without_named_secrets(_logger: WrappedLogger, _method: str, event: Event) -> Event:
    for name in event.keys() & SECRET_NAMES:
        event[name] = HIDDEN
    return event


def _plain(_logger: WrappedLogger, _method: str, event: Event) -> str:
    """An event as ``warning: repo.failed (id='a/b', reason='…')``."""
    level, what = event.pop("level", ""), event.pop("event", "")
    trace = event.pop("exception", "")
    event.pop("timestamp", None)
    told = ", ".join(f"{name}={value!r}" for name, value in event.items())
    line = f"{level}: {what}" + (f" ({told})" if told else "")
    return f"{line}\n{trace}" if trace else line


_CHAIN: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]
structlog.configure(
    processors=[
        structlog.stdlib.filter_by_level,
        *_CHAIN,
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    wrapper_class=structlog.stdlib.BoundLogger,
)
