"""Drafts: what a model card would earn before it is published."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import abort

from registry.filters import Problem
from registry.linting.draft import DraftIdError
from registry.openapi import Body, Reply
from registry.shapes.drafts import DraftAsked, DraftReport
from registry.views.api.declaring import Query, operation
from registry.views.errors import bad_query
from registry.views.linting import draft_of, linted


@operation(
    "/lint",
    "Grade a draft of a model card",
    Reply("What the draft would earn, why, and the cheapest steps up.", DraftReport),
    tag="drafts",
    method="POST",
    body=Body(
        "The card alone as Markdown, or as JSON with what is known of its repo.",
        DraftAsked,
        also=("text/markdown",),
        example={"card": "---\nlicense: mit\n---\n\n# Nimbus 7B\n", "id": "acme/nimbus-7b"},
    ),
)
def lint_draft(query: Query) -> Any:
    """Nothing is stored or fetched. What the registry knows of the base and of linked datasets counts; a dataset that
    it has not seen is `unchecked`, and `claimed` says what it comes to if it is there. Without `files`, so are the
    weights."""
    asked: DraftAsked = {"card": query.body} if isinstance(query.body, str) else query.body
    files = tuple(asked["files"]) if "files" in asked else None
    try:
        draft = draft_of(asked["card"], asked.get("id", ""), files, asked.get("gated", ""))
        statement = asked.get("statement")
        if statement is not None:
            draft = replace(draft, statement=statement.encode("utf-8", "replace"))
        return linted(draft)
    except DraftIdError as error:
        abort(bad_query((Problem("/id", f"{error}."),)))
