"""What is told of a stage beside its data: reward, code, annotators and its published model."""

from __future__ import annotations

from collections.abc import Sequence

from registry.scoring.evidence import Evidence
from registry.scoring.ledger.rows import (
    NOT_APPLICABLE,
    UNDISCLOSED,
    Cell,
    DataSet,
    Standing,
    State,
)
from registry.scoring.ledger.stages import REINFORCEMENT

_CODE = (
    (State.OPEN, ("code",), "published"),
    (State.PARTIAL, ("code-part", "own-framework", "data-code", "configuration"), "in part"),
    (State.DESCRIBED, ("framework",), "framework named"),
)
_ANNOTATION = (
    (State.OPEN, ("terms",), "people, on terms told"),
    (State.DESCRIBED, ("human",), "people"),
    (State.DESCRIBED, ("synthetic",), "synthetic"),
    (State.DESCRIBED, ("shared",), "users' conversations"),
)
_PUBLISHED_BEFORE = "public sets"


def _first(evidence: Sequence[Evidence], facts: tuple[str, ...]) -> Evidence | None:
    return next((e for e in evidence if e.fact in facts), None)


def reward_cell(stage: str, evidence: Sequence[Evidence], denied: Sequence[Evidence]) -> Cell:
    """The reward model, judge or verifiers; stages without a reward have none."""
    if published := _first(evidence, ("published", "named")):
        return Cell.on(State.OPEN, published.value, published)
    if described := _first(evidence, ("described",)):
        text = f"{described.value}; stated to be withheld" if denied else described.value
        return Cell.on(State.DESCRIBED, text, described)
    if stage not in REINFORCEMENT | {"best-of-n", "reward-model", "constitutional"}:
        return NOT_APPLICABLE
    if denied:
        return Cell.on(State.WITHHELD, "stated to be withheld", denied[0])
    return UNDISCLOSED


def code_cell(evidence: Sequence[Evidence], denied: Sequence[Evidence]) -> Cell:
    """The code that this stage was trained with."""
    for state, facts, text in _CODE:
        if told := _first(evidence, facts):
            named = told.value if state is State.DESCRIBED or "/" in told.value else ""
            return Cell.on(state, f"{text}: {named}" if named else text, told)
    if denied:
        return Cell.on(State.WITHHELD, "stated to be withheld", denied[0])
    return UNDISCLOSED


def annotators_cell(
    evidence: Sequence[Evidence], sets: Sequence[DataSet], publisher: str, data: Cell
) -> Cell:
    """Who made the data: people, a model, or whoever made the public sets that were used."""
    if data.state is State.NOT_APPLICABLE:
        return NOT_APPLICABLE
    for state, facts, text in _ANNOTATION:
        if told := _first(evidence, facts):
            return Cell.on(state, text, told)
    if public := _first(evidence, ("public",)):
        return Cell.on(State.NOT_APPLICABLE, _PUBLISHED_BEFORE, public)
    lacking = {Standing.GONE, Standing.NAMED, Standing.UNCHECKED}
    whole = data.state is State.OPEN and not any(s.standing in lacking or s.role for s in sets)
    if sets and whole and not any(_is_of(s, publisher) for s in sets):
        return Cell(State.NOT_APPLICABLE, _PUBLISHED_BEFORE, data.quote, data.place, data.url)
    return UNDISCLOSED


def _is_of(dataset: DataSet, publisher: str) -> bool:
    return dataset.name.lower().partition("/")[0] == publisher


def checkpoint_cell(evidence: Sequence[Evidence], *, is_last: bool) -> Cell:
    """The model that came out of a stage, where it is a repo of its own."""
    if is_last:
        return Cell(State.OPEN, "this release")
    return Cell.on(State.OPEN, evidence[0].value, evidence[0]) if evidence else UNDISCLOSED
