"""Loading: bytes that somebody handed over become a receipt or a snapshot, or one line on what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from registry import documents
from registry.receipts.texts import shown
from registry.shapes.receipts import Receipt
from registry.shapes.snapshots import SnapshotDocument

LONGEST_RECEIPT = 32 * 1024 * 1024
LONGEST_SNAPSHOT = 64 * 1024 * 1024
"""Bytes that are read: a receipt has the verdicts of all bases, a snapshot a list of all files, neither has more."""
DEEPEST = 200
"""Levels of nesting; the Hub's metadata have a dozen."""


class DocumentError(ValueError):
    """What was handed over is not what it should be; the message says in one line what is wrong."""


@cache
def _shape(of: Any) -> TypeAdapter[Any]:
    return TypeAdapter(of)


def load_receipt(body: bytes) -> Receipt:
    """The receipt that the bytes hold. Raises DocumentError."""
    receipt: Receipt = _loaded(body, Receipt, "receipt", LONGEST_RECEIPT)
    many = len(receipt["quotes"])
    result = receipt["result"]
    for criterion, mark in {**result["criteria"], **result["components"]}.items():
        if not all(0 <= number < many for number in mark["evidence"]):
            raise DocumentError(f"no receipt: {shown(criterion)} rests on a quote that is missing")
    return receipt


def load_snapshot(body: bytes) -> SnapshotDocument:
    """The snapshot that the bytes hold. Raises DocumentError."""
    snapshot: SnapshotDocument = _loaded(body, SnapshotDocument, "snapshot", LONGEST_SNAPSHOT)
    return snapshot


def _loaded(body: bytes, shape: Any, name: str, longest: int) -> Any:
    if len(body) > longest:
        raise DocumentError(f"no {name}: it is longer than {longest // 1024 // 1024} MiB")
    try:
        value = documents.value_of(body)
    except (ValueError, RecursionError) as error:
        raise DocumentError(f"no {name}: it can't be read as JSON") from error
    if _is_deeper(value, DEEPEST):
        raise DocumentError(f"no {name}: it is nested deeper than {DEEPEST} levels")
    try:
        _shape(shape).validate_python(value, strict=True)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        place = shown(".".join(map(str, first["loc"])))
        raise DocumentError(f"no {name}: {place or 'it'}: {shown(first['msg'])}") from error
    # As it came and not as validated: what a verdict holds beyond its shape counts in its digest.
    return value


def _is_deeper(value: Any, limit: int) -> bool:
    level = [value]
    for _ in range(limit):
        level = [inner for outer in level for inner in _inside(outer)]
        if not level:
            return False
    return True


def _inside(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()
