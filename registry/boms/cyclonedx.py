"""CycloneDX: a release as an ML-BOM of version 1.6, with the grade as declarations. Pure.

Format: https://cyclonedx.org/docs/1.6/json/.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from registry.boms import terms
from registry.boms.datasets import NamedSet, named_sets
from registry.boms.declarations import declarations, standard
from registry.boms.subject import (
    Data,
    address,
    card_location,
    card_tells,
    location,
    mof_class,
    name_of,
    page,
    purl,
    serial,
    text,
)
from registry.boms.terms import Terms
from registry.scoring.licenses import LicenseTable
from registry.scoring.rubric import Rubric

MODEL = "model"
"""The reference of the release within the document."""
_LATER = frozenset({"OpenMDW-1.1"})
"""SPDX ids that are younger than the list of this version: they go by their names."""
_OBSERVED = ("card", "condition", "file")


def cyclonedx(release: Mapping[str, Any], rubric: Rubric, table: LicenseTable, root: str) -> Data:
    """The document of a graded release as ``serialize.detail`` tells it; ``root`` is the address of the site."""
    sets = [(f"dataset-{n}", named) for n, named in enumerate(named_sets(release), 1)]
    return _told(
        {
            "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
            "bomFormat": "CycloneDX",
            "specVersion": "1.6",
            "serialNumber": serial(release, root).urn,
            "version": 1,
            "metadata": {
                "timestamp": release["graded_at"],
                "tools": {"components": [_tool(release, root)]},
                "component": _model(release, sets, table, root),
            },
            "components": [_data(ref, named, table) for ref, named in sets],
            "dependencies": [{"ref": MODEL, "dependsOn": [r for r, s in sets if not s.via]}],
            # A card need not name all that a model was trained on.
            "compositions": [{"aggregate": "unknown", "dependencies": [MODEL]}],
            "declarations": declarations(release, rubric, MODEL, root),
            "definitions": {"standards": [standard(release, rubric, root)]},
        }
    )


def _model(
    release: Mapping[str, Any],
    sets: Iterable[tuple[str, NamedSet]],
    table: LicenseTable,
    root: str,
) -> Data:
    publisher, name = name_of(release["id"])
    own = [ref for ref, named in sets if not named.via]
    return {
        "type": "machine-learning-model",
        "bom-ref": MODEL,
        "supplier": {"name": publisher} if publisher else None,
        "publisher": publisher,
        "group": publisher,
        "name": name,
        "version": release["revision"],
        "purl": purl(release["id"], release["revision"]),
        "licenses": [
            *_licenses(terms.declared(release, table), "declared"),
            *_licenses(terms.concluded(release, table), "concluded"),
        ],
        "evidence": {"licenses": _observed(release)},
        "pedigree": {"ancestors": _ancestors(release, release["id"], sets)},
        "externalReferences": _references(release, root),
        "modelCard": {
            "modelParameters": {"task": text(release["task"]), "datasets": _refs(own)},
            "considerations": {
                "useCases": card_tells(release, "intended-use"),
                "technicalLimitations": card_tells(release, "limitations"),
            },
        },
        "properties": _properties(release),
    }


def _properties(release: Mapping[str, Any]) -> list[Data]:
    """The grade, and what it was made by."""
    pillars = {f"pillar:{name}": score for name, score in release["pillars"].items()}
    highs = {f"pillar:{name}:up-to": score for name, score in release["pillars_high"].items()}
    told = {
        "score": release["score"],
        "score:up-to": release["high"],
        "score:of": 100,
        "letter": release["letter"],
        "class": release["class"],
        **pillars,
        **highs,
        "criteria:checked": release["checked"],
        "criteria:of": release["total"],
        "rubric-version": release["rubric_version"],
        "reader-version": release["reader_version"],
        "parameters": release["parameters"],
        "training-tokens": release["training_tokens"],
        "mof-class:estimated": mof_class(release),
    }
    return [
        {"name": f"aperture:{name}", "value": str(value)}
        for name, value in told.items()
        if value not in (None, "")
    ]


def _references(release: Mapping[str, Any], root: str) -> list[Data]:
    criteria = release["criteria"]
    papers = dict.fromkeys(_targets(criteria, "docs.paper"))
    code = dict.fromkeys(_targets(criteria, "code.training"))
    found = [
        ("website", address(release["hub_url"]), "The release at the Hub"),
        ("distribution", location(release), "The files of the revision that was graded"),
        ("model-card", card_location(release), "The card of the revision that was graded"),
        ("evidence", page(release, root), "The grade with all its evidence, by Aperture"),
        *(("documentation", url, "A paper or report on it") for url in papers),
        *(("vcs", url, "Code of its training") for url in code),
    ]
    return [{"type": kind, "url": url, "comment": what} for kind, url, what in found if url]


def _targets(criteria: Mapping[str, Any], criterion: str) -> Iterable[str]:
    """Where the evidence on a criterion leads; what is a base's is not the release's own."""
    mark = criteria.get(criterion, {"via": "", "evidence": []})
    return () if mark["via"] else [address(e["target"]) for e in mark["evidence"] if e["target"]]


def _ancestors(
    release: Mapping[str, Any], child: str, sets: Iterable[tuple[str, NamedSet]]
) -> list[Data]:
    """What a model was made from, and in each what that was made from."""
    found = []
    for base in release["lineage"]["bases"]:
        if base["of"] != child:
            continue
        publisher, name = name_of(base["id"])
        theirs = [ref for ref, named in sets if named.via == base["id"]]
        found.append(
            {
                "type": "machine-learning-model",
                "group": text(publisher),
                "name": text(name),
                "purl": purl(base["id"]),
                "pedigree": {"ancestors": _ancestors(release, base["id"], sets)},
                "modelCard": {"modelParameters": {"datasets": _refs(theirs)}},
                "properties": [{"name": "aperture:relation", "value": base["relation"]}],
            }
        )
    return found


def _data(ref: str, named: NamedSet, table: LicenseTable) -> Data:
    told = terms.of_words(named.license, table)
    properties = {
        "standing": named.standing,
        "stage": named.stage,
        "of-base": text(named.via),
        "quote": named.quote,
        "named-at": named.source,
    }
    return {
        "type": "data",
        "bom-ref": ref,
        "name": named.name,
        "licenses": _licenses(told, "declared"),
        "data": [{"type": "dataset", "name": named.name, "contents": {"url": named.url}}],
        "properties": [
            {"name": f"aperture:dataset:{name}", "value": value}
            for name, value in properties.items()
            if value
        ],
    }


def _licenses(told: Terms, acknowledgement: str) -> list[Data]:
    """Each licence of the terms on its own: one list cannot hold two expressions, one declared and one concluded."""
    return [
        {"license": {**_license(*one), "acknowledgement": acknowledgement}} for one in told.licenses
    ]


def _observed(release: Mapping[str, Any]) -> list[Data]:
    """What prose and files name, whichever counts in the end."""
    places = release["licenses"]["places"] if release["licenses"] else []
    seen = {
        one["id"]: _license(one["id"], one["name"], one["url"])
        for place in places
        if place["place"] in _OBSERVED
        for one in place["licenses"]
    }
    return [{"license": license_} for license_ in seen.values()]


def _license(ident: str, name: str, url: str) -> Data:
    listed = not ident.startswith("LicenseRef-") and ident not in _LATER
    return {"id" if listed else "name": ident if listed else text(name), "url": address(url)}


def _tool(release: Mapping[str, Any], root: str) -> Data:
    return {
        "type": "application",
        "name": "Aperture",
        "version": f"rubric {release['rubric_version']}, reader {release['reader_version']}",
        "externalReferences": [{"type": "website", "url": root}],
    }


def _refs(refs: Iterable[str]) -> list[Data]:
    return [{"ref": ref} for ref in refs]


def _told(value: Any) -> Any:
    """A document without what is not known: nulls, empty texts, and lists and objects with nothing in them."""
    if isinstance(value, dict):
        told = {key: _told(inner) for key, inner in value.items()}
        return {key: inner for key, inner in told.items() if inner not in (None, "", [], {})}
    return [_told(inner) for inner in value] if isinstance(value, list) else value
