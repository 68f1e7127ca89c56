"""Parquet: an export as typed columns, through DuckDB (extra ``bulk``) and in bounded memory.

What many releases have in common is written once: releases name the results that they share, and DuckDB puts both
together while it writes. That takes a fraction of the time, and of the room meanwhile, that whole rows would.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, TYPE_CHECKING, Any

import orjson
import zstandard

from registry.exports.asked import ExportError
from registry.exports.columns import Column, Kind, columns, of_release, of_results
from registry.exports.lines import Source

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

TYPES: Mapping[Kind, str] = {
    Kind.TEXT: "VARCHAR",
    Kind.TEXTS: "VARCHAR[]",
    Kind.WHOLE: "BIGINT",
    Kind.NUMBER: "DOUBLE",
    Kind.MOMENT: "TIMESTAMPTZ",
}
ROWS_A_GROUP = 20_480
"""Rows that are in memory before they are written: ten of DuckDB's vectors."""
LONGEST = 4_000_000
"""Bytes of a line at most: DuckDB takes several times as much room to read lines in."""
RESULTS = "results"
"""The key by which both parts are put together; it is in no export."""


def write(source: Source, path: Path, about: Mapping[str, str]) -> None:
    """Writes a file. Raises ExportError without DuckDB, or when that can't write."""
    with (
        _duckdb() as connection,
        TemporaryDirectory(prefix=f"{path.name}.", dir=path.parent) as name,
    ):
        releases, results = (Path(name) / f"{part}.zst" for part in ("releases", RESULTS))
        with zstandard.open(releases, "wb") as heads, zstandard.open(results, "wb") as shared:
            count = 0

            def keep(shown: dict[str, Any]) -> int:
                nonlocal count
                count += 1
                _put(shared, of_results(), shown, count)
                return count

            for line in source(keep):
                _put(heads, of_release(), line.head, line.results)
        connection.execute(f"set temp_directory = {_quoted(name)}")
        connection.execute(f"attach {_quoted(f'{name}/parts')} as parts")
        # One after the other: what reads JSON takes tens of megabytes, and what puts both together and writes, too.
        connection.execute(f"create table parts.{RESULTS} as from {_read(results, of_results())}")
        connection.execute(f"create table parts.releases as from {_read(releases, of_release())}")
        connection.execute(
            f"copy (select {', '.join(_name(c.name) for c in columns())}"
            f" from parts.releases left join parts.{RESULTS} using ({RESULTS}))"
            f" to {_quoted(str(path))} (format parquet, compression zstd, row_group_size {ROWS_A_GROUP},"
            f" kv_metadata {{{', '.join(f'{_name(k)}: {_quoted(v)}' for k, v in about.items())}}})"
        )


@contextmanager
def _duckdb() -> Iterator[DuckDBPyConnection]:
    try:
        import duckdb
    except ImportError as error:
        raise ExportError(
            "Parquet is written with DuckDB: install aperture-registry[bulk]"
        ) from error
    config: dict[str, str | bool | int | float | list[str]] = {
        "threads": 1,  # which also keeps the order of the rows
        "memory_limit": "128MB",
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    try:
        with duckdb.connect(config=config) as connection:
            connection.execute("set TimeZone = 'UTC'")
            # It goes through the left side of a join in order, as long as it does not take the other side for that.
            connection.execute("set disabled_optimizers = 'join_order,build_side_probe_side'")
            yield connection
    except duckdb.Error as error:
        reason = "".join(filter(str.isprintable, str(error).partition("\n")[0]))[:200]
        raise ExportError(f"DuckDB can't write the file ({reason})") from error


def _put(out: IO[bytes], told_of: Sequence[Column], told: dict[str, Any], results: int) -> None:
    row: dict[str, Any] = {c.name: c.value(told) for c in told_of}
    row[RESULTS] = results
    out.write(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE))


def _read(file: Path, told_of: Sequence[Column]) -> str:
    types = {**{c.name: TYPES[c.kind] for c in told_of}, RESULTS: "BIGINT"}
    listed = ", ".join(f"{_quoted(name)}: {_quoted(kind)}" for name, kind in types.items())
    named = f"{_quoted(str(file))}, format = 'newline_delimited', compression = 'zstd', maximum_object_size = {LONGEST}"
    return f"read_json({named}, columns = {{{listed}}})"


def _name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
