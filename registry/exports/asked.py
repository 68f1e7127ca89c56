"""Asked: which export somebody wants, in which format."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType


class ExportError(Exception):
    """An export can't be made; the message says why, in words for a reader."""


@dataclass(frozen=True, slots=True)
class Format:
    """``type`` is its media type. One that ``is_text`` is written from beginning to end, and may be read meanwhile."""

    name: str
    suffix: str
    title: str
    type: str
    is_text: bool

    @property
    def file(self) -> str:
        """What a file in this format is called on the site."""
        return f"aperture.{self.suffix}"


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        f.name: f
        for f in (
            Format("jsonl", "jsonl", "JSON lines", "application/x-ndjson", True),
            Format("csv", "csv", "CSV", "text/csv; charset=utf-8", True),
            Format("parquet", "parquet", "Parquet", "application/vnd.apache.parquet", False),
            Format("sqlite", "sqlite3", "SQLite", "application/vnd.sqlite3", False),
        )
    }
)


@dataclass(frozen=True, slots=True)
class Asked:
    """An export: all graded releases, or with ``since`` those that were graded or changed then or later; ``own``: with
    nothing that is inherited from a base or disclosed."""

    format: Format
    since: datetime | None = None
    own: bool = False

    @property
    def is_of_all(self) -> bool:
        """Whether it is what most ask for: everything."""
        return self.since is None and not self.own


def moment(text: str) -> datetime:
    """A day or a moment as ISO 8601 has it, in UTC where it names no zone. Raises ValueError for anything else."""
    at = datetime.fromisoformat(text)
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
