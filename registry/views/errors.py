"""Errors: a page for people, problem details (RFC 9457) for programs."""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, g, json, render_template, request
from werkzeug.exceptions import HTTPException, InternalServerError
from werkzeug.wrappers import Response as AnyResponse

from registry.filters import Problem
from registry.openapi.documents import PROBLEM
from registry.views import suggestions


def init_app(app: Flask) -> None:
    """Handles every error of the application."""
    app.register_error_handler(HTTPException, handle)


def problem(status: int, title: str, detail: str, **more: Any) -> Response:
    """An error as a program reads it."""
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    told = {**body, "instance": request.path, **more}
    return Response(json.dumps(told), status, content_type=PROBLEM)


def bad_query(problems: tuple[Problem, ...]) -> Response:
    """What is wrong with a query string: the first thing in full, and all that are told."""
    told = [{"parameter": p.parameter, "detail": p.message, "nearest": p.nearest} for p in problems]
    first = problems[0]
    return problem(
        400,
        "Bad Request",
        " ".join(p.message for p in problems),
        parameter=first.parameter,
        nearest=first.nearest,
        errors=told,
    )


def handle(error: HTTPException) -> AnyResponse:
    """What is answered instead of an error."""
    if error.code is None or error.code < 400:  # a redirect
        return error.get_response()
    response = error.get_response()  # keeps Allow and Retry-After
    if request.path.startswith("/api/") and not request.path.startswith("/api/docs"):
        response.set_data(problem(error.code, error.name, error.description or "").get_data())
        response.content_type = PROBLEM
        return response
    response.set_data(_page(error))
    response.content_type = "text/html; charset=utf-8"
    return response


def _page(error: HTTPException) -> str:
    g.pop("names", None)  # of the page that failed
    if isinstance(error, InternalServerError):
        return render_template("error.html", error=error, meant=suggestions.NOTHING)
    meant = suggestions.meant() if error.code == 404 else suggestions.NOTHING
    usual = type(error).description
    return render_template(
        "error.html", error=error, meant=meant, wanted=meant.release, usual=usual
    )
