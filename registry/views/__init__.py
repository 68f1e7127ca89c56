"""Views: pages and API. They ask queries, serialize and render; they never write or grade."""

from __future__ import annotations

from flask import Flask, Response, current_app, g, request
from flask_compress import Compress
from sqlmodel import Session
from werkzeug.exceptions import NotFound

from registry.catalog import Finder, KeptCatalog
from registry.resources import rubric
from registry.settings import Settings

MOST_BYTES = 1_100_000
"""Of what is sent to us: the longest draft of a card, and what surrounds it."""
COMPRESSED = (
    *("text/html", "text/css", "text/plain", "text/csv", "text/javascript", "image/svg+xml"),
    *("application/json", "application/problem+json", "application/x-ndjson", "application/yaml"),
    *("application/atom+xml", "application/xml", "application/spdx+json"),
    "application/vnd.cyclonedx+json",
)


def init_app(app: Flask, settings: Settings) -> None:
    """Registers everything that answers a request."""
    from registry.views import (
        api,
        api_docs,
        badges,
        boards,
        comparing,
        entity_tags,
        errors,
        failures,
        feeds,
        formats,
        frameworks,
        limits,
        linting,
        meta,
        organizations,
        pages,
        pictures,
        remembered,
        security,
        sitemaps,
        status,
        summaries,
        trends,
    )

    app.url_map.strict_slashes = False
    app.config["MAX_CONTENT_LENGTH"] = MOST_BYTES
    app.config["MAX_FORM_MEMORY_SIZE"] = MOST_BYTES
    _compress(app)  # first, so that it comes last, after it is known what is sent at all
    app.extensions["catalog"] = KeptCatalog(app.extensions["engine"], rubric())
    status.init_app(app, settings)  # first, as it takes the time
    failures.init_app(app)
    for kind in (pages, boards, organizations, comparing, trends, summaries, frameworks, api_docs):
        app.register_blueprint(kind.bp)
    for kind in (pictures, badges, feeds, sitemaps, linting):
        app.register_blueprint(kind.bp)
    api.init_app(app)
    formats.init_app(app)
    meta.init_app(app)
    errors.init_app(app)
    security.init_app(app)
    app.before_request(_refuse_nul)
    limits.init_app(app, settings)
    entity_tags.init_app(app)
    remembered.init_app(app)  # last, so that headers are added to what it remembers, too
    app.teardown_appcontext(_close_session)


def _compress(app: Flask) -> None:
    app.config["COMPRESS_ALGORITHM"] = app.config["COMPRESS_ALGORITHM_STREAMING"] = ["zstd", "gzip"]
    app.config["COMPRESS_LEVEL"] = 4
    app.config["COMPRESS_EVALUATE_CONDITIONAL_REQUEST"] = False
    app.config["COMPRESS_MIMETYPES"] = COMPRESSED
    Compress(app)
    app.after_request(_close_what_is_sent)  # comes before compressing


def _close_what_is_sent(response: Response) -> Response:
    """Has a file that is sent closed with the reply, though compressing puts something else in its place."""
    if response.is_streamed and hasattr(response.response, "close"):
        response.call_on_close(response.response.close)
    return response


def reading() -> Session:
    """The session of this request, for reading."""
    if "session" not in g:
        g.session = Session(current_app.extensions["engine"], autoflush=False)
    session: Session = g.session
    return session


def finder() -> Finder:
    """The catalog in memory, the same one for the whole of this request."""
    if "finder" not in g:
        kept: KeptCatalog = current_app.extensions["catalog"]
        g.finder = kept()
    found: Finder = g.finder
    return found


def _refuse_nul() -> None:
    if "\0" in request.path:  # no name has one, and PostgreSQL can't be asked for it
        raise NotFound("There is nothing at this address.")


def _close_session(_error: BaseException | None) -> None:
    if "session" in g:
        g.pop("session").close()
