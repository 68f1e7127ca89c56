"""Texts: an export as lines of JSON, and as CSV."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from registry import spreadsheets
from registry.exports.columns import Column, Kind, columns, of_release, of_results
from registry.exports.lines import Line
from registry.queries.exporting import Gone

_json = json.JSONEncoder(ensure_ascii=False).encode


def json_results(shown: dict[str, Any]) -> str:
    """Criteria and frameworks as the end of a line."""
    return f", {_json(shown)[1:]}\n"


def json_line(line: Line[str]) -> str:
    """A release as an object on a line of its own."""
    return _json(line.head)[:-1] + line.results


def json_gone(gone: Iterable[Gone]) -> Iterator[str]:
    """What is no longer in the catalog under its id, a line each."""
    for one in gone:
        yield _json({"id": one.id, "gone": True, "moved_to": one.moved_to}) + "\n"


def csv_header() -> str:
    """The names of all columns."""
    return spreadsheets.row([column.name for column in columns()])


def csv_results(shown: dict[str, Any]) -> str:
    """Criteria and frameworks as the end of a row."""
    return f",{_cells(of_results(), shown)}\r\n"


def csv_line(line: Line[str]) -> str:
    """A release as a row: lists with a space between two, a criterion as its level."""
    return _cells(of_release(), line.head) + line.results


def _cells(told_of: Iterable[Column], told: dict[str, Any]) -> str:
    values = (
        (" ".join(value) if column.kind is Kind.TEXTS else value)
        for column in told_of
        for value in (column.value(told),)
    )
    return spreadsheets.row(list(values)).removesuffix("\r\n")
