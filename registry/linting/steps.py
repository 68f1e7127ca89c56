"""Steps: what would raise the grade of a draft, the cheapest first, each with what to paste."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from registry import resources
from registry.improving import improvements
from registry.scoring.rubric import UNCHECKED, Rubric

EFFORTS = ("low", "medium", "high")
"""From the cheapest to the dearest."""


def steps(marks: Mapping[str, Any], rubric: Rubric) -> list[dict[str, Any]]:
    """The improvements, by what their effort brings: those of low effort first, and of these the one
    with the greatest gain. What is unchecked is no step: nobody knows that it is missing."""
    snippets = resources.snippets()
    missing = [step for step in improvements(marks, rubric) if step["level"] != UNCHECKED]
    ranked = sorted(missing, key=lambda step: (EFFORTS.index(step["effort"]), -step["gain"]))
    return [{**step, "snippet": snippets[step["criterion"]].as_dict()} for step in ranked]
