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

from tests import index_files
from tests.application import make_app
from tests.browser import disclosed
from tests.index_files import written

HUB = "https://huggingface.co/"
OLMO, LLAMA = "allenai/OLMo-2-1124-7B-Instruct", "meta-llama/Llama-3.1-8B-Instruct"
INDEXES = {
    "osai": {
        "olmo.yaml": index_files.osai(
            "OLMo", HUB + OLMO, cells={"paper": "open", "code": "partial"}
        ),
        "llama.yaml": index_files.osai("Llama", HUB + LLAMA, cells={"weights_endmodel": "partial"}),
        "lost.yaml": index_files.osai("Lost", HUB + "nobody/lost"),
    },
    "fmti": {
        "Dec2025_scores.csv": index_files.fmti({"Ai2": ["Crawling"]}, ["Crawling", "Data size"])
    },
}
"""What other indexes say of releases of the sample."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a site that shows the sample, kept in a folder."""
    from registry.db import engine_on
    from registry.settings import Settings

    url = f"sqlite:///{folder}/sample.sqlite3"
    for words in (("db", "upgrade"), ("crawl", "--source", "sample", "--grade")):
        _aperture(url, *words)
    for source, files in INDEXES.items():
        _aperture(url, "import", source, str(written(folder / source, files)))
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
