"""Described: the document of the whole API."""

from __future__ import annotations

from typing import Any

from flask import current_app, request

from registry.openapi import Description, Reply, document
from registry.shapes import Problem
from registry.views.api.declaring import OPERATIONS, Query, operation

TAGS = {
    "releases": "Lists of releases, and all that is known of one.",
    "comparing": "Releases beside each other, and what is more open than one.",
    "boards": "Who publishes, and who is most open.",
    "changes": "What changed, and when.",
    "policy": "What is asked of releases, and how grades come about.",
    "documents": "Grades as other tools read them: bills of materials, receipts.",
    "disclosures": "What is wrong or missing, told by anybody, and what became of it.",
    "drafts": "What a model card would earn before it is published.",
    "registry": "The registry itself.",
}
TEXT = """How open language models are, by their ids at the Hugging Face Hub. No key is needed; but for disclosures, which
anybody may submit, it is read only.

Every grade rests on evidence: quotes with their place, and an address pinned to the revision. Levels, points, letters
and classes are those of the rubric, whose ids never change their meaning. What is not said is `undisclosed`; what is
said to be withheld is `closed`; what could not be looked at is `unchecked`, and makes the score a range.

A version of this API only ever gains: operations, parameters, properties. What would break a caller gets a version of
its own, `/api/v2`, and this one goes on for a year after that."""

VERSION = "1.0"


def description() -> dict[str, Any]:
    """The document, made once by each process, for the address that it was asked at."""
    made = current_app.extensions.get("openapi")
    if made is None:
        about = Description("Aperture", VERSION, TEXT, "/", TAGS, Problem)
        made = current_app.extensions["openapi"] = document(OPERATIONS, about)
    return {**made, "servers": [{"url": request.url_root.rstrip("/")}]}


@operation(
    "/openapi.json",
    "This document",
    Reply("The description of the API, by OpenAPI 3.1.", {"type": "object"}),
    tag="registry",
)
def get_description(_query: Query) -> Any:
    """Every operation with its parameters, replies and errors, generated from the code that answers."""
    return description()
