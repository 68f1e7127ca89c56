"""Policy: the rubric and other people's frameworks as plain values."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from registry import shapes
    from registry.scoring.frameworks import Framework, Item, Source
    from registry.scoring.rubric import Criterion, Rubric


def rubric_definition(rubric: Rubric) -> shapes.RubricDefinition:
    """The rubric, with all by which grades are made."""
    return {
        "version": rubric.version,
        "pillars": [_fields(pillar) for pillar in rubric.pillars],
        "criteria": [_criterion(criterion) for criterion in rubric.criteria],
        "letters": [_fields(band) for band in rubric.letters],
        "pillar_levels": [_fields(band) for band in rubric.pillar_levels],
        "classes": [_fields(known) for known in rubric.classes],
        "components": [
            {"id": c.criterion.id, "title": c.criterion.title, "how": c.criterion.how}
            for c in rubric.components
        ],
    }


def framework_definition(framework: Framework) -> shapes.FrameworkDefinition:
    """Somebody else's rubric, as it is evaluated."""
    return {
        "id": framework.id,
        "title": framework.title,
        "short": framework.short,
        "version": framework.version,
        "url": framework.url,
        "note": framework.note,
        "differs": framework.differs,
        "states": [{"id": state, "meaning": text} for state, text in framework.states.items()],
        "items": [_item(item) for item in framework.items],
        "unsettled": dict(framework.unsettled),
    }


# What the TOML files hold are any texts to mypy, and one of a few to the shapes: a test compares them.


def _fields(part: Any) -> Any:
    return asdict(part)


def _criterion(criterion: Criterion) -> Any:
    return {
        "id": criterion.id,
        "pillar": criterion.pillar,
        "title": criterion.title,
        "question": criterion.question,
        "why": criterion.why,
        "how": criterion.how,
        "weight": criterion.weight,
        "levels": [_fields(level) for level in criterion.levels],
        "absent": criterion.absent,
        "denied": criterion.denied,
        "inherit": criterion.inherit,
        "cap": criterion.cap or None,
        "unread": dict(criterion.unread),
        "remedy": _fields(criterion.remedy),
    }


def _item(item: Item) -> Any:
    return {
        "id": item.id,
        "title": item.title,
        "question": item.question,
        "group": item.group or None,
        "criteria": list(item.criteria),
        "sources": [_source(source) for source in item.sources],
        "combine": item.combine,
        "how": item.how or None,
    }


def _source(source: Source) -> shapes.SourceDefinition:
    states = {state: sorted(levels) for state, levels in source.states.items()}
    return {"criterion": source.criterion, "states": states}
