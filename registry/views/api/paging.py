"""Paging: one page of a list, and where the next one begins.

A cursor names the last release that was told, and how many came before the next one. As long as that release stands in
the list, the next page begins after it, whatever was added or went before; else it begins at the place by number. One
that has moved in the order takes the beginning of the next page with it; by name none ever moves.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable
from urllib.parse import urlencode

import numpy as np
import orjson
from flask import Response, abort, request

from registry.catalog.catalog import Catalog
from registry.catalog.coded import Rows
from registry.filters import Problem
from registry.views.api.declaring import Query
from registry.views.errors import bad_query


def page_of(
    catalog: Catalog, rows: Rows, query: Query, offset: int, limit: int
) -> tuple[Rows, str]:
    """The rows of the page that is asked for, and the cursor of the next one; empty on the last."""
    start = _start(catalog, rows, query["cursor"]) if query["cursor"] else offset
    page = rows[start : start + limit]
    end = start + len(page)
    has_more = bool(len(page)) and end < len(rows)
    return page, cursor_at(end, catalog.ids[int(page[-1])]) if has_more else ""


def with_next(response: Response, query: Query, cursor: str) -> Response:
    """The reply with the address of the next page, if there is one."""
    if cursor:
        kept = [pair for pair in query.pairs if pair[0] not in {"cursor", "page"}]
        _link(response, [*kept, ("cursor", cursor)])
    return response


def with_next_page(response: Response, query: Query, page: int, has_more: bool) -> Response:
    """The reply of a list that is paged by numbers, with the address of the next page, if there is one."""
    if has_more:
        kept = [pair for pair in query.pairs if pair[0] != "page"]
        _link(response, [*kept, ("page", str(page + 1))])
    return response


def _link(response: Response, pairs: Iterable[tuple[str, str]]) -> None:
    response.headers["Link"] = f'<{request.base_url}?{urlencode([*pairs])}>; rel="next"'


def cursor_at(offset: int, last: str) -> str:
    """A cursor: so many come before the next page, and this one stands last among them."""
    return base64.urlsafe_b64encode(orjson.dumps([offset, last])).rstrip(b"=").decode()


def read_cursor(cursor: str) -> tuple[int, str]:
    """What a cursor holds. Raises ValueError for what is none."""
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        told = orjson.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (UnicodeEncodeError, binascii.Error, orjson.JSONDecodeError) as error:
        raise ValueError("no cursor") from error
    match told:
        case [bool(), _]:
            pass  # which is a number to Python
        case [int(offset), str(last)] if offset >= 0 and cursor_at(offset, last) == cursor:
            return offset, last
    raise ValueError("no cursor")


def checked_cursor(cursor: str) -> tuple[int, str]:
    """The same, with the answer that a request gets whose cursor is none."""
    try:
        return read_cursor(cursor)
    except ValueError:
        told = "cursor is none that a Link header held; leave it out to begin at the first page."
        abort(bad_query((Problem("cursor", told),)))


def _start(catalog: Catalog, rows: Rows, cursor: str) -> int:
    offset, last = checked_cursor(cursor)
    row = catalog.row_of(last)
    places = [] if row is None else np.flatnonzero(rows == row).tolist()
    return places[0] + 1 if places else offset
