"""What all tests share: migrated databases, the app on them, a browser; and no network."""

from __future__ import annotations

import ipaddress
import os
import shutil
import socket
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, sync_playwright
from sqlalchemy import Connection, Engine, event
from werkzeug.serving import make_server

from tests.application import make_app
from tests.hub import FakeHub, running
from tests.services import chromium, postgres

if "APERTURE_TEST_SHARED" not in os.environ:
    # The run's own folder, whose name the workers inherit. The database server must get through.
    os.environ["APERTURE_TEST_SHARED"] = tempfile.mkdtemp(prefix="aperture-test-")
    Path(os.environ["APERTURE_TEST_SHARED"]).chmod(0o711)
SHARED = Path(os.environ["APERTURE_TEST_SHARED"])

# Nothing of a person's own may leak into a test. The Hub's client reads these when it is imported,
# so nothing above may import it; nor `registry`, whose imports stand in the fixtures.
os.environ.update(
    DATABASE_URL=f"sqlite:///{SHARED}/nobody-should-use-this.sqlite3",
    HF_ENDPOINT="http://127.0.0.1:9",
    HF_HOME=str(SHARED / "hf"),
    HF_TOKEN="",
    HF_HUB_DISABLE_TELEMETRY="1",
)

# How fast this machine is today is no property of the code; and CI must not pass by luck.
hypothesis.settings.register_profile("here", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
# For a hunt: `pytest --hypothesis-profile=wide tests/regression`.
hypothesis.settings.register_profile("wide", deadline=None, max_examples=1500)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "here")


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        postgres.stop(SHARED)


# No network -------------------------------------------------------------------------------------


class NetworkRefusedError(RuntimeError):
    """Not an OSError, so that no code under test takes it for a Hub that is down."""


def _is_local(address: object) -> bool:
    if not isinstance(address, tuple):
        return True  # a Unix socket
    host = address[0]
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host in {"", "localhost"}


@pytest.fixture(scope="session", autouse=True)
def _no_network() -> Iterator[None]:
    """Connections go to this machine only; a test that tries another fails, whatever it catches."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            patch.setattr(socket.socket, name, _guarded(getattr(socket.socket, name)))
        yield


def _guarded(connect):
    def guarded(self: socket.socket, address):
        if not _is_local(address):
            raise NetworkRefusedError(f"a test tried to connect to {address}")
        return connect(self, address)

    return guarded


# Databases --------------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def _no_idle_connections() -> Iterator[None]:
    """Close what pools hold at a test's end; a connection that is still in use then is a leak."""
    engines: set[Engine] = set()

    def note(connection: Connection) -> None:
        engines.add(connection.engine)

    event.listen(Engine, "engine_connect", note)
    yield
    event.remove(Engine, "engine_connect", note)
    for engine in engines:
        engine.dispose()


@pytest.fixture(scope="session")
def _migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from registry.db import migrate

    path = tmp_path_factory.mktemp("migrated") / "aperture.sqlite3"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture
def sqlite_url(_migrated_sqlite: Path, tmp_path: Path) -> str:
    """An empty, migrated SQLite database of this test's own."""
    path = tmp_path / "aperture.sqlite3"
    for source in _migrated_sqlite.parent.glob(f"{_migrated_sqlite.name}*"):
        shutil.copyfile(source, tmp_path / source.name)
    return f"sqlite:///{path}"


@pytest.fixture(scope="session")
def postgres_server() -> postgres.Server:
    """The PostgreSQL server of this run; see tests/services/postgres.py for where it comes from."""
    return postgres.server(SHARED, os.environ.get("PYTEST_XDIST_WORKER", "main"))


@pytest.fixture(scope="session")
def _migrated_postgres(postgres_server: postgres.Server) -> Iterator[str]:
    from registry.db import migrate

    with postgres_server.database() as url:
        migrate(url)
        yield url.rsplit("/", 1)[1].partition("?")[0]
        postgres_server.clear()


@pytest.fixture
def postgres_url(postgres_server: postgres.Server, _migrated_postgres: str) -> Iterator[str]:
    """An empty, migrated PostgreSQL database of this test's own."""
    with postgres_server.lent(_migrated_postgres) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """Runs the test once on each database."""
    return request.getfixturevalue(f"{request.param}_url")


# A Hub ------------------------------------------------------------------------------------------


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeHub]:
    """An empty Hub on a port of this machine. The door asks it again without much ado."""
    from crawlers import http

    monkeypatch.setattr(http, "FIRST_WAIT_S", 0.005)
    monkeypatch.setattr(http, "LONGEST_WAIT_S", 0.02)
    with running(FakeHub()) as hub:
        yield hub


# The application --------------------------------------------------------------------------------


@pytest.fixture
def settings(sqlite_url: str):
    """The settings of `app`: SQLite, and a Hub out of reach. Override it for another app."""
    from registry.settings import Settings

    return Settings(database_url=sqlite_url, hf_endpoint="http://127.0.0.1:9", hf_token=None)


@pytest.fixture
def app(settings) -> Flask:
    return make_app(settings)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def live_server(app: Flask) -> Iterator[str]:
    """The address of `app`, served over HTTP."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real Chromium, one for all tests. Open a context per test, and close it."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.require(), args=list(chromium.ARGS)
        )
        yield browser
        browser.close()
