"""What is wrong with a bill of materials: by official schemas and models, and by rules that these don't hold."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
import yaml
from cyclonedx.schema import SchemaVersion
from cyclonedx.schema._res import BOM_JSON_STRICT, JSF, SPDX_JSON
from license_expression import get_spdx_licensing
from spdx_python_model import load_data

SCHEMA = Path(str(BOM_JSON_STRICT[SchemaVersion.V1_6]))
# Facts of the format of https://github.com/lfai/model_openness_tool.
_TEXT = {"type": "string"}
_LICENSE = {
    "type": "object",
    "properties": {"name": {"type": "string"}, "path": {"type": "string"}},
}
MOF_SCHEMA = {
    "type": "object",
    "required": ["framework", "release"],
    "properties": {
        "framework": {
            "type": "object",
            "required": ["name", "version", "date"],
            "properties": {
                "name": {"enum": ["Model Openness Framework"]},
                "version": {"type": "string"},
                "date": {"type": "string", "format": "date"},
            },
        },
        "release": {
            "type": "object",
            "required": ["name", "license", "producer", "components"],
            "properties": {
                **dict.fromkeys(("version", "origin", "producer", "contact"), _TEXT),
                "name": {"type": "string", "minLength": 1},
                "date": {"type": "string", "format": "date"},
                "license": {"type": "object", "properties": {"distribution": _LICENSE}},
                "type": {
                    "enum": [
                        *("", "language", "vision", "image", "audio"),
                        *("video", "multimodal"),
                    ]
                },
                "components": {
                    "type": "array",
                    "maxItems": 17,
                    "items": {"type": "object", "additionalProperties": {"type": "string"}},
                },
            },
        },
    },
}

_PLACES_OF_REFS = ("evidence", "counterEvidence", "claims", "counterClaims", "dependsOn")
_ASKED_OF = {
    "ai_AIPackage": (
        *("releaseTime", "suppliedBy", "software_downloadLocation", "software_packageVersion"),
        "software_primaryPurpose",
    ),
    "dataset_DatasetPackage": (
        *("builtTime", "releaseTime", "originatedBy", "software_downloadLocation"),
        *("software_primaryPurpose", "dataset_datasetType"),
    ),
}
"""What the profiles ask for beside the model: https://spdx.github.io/spdx-spec/v3.0.1/model/AI/Classes/AIPackage."""
_LICENSES = ("hasDeclaredLicense", "hasConcludedLicense")
_INDIVIDUALS = "https://spdx.org/rdf/3.0.1/terms/ExpandedLicensing/"


@cache
def _cyclonedx_schema() -> Any:
    """The schema as the official library carries it, in a checker a thousand times as fast as the library's own."""
    files = {path.name: path for path in map(Path, (SCHEMA, SPDX_JSON, JSF))}
    read = {name: json.loads(path.read_text("utf-8")) for name, path in files.items()}
    beside = [(f"http://cyclonedx.org/schema/{name}", schema) for name, schema in read.items()]
    registry = jsonschema_rs.Registry(beside)
    return jsonschema_rs.validator_for(read[SCHEMA.name], registry=registry, validate_formats=True)


@cache
def _spdx_licenses() -> Any:
    return get_spdx_licensing()


def wrong_with_cyclonedx(document: dict[str, Any]) -> list[str]:
    """By the schema; every reference must lead to something, and to one thing."""
    found = [e.message[:400] for e in _cyclonedx_schema().iter_errors(document)]
    named = Counter(_values(document, "bom-ref"))
    found += [f"{ref} stands for several things" for ref, times in named.items() if times > 1]
    told = {r for key in _PLACES_OF_REFS for r in _listed(document, key)}
    told |= {
        r for key in ("ref", "target", "assessor", "requirement") for r in _values(document, key)
    }
    return found + [f"{ref} leads nowhere" for ref in told - set(named)]


