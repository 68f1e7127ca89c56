"""Views: pages and API. They ask queries, serialize and render; few write, through ``store`` alone, and none grades."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask, current_app, g, request
from sqlalchemy import Connection
from sqlmodel import Session
from werkzeug.exceptions import NotFound

from registry.catalog import Finder, KeptCatalog
from registry.db import session_on
from registry.resources import rubric
from registry.settings import Settings

MOST_BYTES = 1_100_000
"""Of what is sent to us: the longest draft of a card, and what surrounds it."""


def init_app(app: Flask, settings: Settings) -> None:
    """Registers everything that answers a request."""
    from registry.views import (
        accounts,
        api,
        api_docs,
        asking,
        badges,
        boards,
        comparing,
        compression,
        disclosures,
        entity_tags,
        errors,
        exports,
        failures,
        feeds,
        formats,
        frameworks,
        indexes,
        limits,
        linting,
        log,
        meta,
        moderation,
        oauth,
        organizations,
        pages,
        pictures,
        remembered,
        replies,
        requests,
        schemas,
        security,
        sessions,
        signing,
        sitemaps,
        statements,
        status,
        summaries,
        trends,
    )

    app.url_map.strict_slashes = False
    app.config["MAX_CONTENT_LENGTH"] = MOST_BYTES
    app.config["MAX_FORM_MEMORY_SIZE"] = MOST_BYTES
    compression.init_app(app)
    app.extensions["catalog"] = KeptCatalog(app.extensions["engine"], rubric())
    status.init_app(app, settings)  # first, as it takes the time
    failures.init_app(app)
    for kind in (pages, boards, organizations, comparing, trends, summaries, frameworks, api_docs):
        app.register_blueprint(kind.bp)
    for kind in (pictures, badges, feeds, sitemaps, linting, indexes):
        app.register_blueprint(kind.bp)
    for kind in (requests, asking, log, replies):
        app.register_blueprint(kind.bp)
    for kind in (disclosures, statements, schemas):
        app.register_blueprint(kind.bp)
    accounts.init_app(app, settings)
    app.register_blueprint(moderation.bp)
    oauth.init_app(app, settings)
    exports.init_app(app, settings)
    api.init_app(app)
    formats.init_app(app)
    meta.init_app(app)
    errors.init_app(app)
    sessions.init_app(app, settings)
    signing.init_app(app)
    security.init_app(app)
    app.before_request(_refuse_nul)
    limits.init_app(app, settings)
    entity_tags.init_app(app)
    remembered.init_app(app)  # last, so that headers are added to what it remembers, too
    app.teardown_appcontext(_disconnect)


def connected() -> Connection:
    """The connection of this request, for reading."""
    if "connection" not in g:
        g.connection = current_app.extensions["reader"].connect()
    connection: Connection = g.connection
    return connection


def reading() -> Session:
    """A session on it, for queries that make objects of rows."""
    if "session" not in g:
        g.session = Session(connected(), autoflush=False)
    session: Session = g.session
    return session


@contextmanager
def writing() -> Iterator[Session]:
    """A session for writing, whose work is committed at the end, or undone when an error escapes."""
    with session_on(current_app.extensions["engine"]) as session:
        yield session


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


def _disconnect(_error: BaseException | None) -> None:
    for name in ("session", "connection"):
        if name in g:
            g.pop(name).close()
