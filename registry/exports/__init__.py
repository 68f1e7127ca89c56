"""Exports: the whole catalog as JSON lines, CSV, Parquet and SQLite, all from one declaration of columns."""

from __future__ import annotations
