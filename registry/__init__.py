"""Aperture: how open a language model really is."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from _typeshed.wsgi import WSGIApplication
    from flask import Flask

    from registry.settings import Settings

    Around = Callable[[WSGIApplication], WSGIApplication]


def create_app(settings: Settings, *, around: Around = lambda app: app) -> Flask:
    """The web application on the database that the settings name. ``around`` wraps what takes long of its WSGI side:
    all but what is known at once."""
    # Imported here, so that scoring and readers in their own processes load neither Flask nor SQL.
    from registry import logs, views
    from registry.db import make_engine, reader_of
    from registry.resources import folder
    from registry.views.entity_tags import Unchanged
    from registry.views.failures import Application

    logs.set_up(settings)
    app = Application(__name__, template_folder=str(folder("templates")))
    app.extensions["engine"] = make_engine(settings.database_url)
    app.extensions["reader"] = reader_of(app.extensions["engine"])
    views.init_app(app, settings)
    app.wsgi_app = Unchanged(app, around(app.wsgi_app))  # type: ignore[assignment,method-assign]
    if count := settings.trusted_proxies:
        from werkzeug.middleware.proxy_fix import ProxyFix

        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]
    return app