def wrong_with_spdx(document: dict[str, Any]) -> list[str]:
    """By the model that the official bindings are made from, and by the rules of the profiles."""
    try:
        model, loaded = load_data(document)
        again = model.JSONLDSerializer().serialize_data(loaded)  # asks for all that is mandatory
    except Exception as error:
        return [f"{type(error).__name__}: {error}"[:400]]
    found = [f"{ref} leads nowhere" for ref in loaded.missing_ids if not _individual(ref)]
    elements = document["@graph"]
    found += [f"the model has it otherwise: {e}"[:400] for e in _otherwise(elements, again)]
    ids = Counter(e.get("spdxId", e.get("@id")) for e in elements)
    found += [f"{i} stands for several things" for i, times in ids.items() if times > 1]
    if len(list(loaded.foreach_type(model.SpdxDocument))) != 1:
        found.append("there is not exactly one SpdxDocument")
    for element in elements:
        kind = element["type"]
        found += [f"{kind} lacks {name}" for name in _ASKED_OF.get(kind, ()) if name not in element]
        if kind in _ASKED_OF:
            found += list(_wrong_licenses(element["spdxId"], elements))
        if kind == "simplelicensing_LicenseExpression":
            found += list(_wrong_expression(element, ids))
    return found


def _otherwise(elements: list[dict[str, Any]], again: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The elements that the bindings write in another way, as a list instead of one value."""
    named = json.dumps(again["@graph"]).replace("_:CreationInfo0", elements[0]["@id"])
    written = {e.get("spdxId", e.get("@id")): e for e in json.loads(named)}
    return (e for e in elements if written.get(e.get("spdxId", e.get("@id"))) != e)


def _wrong_licenses(package: str, elements: list[dict[str, Any]]) -> Iterator[str]:
    of_package = [e for e in elements if e["type"] == "Relationship" and e["from"] == package]
    for kind in _LICENSES:
        told = [e for e in of_package if e["relationshipType"] == kind]
        if len(told) != 1 or len(told[0]["to"]) != 1:
            yield f"{package} has {len(told)} {kind}"
        elif not _individual(told[0]["to"][0]):
            to = next(e for e in elements if e.get("spdxId") == told[0]["to"][0])
            if to["type"] != "simplelicensing_LicenseExpression":
                yield f"{kind} leads to a {to['type']}"


def _wrong_expression(element: dict[str, Any], ids: Counter[str]) -> Iterator[str]:
    expression = element["simplelicensing_licenseExpression"]
    custom = {one["key"]: one["value"] for one in element.get("simplelicensing_customIdToUri", ())}
    parsed = _spdx_licenses().parse(expression, validate=False)
    listed = set(_spdx_licenses().known_symbols)
    names = [key for symbol in parsed.symbols for key in _parts(symbol)]
    unlisted = {name for name in names if name not in listed} - {"OpenMDW-1.1"}
    if unlisted != set(custom):
        yield f"{expression}: {sorted(unlisted)} are not on the list, {sorted(custom)} are defined"
    yield from (f"{uri} is not defined" for uri in custom.values() if uri not in ids)


def _parts(symbol: Any) -> list[str]:
    exception = getattr(symbol, "exception_symbol", None)
    return [symbol.license_symbol.key, exception.key] if exception else [symbol.key]


def _individual(ref: str) -> bool:
    name = ref.removeprefix(_INDIVIDUALS).removeprefix("expandedlicensing_")
    return name in {"NoneLicense", "NoAssertionLicense"}


def wrong_with_mof(text: str, schema: dict[str, Any] | None = None) -> list[str]:
    """By a schema of the format; without one, by its facts above."""
    record = yaml.safe_load(text)
    checker = jsonschema_rs.validator_for(schema or MOF_SCHEMA, validate_formats=True)
    found = checker.iter_errors(record)
    names = Counter(one["name"] for one in record["release"]["components"])
    twice = [f"{name} stands there twice" for name, times in names.items() if times > 1]
    return [e.message[:400] for e in found] + twice


def _values(value: Any, key: str) -> Iterator[str]:
    """The texts under a key, wherever it stands."""
    if isinstance(value, dict):
        if isinstance(value.get(key), str):
            yield value[key]
        for inner in value.values():
            yield from _values(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from _values(inner, key)


def _listed(value: Any, key: str) -> Iterator[str]:
    """The texts in lists under a key, wherever it stands."""
    if isinstance(value, dict):
        if isinstance(value.get(key), list):
            yield from (one for one in value[key] if isinstance(one, str))
        for inner in value.values():
            yield from _listed(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from _listed(inner, key)
