"""Addresses: which ones a look may lead to: pages of the public web on their usual ports, and nothing else."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

import httpx

PORTS = {"http": 80, "https": 443}
LONGEST = 4096

_NAME = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)(?:\.(?!-)[a-z0-9_-]{1,63}(?<!-))+")
_LIKE_NUMBER = re.compile(r"0x[0-9a-f]*|\d+")
_WEB6 = ipaddress.ip_network("2000::/3")
"""All that IPv6 uses for hosts of the public net. What stands for an IPv4 address (mapped, NAT64) is outside of it."""
_CLOSED = tuple(
    ipaddress.ip_network(net)
    for net in (
        "192.0.0.0/24",  # of protocols; one cloud's metadata
        "192.88.99.0/24",  # relays of 6to4
        "168.63.129.16/32",  # the inside of another cloud, at an address like any other
        "2001::/23",  # of protocols: Teredo, ORCHID and others
        "2001:db8::/32",
        "2002::/16",  # 6to4, which hides an IPv4 address
        "3fff::/20",
    )
)

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class RefusedError(ValueError):
    """No look may lead there; the message says why."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where one request goes: the host as it is named, in ASCII, or its IP address, and the path with its query."""

    scheme: str
    host: str
    path: str
    address: Address | None = None

    @property
    def port(self) -> int:
        """The usual one; no other is ever asked."""
        return PORTS[self.scheme]

    @property
    def authority(self) -> str:
        """The host as an address writes it."""
        return f"[{self.host}]" if ":" in self.host else self.host

    @property
    def site(self) -> str:
        """Scheme and host."""
        return f"{self.scheme}://{self.authority}"

    def __str__(self) -> str:
        return self.site + self.path


def target_of(url: str) -> Target:
    """Where an address leads. Raises RefusedError for what is no address of a public page."""
    if len(url) > LONGEST:
        raise RefusedError("the address is too long")
    if "\\" in url or not url.isprintable():
        raise RefusedError("the address has characters that no address has")
    try:
        read = httpx.URL(url)
    except (httpx.InvalidURL, ValueError, UnicodeError) as error:
        raise RefusedError("it is no address") from error
    if read.scheme not in PORTS:
        raise RefusedError("only http and https addresses are looked at")
    if read.userinfo or "@" in url.partition("://")[2].partition("/")[0]:
        raise RefusedError("the address holds a name or password")
    if read.port not in (None, PORTS[read.scheme]):
        raise RefusedError(f"port {read.port} is not the usual one")
    host = read.raw_host.decode("ascii").lower()
    path = read.raw_path.decode("ascii")
    if ":" in host or _is_number(host):
        address = _literal(host)
        return Target(read.scheme, str(address), path, address)
    return Target(read.scheme, _named(host), path)


def followed(target: Target, location: str) -> Target:
    """Where a redirect from a target leads. Raises RefusedError."""
    try:
        url = urljoin(str(target), location.strip(" \t"))
    except ValueError as error:
        raise RefusedError("it leads to something that is no address") from error
    try:
        return target_of(url)
    except RefusedError as error:
        raise RefusedError(f"it leads elsewhere, and there {error}") from error


def is_public(address: Address) -> bool:
    """Whether an IP address is one of a host of the public net."""
    if any(address in net for net in _CLOSED if net.version == address.version):
        return False
    if isinstance(address, ipaddress.IPv6Address) and address not in _WEB6:
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved)


def checked(found: list[str]) -> tuple[Address, ...]:
    """The IP addresses that a name has. Raises RefusedError unless all of them are public: of one that mixes them
    nobody knows which one the next request would get."""
    try:
        addresses = tuple(dict.fromkeys(map(ipaddress.ip_address, found)))
    except ValueError as error:
        raise RefusedError("its name leads to something that is no IP address") from error
    require_public(*addresses)
    return addresses


def require_public(*addresses: Any) -> None:
    """Raises RefusedError unless all of these IP addresses are public."""
    if not all(map(is_public, addresses)):
        raise RefusedError("it is on no public network")


def _is_number(host: str) -> bool:
    """Whether programs may take a host for an IPv4 address, in whichever spelling."""
    return bool(_LIKE_NUMBER.fullmatch(host.rstrip(".").rpartition(".")[2]))


def _literal(host: str) -> Address:
    try:
        address = ipaddress.ip_address(host)
    except ValueError as error:
        raise RefusedError("its IP address is written in an unusual way") from error
    if getattr(address, "scope_id", None):
        raise RefusedError("its IP address is one of this machine's own networks")
    require_public(address)
    return address


def _named(host: str) -> str:
    name = host.removesuffix(".")
    if len(name) > 253 or not _NAME.fullmatch(name):
        raise RefusedError("its host has no public name")
    return name
