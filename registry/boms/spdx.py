"""SPDX: a release as an SPDX 3.0.1 document with the profiles AI and Dataset. Pure.

Format: https://spdx.github.io/spdx-spec/v3.0.1/. The profiles ask for exactly one declared and one concluded licence of
each AI package and of each dataset package.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from registry.boms import terms
from registry.boms.datasets import NamedSet, named_sets
from registry.boms.spdx_graph import Graph
from registry.boms.subject import (
    Data,
    address,
    card_tells,
    location,
    mof_class,
    name_of,
    page,
    purl,
    serial,
    text,
)
from registry.boms.terms import NOASSERTION, Terms
from registry.scoring.licenses import LicenseTable
from registry.scoring.rubric import Rubric

_AVAILABLE = {"found": "directDownload", "gated": "registration"}
_UNDATED = "The Hub gives no date of its release: the time given is only one by which it was there."
_DATES = (
    "When it was built and released is not known to Aperture: "
    "the times given only say that it had been named by then."
)
_ONLY_TAG = "Only the tag of the data set was read: Aperture concludes nothing from it."


def spdx(release: Mapping[str, Any], rubric: Rubric, table: LicenseTable, root: str) -> Data:
    """The document of a graded release as ``serialize.detail`` tells it; ``root`` is the address of the site."""
    number = serial(release, root)
    graph = Graph(f"{page(release, root)}/spdx/{number}", release["graded_at"])
    graph.made_by(
        "Aperture", f"rubric {release['rubric_version']}, reader {release['reader_version']}", root
    )
    model = _model(graph, release)
    _license(graph, model, terms.declared(release, table), terms.concluded(release, table))
    made = {release["id"]: model, **_bases(graph, release)}
    for base in release["lineage"]["bases"]:
        child = made.get(base["of"], model)
        graph.related(child, "descendantOf", [made[base["id"]]], comment=text(base["relation"]))
    trained: dict[str, list[str]] = {}
    for named in named_sets(release):
        if trainee := made.get(named.via or release["id"]):
            trained.setdefault(trainee, []).append(_dataset(graph, named, table))
    for trainee, sets in trained.items():
        graph.related(trainee, "trainedOn", sets, completeness="noAssertion")
    for statement in _statements(release, rubric):
        graph.annotated(model, json.dumps(statement, ensure_ascii=False))
    return graph.document(f"SPDX document of {release['id']}", model)


def _model(graph: Graph, release: Mapping[str, Any]) -> str:
    publisher, _ = name_of(release["id"])
    estimated = mof_class(release)
    seen = release["last_modified"] or release["graded_at"]
    standard = f"Model Openness Framework 1.0, class {estimated} (an estimate by Aperture)"
    return graph.add(
        "ai_AIPackage",
        "Model",
        name=text(release["id"]),
        comment="" if release["created_at"] else _UNDATED,
        releaseTime=release["created_at"] or seen,
        suppliedBy=_agent(graph, publisher),
        software_packageVersion=release["revision"] or NOASSERTION,
        software_downloadLocation=location(release),
        software_primaryPurpose="model",
        software_packageUrl=purl(release["id"], release["revision"]),
        software_homePage=address(release["hub_url"]),
        ai_domain=[text(release["task"])] if release["task"] else [],
        ai_informationAboutApplication="\n".join(card_tells(release, "intended-use")),
        ai_informationAboutTraining=_training(release),
        ai_limitation="\n".join(card_tells(release, "limitations")),
        ai_standardCompliance=[standard] if estimated else [],
    )


def _bases(graph: Graph, release: Mapping[str, Any]) -> dict[str, str]:
    """What it was made from. Plain packages: of an AI package more has to be said than a name that a card gives."""
    return {
        base["id"]: graph.add(
            "software_Package",
            f"Base-{n}",
            name=text(base["id"]),
            comment="A base that is named in the lineage of the model.",
            software_primaryPurpose="model",
            software_packageUrl=purl(base["id"]),
        )
        for n, base in enumerate(release["lineage"]["bases"], 1)
    }


def _dataset(graph: Graph, named: NamedSet, table: LicenseTable) -> str:
    """A set that can be found as a dataset package; one that is only named, as a package of data."""
    shared = {
        "name": named.name,
        "software_primaryPurpose": "data",
        "description": named.quote,
    }
    local = graph.numbered("Data")
    if not named.is_published:
        gone = "It is no longer to be found." if named.standing == "gone" else "It is only named."
        return graph.add("software_Package", local, comment=gone, **shared)
    owner = named.name.rpartition("/")[0] if named.url.endswith(f"/{named.name}") else ""
    dataset = graph.add(
        "dataset_DatasetPackage",
        local,
        comment=_DATES,
        builtTime=graph.created,
        releaseTime=graph.created,
        originatedBy=[_agent(graph, owner)],
        software_downloadLocation=named.url,
        dataset_datasetType=["noAssertion"],
        dataset_datasetAvailability=_AVAILABLE.get(named.standing, ""),
        **shared,
    )
    _license(
        graph, dataset, terms.of_words(named.license, table), Terms(NOASSERTION, (), _ONLY_TAG)
    )
    return dataset


def _license(graph: Graph, package: str, declared: Terms, concluded: Terms) -> None:
    for kind, told in (("hasDeclaredLicense", declared), ("hasConcludedLicense", concluded)):
        graph.related(package, kind, [graph.licensed(told)], comment=text(told.comment))


def _agent(graph: Graph, name: str) -> str:
    """A name space of the Hub, which may be an organization's or a person's: that is not known."""
    if name:
        return graph.agent(text(name))
    return graph.agent(NOASSERTION, "Who it comes from is not known to Aperture.")


def _training(release: Mapping[str, Any]) -> str:
    """The number of tokens and the stages of post-training that are told."""
    tokens, stages = release["training_tokens"], release["ledger"]["stages"]
    told = [f"Trained on {tokens:,} tokens, as its card says."] if tokens else []
    if stages:
        told.append(f"Stages after pre-training: {', '.join(text(s['title']) for s in stages)}.")
    return " ".join(told)


def _statements(release: Mapping[str, Any], rubric: Rubric) -> Iterator[Data]:
    """The grade, and each criterion with its evidence, in the words that the API uses."""
    of_grade = (
        *("score", "high", "letter", "class", "pillars", "pillars_high", "checked", "total"),
        *("rubric_version", "reader_version", "graded_at", "revision"),
    )
    yield {"grade": {name: release[name] for name in of_grade}}
    for criterion in rubric.criteria:
        if mark := release["criteria"].get(criterion.id):
            yield {
                "criterion": criterion.id,
                **{name: mark[name] for name in ("level", "points", "ceiling")},
                **{name: text(mark[name]) for name in ("reason", "via")},
                "evidence": [_piece(e) for e in mark["evidence"]],
            }


def _piece(evidence: Mapping[str, Any]) -> Data:
    told = ("outcome", "fact", "value", "quote", "place")
    return {**{name: text(evidence[name]) for name in told}, "url": address(evidence["url"])}
