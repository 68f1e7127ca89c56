"""A small Hub on a loopback port: the read API that the real client needs, and faults on demand."""

from __future__ import annotations

import json
import math
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

JSON = "application/json; charset=utf-8"


@dataclass
class Repo:
    """One repo: its metadata as the API gives it, its card, and who may read that."""

    info: dict[str, Any]
    card: bytes | None = b"# A model\n"
    statement: bytes | None = None
    card_error: tuple[int, str] | None = None


@dataclass
class Fault:
    """Spoils replies for paths that hold ``where``, ``times`` times (None: for ever)."""

    where: str
    kind: str  # a status such as "503", or truncate, html, half, slow, drop
    times: int | None = None
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class FakeHub:
    """A Hub's world, and what was asked of it."""

    repos: dict[str, Repo] = field(default_factory=dict)  # datasets as datasets/<id>
    renames: dict[str, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    latency_s: float = 0.0
    page_size: int = 1000
    quota: tuple[int, float] | None = None
    away: str = ""  # where every next link leads instead
    requests: Counter[str] = field(default_factory=Counter)
    early: list[str] = field(default_factory=list)
    tokens: set[str] = field(default_factory=set)
    url: str = ""
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _cards_left: float = math.inf
    _calls: int = 0
    _more_cards: threading.Condition = field(default_factory=threading.Condition)
    _windows: dict[str, list[float]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))
    _not_before: dict[str, float] = field(default_factory=dict)

    def model(self, repo_id: str, card: bytes | str | None = "# A model\n", **info: Any) -> Repo:
        """Adds a model, or changes it."""
        return self._put(repo_id, card, {"pipeline_tag": "text-generation", **info})

    def state(self, repo_id: str, statement: bytes | str) -> None:
        """Puts a statement beside a model's card, as a new revision."""
        repo = self.repos[repo_id]
        repo.statement = statement.encode() if isinstance(statement, str) else statement
        names = {s["rfilename"] for s in repo.info["siblings"]} | {"TRANSPARENCY.yaml"}
        repo.info["siblings"] = [{"rfilename": name} for name in sorted(names)]
        repo.info["sha"] = f"{abs(hash((repo_id, repo.card, repo.statement))):040x}"[:40]

    def dataset(self, repo_id: str, card: bytes | str | None = "# Data\n", **info: Any) -> Repo:
        """Adds a dataset, or changes it."""
        return self._put(f"datasets/{repo_id}", card, info)

    def _put(self, key: str, card: bytes | str | None, info: dict[str, Any]) -> Repo:
        files = ["config.json", "model.safetensors"] + (["README.md"] if card is not None else [])
        repo_id = key.removeprefix("datasets/")
        told = {
            "id": repo_id,
            "sha": f"{abs(hash((repo_id, card))):040x}"[:40],
            "gated": False,
            "private": False,
            "tags": [],
            "downloads": 10,
            "likes": 1,
            "lastModified": "2026-01-02T03:04:05.000Z",
            "siblings": [{"rfilename": name} for name in files],
            **info,
        }
        body = card.encode() if isinstance(card, str) else card
        self.repos[key] = Repo({k: v for k, v in told.items() if v is not ...}, body)
        return self.repos[key]

    def fault(self, where: str, kind: str, times: int | None = None, **headers: str) -> None:
        """Spoils the next replies for these paths."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.faults.append(Fault(where, kind, times, named))

    def give_cards(self, count: float) -> None:
        """Whoever waits for a file gets it, and so do so many that ask from now on; others wait for the next call."""
        with self._more_cards:
            self._cards_left = count
            self._calls += 1
            self._more_cards.notify_all()

    def wait_in_turn(self, path: str) -> None:
        """Returns when it is this request's turn."""
        time.sleep(self.latency_s)
        if "/resolve/" in path:
            with self._more_cards:
                call = self._calls
                self._more_cards.wait_for(lambda: self._cards_left > 0 or self._calls > call)
                self._cards_left -= self._calls == call

    def asked(self, where: str = "") -> int:
        """How many requests there were for paths that hold these words."""
        return sum(n for path, n in self.requests.items() if where in path)

    def forget(self) -> None:
        """Begins to count anew."""
        self.requests.clear()
        self.early.clear()

    # What a request gets: status, headers, body ---------------------------------------------------

    def reply(self, path: str, query: dict[str, list[str]]) -> tuple[int, dict[str, str], bytes]:
        """The honest reply."""
        if path in {"/api/models", "/api/datasets"}:
            return self._listing(path, query)
        if path.startswith("/api/"):
            kind, _, repo_id = path.removeprefix("/api/").partition("/")
            key = f"datasets/{repo_id}" if kind == "datasets" else repo_id
            if key in self.renames:
                return 307, {"Location": f"/api/{kind}/{self.renames[key]}"}, b""
            repo = self.repos.get(key)
            if repo is None:
                return _error(401, "RepoNotFound")
            return 200, {"Content-Type": JSON}, _shown(repo, query)
        key, _, rest = path.strip("/").partition("/resolve/")
        if key in self.renames:
            return 307, {"Location": f"/{self.renames[key]}/resolve/{rest}"}, b""
        repo = self.repos.get(key)
        if repo is None:
            return _error(401, "RepoNotFound")
        if repo.card_error is not None:
            return _error(*repo.card_error)
        file = repo.statement if rest.endswith("/TRANSPARENCY.yaml") else repo.card
        if file is None:
            return _error(404, "EntryNotFound")
        return 200, {"Content-Type": "text/plain"}, file

    def _listing(self, path: str, query: dict[str, list[str]]) -> tuple[int, dict[str, str], bytes]:
        one = {name: values[0] for name, values in query.items()}
        wanted = [
            r
            for key, r in self.repos.items()
            if key.startswith("datasets/") == path.endswith("datasets")
            and ("author" not in one or str(r.info["id"]).startswith(one["author"] + "/"))
            and one.get("pipeline_tag") in (None, r.info.get("pipeline_tag"))
        ]
        if one.get("sort") == "lastModified":
            wanted.sort(key=lambda r: str(r.info.get("lastModified", "")), reverse=True)
        begin, size = int(one.get("cursor", 0)), min(int(one["limit"]), self.page_size)
        headers = {"Content-Type": JSON}
        if begin + size < len(wanted):
            rest = "&".join(f"{k}={v}" for k, vs in query.items() if k != "cursor" for v in vs)
            there = f"{self.away or self.url}{path}?{rest}&cursor={begin + size}"
            headers["Link"] = f'<{there}>; rel="next"'
        shown = (_shown(repo, query) for repo in wanted[begin : begin + size])
        return 200, headers, b"[" + b",".join(shown) + b"]"

    def limits(self, path: str) -> tuple[bool, dict[str, str]]:
        """Whether a request is within its quota, and the headers that say so."""
        kind = "resolvers" if "/resolve/" in path else "api"
        now = time.monotonic()
        with self._lock:
            self.requests[path] += 1
            if now < self._not_before.get(kind, 0):
                self.early.append(path)
            if self.quota is None:
                return True, {}
            quota, seconds = self.quota
            window = self._windows[kind]
            if now >= window[0]:
                window[:] = [now + seconds, 0]
            window[1] += 1
            reset = math.ceil(window[0] - now)
            headers = {
                "RateLimit": f'"{kind}";r={max(0, int(quota - window[1]))};t={reset}',
                "RateLimit-Policy": f'"fixed window";"{kind}";q={quota};w={math.ceil(seconds)}',
            }
            if window[1] <= quota:
                return True, headers
            self._not_before[kind] = window[0]
            return False, {**headers, "Retry-After": str(reset)}

    def spoil(self, path: str) -> Fault | None:
        """The fault that this request meets, if any."""
        with self._lock:
            for fault in self.faults:
                if fault.where in path and fault.times != 0:
                    fault.times = None if fault.times is None else fault.times - 1
                    if wait := fault.headers.get("Retry-After"):
                        kind = "resolvers" if "/resolve/" in path else "api"
                        self._not_before[kind] = time.monotonic() + float(wait)
                    return fault
        return None


