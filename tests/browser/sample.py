"""The bundled sample, crawled, graded and served: what pages look like with real contents."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from werkzeug.serving import make_server

from tests.application import make_app
from tests.browser import disclosed


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a site that shows the sample, kept in a folder."""
    from registry.db import engine_on
    from registry.settings import Settings

    url = f"sqlite:///{folder}/sample.sqlite3"
    for words in (("db", "upgrade"), ("crawl", "--source", "sample", "--grade")):
        _aperture(url, *words)
    with engine_on(url) as engine:
        disclosed.fill(engine)
    app = make_app(Settings(database_url=url, hf_endpoint="http://127.0.0.1:9"))
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        app.extensions["engine"].dispose()


def _aperture(url: str, *words: str) -> None:
    command = [sys.executable, "-m", "registry.cli", *words]
    environment = {**os.environ, "DATABASE_URL": url, "HF_ENDPOINT": "http://127.0.0.1:9"}
    subprocess.run(command, env=environment, check=True, capture_output=True)
