"""OSAI: records of the European Open Source AI Index. Pure.

Format: https://github.com/Language-Technology-Assessment/main-database, one YAML file a system, with twelve fields that
each hold a class. Its notes are its authors' words, and are left there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from registry.indexes.record import (
    NoRecordError,
    Record,
    Said,
    address_of,
    day_of,
    fields_of,
    hub_ids,
    key_of,
    line_of,
    name_of,
    part_of,
)

WORTH = {"open": 1.0, "partial": 0.5, "closed": 0.0}
"""The index's classes, and what each counts in its score."""
_NAMELESS = frozenset({"", "unknown", "undisclosed", "none"})
_BASE = "weights_basemodel"
_END = "weights_endmodel"


def parse(file: str, body: bytes) -> Record:
    """The record of one file. Raises FileError and NoRecordError."""
    fields = fields_of(body)
    system, organization = part_of(fields, "system"), part_of(fields, "org")
    name = line_of(system.get("name"))
    if not name:
        raise NoRecordError("it names no system")
    verdicts = {item: said for item in fields if (said := _said(part_of(fields, item)))}
    if not verdicts:
        raise NoRecordError("it judges nothing")
    end, base = line_of(system.get("endmodelname")), line_of(system.get("basemodelname"))
    return Record(
        key=key_of(file),
        name=name,
        organization=line_of(organization.get("name")),
        model="" if end.lower() in _NAMELESS else end,
        hub=hub_ids([system.get("link"), part_of(fields, _END).get("link")]),
        bases=hub_ids([part_of(fields, _BASE).get("link")]),
        verdicts=verdicts,
        overall={
            "open": sum(WORTH[said.word] for said in verdicts.values()),
            "of": len(verdicts),
            "base": "" if base.lower() in _NAMELESS else base,
            "released": day_of(system.get("releasedate")),
        },
        file=name_of(file),
    )


def _said(cell: Mapping[str, Any]) -> Said | None:
    word = line_of(cell.get("class")).lower()
    return Said(word, address_of(cell.get("link"))) if word in WORTH else None