def _shown(repo: Repo, query: dict[str, list[str]]) -> bytes:
    wanted = {"id", "_id", *query.get("expand", ())}
    return json.dumps({k: v for k, v in repo.info.items() if k in wanted}).encode()


def _error(status: int, code: str) -> tuple[int, dict[str, str], bytes]:
    body = json.dumps({"error": code}).encode()
    return status, {"X-Error-Code": code, "Content-Type": JSON} if code else {}, body


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    hub: FakeHub
    log_message: Callable[..., None] = lambda *_: None  # type: ignore[assignment]

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        path = unquote(parts.path)
        self.hub.wait_in_turn(path)
        allowed, limits = self.hub.limits(path)
        fault = self.hub.spoil(path) if allowed else None
        status, headers, body = self.hub.reply(path, parse_qs(parts.query))
        cut = len(body)
        if not allowed:
            status, headers, body = _error(429, "")
        elif fault is not None:
            if fault.kind == "drop":
                self.close_connection = True
                return
            if fault.kind == "slow":
                time.sleep(1.0)
            elif fault.kind == "truncate":
                cut = len(body) // 2
            elif fault.kind == "half":
                body = body[: len(body) // 2]
            elif fault.kind == "html":
                status, body = 200, b"<html>A proxy says hello.</html>"
            else:
                status, headers, body = _error(int(fault.kind), "")
            headers |= fault.headers
        self.send_response(status)
        for name, value in {**headers, **limits, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        with suppress(OSError):  # a client that has gone
            self.wfile.write(body[:cut] if fault and fault.kind == "truncate" else body)
        if fault is not None and fault.kind == "truncate":
            self.close_connection = True


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is no error."""


@contextmanager
def running(hub: FakeHub) -> Iterator[FakeHub]:
    """Serves a hub for as long as the block lasts."""
    handler = type("Handler", (_Handler,), {"hub": hub})
    with _Server(("127.0.0.1", 0), handler) as server:
        hub.url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield hub
        finally:
            server.shutdown()
            thread.join()
