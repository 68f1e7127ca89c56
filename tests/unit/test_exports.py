"""Exports: their columns, declared once, and what each format makes of them."""

from __future__ import annotations

import csv
import gzip
import io
import json
import sqlite3
from collections import Counter
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest
from jsonschema import Draft202012Validator

from registry.documents import plain
from registry.exports import parquet, sqlite, texts
from registry.exports.about import about
from registry.exports.asked import FORMATS, Asked, ExportError, moment
from registry.exports.columns import Kind, columns, of_release, of_results
from registry.exports.lines import Line, results_of
from registry.exports.making import unpacked
from registry.exports.schema import json_schema
from registry.files import whole_or_nothing
from registry.queries.exporting import ExportedGrade, ExportedRelease, Gone
from registry.resources import frameworks, rubric
from registry.scoring.frameworks import estimate
from registry.serialize import export_head
from registry.verdicts import verdict_of
from tests.factories import NOW, marks, result_of

HOSTILE = ["=cmd|' /C calc'!A0", 'a"b,c', "two\nlines\r\n", "nul\0", "ünï 😀", "-1+1", "NULL", ""]


def kept(levels: dict[str, str] | None = None, **told: Any) -> dict[str, Any]:
    """A verdict as it is read from the database."""
    made: dict[str, Any] = json.loads(
        plain(verdict_of(result_of("o/m", marks(levels), **told), frameworks()))
    )
    return made


def head(release_id: str = "o/m", bases: tuple[str, ...] = (), **told: Any) -> dict[str, Any]:
    release = {
        **dict.fromkeys(ExportedRelease._fields, None),
        **{"id": release_id, "organization": "o", "license": "mit", "task": ""},
        **{"outcome": "found", "languages": "de en", "downloads": 2**40, **told},
    }
    grade = {
        **dict.fromkeys(ExportedGrade._fields, 0),
        **{"score": 12.5, "high": 20.0, "letter": "F", "openness": "closed", "post": None},
        **{"graded_at": NOW, "rubric_version": "1", "license_class": "none", "data": 12.5},
    }
    return export_head(ExportedRelease(**release), ExportedGrade(**grade), bases)


SHOWN = results_of(kept({"data.access": "in-part", "post.code": "n/a"}), rubric()).shown
HEADS = [
    *(head(f"o/{n}", license=text, bases=(text, "b/c")) for n, text in enumerate(HOSTILE)),
    head("o/x", created_at=datetime(2024, 2, 1, 3, 4, 5, tzinfo=UTC), parameters=7 * 10**9),
]
OTHER = results_of(kept({"data.access": "downloadable"}), rubric()).shown
LINES = [{**told, **(OTHER if n % 3 else SHOWN)} for n, told in enumerate(HEADS)]


def source(make):
    made = make(SHOWN), make(OTHER)
    return iter([Line(told, made[n % 3 > 0]) for n, told in enumerate(HEADS)])


def as_json(source_of) -> list[dict[str, Any]]:
    text = "".join(map(texts.json_line, source_of(texts.json_results)))
    return [json.loads(line) for line in text.split("\n")[:-1]]


def row_of(line: dict[str, Any]) -> dict[str, Any]:
    return {c.name: c.value(line) for c in columns()}


# The declaration --------------------------------------------------------------------------------


def test_columns_are_what_lines_hold_and_in_their_order():
    names = [c.name for c in columns()]
    assert max(Counter(names).values()) == 1
    assert all(c.meaning for c in columns())
    assert list(dict.fromkeys(c.path[0] for c in of_release())) == list(HEADS[0])
    leaves = {("criteria", c.id) for c in rubric().criteria}
    for framework in frameworks():
        leaves |= {("frameworks", framework.id, k) for k in estimate(framework, []).flat}
    assert {c.path for c in of_results()} == leaves
    own = results_of(kept(), rubric(), own=True).shown
    assert {c.path for c in of_results() if c.value(own) is not None} == leaves
    types = {
        Kind.TEXT: str,
        Kind.WHOLE: int,
        Kind.NUMBER: float,
        Kind.TEXTS: list,
        Kind.MOMENT: str,
    }
    for line in LINES:
        for column in columns():
            value = column.value(line)
            assert value is not None or not column.is_known, column.name
            assert value is None or isinstance(value, (types[column.kind], int)), column.name


def test_the_schema_of_a_line_allows_what_is_written_and_no_less():
    schema = json_schema()
    Draft202012Validator.check_schema(schema)
    valid = Draft202012Validator(schema)
    for line in as_json(source):
        valid.validate(line)
    (gone,) = map(json.loads, texts.json_gone([Gone("o/old", "o/new", NOW)]))
    valid.validate(gone)
    for name in LINES[0]:
        assert not valid.is_valid({k: v for k, v in LINES[0].items() if k != name}), name
    assert not valid.is_valid({**LINES[0], "score": "12.5"})


def test_own_leaves_out_what_is_inherited():
    own = marks({"weights.access": "open-download"})
    verdict = kept({"data.access": "downloadable", "weights.access": "open-download"}, own=own)
    counted, alone = results_of(verdict, rubric()), results_of(verdict, rubric(), own=True)
    assert counted.shown["criteria"]["data.access"] == {"level": "downloadable", "points": 1}
    assert counted.shown["frameworks"] == verdict["frameworks"]
    assert not counted.instead
    assert alone.shown["criteria"]["data.access"] == {"level": "undisclosed", "points": 0}
    assert alone.instead["pillars"]["data"] == 0 < alone.instead["pillars"]["weights"]
    assert set(alone.instead) < set(HEADS[0])


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2026-11-20", datetime(2026, 11, 20, tzinfo=UTC)),
        ("2026-11-20T12:00:00Z", NOW),
        ("2026-11-20T14:00:00+02:00", NOW),
    ],
)
def test_moments(text: str, at: datetime):
    assert moment(text) == at


