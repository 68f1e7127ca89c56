"""Bills of materials: a release as documents that other tools read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
from flask import Response, request
from werkzeug.exceptions import NotFound

from registry import serialize
from registry.boms import cyclonedx, mof_yaml, spdx
from registry.openapi import Reply
from registry.resources import licenses, rubric
from registry.views.api.declaring import Query, operation
from registry.views.api.models import dossier_of

TAG = "documents"
CYCLONEDX = "application/vnd.cyclonedx+json; version=1.6"
SPDX = "application/spdx+json"
YAML = "application/yaml"


@operation(
    "/models/<path:release_id>/cyclonedx",
    "A release as a CycloneDX ML-BOM",
    Reply("A document by the schema of CycloneDX 1.6.", {"type": "object"}, media=CYCLONEDX),
    tag=TAG,
)
def get_cyclonedx(_query: Query, release_id: str) -> Response:
    """The release as a machine learning model with its licences as declared and as concluded, its data sets and what it
    derives from; under `declarations` a claim for each criterion with its evidence, and the points as conformance.
    What is `unchecked` has no conformance. A release without a grade has no such document: 404."""
    told = _graded(release_id)
    made = cyclonedx(told, rubric(), licenses(), request.url_root)
    return _file(orjson.dumps(made), CYCLONEDX, told, "cdx.json")


@operation(
    "/models/<path:release_id>/spdx",
    "A release as an SPDX document",
    Reply("A JSON-LD document by SPDX 3.0.1.", {"type": "object"}, media=SPDX),
    tag=TAG,
)
def get_spdx(_query: Query, release_id: str) -> Response:
    """By the profiles AI and Dataset: the release as an AI package with exactly one declared and one concluded licence,
    what it was trained on and what it derives from; the grade and each criterion with its evidence as annotations in
    JSON. A release without a grade has no such document: 404."""
    told = _graded(release_id)
    made = spdx(told, rubric(), licenses(), request.url_root)
    return _file(orjson.dumps(made), SPDX, told, "spdx.json")


@operation(
    "/models/<path:release_id>/mof",
    "A release as a record of the Model Openness Tool",
    Reply("A record in YAML.", {"type": "object"}, media=YAML),
    tag=TAG,
)
def get_mof(_query: Query, release_id: str) -> Response:
    """The components of the Model Openness Framework that are met by Aperture's estimate, with the licences that are
    known of them. A release without a grade has no such record: 404."""
    told = _graded(release_id)
    return _file(mof_yaml(told, licenses(), request.url_root).encode(), YAML, told, "mof.yml")


def _graded(release_id: str) -> Mapping[str, Any]:
    """All that is told of a release. Raises NotFound for one without a grade: of it there is nothing to attest."""
    told = serialize.detail(dossier_of(release_id), rubric())
    if told["letter"] is None:
        raise NotFound(f"{told['id']} has no grade, and so no bill of materials.")
    return told


def _file(body: bytes, media: str, told: Mapping[str, Any], ending: str) -> Response:
    """A document under a name by which it is kept, as in ``allenai--OLMo-7B.spdx.json``."""
    response = Response(body, content_type=media)
    name = f"{told['id'].replace('/', '--')}.{ending}"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response
