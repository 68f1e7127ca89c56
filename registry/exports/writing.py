"""Writing: an export from a database to a file that is there when it is whole, or to a stream."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import IO, Any, NamedTuple, Protocol

from sqlalchemy import Connection, Engine

from registry.db import view_of
from registry.exports import parquet, sqlite, texts
from registry.exports.about import about
from registry.exports.asked import Asked, ExportError
from registry.exports.lines import Line, lines
from registry.files import whole_or_nothing
from registry.queries.exporting import count_exported, gone

Show = Callable[[int, int | None, str], None]
"""Told how far it has come: releases done, in all, and a few words."""

AT_ONCE = 500
"""Lines of text that are written together."""
PACKED = ".gz"
LEVEL = 4
"""Of gzip: lines are so much alike that more takes twice the time and saves little."""


class Out(Protocol):
    """What takes bytes, one after the other."""

    def write(self, data: bytes, /) -> object: ...


class Written(NamedTuple):
    """How many releases were written, how many bytes they take, and the SHA-256 of these; of a text that is packed,
    before it was."""

    releases: int
    size: int
    sha256: str


def write(engine: Engine, asked: Asked, path: Path, show: Show) -> Written:
    """Writes a file; a text whose name ends in ``.gz`` packed. What was there under its name stays until it is whole.

    Raises ExportError, OSError where files can't be written, and SQLAlchemyError.
    """
    path = path.resolve()
    with whole_or_nothing(path) as beside:
        if not asked.format.is_text:
            return _write_file(engine, asked, beside, show)
        with beside.open("wb") as plain:
            if path.suffix != PACKED:
                return write_text(engine, asked, plain, show)
            with packing(plain) as out:
                return write_text(engine, asked, out, show)


def packing(plain: IO[bytes]) -> gzip.GzipFile:
    """What packs all that is written to it: the same always to the same bytes."""
    return gzip.GzipFile("", "wb", LEVEL, plain, mtime=0)


def write_text(engine: Engine, asked: Asked, out: Out, show: Show) -> Written:
    """Writes a text to a stream, from its beginning to its end."""
    if not asked.format.is_text:
        raise ExportError(f"{asked.format.title} is no stream: name a file with --out")
    told, size = hashlib.sha256(), 0
    with view_of(engine) as connection:
        count = count_exported(connection, asked.since)
        made = _texts(connection, asked, partial(_shown, show, count))
        while some := "".join(islice(made, AT_ONCE)).encode():
            told.update(some)
            size += len(some)
            out.write(some)
    return Written(count, size, told.hexdigest())


def _texts(connection: Connection, asked: Asked, shown: Any) -> Iterator[str]:
    source = partial(lines, connection, since=asked.since, own=asked.own)
    if asked.format.name == "csv":
        rows = map(texts.csv_line, shown(source(texts.csv_results)))
        return chain([texts.csv_header()], rows)
    told = map(texts.json_line, shown(source(texts.json_results)))
    return chain(told, texts.json_gone(gone(connection, asked.since)) if asked.since else ())


def _write_file(engine: Engine, asked: Asked, path: Path, show: Show) -> Written:
    with view_of(engine) as connection:
        count = count_exported(connection, asked.since)
        source = partial(lines, connection, since=asked.since, own=asked.own)
        write_all = parquet.write if asked.format.name == "parquet" else sqlite.write
        write_all(
            lambda make: _shown(show, count, source(make)),
            path,
            about(asked, count, datetime.now(UTC)),
        )
    with path.open("rb") as file:
        told = hashlib.file_digest(file, "sha256")
    return Written(count, path.stat().st_size, told.hexdigest())


def _shown(show: Show, count: int, given: Iterator[Line[Any]]) -> Iterator[Line[Any]]:
    for done, line in enumerate(given, 1):
        if done % AT_ONCE == 0:
            show(done, count, "")
        yield line
