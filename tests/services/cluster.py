"""A private PostgreSQL server in a temporary folder, shared by all processes of one test run."""

from __future__ import annotations

import fcntl
import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path
from typing import Any

from tests.services.missing import ServiceMissingError

USER = "aperture"
FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200"


def programs() -> Path | None:
    """The folder with `initdb` and `pg_ctl`, of the newest version that is installed."""
    on_path = shutil.which("initdb")
    folders = [Path(on_path).resolve().parent] if on_path else []
    folders += sorted(
        Path("/usr/lib/postgresql").glob("*/bin"),
        key=lambda folder: float(folder.parent.name),
        reverse=True,
    )
    complete = (f for f in folders if (f / "initdb").exists() and (f / "pg_ctl").exists())
    return next(complete, None)


def ensure(shared: Path) -> str | None:
    """The URL of this run's private server, started by whichever process asks first."""
    folder = programs()
    if folder is None:
        return None
    address = shared / "postgres.url"
    with (shared / "postgres.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not address.exists():
            address.write_text(_start(folder, shared / "postgres"))
        return address.read_text()


def stop(shared: Path) -> None:
    """Stop this run's private server, by its process id. Nothing to do where none was started."""
    pid_file = shared / "postgres" / "data" / "postmaster.pid"
    if not pid_file.exists():
        return
    pid = int(pid_file.read_text().split()[0])
    os.kill(pid, signal.SIGINT)
    deadline = time.monotonic() + 20
    while pid_file.exists():
        if time.monotonic() > deadline:
            os.kill(pid, signal.SIGQUIT)
            return
        time.sleep(0.05)


def _start(folder: Path, home: Path) -> str:
    user = _server_user()
    home.mkdir()
    if user:
        account = pwd.getpwnam(user)
        os.chown(home, account.pw_uid, account.pw_gid)
    data, log = home / "data", home / "log"
    options = ["--auth=trust", f"--username={USER}", "--encoding=UTF8", "--locale=C.UTF-8"]
    _run([folder / "initdb", "-D", data, "--no-sync", *options], home, user)
    for attempt in (1, 2, 3):
        port = _free_port()
        settings = f"{FAST} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -p {port}"
        command = [folder / "pg_ctl", "-D", data, "-l", log, "-w", "-t", "60", "-o", settings]
        try:
            _run([*command, "start"], home, user)
        except ServiceMissingError:
            # Somebody else may have taken the port meanwhile.
            if attempt == 3:
                raise
        else:
            return f"postgresql+psycopg://{USER}@127.0.0.1:{port}/postgres"
    raise AssertionError("unreachable")


def _server_user() -> str | None:
    """Whom to be: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return None
    known = {account.pw_name for account in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def _run(command: list[Any], home: Path, user: str | None) -> None:
    identity: dict[str, Any] = {}
    if user:
        group = pwd.getpwnam(user).pw_gid
        identity = {"user": user, "group": group, "extra_groups": []}
    # A file, not a pipe: the server inherits it, and a pipe would stay open as long as it runs.
    output = home / "output"
    with output.open("w") as stream:
        result = subprocess.run(
            [str(word) for word in command],
            cwd=home,
            env={"PATH": os.environ["PATH"], "HOME": str(home), "LC_ALL": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=subprocess.STDOUT,
            check=False,
            **identity,
        )
    if result.returncode != 0:
        words = " ".join(output.read_text().split())
        raise ServiceMissingError(f"PostgreSQL did not start: {words}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
