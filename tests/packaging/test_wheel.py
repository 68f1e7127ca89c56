"""The wheel alone, in an environment of its own and away from the checkout, does the main job."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import sysconfig
import time
import urllib.error
import urllib.request
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
START_SECONDS = 120


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built by the backend that the lock holds, with nothing fetched."""
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder), cwd=ROOT)
    (path,) = folder.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `bin` of an environment with the wheel and our dependencies, but not the checkout."""
    home = tmp_path_factory.mktemp("installed")
    venv.create(home / "env", with_pip=False)
    python = home / "env" / "bin" / "python"
    site = sysconfig.get_path("purelib", vars={"base": str(home / "env")})
    # Python follows no .pth file of a folder that a .pth file names: the checkout stays out.
    Path(site, "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    pip = [sys.executable, "-m", "pip", "--python", str(python), "--isolated", "--quiet"]
    run(*pip, "install", "--no-deps", "--no-index", "--no-cache-dir", str(wheel), cwd=home)
    return python.parent


def run(*command: str, cwd: Path) -> str:
    result = subprocess.run(
        command, cwd=cwd, capture_output=True, text=True, timeout=300, check=False
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


def test_everything_travels_along(wheel: Path):
    held = set(zipfile.ZipFile(wheel).namelist())
    expected = {path.relative_to(ROOT).as_posix() for path in data_files("registry", "crawlers")}
    for folder in ("templates", "migrations"):
        expected |= {f"registry/{path.relative_to(ROOT).as_posix()}" for path in data_files(folder)}
    assert expected <= held
    assert not {name.split("/")[0] for name in held} - {
        "registry",
        "crawlers",
        "aperture_registry-0.1.0.dist-info",
    }


@pytest.mark.parametrize(
    "pattern",
    [
        r"registry/templates/base\.html",
        r"registry/migrations/env\.py",
        r"registry/migrations/script\.py\.mako",
        r"registry/migrations/versions/\w+\.py",
        r"registry/scoring/rubric\.toml",
        r"registry/scoring/licenses\.toml",
        r"registry/linting/(snippets\.toml|example\.md)",
        r"registry/scoring/frameworks/(osai|mof|osaid|aa|fmti)\.toml",
        r"registry/static/.*\.css",
        r"(registry|crawlers)/(.+/)?models/[^/]+/[^/]+/README\.md",
        r"aperture_registry-[\d.]+\.dist-info/licenses/LICENSE",
    ],
)
def test_the_wheel_holds(wheel: Path, pattern: str):
    assert any(re.fullmatch(pattern, name) for name in zipfile.ZipFile(wheel).namelist())


def data_files(*folders: str) -> Iterator[Path]:
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", *folders]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    yield from (path for name in listed.split("\0") if name and (path := ROOT / name).is_file())


def test_it_is_the_wheel_that_runs(installed: Path, tmp_path: Path):
    code = "import crawlers, registry; print(crawlers.__file__, registry.__file__)"
    for path in run(str(installed / "python"), "-c", code, cwd=tmp_path).split():
        assert Path(path).is_relative_to(installed.parent)


def test_help(installed: Path, tmp_path: Path):
    assert "Usage:" in run(str(installed / "aperture"), "--help", cwd=tmp_path)


HELP = """
from registry.cli import main

for command in {commands}:
    main([*command.split(), "--help"], standalone_mode=False)
"""


def test_help_of_the_commands(installed: Path, tmp_path: Path):
    """In one process: what takes time is to load the command line."""
    commands = ["up", "crawl", "grade", "serve", "export", "evaluate", "db", "db upgrade"]
    code = HELP.format(commands=commands)
    told = run(str(installed / "python"), "-c", code, cwd=tmp_path)
    usages = re.findall(r"^Usage: \S+ (.*?) ?(?=\[|COMMAND)", told, re.MULTILINE)
    assert usages == commands


@pytest.fixture(scope="module")
def catalog(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of `aperture up` on the bundled sample, in an empty folder and database."""
    home = tmp_path_factory.mktemp("catalog")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    env = os.environ | {"DATABASE_URL": f"sqlite:///{home}/aperture.sqlite3", "HOME": str(home)}
    command = [installed / "aperture", "up", "--source", "sample", "--port", port]
    log = home / "log"
    with log.open("w") as stream:
        process = subprocess.Popen(
            command,
            cwd=home,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    address = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + START_SECONDS
        while not answers(address):
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.1)
        yield address
    finally:
        stop(process)


def answers(address: str) -> bool:
    try:
        get(address)
    except (urllib.error.URLError, ConnectionError):
        return False
    return True


def get(address: str) -> str:
    with urllib.request.urlopen(address, timeout=20) as response:
        assert response.status == 200
        return response.read().decode()


def stop(process: subprocess.Popen[bytes]) -> None:
    """As Ctrl-C in a terminal would: the server and its workers, which are a group of their own."""
    for number in (signal.SIGINT, signal.SIGKILL):
        try:
            os.killpg(process.pid, number)
            process.wait(timeout=20)
        except ProcessLookupError:
            return
        except subprocess.TimeoutExpired:
            continue
        return


@pytest.mark.parametrize("path", ["/", "/models", "/leaderboard", "/methodology", "/api/v1/models"])
def test_the_catalog_answers(catalog: str, path: str):
    assert get(catalog + path)


def test_its_stylesheet_is_there(catalog: str):
    styles = re.findall(r'<link[^>]+href="([^"]+\.css[^"]*)"', get(catalog))
    assert styles
    for href in styles:
        assert get(catalog + href)
