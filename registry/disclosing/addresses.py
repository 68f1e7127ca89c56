"""Addresses: whether one that somebody gave as evidence is of a shape that a reader could open, by its text alone.

Whether a name leads into a private network is found out by whoever opens it.
"""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit

LONGEST_ADDRESS = 2000
PRIVATE_ENDINGS = frozenset(
    (
        *("localhost", "local", "localdomain", "internal", "intranet", "lan", "home", "corp"),
        *("private", "arpa", "invalid", "test", "onion"),
    )
)
"""Last parts of names that no public site has: RFC 2606, 6761, 6762, 7686, and what networks at home use."""

_BARE = re.compile(r"(?:[\w-]+\.)+[^\W\d_]{2,}(?:[/?#]|$)")
_REFUSED = re.compile(r"[\s\\<>\"^`{|}]")
_LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")
_NUMERIC = re.compile(r"(?:0x[0-9a-f]*|\d+)(?:\.(?:0x[0-9a-f]*|\d+)){0,3}")
_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|ref_src", re.IGNORECASE)
_PORTS = {"http": 80, "https": 443}


class AddressError(ValueError):
    """It is no address that a reader could open; the message says why, and what to do."""


def address(text: str) -> str:
    """An address of the public web; ``https`` is put before one that begins with the name of a site.

    Raises AddressError.
    """
    given = text.strip()
    if not given:
        raise AddressError("is needed: where can it be seen? A repo, a paper, a page")
    if len(given) > LONGEST_ADDRESS:
        raise AddressError(f"is too long: {LONGEST_ADDRESS:,} characters at most")
    if found := _REFUSED.search(given):
        told = "a space" if found[0].isspace() else found[0]
        raise AddressError(f"can't contain {told}; copy the address from the browser")
    if _BARE.match(given):
        given = f"https://{given}"
    parts = _parts(given)
    if parts.scheme not in _PORTS:
        raise AddressError("must begin with https:// or http://")
    if "@" in parts.netloc:
        raise AddressError(
            "can't contain a name or password for signing in; leave out what is before the @"
        )
    _check(parts.hostname or "")
    return given


def same_address(text: str) -> str:
    """An address without what makes no other page of it: scheme, ``www.``, its scheme's port, the part after ``#``,
    what tracks where somebody comes from, the last slash."""
    parts = _parts(text)
    host = (parts.hostname or "").rstrip(".").removeprefix("www.")
    port = "" if parts.port in (None, _PORTS.get(parts.scheme)) else f":{parts.port}"
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    query = urlencode([pair for pair in pairs if not _TRACKING.fullmatch(pair[0])])
    return f"{host}{port}{parts.path.rstrip('/')}{f'?{query}' if query else ''}"


def _parts(text: str) -> SplitResult:
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError as error:
        raise AddressError("is no address; copy it from the browser") from error
    return parts


def _check(host: str) -> None:
    """Raises AddressError for a host that others can't reach, or that is none."""
    if not host:
        raise AddressError("names no site; write it like https://example.org/paper.pdf")
    try:
        # As browsers do: wide digits and other full stops are what they look like.
        name = host.encode("idna").decode().lower().rstrip(".") if ":" not in host else host
    except UnicodeError as error:
        raise AddressError(f"names no site: {host[:80]} is no name") from error
    if ":" in host or _NUMERIC.fullmatch(name):
        raise AddressError(_numeric(name))
    labels = name.split(".")
    if len(labels) < 2 or labels[-1] in PRIVATE_ENDINGS:
        raise AddressError(
            f"leads to {name[:80]}, which only your own network knows; give a public one"
        )
    is_name = all(map(_LABEL.fullmatch, labels)) and not labels[-1].isdecimal()
    if not is_name or len(name) > 253:
        raise AddressError(f"names no site: {name[:80]} is no name")


def _numeric(host: str) -> str:
    try:
        is_public = ipaddress.ip_address(host.partition("%")[0]).is_global
    except ValueError:
        is_public = False
    if is_public:
        return "names a number instead of a site; give the site's name"
    return "leads into a private network, or to a number; give the public address, with the site's name"
