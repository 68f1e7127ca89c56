"""The Foundation Model Transparency Index: how many of the indicators that we can settle are met."""

from __future__ import annotations

from collections.abc import Mapping

from registry.scoring.frameworks.items import Framework, Verdict
from registry.scoring.frameworks.known import Known
from registry.scoring.rubric import UNCHECKED

MET, NOT_MET = "met", "not met"


def verdict(framework: Framework, states: Mapping[str, str], _marks: Known) -> Verdict:
    """Counts, and no score: the index scores developers on a hundred indicators, we know some."""
    found = list(states.values())
    return {
        "met": found.count(MET),
        "not_met": found.count(NOT_MET),
        "unchecked": found.count(UNCHECKED),
        "settled": len(found),
        "of": len(found) + len(framework.unsettled),
    }
