"""Reads of a statement what it says of post-training: stages, their data, rewards and code, and who annotated."""

from __future__ import annotations

from collections.abc import Iterator

from crawlers.readers.instruction_sets import is_known, known_sets
from crawlers.readers.statement_told import Told, dataset_named, is_told
from crawlers.readers.statement_worded import is_disclosed, is_figure
from crawlers.readers.tuning_sets import BARE_ID, page_of
from registry.scoring.evidence import Evidence
from registry.statements.parts import Withheld
from registry.statements.shape import (
    FURTHER_STAGES,
    INSTRUCTING,
    NO_POST,
    STATED_BASE,
    Annotation,
    Stage,
    Statement,
    TuningSet,
)

_NEITHER = frozenset({"continued-pretraining", "long-context"})
"""Stages whose data is neither instructions nor preferences."""
_PATH = ("post", "stages")


def read_post(told: Told, statement: Statement) -> Iterator[Evidence]:
    """The stages in order, or that there are none."""
    post = statement.post
    if post == NO_POST:
        yield told.says("post", "base-said", "post", value=STATED_BASE)
        return
    if post is None or isinstance(post, str):
        return
    if isinstance(post.stages, Withheld):
        if is_told(post.stages.withheld):
            yield told.denies("post.method", *_PATH)
    else:
        yield from _stages(told, post.stages or ())
    if post.annotation is not None:
        yield from _annotation(told, post.annotation)


def _stages(told: Told, stages: tuple[Stage, ...]) -> Iterator[Evidence]:
    for number, stage in enumerate(stages):
        at, method = (*_PATH, number), stage.method
        if method in FURTHER_STAGES:
            yield told.says("post", "further-stage", *at, "method", value=method)
        else:
            yield told.says("post.method", "stage", *at, "method", value=method, stage=method)
        yield from _data(told, stage, number)
        yield from _reward(told, stage, number)
        if url := stage.code:
            # The code of one stage is not that of all of them.
            fact = "code" if all(s.code for s in stages) else "code-part"
            yield told.says("post.code", fact, *at, "code", value=url, target=url, stage=method)
    order = list(dict.fromkeys(stage.method for stage in stages))
    if len(order) > 1:
        yield told.says("post", "stage-order", *_PATH, value=" ".join(order))


def _data(told: Told, stage: Stage, number: int) -> Iterator[Evidence]:
    method, at = stage.method, (*_PATH, number, "data")
    if method in _NEITHER:
        return
    criterion = "post.instructions" if method in INSTRUCTING else "post.preferences"
    if isinstance(stage.data, Withheld):
        if is_told(stage.data.withheld):
            yield told.denies(criterion, *at, stage=method)
        return
    rows = stage.data or ()
    for row_number, row in enumerate(rows):
        here = (*at, row_number)
        if fact := _set(row):
            kind, value, target = fact
            yield told.says(criterion, kind, *here, value=value, target=target, stage=method)
        if is_told(row.withheld):
            yield told.denies(criterion, *here, "withheld", stage=method)
    is_named = any(is_disclosed(row.name) or row.url for row in rows)
    has_rest = any(not (is_disclosed(row.name) or row.url) for row in rows)
    if is_named and (has_rest or stage.complete is not True):
        words = "others have no name" if has_rest else "not said to be all"
        yield told.says(criterion, "partly", *at, value=words, stage=method)


def _set(row: TuningSet) -> tuple[str, str, str] | None:
    """Fact, value and target of a data set; None of a row that names none."""
    name = (row.name or "").strip() if is_disclosed(row.name) else ""
    if is_told(row.withheld):
        # Where others of that name can be had says nothing of what is withheld.
        return ("named", name, "") if name else _kind(row)
    if repo := dataset_named(name or None, row.url):
        return ("known" if is_known(repo) else "dataset"), repo, page_of(repo)
    if name:
        for known in known_sets(name):
            if known.end - known.start == len(name):
                return "known", known.id, row.url or page_of(known.id)
    if name or row.url:
        return "named", name or row.url or "", row.url or ""
    return _kind(row)


def _kind(row: TuningSet) -> tuple[str, str, str] | None:
    return ("kind", row.kind or "", "") if is_disclosed(row.kind) else None


def _reward(told: Told, stage: Stage, number: int) -> Iterator[Evidence]:
    reward, at, method = stage.reward, (*_PATH, number, "reward"), stage.method
    if reward is None:
        return
    kind = (reward.kind or "").strip() if is_disclosed(reward.kind) else ""
    is_withheld = is_told(reward.withheld)
    if reward.url and not is_withheld:
        value = kind or reward.url
        yield told.says(
            "post.reward", "published", *at, value=value, target=reward.url, stage=method
        )
    elif kind:
        # A reward model that goes by its full name can be found.
        is_there = BARE_ID.fullmatch(kind) and not is_withheld
        fact = "named" if is_there else "described"
        yield told.says("post.reward", fact, *at, value=kind, stage=method)
    if is_withheld:
        yield told.denies("post.reward", *at, "withheld", stage=method)


def _annotation(told: Told, annotation: Annotation) -> Iterator[Evidence]:
    at, criterion = ("post", "annotation"), "post.annotation"
    for fact, field in (
        ("human", "who"),
        ("human", "how_many"),
        ("terms", "pay"),
        ("terms", "guidelines"),
        ("synthetic", "none"),
    ):
        value = getattr(annotation, field)
        if is_figure(value) if field == "pay" else is_disclosed(value):
            target = value if field == "guidelines" else ""
            yield told.says(criterion, fact, *at, field, value=value, target=target)
    if is_told(annotation.withheld):
        yield told.denies(criterion, *at, "withheld")
