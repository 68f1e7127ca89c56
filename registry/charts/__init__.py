"""Charts: what is known of many releases as questions, findings, tables and drawings. All of it is pure."""

from __future__ import annotations

from registry.charts.chart import Chart, Column, Lines, Ranges, Stack
from registry.charts.making import CHARTS, make_chart
from registry.charts.words import WEIGHTINGS

__all__ = ["CHARTS", "WEIGHTINGS", "Chart", "Column", "Lines", "Ranges", "Stack", "make_chart"]
