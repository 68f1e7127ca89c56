"""Serving: an app over HTTP for a browser, with the session that a client has, and pages of somebody else's."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug import Request, Response
from werkzeug.serving import make_server


@dataclass
class Elsewhere:
    """Another site: pages by path, which may be added to, and the port that it answers at."""

    pages: dict[str, str]
    port: int


@contextmanager
def served(app: Any) -> Iterator[str]:
    """The address of an application, served over HTTP."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def answering(pages: Mapping[str, str]) -> Iterator[Elsewhere]:
    """Another site on this machine, which has no policy of its own."""
    site = Elsewhere(dict(pages), 0)

    @Request.application
    def answer(request: Request) -> Response:
        text = site.pages.get(request.path)
        return Response(text or "", 200 if text is not None else 404, mimetype="text/html")

    with served(answer) as address:
        site.port = int(address.rpartition(":")[2])
        yield site


def cookie_of(client: FlaskClient, site: str) -> dict[str, str]:
    """The session of a client, for a browser that visits the site."""
    kept = client.get_cookie("aperture")
    assert kept is not None
    return {"name": kept.key, "value": kept.value, "url": site, "sameSite": "Lax"}


def signed_in_cookie(app: Flask, value: str) -> FlaskClient:
    """A browser that holds this cookie and nothing else."""
    client = app.test_client()
    client.set_cookie("aperture", value)
    return client
