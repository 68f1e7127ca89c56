"""What the registry exports, read back."""

from __future__ import annotations

import io
import json
from datetime import datetime
from typing import Any

from registry.db import engine_on
from registry.exports import writing
from registry.exports.asked import FORMATS, Asked
from registry.upkeep import silent


def lines(url: str, *, since: datetime | None = None, own: bool = False) -> list[dict[str, Any]]:
    """The lines of JSON of a registry."""
    out = io.BytesIO()
    with engine_on(url) as engine:
        told = writing.write_text(engine, Asked(FORMATS["jsonl"], since, own), out, silent)
    assert told.size == len(out.getvalue())
    return [json.loads(line) for line in out.getvalue().decode().split("\n")[:-1]]


def timeless(url: str) -> list[dict[str, Any]]:
    """The lines without the moment of grading, for registries that were graded at different times."""
    return [{k: v for k, v in line.items() if k != "graded_at"} for line in lines(url)]
