"""Websites: real servers on this machine that stand for hosts of the public net, for looks at links.

Names and IP addresses are looked up and checked as ever; only the last step, the socket, leads here: to the server that
stands for a public IP address and port. What stands for no server refuses the connection, and is noted.
"""

from __future__ import annotations

import socket
import socketserver
import ssl
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import httpcore
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from crawlers.links.door import Door
from crawlers.links.pace import Pace

Answer = Callable[[socket.socket, str], None]
"""Answers on a connection a request for a path, byte by byte if need be."""


def page(body: str = "<p>Here it is.", status: str = "200 OK", **headers: str) -> Answer:
    """A plain reply. Names of headers have `_` for `-`."""
    told = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(body.encode()))}
    told |= {name.replace("_", "-"): value for name, value in headers.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in told.items())
    return raw(f"HTTP/1.1 {status}\r\n{head}\r\n{body}".encode())


def to(location: str, status: int = 302) -> Answer:
    """A redirect."""
    return page("", f"{status} Elsewhere", Location=location)


def raw(data: bytes) -> Answer:
    """These very bytes."""

    def answer(connection: socket.socket, _path: str) -> None:
        connection.sendall(data)

    return answer


class _Handler(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        web: Websites = self.server.web  # type: ignore[attr-defined]
        with suppress(OSError):
            if self.server.context is not None:  # type: ignore[attr-defined]
                self.request = self.server.context.wrap_socket(self.request, server_side=True)  # type: ignore[attr-defined]
            head = b""
            while b"\r\n\r\n" not in head and (data := self.request.recv(65536)):
                head += data
            lines = head.decode("latin-1").split("\r\n")
            path = lines[0].split(" ")[1]
            host = next(line[6:] for line in lines if line.lower().startswith("host: "))
            web.asked.append((host, path))
            web.heads.append(head.decode("latin-1"))
            web.answer(host, path)(self.request, path)
            self.request.close()


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    context: ssl.SSLContext | None = None
    web: Any = None

    def handle_error(self, *_: Any) -> None:
        pass


class _Rerouted(httpcore.SyncBackend):
    def __init__(self, web: Websites) -> None:
        self._web = web

    def connect_tcp(self, host: str, port: int, *given: Any, **named: Any) -> Any:
        self._web.connected.append((host, port))
        here = self._web.served.get((host, port))
        if here is None or self._web.is_down:
            try:
                raise ConnectionRefusedError
            except OSError as error:
                raise httpcore.ConnectError("refused") from error
        return super().connect_tcp("127.0.0.1", here, *given, **named)


@dataclass
class Websites:
    """What stands where: IP addresses by name, ports here by IP address and port, and pages by host and path.

    ``asked`` tells which requests came, and ``connected`` where sockets were opened.
    """

    names: dict[str, list[str]] = field(default_factory=dict)
    served: dict[tuple[str, int], int] = field(default_factory=dict)
    pages: dict[tuple[str, str], Answer] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)
    connected: list[tuple[str, int]] = field(default_factory=list)
    looked_up: list[str] = field(default_factory=list)
    slept: list[float] = field(default_factory=list)
    is_down: bool = False
    trusted: ssl.SSLContext | None = None

    def answer(self, host: str, path: str) -> Answer:
        missing = page("Nothing here", "404 Not Found")
        return self.pages.get((host, path), missing)

    def put(self, url: str, answer: Answer) -> None:
        """Puts a page there; its host gets a public IP address unless it has any."""
        host, slash, path = url.partition("://")[2].partition("/")
        self.names.setdefault(host, ["93.184.215.14"])
        self.pages[host, slash + path] = answer

    def resolve(self, host: str, _port: int, _timeout: float) -> list[str]:
        self.looked_up.append(host)
        if host not in self.names or self.is_down:
            raise socket.gaierror("unknown")
        return self.names[host]

    def door(self, **given: Any) -> Door:
        """A door to these websites, and to nothing else. Pauses are noted, and not kept."""
        told = {"resolve": self.resolve, "sockets": _Rerouted(self), "context": self.trusted}
        return Door("test (+x)", Pace(sleep=self.slept.append), **{**told, **given})


@contextmanager
def websites(certified: str = "") -> Iterator[Websites]:
    """Servers for http, and for https with a certificate for a name if one is given, at one public IP address."""
    web = Websites()
    ports = {80: None}
    if certified:
        server_side, web.trusted = certificate(certified)
        ports[443] = server_side  # type: ignore[assignment]
    servers = []
    for port, context in ports.items():
        server = _Server(("127.0.0.1", 0), _Handler)
        server.web, server.context = web, context
        for address in ("93.184.215.14", "93.184.215.15", "2606:2800:21f:cb07::1"):
            web.served[address, port] = server.server_address[1]
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        servers.append(server)
    try:
        yield web
    finally:
        for server in servers:
            server.shutdown()
            server.server_close()


def certificate(name: str) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A context for a server with a new certificate for a name, and one for who trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = made.public_bytes(serialization.Encoding.PEM)
    secret = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    server, client = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), ssl.create_default_context()
    with tempfile.NamedTemporaryFile() as file:
        file.write(pem + secret)
        file.flush()
        server.load_cert_chain(file.name)
    client.load_verify_locations(cadata=pem.decode())
    return server, client
