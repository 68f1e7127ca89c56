"""Receipts of grades, and the snapshots to verify them with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response
from sqlmodel import Session
from werkzeug.exceptions import NotFound

from registry.openapi import Reply
from registry.openapi.operations import JSON
from registry.queries.receipts import receipt, snapshot_document
from registry.receipts.writing import written
from registry.shapes.receipts import Receipt
from registry.shapes.snapshots import SnapshotDocument
from registry.views import reading
from registry.views.api.boms import TAG
from registry.views.api.declaring import Query, operation
from registry.views.api.models import current_id, dossier_of


@operation(
    "/models/<path:release_id>/receipt",
    "The receipt of a grade",
    Reply("All by which the grade can be recomputed.", Receipt),
    tag=TAG,
)
def get_receipt(_query: Query, release_id: str) -> Response:
    """All by which anybody can recompute the grade of a release: the digests of the snapshot that it rests on, the
    versions and files that made it, what it depends on besides (datasets, the verdicts on bases), every quote with its
    place, and level, points and reason of each criterion. `aperture verify` does so, and tells what differs."""
    return _answered(receipt, release_id)


@operation(
    "/models/<path:release_id>/snapshot",
    "The snapshot behind a grade",
    Reply("What the source said of the release, verbatim.", SnapshotDocument),
    tag=TAG,
)
def get_snapshot(_query: Query, release_id: str) -> Response:
    """What the source said of a release when it was graded: the metadata as they came, and the card byte by byte. With
    its receipt it is all that `aperture verify --snapshot` needs."""
    return _answered(snapshot_document, release_id)


def _answered(find: Callable[[Session, str], Any], release_id: str) -> Response:
    # Under a former name there may still be a grade, of which its own page tells nothing any more.
    is_current = current_id(release_id) == release_id
    document = find(reading(), release_id) if is_current else None
    if document is None:
        dossier_of(release_id)  # redirects to another name, or says that there is no such release
        raise NotFound(f"{release_id} has no grade, and so no receipt.")
    return Response(written(document), content_type=JSON)
