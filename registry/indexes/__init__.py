"""Indexes: what others say of the same systems, read from their public files. It stands beside our grades, never in
them."""

from __future__ import annotations

SOURCES = ("osai", "mot", "fmti", "osmap")
SUFFIXES = {
    "osai": (".yaml", ".yml"),
    "mot": (".yaml", ".yml"),
    "fmti": (".csv",),
    "osmap": (".yaml", ".yml"),
}
"""How the names of an index's files end."""