# Formats ----------------------------------------------------------------------------------------


def test_json_tells_everything_as_it_is():
    assert as_json(source) == LINES


def test_csv_tells_everything_but_what_spreadsheets_would_run():
    text = texts.csv_header() + "".join(map(texts.csv_line, source(texts.csv_results)))
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert list(rows[0]) == [c.name for c in columns()]
    for row, line in zip(rows, LINES, strict=True):
        for name, value in row_of(line).items():
            told = (
                " ".join(value) if isinstance(value, list) else "" if value is None else str(value)
            )
            assert row[name] == (f"'{told}" if told[:1] in {"=", "-"} and told else told), name
    assert [r["license"][:2] for r in rows if r["license"].startswith("'")] == ["'=", "'-"]


def test_parquet_has_types_and_keeps_the_order(tmp_path: Path):
    file = tmp_path / "it's [one].parquet"
    told = about(Asked(FORMATS["parquet"]), len(LINES), NOW)
    parquet.write(source, file, told)
    assert [p.name for p in tmp_path.iterdir()] == [file.name]
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        moments = ", ".join(
            f"""strftime("{c.name}", '%Y-%m-%dT%H:%M:%SZ') as "{c.name}\""""
            for c in columns()
            if c.kind is Kind.MOMENT
        )
        found = connection.read_parquet(str(file).replace("[", "[[]"))
        assert dict(zip(found.columns, map(str, found.types), strict=True)) == {
            c.name: parquet.TYPES[c.kind].replace("TZ", " WITH TIME ZONE") for c in columns()
        }
        rows = connection.execute(f"select * replace ({moments}) from found").fetchall()
        said = connection.execute(
            "select key, value from parquet_kv_metadata(?)", [str(file).replace("[", "[[]")]
        )
        assert {
            bytes(k).decode() if isinstance(k, bytes) else k: v.decode() for k, v in said.fetchall()
        }.items() >= told.items()
    assert rows == [tuple(row_of(line).values()) for line in LINES]


def test_sqlite_is_tidy(tmp_path: Path):
    file = tmp_path / "a.sqlite3"
    told = about(Asked(FORMATS["sqlite"], NOW), len(LINES), NOW)
    sqlite.write(source, file, told)
    with closing(sqlite3.connect(file)) as made:
        assert made.execute("pragma integrity_check").fetchall() == [("ok",)]
        assert not made.execute("pragma foreign_key_check").fetchall()
        assert dict(made.execute("select * from about")) == told
        described = {(n, k, m) for n, k, m in made.execute("select * from columns")}
        assert len(described) == len(columns())
        made.row_factory = sqlite3.Row
        for line, row in zip(
            LINES, made.execute("select * from releases order by rowid"), strict=True
        ):
            for column in of_release():
                value = row[sqlite.name_of(column)]
                is_list = column.kind is Kind.TEXTS
                assert (json.loads(value) if is_list else value) == column.value(line)
            one = (line["id"],)
            criteria = made.execute("select * from criteria where release = ?", one)
            assert {
                r["criterion"]: {"level": r["level"], "points": r["points"]} for r in criteria
            } == line["criteria"]
            items: dict[str, dict[str, Any]] = {}
            for r in made.execute("select * from frameworks where release = ?", one):
                items.setdefault(r["framework"], {})[r["item"]] = r["value"]
            assert items == line["frameworks"]
            bases = made.execute("select base from base_models where release = ? order by 1", one)
            assert [r["base"] for r in bases] == sorted(line["base_models"])


def test_nothing_to_export(tmp_path: Path):
    def nothing(make):
        return iter(())

    for write, name in ((parquet.write, "parquet"), (sqlite.write, "sqlite")):
        write(nothing, tmp_path / name, about(Asked(FORMATS[name]), 0, NOW))
    assert duckdb.read_parquet(str(tmp_path / "parquet")).fetchall() == []
    assert len(duckdb.read_parquet(str(tmp_path / "parquet")).columns) == len(columns())
    with closing(sqlite3.connect(tmp_path / "sqlite")) as made:
        assert made.execute("select count(*) from criteria").fetchone() == (0,)


# Files ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("write", [parquet.write, sqlite.write])
def test_what_is_broken_off_leaves_the_old_file(tmp_path: Path, write):
    def broken(make):
        yield Line(HEADS[0], make(SHOWN))
        raise ExportError("the disk is full")

    file = tmp_path / "export"
    file.write_text("old")
    (tmp_path / "export.tmp").write_text("of a run that was killed")
    with pytest.raises(ExportError), whole_or_nothing(file) as beside:
        write(broken, beside, {})
    assert file.read_text() == "old"
    assert list(tmp_path.iterdir()) == [file]


def test_unpacking_in_bounded_pieces():
    body = b"a" * 10_000_000 + bytes(range(256)) * 1000
    packed = gzip.compress(body)
    pieces = list(unpacked(packed[at : at + 1000] for at in range(0, len(packed), 1000)))
    assert b"".join(pieces) == body
    assert max(map(len, pieces)) <= 2**20
