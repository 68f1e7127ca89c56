"""Schemas: the formats of files that publishers write, for editors and programs at any origin."""

from __future__ import annotations

import json
from functools import cache

from flask import Blueprint, Response

from registry.statements.schema import FILE, schema

bp = Blueprint("schemas", __name__)


@bp.get(f"/schemas/{FILE}")
def transparency() -> Response:
    response = Response(_body(), content_type="application/schema+json")
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


@cache
def _body() -> bytes:
    return json.dumps(schema(), indent=1, ensure_ascii=False).encode()
