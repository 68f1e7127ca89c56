"""The post-training ledger: each stage with its algorithm, data, reward, code, licence, annotators
and published model, as far as the words tie them to it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

from registry.scoring.case import COPY_RELATIONS, Base, Case
from registry.scoring.evidence import Evidence, Origin
from registry.scoring.judges.tuning import is_base_model, is_supervised_only
from registry.scoring.ledger.cells import (
    annotators_cell,
    checkpoint_cell,
    code_cell,
    reward_cell,
)
from registry.scoring.ledger.data import SETS, data_cell, license_cell, sets_of
from registry.scoring.ledger.rows import COLUMNS, Cell, Row, State, via
from registry.scoring.ledger.rows import NOT_APPLICABLE as NONE
from registry.scoring.ledger.stages import (
    PREFERENCE,
    REINFORCEMENT,
    SUPERVISED,
    Stages,
    stages_of,
)
from registry.scoring.rubric import NOT_APPLICABLE

METHOD, REWARD = "post.method", "post.reward"
INSTRUCTIONS, PREFERENCES = "post.instructions", "post.preferences"
ANNOTATION, CODE = "post.annotation", "post.code"
UNSTATED, BEFORE = "unstated", "before"
_DATALESS = frozenset({"merging"})

Filed = dict[str, dict[str, list[Evidence]]]
"""Evidence by stage and criterion."""


def ledger_of(case: Case) -> tuple[Row, ...]:
    """The rows of a release; none for a base model, and for one that tells nothing.

    A copy is its base in another form, and has its base's rows.
    """
    if is_base_model(case):
        return ()
    copied = [b for b in case.bases if b.relation in COPY_RELATIONS and b.marks is not None]
    if case.bases and len(copied) == len(case.bases):
        return tuple(row for base in copied for row in via(base.ledger, base.id))
    stages = stages_of(case)
    filed = _filed(case, stages)
    rows = [
        _row(case, stages, stage.name, stage.title, filed.get(stage.name, {}))
        for stage in stages.told
    ]
    rows = [
        replace(row, algorithm=_algorithm(stage.method, stage.evidence))
        for row, stage in zip(rows, stages.told, strict=True)
    ]
    return (*_before(case), *rows, *_unstated(case, stages, filed.get(UNSTATED, {})))


def _before(case: Case) -> Iterator[Row]:
    """A row for each base that had been tuned itself: what that was stands in its own ledger."""
    tuned = {e.value for e in case.found("post", "tuned-base")}
    for base in case.bases:
        if base.id in tuned or _was_tuned(base):
            yield Row(BEFORE, "Before", via=base.id).with_cells(dict.fromkeys(COLUMNS, NONE))


def _was_tuned(base: Base) -> bool:
    return base.marks is not None and base.marks[METHOD].level != NOT_APPLICABLE


def _algorithm(method: str, evidence: Evidence) -> Cell:
    if method:
        return Cell.on(State.OPEN, method, evidence)
    return Cell.on(State.DESCRIBED, "not told which", evidence)


def _filed(case: Case, stages: Stages) -> Filed:
    """Each piece of evidence under the stages that it belongs to, or under none of them."""
    filed: Filed = {}
    tied = _ties_of_sets(case)
    released = {e.value for c in (INSTRUCTIONS, PREFERENCES) for e in case.found(c, "released")}
    for criterion in (INSTRUCTIONS, PREFERENCES, REWARD, ANNOTATION, CODE):
        for e in case.found(criterion):
            named = e.stage or tied.get(e.value.lower(), "") or tied.get(f"{e.place} {e.quote}", "")
            if e.value in released and not named:
                belongs: tuple[str, ...] = ()  # it is published, but not said to be a stage's
            else:
                belongs = _stages_for(case, stages, e, named.split())
            for stage in belongs or (UNSTATED,):
                filed.setdefault(stage, {}).setdefault(criterion, []).append(e)
    return filed


def _ties_of_sets(case: Case) -> dict[str, str]:
    """What words tie a set to, for the places that name it without a stage, as front matter does;
    and the same for whatever else stands in a sentence that ties a set.
    """
    tied: dict[str, str] = {}
    for criterion in (INSTRUCTIONS, PREFERENCES):
        for e in case.found(criterion):
            if e.stage and e.fact in SETS and e.fact not in {"seed", "released"}:
                sentence = f"{e.place} {e.quote}" if e.origin is Origin.CARD else ""
                for key in filter(None, (e.value.lower(), sentence)):
                    tied[key] = f"{tied.get(key, '')} {e.stage}".strip()
    return tied


def _stages_for(case: Case, stages: Stages, e: Evidence, named: list[str]) -> tuple[str, ...]:
    """The stages that evidence belongs to: by its words, else by its kind if only one has such."""
    found = stages.of(named)
    kinds = _kinds(case, stages, e.criterion)
    if len(found) > 1 and kinds:
        found = tuple(s for s in found if s in kinds) or found
    if found:
        return found
    if e.criterion == REWARD and e.fact in {"published", "named"}:
        kinds = stages.among(["reward-model"]) or kinds
    only = stages.among(kinds) if kinds else tuple(s.name for s in stages.told)
    return only if len(only) == 1 else ()


def _kinds(case: Case, stages: Stages, criterion: str) -> Collection[str]:
    """The stages that have what a criterion asks for; any when it doesn't say."""
    if criterion == INSTRUCTIONS:
        return SUPERVISED
    if criterion == PREFERENCES:
        return SUPERVISED if is_supervised_only(case) else PREFERENCE | REINFORCEMENT
    if criterion == REWARD:
        return REINFORCEMENT if stages.among(REINFORCEMENT) else PREFERENCE
    return frozenset()


