"""SQLite: an export as a tidy file of tables, for people who ask in SQL and for tools such as Datasette.

Results that releases share stand in it once, under a number; the views ``criteria`` and ``frameworks`` give them by
release.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from itertools import chain, islice
from pathlib import Path
from typing import Any

from registry.exports.asked import ExportError
from registry.exports.columns import CRITERIA, FRAMEWORKS, Column, Kind, columns, of_release
from registry.exports.lines import Source

TYPES: Mapping[Kind, str] = {
    Kind.TEXT: "text",
    Kind.TEXTS: "text",  # a list in JSON
    Kind.WHOLE: "integer",
    Kind.NUMBER: "real",
    Kind.MOMENT: "text",
}
BATCH = 1000

_TABLES = """
create table about (name text primary key, value text not null);
create table columns (name text primary key, type text not null, meaning text not null);
create table releases ({}, results integer not null);
create table base_models (
    release text not null references releases (id), base text not null, primary key (release, base)
) without rowid;
create table results_criteria (
    results integer, criterion text, level text not null, points real, primary key (results, criterion)
) without rowid;
create table results_frameworks (
    results integer, framework text, item text, value not null, primary key (results, framework, item)
) without rowid;
create view criteria as
    select id as release, criterion, level, points from releases join results_criteria using (results);
create view frameworks as
    select id as release, framework, item, value from releases join results_frameworks using (results);
"""
_INDEXES = """
create index releases_results on releases (results);
create index releases_organization on releases (organization);
create index releases_score on releases (score);
create index base_models_base on base_models (base);
create index results_criteria_level on results_criteria (criterion, level);
create index results_frameworks_value on results_frameworks (framework, item, value);
analyze;
"""


def write(source: Source, path: Path, about: Mapping[str, str]) -> None:
    """Writes a file. Raises ExportError when that can't be done."""
    with _plain_errors(), closing(sqlite3.connect(path, isolation_level=None)) as file:
        # Nobody sees it before it is whole, and whoever makes it sees to it that it is on the disk.
        file.execute("pragma journal_mode = off")
        file.execute("pragma synchronous = off")
        file.executescript(_TABLES.format(", ".join(map(_declared, of_release()))))
        file.execute("begin")
        file.executemany("insert into about values (?, ?)", about.items())
        told = ((name_of(c) or c.name, str(c.kind), c.meaning) for c in columns())
        file.executemany("insert into columns values (?, ?, ?)", told)
        _fill(file, source)
        file.execute("commit")
        file.executescript(_INDEXES)


def name_of(column: Column) -> str:
    """The name of a release's own column in SQL, where a dot would have to be quoted; empty for others."""
    return "" if column.path[0] in (CRITERIA, FRAMEWORKS) else "_".join(column.path)


def _declared(column: Column) -> str:
    tail = " primary key" if column.path == ("id",) else ""
    return f'"{name_of(column)}" {TYPES[column.kind]}{" not null" if column.is_known else ""}{tail}'


def _fill(file: sqlite3.Connection, source: Source) -> None:
    count = 0

    def keep(shown: dict[str, Any]) -> int:
        nonlocal count
        count += 1
        criteria = ((count, c, m["level"], m["points"]) for c, m in shown[CRITERIA].items())
        file.executemany("insert into results_criteria values (?, ?, ?, ?)", criteria)
        items = ((count, f, i, v) for f, told in shown[FRAMEWORKS].items() for i, v in told.items())
        file.executemany("insert into results_frameworks values (?, ?, ?, ?)", items)
        return count

    lines = source(keep)
    marks = ", ".join("?" * (len(of_release()) + 1))
    while part := list(islice(lines, BATCH)):
        rows = [
            (*(_kept(c, c.value(line.head)) for c in of_release()), line.results) for line in part
        ]
        file.executemany(f"insert into releases values ({marks})", rows)
        bases = chain.from_iterable(
            ((line.head["id"], base) for base in line.head["base_models"]) for line in part
        )
        file.executemany("insert into base_models values (?, ?)", bases)


def _kept(column: Column, value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if column.kind is Kind.TEXTS else value


@contextmanager
def _plain_errors() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise ExportError(f"SQLite can't write the file ({error})") from error
