"""The leaderboard: releases, organizations and families by what is certain, and claims that were not met."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request

from registry import queries, serialize
from registry.catalog.boards import family_or_organization_board, release_board
from registry.catalog.grouping import Downloads, GroupBoard
from registry.catalog.weighing import tenths
from registry.filters.boards import GROUP_ORDERS, KINDS, AskedBoard, parse_board
from registry.placed import claimed, placed
from registry.resources import rubric
from registry.shapes import Summary
from registry.views import connected, finder, reading

bp = Blueprint("boards", __name__)


@bp.get("/leaderboard")
def leaderboard() -> str:
    board = parse_board(request.args.items(multi=True), rubric())
    shown = {"releases": releases_on, "claims": claims_on}.get(board.kind, _groups)(board)
    return render_template(
        "leaderboard.html",
        board=board,
        canonical=board.under_the_rubric(),
        asked=board.asked,
        kinds=KINDS,
        orders=GROUP_ORDERS,
        **shown,
    )


def summaries_of(rows: list[int]) -> list[Summary]:
    """Releases as every list shows them, by their rows."""
    ids = finder().catalog.ids_of(rows)
    return [serialize.summary(*row) for row in queries.listed(connected(), ids)]


def releases_on(board: AskedBoard) -> dict[str, Any]:
    """One page of releases at their places, how many there are, and how many have nothing that counts."""
    catalog = finder().catalog
    found = release_board(finder(), board, finder().mask(reading(), board.asked))
    places = {catalog.ids[place.row]: place for place in found.places}
    items: list[dict[str, Any]] = [
        {**item, "family": catalog.family[places[item["id"]].row]}
        for item in summaries_of([place.row for place in found.places])
    ]
    unsure = [i["id"] for i in items if board.weights.is_own and i["high"] > i["score"]]
    told = queries.verdicts(reading(), unsure)
    shown = [placed(i, places[i["id"]], told.get(i["id"]), board.weights, rubric()) for i in items]
    return {"items": shown, "total": found.total, "left_out": found.left_out}


def groups_on(board: AskedBoard) -> GroupBoard:
    """One page of organizations or families, and how many there are."""
    return family_or_organization_board(finder(), board, finder().mask(reading(), board.asked))


def _groups(board: AskedBoard) -> dict[str, Any]:
    catalog, found = finder().catalog, groups_on(board)
    originals = {}
    if board.kind == "families":
        scores = tenths(catalog, board.weights)
        rows = {group.code: catalog.row_of(group.name) for group in found.groups}
        originals = {c: _score(scores[row]) for c, row in rows.items() if row is not None}
    return {
        "groups": found.groups,
        "total": found.total,
        "originals": originals,
        "ids": catalog.ids,
    }


def _score(tenth: int) -> float | None:
    return None if tenth < 0 else int(tenth) / 10


def claims_on(board: AskedBoard) -> dict[str, Any]:
    """One page of releases with claims that were not met, how many there are, and how much they are used."""
    catalog, asked = finder().catalog, board.asked
    mask = finder().mask(reading(), asked) & catalog.overclaims
    rows = finder().orders["downloads"]
    rows = rows[mask[rows]]
    items = summaries_of(rows[board.offset : board.offset + board.size].tolist())
    told = queries.verdicts(reading(), [item["id"] for item in items])
    downloads = Downloads.of(catalog.downloads[rows])
    shown = [claimed(item, told.get(item["id"]), rubric()) for item in items]
    return {"items": shown, "total": len(rows), "downloads": downloads}
