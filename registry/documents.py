"""Documents: how cards, metadata, evidence and verdicts are kept: once, compressed, in words that releases share."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import orjson
import zstandard

LEVEL = 3
NEWEST_DICTIONARY = 1
"""What new documents are packed with. Old dictionaries stay for ever: each frame names the one that unpacks it."""

_DICTIONARIES = Path(__file__).parent / "dictionaries"

REPO, PUBLISHER, REVISION = b"\x01", b"\x02", b"\x03"
"""What stands for a repo's own names where they are left open. JSON never holds control characters as they are."""

_SHORTEST_REVISION = 7
_DIGITS_ALIKE = bytes.maketrans(b"123456789", b"000000000")
_LONG_NUMBER = b"0" * 19


def digest_of(body: bytes) -> str:
    """The key of a document: SHA-256 of its bytes as they were before packing."""
    return hashlib.sha256(body).hexdigest()


def packed(body: bytes) -> bytes:
    """The bytes as a zstd frame."""
    return _of_thread.packing.compress(body)


def unpacked(frame: bytes) -> bytes:
    """What ``packed`` packed. Raises ValueError for what is no such frame."""
    try:
        number = zstandard.get_frame_parameters(frame).dict_id
        return _of_thread.unpacking(number).decompress(frame)
    except (zstandard.ZstdError, FileNotFoundError) as error:
        raise ValueError(f"a stored document can't be unpacked: {error}") from error


def plain(value: Any) -> bytes:
    """A JSON value as bytes; the same value always as the same bytes. JSON has no infinite numbers."""
    try:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    except TypeError:  # half a character, or a number beyond 64 bits
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        return text.encode("utf-8", "surrogatepass")


def value_of(body: bytes) -> Any:
    """The JSON value that ``plain`` wrote."""
    # To orjson a number beyond 64 bits is a rounded one, and half a character none; it takes a third of the time.
    if _LONG_NUMBER not in body.translate(_DIGITS_ALIKE):
        with suppress(orjson.JSONDecodeError):
            return orjson.loads(body)
    return json.loads(body.decode("utf-8", "surrogatepass"))


def is_retold(body: bytes) -> bool:
    """Whether metadata, as ``plain`` wrote them, tell that their card is in our own words."""
    return b'"aperture"' in body and "aperture" in value_of(body)


def masked(value: Any, repo_id: str, revision: str) -> bytes:
    """A JSON value in which the repo's own names are left open, so that repos of which the same is
    said share one document.
    """
    body = plain(value)
    for mark, name in _names(repo_id, revision):
        body = body.replace(name, mark)
    return body


def unmasked(body: bytes, repo_id: str, revision: str) -> Any:
    """The JSON value that ``masked`` wrote, of this repo."""
    for mark, name in reversed(list(_names(repo_id, revision))):
        body = body.replace(mark, name)
    return value_of(body)


def unnamed(body: bytes) -> Any:
    """The JSON value that ``masked`` wrote, for those who look at no name in it: the repo's own are left out."""
    return value_of(body.translate(None, REPO + PUBLISHER + REVISION))


def _names(repo_id: str, revision: str) -> Iterator[tuple[bytes, bytes]]:
    publisher, slash, _ = repo_id.partition("/")
    if slash:
        yield REPO, repo_id.encode()
        yield PUBLISHER, f"{publisher}/".encode()
    if len(revision) >= _SHORTEST_REVISION:
        yield REVISION, revision.encode()


@cache
def _dictionary(number: int) -> zstandard.ZstdCompressionDict:
    dictionary = zstandard.ZstdCompressionDict((_DICTIONARIES / f"{number}.zdict").read_bytes())
    dictionary.precompute_compress(level=LEVEL)
    return dictionary


class _OfThread(threading.local):
    """What packs and unpacks: to make it takes longer than to use it once, and no two threads may share it."""

    def __init__(self) -> None:
        dictionary = _dictionary(NEWEST_DICTIONARY)
        self.packing = zstandard.ZstdCompressor(level=LEVEL, dict_data=dictionary)
        self._unpacking: dict[int, zstandard.ZstdDecompressor] = {}

    def unpacking(self, number: int) -> zstandard.ZstdDecompressor:
        """What unpacks documents that were packed with the dictionary of that number, or with none."""
        if number not in self._unpacking:
            dictionary = _dictionary(number) if number else None
            self._unpacking[number] = zstandard.ZstdDecompressor(dict_data=dictionary)
        return self._unpacking[number]


_of_thread = _OfThread()
