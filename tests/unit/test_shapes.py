"""The shapes of what the API answers with, and the schemas that are made from them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from pydantic import TypeAdapter

from crawlers.readers.lineage import RELATIONS
from registry import shapes
from registry.history import By, Cause, Kind
from registry.plain.policy import framework_definition, rubric_definition
from registry.resources import frameworks, rubric
from registry.scoring.evidence import Origin, Outcome
from registry.scoring.ledger.rows import Standing as DataStanding
from registry.scoring.ledger.rows import State
from registry.scoring.license_terms import Place
from registry.scoring.licenses import LicenseClass
from registry.scoring.rubric import INHERITANCE
from registry.scoring.unread import KINDS as DOCUMENTS

CLOSED_SETS = {
    "Change.kind": Kind,
    "Attribution.who": By,
    "Evidence.outcome": Outcome,
    "Evidence.origin": Origin,
    "LedgerCell.state": State,
    "LedgerDataset.standing": DataStanding,
    "LicensePlace.place": Place,
    "License.class": LicenseClass,
    "Document.kind": DOCUMENTS,
    "Relative.relation": {*RELATIONS, ""},
    "CriterionDefinition.inherit": INHERITANCE,
}

LEFT_OUT = {
    "Problem": {"instance", "parameter", "nearest", "errors"},
    "DisclosureAsked": {"quote", "level"},
    "DraftAsked": {"id", "files", "gated", "statement"},
    "ReceiptSnapshot": {"statement_digest"},  # those of before there were statements are still read
    "SnapshotDocument": {"statement"},
}

TEMPLATE = "#/components/schemas/{model}"


def closed_shapes() -> dict[str, type]:
    """Every shape of every module by its name."""
    modules = [import_module(f"registry.shapes.{m.name}") for m in iter_modules(shapes.__path__)]
    named = [pair for module in modules for pair in vars(module).items() if pair[0][0] != "_"]
    return {name: shape for name, shape in named if hasattr(shape, "__pydantic_config__")}


@cache
def components() -> dict[str, Any]:
    adapters = [(n, "serialization", TypeAdapter(shape)) for n, shape in closed_shapes().items()]
    _, told = TypeAdapter.json_schemas(adapters, ref_template=TEMPLATE)  # type: ignore[arg-type]
    found: dict[str, Any] = told["$defs"]
    return found


def properties() -> Iterator[tuple[str, dict[str, Any]]]:
    for name, schema in components().items():
        for key, told in schema["properties"].items():
            yield f"{name}.{key}", told


def test_every_shape_is_a_component_by_its_own_name_that_holds_no_other_keys():
    found = components()
    assert set(found) == set(closed_shapes()) >= set(shapes.__all__)
    for name, schema in found.items():
        assert re.fullmatch(r"[A-Z][A-Za-z]+", name)
        assert schema["description"].endswith("."), name
        assert schema["additionalProperties"] is False, name


def test_every_key_is_described_the_inherited_ones_too():
    described = {}
    for key, told in properties():
        # Pydantic leaves out what would only say again what the shape says itself.
        shape = components()[told["$ref"].rpartition("/")[2]] if "$ref" in told else {}
        described[key] = told.get("description") or shape.get("description", "")
    assert [key for key, told in described.items() if not told.endswith(".")] == []
    assert described["Detail.letter"] == described["Summary.letter"]


def test_only_errors_what_is_asked_and_what_is_told_as_it_is_kept_leave_keys_out():
    for name, schema in components().items():
        if name in {"KeptMark", "KeptPiece"}:  # whose digest would be another with all keys
            continue
        optional = set(schema["properties"]) - set(schema["required"])
        assert optional == LEFT_OUT.get(name, set()), name


def test_ranges_nulls_and_closed_sets_are_told():
    told = dict(properties())
    assert told["Summary.score"]["anyOf"] == [
        {"type": "number", "minimum": 0, "maximum": 100},
        {"type": "null"},
    ]
    assert told["Criterion.shape"]["enum"][:2] == ["open", "partial"]
    assert told["Entry.at"]["format"] == "date-time"
    assert told["License.class"]["enum"][0] == "open-source"


def test_closed_sets_are_those_of_the_code():
    told = dict(properties())
    for key, known in CLOSED_SETS.items():
        assert set(told[key]["enum"]) == {str(value) for value in known}, key
    assert set(told["Movement.causes"]["items"]["enum"]) == {str(cause) for cause in Cause}


def test_the_policy_has_its_shape():
    shape = TypeAdapter(shapes.RubricDefinition)
    told = shape.validate_json(json.dumps(rubric_definition(rubric())), strict=True)
    assert [c["id"] for c in told["criteria"]] == [c.id for c in rubric().criteria]
    of_frameworks = TypeAdapter(list[shapes.FrameworkDefinition])
    definitions = [framework_definition(f) for f in frameworks()]
    of_frameworks.validate_json(json.dumps(definitions), strict=True)
