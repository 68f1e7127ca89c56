"""Trends: charts as tables of plain values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from registry import shapes
    from registry.catalog.trends import Basis
    from registry.charts import Chart, Column


def trends(charts: Sequence[Chart], basis: Basis) -> shapes.Trends:
    """Charts, and of which releases they tell."""
    return {
        "graded": basis.graded,
        "counted": basis.counted,
        "undated": basis.undated,
        "early": basis.early,
        "items": [trend(chart) for chart in charts],
        "total": len(charts),
    }


def trend(chart: Chart) -> shapes.Trend:
    """One chart."""
    return {
        "id": chart.id,
        "question": chart.question,
        "finding": chart.finding,
        "axis": chart.axis,
        "counted": chart.counted,
        "by": "half-year" if chart.is_by_half else "group",
        "columns": [_column(column) for column in chart.table],
    }


def _column(column: Column) -> shapes.TrendColumn:
    values = [round(v, 2) if isinstance(v, float) else v for v in column.values]
    return {"name": column.name, "unit": "%" if column.unit else "", "values": values}
