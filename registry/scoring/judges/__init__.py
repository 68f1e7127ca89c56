"""Judges: the rule that turns the evidence on one criterion into a level, with a reason in words.

A judge never reads text: readers have turned words into facts, and judges weigh these. ``rubric.toml`` names the judge
of each criterion by its key here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from registry.scoring.case import Case, Verdict
from registry.scoring.judges import code, data, docs, post, weights
from registry.scoring.rubric import Criterion

Judge = Callable[[Case, Criterion], Verdict]

JUDGES: Mapping[str, Judge] = {
    **weights.JUDGES,
    **data.JUDGES,
    **code.JUDGES,
    **post.JUDGES,
    **docs.JUDGES,
}
