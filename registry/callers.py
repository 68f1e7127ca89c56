"""Callers: whom an address counts for, where only so much is done for each."""

from __future__ import annotations

import ipaddress

OF_ONE_CALLER = 64
"""Bits of an IPv6 address that tell callers apart: the rest is theirs to choose."""


def caller(address: str) -> str:
    """Who calls from an address: itself, or the network of an IPv6 one."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(known, ipaddress.IPv4Address):
        return address
    if (
        known.ipv4_mapped is not None
    ):  # as a server tells it that listens for both; all of them share 64 bits
        return str(known.ipv4_mapped)
    return str(ipaddress.ip_network((known, OF_ONE_CALLER), strict=False))
