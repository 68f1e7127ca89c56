"""Ledgers: the post-training of a release stage by stage, as plain values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from registry.located import Locate
from registry.scoring.evidence import Outcome
from registry.scoring.ledger.rows import COLUMNS
from registry.scoring.rubric import NOT_APPLICABLE, UNCHECKED

if TYPE_CHECKING:
    from registry import shapes

METHOD = "post.method"


def ledger(
    rows: Iterable[Mapping[str, Any]], marks: Mapping[str, Any], locate: Locate
) -> shapes.Ledger:
    """The stages told, what the bases had been through before, and what came of looking.

    ``outcome`` is ``n/a`` for a base model, ``told``, ``withheld`` (the publisher says so), ``unchecked``
    (nobody could look) or ``undisclosed``: a tuned model that does not say how.
    """
    rows = list(rows)
    told = [row for row in rows if row["stage"] != "before"]
    return {
        "outcome": "told" if told else _outcome(marks.get(METHOD)),
        "before": [row["via"] for row in rows if row["stage"] == "before"],
        "via": told[0]["via"] if told else "",
        "stages": [_row(row, locate) for row in told],
    }


def _outcome(mark: Mapping[str, Any] | None) -> Any:
    if mark is None or mark["level"] in {NOT_APPLICABLE, UNCHECKED}:
        return mark["level"] if mark else NOT_APPLICABLE
    denied = any(e["outcome"] == Outcome.DENIED for e in mark["evidence"])
    return "withheld" if denied else "undisclosed"


def _row(row: Mapping[str, Any], locate: Locate) -> Any:
    return {
        **{name: row[name] for name in ("stage", "title", "via")},
        **{column: locate(row[column], row["via"]) for column in COLUMNS},
        "sets": row["sets"],
    }
