"""Failures: one line in the log for every answer that says the server is at fault."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask, Response, g, request

from registry.logs import log
from registry.views.environment import Environment


class Application(Flask):
    """Flask, but a request that failed is told once in the log, with its circumstances."""

    jinja_environment = Environment

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """The function itself: none of ours is asynchronous, and Flask would look a dozen times for each request."""
        return func

    def log_exception(self, exc_info: Any) -> None:
        """Keeps the exception for the line that the answer gets."""
        g.raised = exc_info


def init_app(app: Flask) -> None:
    """Looks at every answer."""
    app.after_request(_tell)


def _tell(response: Response) -> Response:
    if response.status_code >= 500:
        log.error(
            "request.failed",
            method=request.method,
            route=request.url_rule.rule if request.url_rule else None,
            path=request.path,
            status=response.status_code,
            exc_info=g.pop("raised", None),
        )
    return response
