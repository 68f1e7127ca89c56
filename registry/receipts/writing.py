"""Writing: a receipt or a snapshot as the bytes that are sent and kept."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import orjson


def written(document: Mapping[str, Any]) -> bytes:
    """A document as JSON, from which ``loading`` gets back the same values."""
    try:
        return orjson.dumps(document)
    except TypeError:  # half a character, or a number beyond 64 bits, as metadata may hold
        return json.dumps(document).encode()
