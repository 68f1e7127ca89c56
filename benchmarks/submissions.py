"""What becomes of ten thousand disclosures that a hundred clients submit at once, one in twenty of them in bad faith.

    python benchmarks/submissions.py [--like FILE | --database URL] [--each N] [--clients N] [--slow N] [--kill]

Serves a copy of a registry (``--like``, an SQLite file; an empty one by default), or a database of its own, as
``aperture serve`` does, and submits through API and form. Meanwhile others send a byte a second; with ``--kill``
one of the server's processes is killed in the middle. Then every answer is held against the database, the audit log
against its chain, and grades are made anew; a moderator signs in and works on the queue. Prints what was lost, what was
accepted unseen, how long a submission took, and how long the queue takes beside a search in the catalog. Ends with
status 1 when anything was lost, accepted, or answered otherwise than it should be.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPResponse
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import func, select
from sqlmodel import Session, col

from benchmarks.serving import ROOT, free_port, listening
from registry import models
from registry.db import engine_on, migrate
from registry.disclosing.log import broken_at
from registry.moments import moment
from registry.resources import rubric

HOSTILE = 0.05
SERVE = "import sys; from registry.server import serve; serve('127.0.0.1', int(sys.argv[1]))"
MODERATOR, PASSWORD = "bench", "a long and winding password"
SUBMIT = "/api/v1/disclosures"
JSON = {"Content-Type": "application/json"}
REFUSED = range(400, 500)
AGAIN = {0, 503}
"""No answer, as a process was killed, or too much to do: it is said again."""
LOOKED_AT = 20
PEER = "/models?q=instruct&page={}"
"""What the queue is compared with: pages of a search, none of them twice."""

Answer = tuple[int, bytes]


@dataclass
class Tally:
    """What came of all submissions: what was acknowledged, by number, and the answers that should have been others."""

    kept: dict[int, dict[str, Any]] = field(default_factory=dict)
    statuses: dict[str, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    wrong: list[str] = field(default_factory=list)
    unanswered: int = 0
    seconds: list[float] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)


class Client:
    """One client with an address of its own, as a proxy tells it."""

    def __init__(self, port: int, number: int) -> None:
        self._port = port
        self._told = {
            "X-Forwarded-For": f"203.{number // 65536}.{number // 256 % 256}.{number % 256}"
        }
        self._connection = HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookies: dict[str, str] = {}

    def send(self, method: str, path: str, body: bytes = b"", **headers: str) -> Answer:
        """The status and body of an answer; status 0: none."""
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        told = {**self._told, **({"Cookie": cookies} if cookies else {}), **headers}
        try:
            self._connection.request(method, path, body or None, told)
            response = self._connection.getresponse()
            answer = response.status, response.read()
        except (OSError, HTTPException):
            self._connection.close()
            self._connection = HTTPConnection("127.0.0.1", self._port, timeout=60)
            return 0, b""
        self._keep(response)
        return answer

    def post_json(self, value: Any) -> Answer:
        """Submits to the API."""
        return self.send("POST", SUBMIT, json.dumps(value).encode(), **JSON)

    def post_form(self, path: str, **fields: str) -> Answer:
        """Fills in a form, with the token that its page holds."""
        _, page = self.send("GET", path)
        token = re.search(rb'name="csrf_token"[^>]* value="([^"]+)"', page)
        given = {**fields, "csrf_token": token[1].decode() if token else ""}
        return self.bare_form(path.partition("?")[0], **given)

    def bare_form(self, path: str, **fields: str) -> Answer:
        """Sends a form without having seen its page."""
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self.send("POST", path, urlencode(fields).encode(), **kind)

    def _keep(self, response: HTTPResponse) -> None:
        for name, value in response.getheaders():
            if name.lower() == "set-cookie":
                cookie, _, rest = value.partition(";")[0].partition("=")
                self.cookies[cookie] = rest


# What is submitted -------------------------------------------------------------------------------


def claim(chance: random.Random, releases: list[str], client: int, number: int) -> dict[str, str]:
    """A claim that could be one."""
    criterion = chance.choice(rubric().criteria)
    told = {
        "release": chance.choice(releases),
        "criterion": criterion.id,
        "claim": f"As client {client} found out ({number}), this is told on another page: „{criterion.title}“.",
        "url": f"https://example.com/{client}/{number}",
    }
    if chance.random() < 0.5:
        told["quote"] = f"“Here it stands, line {number}.” <b>&amp;</b>"
    if chance.random() < 0.5:
        told["level"] = chance.choice(criterion.levels).id
    return told


def _spoiled(**changes: Any) -> Callable[[Client, dict[str, str]], Answer]:
    return lambda client, told: client.post_json({**told, **changes})


def _twice(client: Client, told: dict[str, str]) -> Answer:
    while client.post_json(told)[0] in AGAIN:
        time.sleep(0.2)
    return client.post_json(told)


SCRIPT = "<script>alert(1)</script>\"><img src=x onerror=alert(1)> {{7*7}} ${7*7} '; drop table disclosure; --"
HOSTILE_KINDS: dict[str, tuple[Callable[[Client, dict[str, str]], Answer], range | set[int]]] = {
    "script and SQL as text": (_spoiled(claim=SCRIPT, quote=SCRIPT), {201}),
    "status and evidence of its own": (_spoiled(status="accepted", granted="itemised"), REFUSED),
    "an origin of its own": (_spoiled(origin="publisher", organization="acme"), REFUSED),
    "a private address": (_spoiled(url="http://169.254.169.254/latest/meta-data"), REFUSED),
    "an address of this machine": (_spoiled(url="http://[::ffff:127.0.0.1]/"), REFUSED),
    "a script as link": (_spoiled(url="javascript:alert(1)"), REFUSED),
    "characters that turn text around": (
        _spoiled(claim="This is \u202etxet desrever\u202c."),
        REFUSED,
    ),
    "a null character": (_spoiled(claim="This is \x00 a claim that ends early."), REFUSED),
    "a criterion that there is not": (_spoiled(criterion="__class__"), REFUSED),
    "numbers for words": (_spoiled(claim=[1, 2], url={"$gt": ""}), REFUSED),
    "broken JSON": (lambda c, _: c.send("POST", SUBMIT, b'{"release": "a', **JSON), REFUSED),
    "JSON a thousand levels deep": (
        lambda c, _: c.send("POST", SUBMIT, b"[" * 1000 + b"]" * 1000, **JSON),
        REFUSED,
    ),
    "two megabytes": (lambda c, told: c.post_json({**told, "claim": "x" * 2_000_000}), {413, 0}),
    "a form without its token": (lambda c, told: c.bare_form("/disclose", **told), {400}),
    "the same again": (_twice, {409}),
}


def work(client: Client, number: int, each: int, releases: list[str], tally: Tally) -> None:
    """All that one client submits, the hostile ones of each kind in turn."""
    chance = random.Random(number)
    kinds = list(HOSTILE_KINDS)
    for place in range(each):
        told = claim(chance, releases, number, place)
        if chance.random() < HOSTILE:
            kind = kinds[(number + place) % len(kinds)]
            send, expected = HOSTILE_KINDS[kind]
            status, body = send(client, told)
            while status in AGAIN and status not in expected:
                time.sleep(0.2 + chance.random())
                status, body = send(client, told)
        else:
            kind, expected = "in good faith", {201}
            began = time.perf_counter()
            status, body = client.post_json(told)
            tally.seconds.append(time.perf_counter() - began)
            while status in AGAIN:
                with tally.lock:
                    tally.unanswered += 1
                time.sleep(0.2 + chance.random())
                status, body = client.post_json(told)
                if status == 409:
                    break  # it was kept, though nobody could say so
        _note(tally, kind, told, status, body, expected)


def _note(
    tally: Tally,
    kind: str,
    told: dict[str, str],
    status: int,
    body: bytes,
    expected: range | set[int],
) -> None:
    with tally.lock:
        tally.statuses[kind][status] += 1
        if status not in expected and not (kind == "in good faith" and status == 409):
            tally.wrong.append(f"{kind}: {status} {body[:200]!r}")
        if status == 201:
            tally.kept[json.loads(body)["id"]] = told


def drip(port: int, ended: threading.Event) -> None:
    """Sends a byte a second of a body that never ends, again and again."""
    head = f"POST {SUBMIT} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 60000\r\n\r\n"
    while not ended.is_set():
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 5) as sender:
            sender.sendall(head.encode())
            while not ended.wait(1):
                sender.sendall(b" ")
        ended.wait(0.2)


# What became of it ------------------------------------------------------------------------------


def held_against(url: str, tally: Tally) -> Iterator[str]:
    """What the database says otherwise than the answers did."""
    with engine_on(url) as engine, Session(engine) as session:
        rows = {row.id: row for row in session.scalars(select(models.Disclosure))}
        for number, told in tally.kept.items():
            row = rows.get(number)
            if row is None:
                yield f"disclosure {number} was acknowledged, and is lost"
            elif (row.release_id, row.criterion) != (told["release"], told["criterion"]):
                yield f"disclosure {number} is another than the one that was sent"
        unseen = [row.id for row in rows.values() if row.status != "received"]
        if unseen:
            yield f"nobody has looked at {len(unseen)} that are not as they were received: {unseen[:5]}"
        log = list(session.scalars(select(models.Decision).order_by(col(models.Decision.id))))
        entries = [
            {**d.model_dump(), "disclosure": d.disclosure_id, "at": moment(d.at)} for d in log
        ]
        if (broken := broken_at(entries)) is not None:
            yield f"the audit log does not follow from entry {broken} on"
        if Counter(d.disclosure_id for d in log) != Counter(rows.keys()):
            yield "the audit log does not tell of every disclosure once"
        print(
            f"{len(rows):,} in the database, {len(tally.kept):,} acknowledged, {len(log):,} in the log"
        )


def queue(client: Client) -> Iterator[tuple[str, float]]:
    """How long a moderator waits for each thing, in ms; the peer last."""
    status, _ = client.post_form("/sign-in", name=MODERATOR, password=PASSWORD)
    if status != 303:
        raise SystemExit(f"The moderator can't sign in: {status}.")
    _, page = client.send("GET", "/moderation")
    numbers = re.findall(rb'href="/moderation/(\d+)', page)
    if not numbers:
        raise SystemExit("The queue shows nothing.")
    first = numbers[0].decode()
    for path in (
        "/moderation",
        "/moderation?page=200",
        "/moderation?criterion=data.access",
        f"/moderation/{first}",
        f"/disclosures/{first}",
        "/disclosures",
        PEER,
    ):
        taken = []
        for number in range(LOOKED_AT):
            asked = path.format(number + 1)
            began = time.perf_counter()
            status, _ = client.send("GET", asked)
            taken.append(time.perf_counter() - began)
            if status != 200:
                raise SystemExit(f"{path}: {status}.")
        yield path, 1000 * sorted(taken)[LOOKED_AT // 2]


def main() -> int:
    """Runs it all, and prints what came of it."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--like", default="", help="an SQLite file to copy the registry of")
    parser.add_argument("--each", type=int, default=100)
    parser.add_argument("--clients", type=int, default=100)
    parser.add_argument("--slow", type=int, default=20)
    parser.add_argument("--kill", action="store_true")
    parser.add_argument("--database", default="", help="a database that holds no disclosures yet")
    asked = parser.parse_args()
    if asked.database:
        migrate(asked.database)
        return run(asked, asked.database)
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/registry.sqlite3"
        if asked.like:
            _copy(asked.like, f"{folder}/registry.sqlite3")
        migrate(url)
        return run(asked, url)


