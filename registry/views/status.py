"""Status: how far the registry is, as a page, as JSON, and for Prometheus."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, Flask, Response, current_app, g, render_template, request
from prometheus_client import CONTENT_TYPE_LATEST
from sqlmodel import Session

from registry import queries, shapes, status_words
from registry.logs import log
from registry.metrics import Metrics
from registry.openapi import Reply
from registry.resources import rubric
from registry.settings import Settings
from registry.status import Status, as_dict
from registry.views.api import Query, operation

KEPT_FOR_S = 15.0
MOST_OF_THE_TIME = 20
"""How much longer than its making took an answer is kept at least, so that asking stays cheap."""
DEAR_S = 0.5
"""Nobody waits for what takes longer to gather, while there is an answer that is not too old."""
MOST_OVERDUE_S = 600.0

bp = Blueprint("status", __name__)


class KeptStatus:
    """The status, gathered anew when the last one is 15 s old. One thread gathers; the others get the old one."""

    def __init__(
        self, gather: Callable[[], Status], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._gather = gather
        self._clock = clock
        self._lock = threading.Lock()
        self._kept: Status | None = None
        self._took = 0.0
        self._until = 0.0

    def __call__(self) -> Status:
        kept, now = self._kept, self._clock()
        if kept is not None and now < self._until:
            return kept
        if kept is not None and self._took > DEAR_S and now < self._until + MOST_OVERDUE_S:
            self.begin()
            return kept
        if not self._lock.acquire(blocking=kept is None):
            return kept  # type: ignore[return-value]  # only without one does it wait for the lock
        try:
            if self._kept is None or self._until <= now:
                self._renew()
            return self._kept  # type: ignore[return-value]
        finally:
            self._lock.release()

    def begin(self) -> None:
        """Gathers the status in the background, unless a thread does already."""
        if self._lock.acquire(blocking=False):
            threading.Thread(target=self._renew_apart, name="status", daemon=True).start()

    def _renew_apart(self) -> None:
        try:
            self._renew()
        except Exception as error:  # the next one who asks tries again
            log.error("status.failed", exc_info=error)
        finally:
            self._lock.release()

    def _renew(self) -> None:
        began = self._clock()
        self._kept = self._gather()
        ended = self._clock()
        self._took = ended - began
        self._until = ended + max(KEPT_FOR_S, MOST_OF_THE_TIME * self._took)


def init_app(app: Flask, settings: Settings) -> None:
    """Registers the views, and counts every request."""
    engine = app.extensions["engine"]

    def gather() -> Status:
        # A session of its own: what is gathered serves other requests too.
        with Session(engine) as session:
            return queries.status(session, datetime.now(UTC), rubric().version)

    app.extensions["status"] = KeptStatus(gather)
    app.extensions["metrics"] = Metrics(app.extensions["status"], settings.metrics_folder)
    app.register_blueprint(bp)
    app.before_request(_begin)
    app.after_request(_count)


@bp.get("/status")
def page() -> str:
    return render_template("status.html", status=_status(), words=status_words)


@operation(
    "/status",
    "How far the registry is",
    Reply("How far crawls and grades are, what waits, and what failed.", shapes.Status),
    tag="registry",
)
def get_status(_query: Query) -> Any:
    """What the page `/status` shows. It is kept for 15 seconds, or for twenty times as long as it took to gather."""
    status = _status()
    return {"headline": status_words.headline(status), **as_dict(status)}


@bp.get("/metrics")
def metrics() -> Response:
    made: Metrics = current_app.extensions["metrics"]
    response = Response(made.text(), content_type=CONTENT_TYPE_LATEST)
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Cache-Control"] = "no-store"
    return response


def _status() -> Status:
    kept: KeptStatus = current_app.extensions["status"]
    return kept()


def _begin() -> None:
    g.began = time.perf_counter()


def _count(response: Response) -> Response:
    made: Metrics = current_app.extensions["metrics"]
    rule = request.url_rule.rule if request.url_rule else None
    seconds = time.perf_counter() - g.began if "began" in g else 0.0
    made.observe(rule, request.method, response.status_code, seconds)
    return response
