"""Policy: the rubric, other people's frameworks, and how openness develops under them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from registry.catalog.trends import basis_of
from registry.charts import CHARTS, WEIGHTINGS, make_chart
from registry.openapi import Parameter, Reply
from registry.plain.policy import framework_definition, rubric_definition
from registry.plain.trends import trends
from registry.resources import frameworks, rubric
from registry.shapes import FrameworkList, RubricDefinition, Trends
from registry.views import finder, reading
from registry.views.api.catalog_parameters import FILTERS, asked_in
from registry.views.api.declaring import Query, operation


@operation(
    "/rubric",
    "The rubric",
    Reply("Pillars, criteria, levels, points and weights.", RubricDefinition),
    tag="policy",
)
def get_rubric(_query: Query) -> Any:
    """What grades are made by. Ids of pillars, criteria and levels keep their meaning for ever: a later version may add
    some, and never takes one away or gives it to something else."""
    return rubric_definition(rubric())


@operation(
    "/frameworks",
    "Other people's frameworks",
    Reply("What each asks, and by which of our criteria each item is settled.", FrameworkList),
    tag="policy",
)
def list_frameworks(_query: Query) -> Any:
    """The frameworks that are evaluated over the same evidence. Their results are estimates by Aperture, never an
    index's own verdict."""
    items = [framework_definition(one) for one in frameworks()]
    return {"items": items, "total": len(items)}


@operation(
    "/trends",
    "How openness develops",
    Reply("Questions with their findings, and the numbers behind them.", Trends),
    tag="policy",
    parameters=(
        *FILTERS,
        Parameter("chart", "Only this question.", {"type": "string", "enum": [*CHARTS]}, many=True),
        Parameter(
            "by",
            "Whether each release counts the same, or as often as it is downloaded.",
            {"type": "string", "enum": [*WEIGHTINGS]},
        ),
    ),
)
def get_trends(query: Query) -> Any:
    """What the page of trends shows, as tables by half-year or by group. Derived releases are left out unless asked
    for with `derived`."""
    asked = asked_in(query)
    if "derived" not in asked.chosen:
        asked = replace(asked, chosen={**asked.chosen, "derived": ("no",)})
    basis = basis_of(finder().catalog, finder().mask(reading(), asked))
    names = query["chart"] or tuple(CHARTS)
    by = query["by"] or "releases"
    return trends([make_chart(name, finder().catalog, basis, by) for name in names], basis)