def run(asked: argparse.Namespace, url: str) -> int:
    """The same on a database."""
    settings = {
        "DATABASE_URL": url,
        "PYTHONPATH": str(ROOT),
        "TRUSTED_PROXIES": "1",
        "DISCLOSURE_LIMIT": "1000 per hour",
        "HF_ENDPOINT": "http://127.0.0.1:9",
    }
    commands = {**os.environ, **settings}
    add = [sys.executable, "-m", "registry.cli", "moderators", "add", MODERATOR, "--password-stdin"]
    subprocess.run(add, input=PASSWORD, text=True, check=True, env=commands, cwd=ROOT)
    with engine_on(url) as engine, Session(engine) as session:
        releases = list(session.scalars(select(models.Release.id).limit(500))) or ["acme/nimbus-7b"]
        grades = session.scalar(select(func.count()).select_from(models.Grade))
    port, tally, ended = free_port(), Tally(), threading.Event()
    with listening([sys.executable, "-P", "-c", SERVE, str(port)], port, settings) as server:
        clients = [Client(port, number) for number in range(asked.clients)]
        while clients[0].send("GET", "/about")[0] != 200:
            time.sleep(0.5)
        slow = [threading.Thread(target=drip, args=(port, ended)) for _ in range(asked.slow)]
        busy = [
            threading.Thread(target=work, args=(c, n, asked.each, releases, tally))
            for n, c in enumerate(clients)
        ]
        began = time.perf_counter()
        for thread in (*slow, *busy):
            thread.start()
        if asked.kill:
            time.sleep(5)
            _kill_one_of(server.process.pid)
        for thread in busy:
            thread.join()
        seconds = time.perf_counter() - began
        ended.set()
        for thread in slow:
            thread.join()
        sent = asked.clients * asked.each
        times = sorted(tally.seconds)
        print(
            f"{sent:,} submissions from {asked.clients} clients in {seconds:.0f} s: {sent / seconds:.0f} a second"
        )
        print(f"one in good faith: median {1000 * times[len(times) // 2]:.0f} ms, "
              f"95th percentile {1000 * times[int(0.95 * len(times))]:.0f} ms")  # fmt: skip
        print(f"said again, as there was no answer or too much to do: {tally.unanswered:,}")
        for kind, statuses in sorted(tally.statuses.items()):
            print(f"  {kind}: {dict(statuses)}")
        problems = [*tally.wrong, *held_against(url, tally)]
        times_of = dict(queue(Client(port, asked.clients)))
        for path, ms in times_of.items():
            print(f"  {path}: {ms:.1f} ms, {ms / times_of[PEER]:.2f} of a page of a search")
    subprocess.run(
        [sys.executable, "-m", "registry.cli", "grade"], check=True, env=commands, cwd=ROOT
    )
    with engine_on(url) as engine, Session(engine) as session:
        after = session.scalar(select(func.count()).select_from(models.Grade))
    if after != grades:
        problems.append(f"{after - grades} grades were made anew, though nothing was accepted")
    for told in problems[:40]:
        print(f"WRONG {told}")
    print("nothing lost, nothing accepted unseen" if not problems else f"{len(problems)} problems")
    return 1 if problems else 0


def _copy(source: str, target: str) -> None:
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)


def _kill_one_of(parent: int) -> None:
    """Kills a process that the server started to answer."""
    tasks = Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="ascii").split()
    os.kill(int(tasks[-1]), signal.SIGKILL)
    print(f"killed process {tasks[-1]} in the middle")


if __name__ == "__main__":
    sys.exit(main())