def _row(
    case: Case, stages: Stages, stage: str, title: str, filed: dict[str, list[Evidence]]
) -> Row:
    told = [*filed.get(INSTRUCTIONS, ()), *filed.get(PREFERENCES, ())]
    # Words say more than a list of names in the front matter, and a name more than a kind.
    told.sort(key=lambda e: (e.origin is Origin.METADATA, e.fact not in SETS))
    supervised = stage in SUPERVISED
    criterion = INSTRUCTIONS if supervised else PREFERENCES
    denied = case.denied(criterion) if told else _withheld(case, criterion)
    sets = sets_of(case, told)
    data = NONE if stage in _DATALESS and not told else data_cell(sets, told, denied)
    published = [
        e
        for e in case.found("post", "stage-release")
        if e.stage == stage or (e.stage != "reward-model" and stage in stages.of([e.stage]))
    ]
    rewards = filed.get(REWARD, [])
    return Row(
        stage,
        title,
        data=data,
        reward=NONE if supervised else reward_cell(stage, rewards, case.denied(REWARD)),
        code=code_cell(filed.get(CODE, []), _withheld(case, CODE)),
        license=license_cell(case, sets, data),
        annotators=annotators_cell(
            filed.get(ANNOTATION, []), sets, case.id.lower().partition("/")[0], data
        ),
        checkpoint=checkpoint_cell(published, is_last=stage == stages.last),
        sets=sets,
    )


def _withheld(case: Case, criterion: str) -> tuple[Evidence, ...]:
    """What the publisher states to be withheld, unless some of it is told or published all the same."""
    return () if case.found(criterion) else case.denied(criterion)


def _unstated(case: Case, stages: Stages, filed: dict[str, list[Evidence]]) -> Iterator[Row]:
    """What is told of post-training, and not of which stage."""
    general = () if stages.told else case.found(METHOD, "general", "family")
    if not (filed or general):
        return
    row = _row(case, stages, UNSTATED, "Stage not stated", filed)
    if general:
        algorithm = Cell.on(State.DESCRIBED, "tuning is mentioned, not how", general[0])
        row = replace(row, algorithm=algorithm)
    if stages.told:  # what is not told here has its place in the rows of the stages
        cells = {c: getattr(row, c) for c in COLUMNS}
        told = {c: cell for c, cell in cells.items() if cell.state is not State.UNDISCLOSED}
        row = row.with_cells({**dict.fromkeys(COLUMNS, NONE), **told})
    yield replace(row, checkpoint=NONE)
