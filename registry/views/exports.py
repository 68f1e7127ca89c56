"""Exports: the whole catalog to take away, and the page that says what is in it."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from functools import partial
from importlib.util import find_spec

from flask import Blueprint, Flask, Response, current_app, jsonify, render_template, request
from werkzeug.exceptions import BadRequest, NotFound, RequestedRangeNotSatisfiable

from registry.citing import catalog_citation
from registry.exports import schema
from registry.exports.about import LICENCE, LICENCE_URL
from registry.exports.asked import FORMATS, Asked, ExportError, Format, moment
from registry.exports.columns import CRITERIA, FRAMEWORKS, columns
from registry.exports.making import AT_ONCE, Made, Making, unpacked
from registry.exports.shelf import Shelf
from registry.logs import log
from registry.settings import Settings
from registry.views import finder
from registry.views.meta import absolute

bp = Blueprint("exports", __name__)

MOST_AT_ONCE = 4
"""Downloads that one process sends at a time: a slow one keeps a thread for long."""
RETRY_AFTER_S = 30
QUICK_S = 3.0
"""What is made within this time is sent with its size and its entity tag."""


def init_app(app: Flask, settings: Settings) -> None:
    """Registers the views, and the shelf of what was made."""
    app.extensions["exports"] = Shelf(settings.database_url)
    app.extensions["downloads"] = threading.BoundedSemaphore(MOST_AT_ONCE)
    app.register_blueprint(bp)


@bp.get("/exports")
def page() -> str:
    catalog = finder().catalog
    graded = catalog.graded[catalog.is_graded]
    day = str(graded.max().astype("datetime64[D]")) if graded.size else ""
    address = absolute("exports")
    return render_template(
        "exports.html",
        formats=_formats(),
        made={form.name: _shelf().find(form, finder()) for form in _formats()},
        columns=columns(),
        groups=(CRITERIA, FRAMEWORKS),
        releases=int(graded.size),
        day=day,
        licence=LICENCE,
        licence_url=LICENCE_URL,
        cite=catalog_citation(int(graded.size), catalog.rubric.version, day, address)
        if day
        else None,
    )


@bp.get("/exports/schema.json")
def json_schema() -> Response:
    return jsonify(schema.json_schema())


@bp.get("/exports/aperture.<suffix>")
def download(suffix: str) -> Response:
    form = next((f for f in _formats() if f.suffix == suffix), None)
    if form is None:
        raise NotFound("There is nothing at this address.")
    asked = Asked(form, _since())
    made = _shelf().find(form, finder()) if asked.is_of_all else None
    if request.method == "HEAD" and made is None:
        return _described(Response(iter(())), form)  # nobody would wait for what is not sent
    downloads: threading.BoundedSemaphore = current_app.extensions["downloads"]
    if not downloads.acquire(blocking=False):
        return _later("As many exports as this server can send are under way.")
    try:
        response = _whole(made, form) if made else _fresh(asked)
    except BaseException:
        downloads.release()
        raise
    response.call_on_close(downloads.release)
    return response


def _formats() -> list[Format]:
    """What this server can make."""
    return [f for f in FORMATS.values() if f.name != "parquet" or find_spec("duckdb")]


def _shelf() -> Shelf:
    shelf: Shelf = current_app.extensions["exports"]
    return shelf


def _since() -> datetime | None:
    # In a query string a plus means a space.
    told = request.args.get("since", "").strip().replace(" ", "+")
    try:
        return moment(told) if told else None
    except (ValueError, OverflowError) as error:
        raise BadRequest(
            "“since” takes a moment, such as 2026-11-20 or 2026-11-20T12:00:00Z."
        ) from error


def _fresh(asked: Asked) -> Response:
    """A text is sent while it is made, another format when it is whole: after a while the reply begins without it, as
    who waits for a reply to begin keeps others from theirs."""
    making = _shelf().begin(asked, finder())
    if making is None:
        return _later("Another export is being made.")
    if asked.format.is_text:
        file = making.opened()
        response = _text(asked.format, making.follow(file))
        response.call_on_close(file.close)
        response.call_on_close(partial(_leave, making))
        return response
    if not making.is_over_in(QUICK_S):
        response = _described(Response(_when_whole(making)), asked.format)
        response.call_on_close(partial(_leave, making))
        return response
    try:
        made = making.wait()
    except ExportError as error:
        # Not told to visitors: it may name servers, paths and users.
        log.error("export.failed", reason=str(error))
        return _later("The export can’t be made now.")
    try:
        return _whole(made, asked.format)
    finally:
        if not asked.is_of_all:
            made.path.unlink(missing_ok=True)  # what is open can be read to its end


def _when_whole(making: Making) -> Iterator[bytes]:
    with making.wait().path.open("rb") as file:
        yield from iter(partial(file.read, AT_ONCE), b"")


def _leave(making: Making) -> None:
    """Nobody waits for an export any more: one that is not whole is given up, one for nobody else is deleted."""
    if not making.is_over:
        making.give_up()
    if not making.asked.is_of_all:
        with suppress(ExportError):
            making.wait().path.unlink(missing_ok=True)


def _whole(made: Made, form: Format) -> Response:
    """A file that is whole, or the part of it that is asked for, or nothing if the visitor has it."""
    try:
        file = made.path.open("rb")
    except FileNotFoundError:  # the catalog became another one a moment ago
        return _later("The catalog has just changed.")
    chunks = iter(partial(file.read, AT_ONCE), b"")
    response = _text(form, chunks) if form.is_text else _described(Response(chunks), form)
    response.call_on_close(file.close)
    is_packed = "Content-Encoding" in response.headers
    response.set_etag(f"{made.written.sha256[:32]}{'-gzip' if is_packed else ''}")
    response.last_modified = made.at
    is_as_kept = is_packed or not form.is_text
    size = os.fstat(file.fileno()).st_size if is_as_kept else made.written.size
    response.content_length = size
    try:
        response.make_conditional(request, accept_ranges=True, complete_length=size)
    except RequestedRangeNotSatisfiable:
        response.close()
        raise
    return response


def _text(form: Format, packed: Iterable[bytes]) -> Response:
    """A text as it is kept, packed, to those who can unpack it."""
    takes_gzip = request.accept_encodings["gzip"] > 0
    response = Response(packed if takes_gzip else unpacked(packed))
    if takes_gzip:
        response.headers["Content-Encoding"] = "gzip"
    response.vary.add("Accept-Encoding")
    return _described(response, form)


def _described(response: Response, form: Format) -> Response:
    response.headers["Content-Type"] = form.type
    response.headers["Content-Disposition"] = f"attachment; filename={form.file}"
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _later(why: str) -> Response:
    told = f"{why} Try again in {RETRY_AFTER_S} seconds.\n"
    response = Response(told, 503, content_type="text/plain; charset=utf-8")
    response.headers["Retry-After"] = str(RETRY_AFTER_S)
    response.headers["Cache-Control"] = "no-store"
    return response
