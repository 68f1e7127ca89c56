"""The Foundation Model Transparency Index: how many of the indicators that we can settle are met."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from registry.scoring.frameworks.items import Finding, Framework, Marks, Verdict
from registry.scoring.rubric import UNCHECKED

MET, NOT_MET = "met", "not met"


def verdict(framework: Framework, findings: Mapping[str, Finding], _marks: Marks) -> Verdict:
    """Counts, and no score: the index scores developers on a hundred indicators, we know some."""
    counts = Counter(f.state for f in findings.values())
    return {
        "met": counts[MET],
        "not_met": counts[NOT_MET],
        "unchecked": counts[UNCHECKED],
        "settled": len(findings),
        "of": len(findings) + len(framework.unsettled),
    }
