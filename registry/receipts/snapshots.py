"""Snapshots beside receipts: what the source said, as a document that carries every byte of it."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Mapping
from typing import Any

from registry.shapes.snapshots import SnapshotCard, SnapshotDocument


def file_told(file: bytes | None) -> SnapshotCard | None:
    """The bytes of a card or a statement as JSON can hold them."""
    if file is None:
        return None
    digest = hashlib.sha256(file).hexdigest()
    try:
        return {"sha256": digest, "text": file.decode(), "base64": None}
    except UnicodeDecodeError:
        return {"sha256": digest, "text": None, "base64": base64.b64encode(file).decode()}


def card_bytes(snapshot: SnapshotDocument) -> bytes | None:
    """The bytes of the card; None when there is none. Raises ValueError when text and base64 don't tell them."""
    return _bytes(snapshot["card"], "card")


def statement_bytes(snapshot: SnapshotDocument) -> bytes | None:
    """The bytes of the statement, as ``card_bytes`` gives those of the card."""
    return _bytes(snapshot.get("statement"), "statement")


def _bytes(file: SnapshotCard | None, name: str) -> bytes | None:
    if file is None:
        return None
    text, encoded = file["text"], file["base64"]
    if (text is None) == (encoded is None):
        raise ValueError(f"its {name} is to be told in either text or base64")
    if text is not None:
        return text.encode("utf-8", "surrogatepass")
    try:
        return base64.b64decode(encoded or "", validate=True)
    except binascii.Error as error:
        raise ValueError(f"its {name} is no base64: {error}") from error


def files_in(metadata: Mapping[str, Any]) -> int:
    """How many files the metadata list."""
    listed = metadata.get("siblings")
    return len(listed) if isinstance(listed, list) else 0
