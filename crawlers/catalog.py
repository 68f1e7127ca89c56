"""Catalog fields: the columns that releases are listed by, from metadata. Observed, not judged."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from crawlers.sizes import LARGEST, bits_of, parameters_of

MAX_TEXT = 200


def catalog_fields(metadata: Mapping[str, Any]) -> dict[str, Any]:
    """Columns of ``models.Release`` that a model's metadata gives."""
    return {
        "downloads": _count(metadata.get("downloads")),
        "likes": _count(metadata.get("likes")),
        "task": _text(metadata.get("pipeline_tag")),
        "parameters": parameters_of(metadata),
        "bits": bits_of(metadata),
        "created_at": _moment(metadata.get("createdAt")),
        "last_modified": _moment(metadata.get("lastModified")),
    }


def declared_license(front: Mapping[str, Any], tags: object) -> str:
    """The licence that a release declares: its name where the tag says ``other``, else empty."""
    tag = front.get("license")
    if isinstance(tag, list):
        tag = tag[0] if tag else None
    if not isinstance(tag, str):
        listed = tags if isinstance(tags, list) else ()
        found = (t for t in listed if isinstance(t, str) and t.startswith("license:"))
        tag = next(found, "").removeprefix("license:")
    if tag.lower() == "other" and isinstance(name := front.get("license_name"), str):
        tag = name
    return _text(tag).lower()


def told_at(metadata: Mapping[str, Any]) -> datetime | None:
    """The moment up to which metadata tells of a repo: its last change, or of a retold one its date."""
    retold = metadata.get("aperture")
    as_of = _moment(retold.get("as_of")) if isinstance(retold, dict) else None
    return as_of or _moment(metadata.get("lastModified"))


def gate_of(metadata: Mapping[str, Any]) -> str:
    """How access is gated: ``auto``, ``manual``, or empty for open or unknown."""
    gated = metadata.get("gated")
    return gated if gated in {"auto", "manual"} else "manual" if gated is True else ""


def _text(value: object) -> str:
    """A short text that any database takes."""
    if not isinstance(value, str):
        return ""
    return value.encode("utf-8", "ignore").decode().replace("\0", "").strip()[:MAX_TEXT]


def _count(value: object) -> int | None:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        return None
    return min(value, LARGEST)


def _moment(value: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
        return moment and (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
