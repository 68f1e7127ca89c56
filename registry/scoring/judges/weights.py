"""Judges of the weights pillar."""

from __future__ import annotations

from registry.scoring.case import Base, Case, Verdict, nothing_found
from registry.scoring.evidence import Evidence
from registry.scoring.judges.weights_license import judge_license
from registry.scoring.rubric import NOT_APPLICABLE, UNCHECKED, Criterion

_GATES = {
    "auto": ("click-through", "The weights are in the repo, behind a gate that opens by itself."),
    "manual": (
        "approval",
        "The weights are in the repo, behind a gate that the publisher opens person by person.",
    ),
}
_HARDER = ("open-download", "click-through", "approval", "delta-only", "withheld")
_ADAPTER_OVER = {
    "click-through": (
        "click-through",
        "The adapter is free to download, the base {base} "
        "that it needs is behind an automatic gate.",
    ),
    "approval": (
        "delta-only",
        "This is an adapter, and the base {base} that it needs is given out only on approval.",
    ),
    "delta-only": (
        "delta-only",
        "This is an adapter, and the base {base} that it needs is itself a difference.",
    ),
    "withheld": (
        "delta-only",
        "This is an adapter, and the base {base} that it needs can't be downloaded.",
    ),
}


def judge_access(case: Case, criterion: Criterion) -> Verdict:
    """Whether anyone can download the final weights."""
    if disabled := case.found(criterion.id, "disabled"):
        return Verdict("withheld", "The Hub has disabled the repo.", disabled)
    if unlisted := case.unchecked(criterion.id, "weights"):
        return Verdict(UNCHECKED, "The files of the repo could not be listed.", unlisted)
    files = case.found(criterion.id, "weights", "adapter", "elsewhere")
    gate = case.found(criterion.id, "gate")
    evidence = (*gate, *case.found(criterion.id, "no-gate"), *files)
    if not files:
        return Verdict(
            "withheld", "There are no weights in the repo, and the card links none.", evidence
        )
    level, reason = _GATES[gate[0].value] if gate else ("open-download", _free_reason(files))
    delta = case.found(criterion.id, "delta")
    if delta and not gate:
        return Verdict(
            "delta-only",
            "Only the difference to other weights is published, and those must be had first.",
            (*delta, *evidence),
        )
    if files[0].fact == "adapter":
        level, reason = _over_base(case, level, reason)
    return Verdict(level, reason, evidence)


def _free_reason(files: tuple[Evidence, ...]) -> str:
    if files[0].fact == "elsewhere":
        return "The card links weights that anyone can download."
    what = "An adapter is" if files[0].fact == "adapter" else "The weights are"
    return f"{what} in the repo, without a gate."


def _over_base(case: Case, level: str, reason: str) -> tuple[str, str]:
    """An adapter is as hard to use as the harder of itself and its base."""
    for base in case.bases:
        found = base.marks["weights.access"].level if base.marks else ""
        if found in _ADAPTER_OVER and _HARDER.index(_ADAPTER_OVER[found][0]) > _HARDER.index(level):
            level, words = _ADAPTER_OVER[found]
            reason = words.format(base=base.id)
    return level, reason


def judge_base(case: Case, criterion: Criterion) -> Verdict:
    """Whether the weights that it was made from are open too; of several, the least open
    decides."""
    named = case.found("lineage", "base", "base-name")
    if not named:
        if unread := case.unread_verdict(criterion.id):
            return unread
        return Verdict(NOT_APPLICABLE, "No release is named that it was made from.")
    seen = [(base, _openness_of(base)) for base in case.bases]
    known = [(base, level) for base, level in seen if level]
    ids = {base.id for base, _ in known}
    unseen = next((e.value for e in named if e.value not in ids), "")
    worst = max(known, key=lambda pair: criterion.rank(pair[1]), default=None)
    if worst is not None and (not unseen or worst[1] == "closed"):
        return Verdict(worst[1], _BASE_REASONS[worst[1]].format(base=worst[0].id), named)
    return Verdict(
        UNCHECKED, f"Its base {unseen or named[0].value} has not been seen by the registry.", named
    )


_BASE_REASONS = {
    "open": "Its base {base} is free to download under an open-source licence.",
    "restricted": "Its base {base} can be had, but under conditions on who gets it or what for.",
    "closed": "The weights of its base {base} are not published or come without any licence.",
}


def _openness_of(base: Base) -> str:
    """open, restricted or closed by the base's access and licence; empty when either is not
    known."""
    if base.marks is None:
        return ""
    access, terms = (base.marks[f"weights.{c}"].level for c in ("access", "license"))
    if access == "withheld" or terms == "none":
        return "closed"
    if UNCHECKED in {access, terms}:
        return ""
    free = access in {"open-download", "click-through"} and terms == "open-source"
    return "open" if free else "restricted"


def judge_checkpoints(case: Case, criterion: Criterion) -> Verdict:
    """Whether states of the weights from before the end of training are published."""
    if many := case.found(criterion.id, "intermediate"):
        return Verdict("published", "Intermediate checkpoints of the training are published.", many)
    if single := case.found(criterion.id, "single"):
        return Verdict("some", "An earlier checkpoint of the training is published.", single)
    stages = case.found(criterion.id, "stage")
    if len({e.value for e in stages}) > 1:
        names = " and ".join(sorted({e.value.upper() for e in stages}))
        return Verdict(
            "some",
            f"The stages of its post-training ({names}) are published as repos of their own.",
            stages,
        )
    return nothing_found(case, criterion, "A checkpoint from before the end of training")


JUDGES = {
    "weights.access": judge_access,
    "weights.license": judge_license,
    "weights.base": judge_base,
    "weights.checkpoints": judge_checkpoints,
}
