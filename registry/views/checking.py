"""Checking: what a statement would make of a grade, for who writes it and for who decides on it."""

from __future__ import annotations

from functools import partial

from flask import current_app

from registry.disclosing.effects import Effect, effect_of
from registry.queries.current import current
from registry.regrade.kept import NOTHING_KEPT, kept_beside
from registry.regrade.known import known
from registry.resources import rubric
from registry.scoring.evidence import Evidence
from registry.statements.checking import Checked, Checker, Known
from registry.views import connected, reading


def checked_statement(release_id: str, text: str) -> Checked | None:
    """What comes of reading the text of a statement on a release; None where this server has nothing to read it by."""
    checker: Checker | None = current_app.extensions.get("statements")
    if checker is None:
        return None
    now = current(connected(), release_id)
    evidence = tuple(map(Evidence.from_dict, now.evidence)) if now else ()
    beside = kept_beside(reading(), [release_id]).get(release_id, NOTHING_KEPT).beside
    return checker(release_id, text, Known(evidence, partial(known, reading()), beside))


def effect_of_statement(checked: Checked) -> Effect | None:
    """What all of it together would make of the score."""
    return effect_of(checked.before, checked.after, rubric())
