"""Trends: how openness develops, as a page of charts, and each chart as CSV and as SVG."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import replace
from io import StringIO
from typing import NamedTuple

from flask import Blueprint, Response, render_template, request
from werkzeug.exceptions import NotFound

from registry import queries
from registry.catalog.trends import Basis, basis_of
from registry.charts import CHARTS, WEIGHTINGS, Chart, Column, make_chart
from registry.charts.drawing import NARROW, WIDE, draw
from registry.charts.paints import PAINTS, lines_of
from registry.filters import Asked, Chip, Problem, parse
from registry.resources import rubric
from registry.views import finder, reading

bp = Blueprint("trends", __name__)

DERIVED = "derived"
BOTH = ("no", "yes")


class Question(NamedTuple):
    """What the charts are asked to count, and how the first one weighs it."""

    asked: Asked
    by: str

    def query(self, query: str, by: str = "") -> str:
        """A query string with a weighting, by default that of this question."""
        weighting = by or self.by
        return "&".join(filter(None, [query, f"by={weighting}" * (weighting != "releases")]))

    def chips(self) -> list[Chip]:
        """Every active filter with the query string that removes it, but for descent, which the form shows."""
        chips = (c for c in self.asked.chips() if c.field != DERIVED)
        return [replace(chip, without=self.query(chip.without)) for chip in chips]

    def conditions(self) -> list[str]:
        """Every active filter in words."""
        descent = self.asked.chosen[DERIVED]
        told = [self.asked.fields[DERIVED].sentence(descent[0])] if descent != BOTH else []
        return [*(chip.sentence for chip in self.chips()), *told]


@bp.get("/trends")
def page() -> str:
    question, basis = _asked()
    charts = [_chart(name, question, basis) for name in CHARTS]
    return render_template(
        "trends.html", question=question, asked=question.asked, basis=basis, charts=charts,
        draw=draw, sizes=(WIDE, NARROW), weightings=WEIGHTINGS, crawl=queries.latest_crawl(reading()),
    )  # fmt: skip


@bp.get("/trends/<name>.csv")
def table(name: str) -> Response:
    chart = _chart(name, *_asked())
    text = StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([f"{c.name} (%)" if c.unit else c.name for c in chart.table])
    writer.writerows(zip(*map(_cells, chart.table), strict=True))
    return _download(text.getvalue(), "text/csv; charset=utf-8", f"{name}.csv")


@bp.get("/trends/<name>.svg")
def picture(name: str) -> Response:
    question, basis = _asked()
    chart = _chart(name, question, basis)
    text = render_template(
        "trends.svg", chart=chart, drawing=draw(chart, WIDE), paints=PAINTS, lines_of=lines_of,
        conditions=question.conditions(), crawl=queries.latest_crawl(reading()),
    )  # fmt: skip
    return _download(text, "image/svg+xml; charset=utf-8", f"{name}.svg")


def _asked() -> tuple[Question, Basis]:
    pairs = [p for p in request.args.items(multi=True) if p[0] != "by"]
    if (DERIVED, "any") in pairs:  # what the form sends; one choice can't send two values
        pairs = [p for p in pairs if p[0] != DERIVED] + [(DERIVED, value) for value in BOTH]
    asked = parse(pairs, rubric())
    if DERIVED not in asked.chosen:
        asked = replace(asked, chosen={**asked.chosen, DERIVED: ("no",)})
    by = request.args.get("by") or "releases"
    if by not in WEIGHTINGS:
        told = f"by can be {' or '.join(WEIGHTINGS)}, and not {by[:80]!r}."
        asked, by = replace(asked, problems=(*asked.problems, Problem("by", told))), "releases"
    return Question(asked, by), basis_of(finder().catalog, finder().mask(reading(), asked))


def _chart(name: str, question: Question, basis: Basis) -> Chart:
    if name not in CHARTS:
        raise NotFound(f"There is no chart {name[:80]!r}; there are {', '.join(CHARTS)}.")
    return make_chart(name, finder().catalog, basis, question.by)


def _cells(column: Column) -> Iterator[object]:
    return (round(v, 2) if isinstance(v, float) else v for v in column.values)


def _download(text: str, kind: str, name: str) -> Response:
    response = Response(text, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="aperture-trends-{name}"'
    return response
