"""How much of the data that a base was tuned on can be had."""

from __future__ import annotations

from dataclasses import dataclass, replace

from registry.scoring.case import Case, Verdict, nothing_found
from registry.scoring.datasets import dataset_of
from registry.scoring.evidence import Evidence, Outcome
from registry.scoring.judges.tuning import REWARDLESS_STAGES, is_supervised_only, stages
from registry.scoring.rubric import UNCHECKED, Criterion

INSTRUCTIONS, PREFERENCES = "post.instructions", "post.preferences"


@dataclass(frozen=True, slots=True)
class TuningData:
    """What is told of the data of one kind.

    ``public`` are sets that anyone can get: well-known ones, and linked ones that were seen.
    ``doubtful`` ones are linked, but nobody could look whether they are there; ``unpublished`` ones
    are not there, or have a name only. ``released`` were published, but not said to be what was
    tuned on; of ``seeds`` the data was made; ``partly`` says that the sets named are not all.
    """

    public: tuple[Evidence, ...]
    doubtful: tuple[Evidence, ...]
    unpublished: tuple[Evidence, ...]
    released: tuple[Evidence, ...]
    seeds: tuple[Evidence, ...]
    partly: tuple[Evidence, ...]
    kinds: tuple[Evidence, ...]


def tuning_data(case: Case, criterion_id: str) -> TuningData:
    """What is told of the instruction or the preference data."""
    return case.once(_tuning_data, criterion_id)


def _tuning_data(case: Case, criterion_id: str) -> TuningData:
    known = case.found(criterion_id, "known", "linked")
    names = {e.value.lower() for e in known}
    linked = [e for e in case.found(criterion_id, "dataset") if e.value.lower() not in names]
    looked = [(_outcome(case, e), e) for e in linked]
    public = (*known, *(e for outcome, e in looked if outcome is Outcome.FOUND))
    lacking = (
        *case.found(criterion_id, "named"),
        *(e for outcome, e in looked if outcome is Outcome.ABSENT),
    )
    titles = {_title(e) for e in public}
    return TuningData(
        public=public,
        doubtful=tuple([e for outcome, e in looked if outcome is Outcome.UNCHECKED]),
        unpublished=tuple(e for e in lacking if _title(e) not in titles),
        released=case.found(criterion_id, "released"),
        seeds=case.found(criterion_id, "seed"),
        partly=case.found(criterion_id, "partly"),
        kinds=case.found(criterion_id, "kind"),
    )


def _title(evidence: Evidence) -> str:
    """A set's name without its owner and its spelling: many sets have moved into organizations,
    and are still called by their old name.
    """
    name = evidence.value.lower().rpartition("/")[2]
    return "".join(letter for letter in name if letter.isalnum())


def _outcome(case: Case, evidence: Evidence) -> Outcome:
    """What came of looking for a linked set; a link that nobody followed is a claim."""
    dataset = case.datasets.get(dataset_of(evidence) or evidence.value)
    return dataset.outcome if dataset else Outcome.UNCHECKED


def judge_data(case: Case, criterion: Criterion, what: str) -> Verdict:
    """The level of the instruction or preference data, if need be: could not be looked at."""
    data = tuning_data(case, criterion.id)
    if criterion.id == INSTRUCTIONS and is_supervised_only(case):
        other = tuning_data(case, PREFERENCES)
        data = replace(
            data,
            public=(*data.public, *other.public),
            doubtful=(*data.doubtful, *other.doubtful),
        )
    if not data.doubtful:
        return _level(case, criterion, what, data)
    without = _level(case, criterion, what, _with(data, unpublished=data.doubtful))
    if _level(case, criterion, what, _with(data, public=data.doubtful)).level == without.level:
        return without
    return could_not_look(data.doubtful)


def could_not_look(sets: tuple[Evidence, ...]) -> Verdict:
    """The verdict where everything hangs on sets that are linked, but could not be looked at."""
    names = ", ".join(dict.fromkeys(e.value for e in sets))
    return Verdict(UNCHECKED, f"It is not known yet whether {names} can be downloaded.", sets)


def _with(
    data: TuningData,
    *,
    public: tuple[Evidence, ...] = (),
    unpublished: tuple[Evidence, ...] = (),
) -> TuningData:
    return replace(
        data,
        public=(*data.public, *public),
        unpublished=(*data.unpublished, *unpublished),
        doubtful=(),
    )


def _level(case: Case, criterion: Criterion, what: str, data: TuningData) -> Verdict:
    had = (*data.public, *data.released, *data.seeds)
    names = ", ".join(dict.fromkeys(e.value for e in had))
    rest = (*data.partly, *data.unpublished)
    whole = not (rest or data.seeds or data.released)
    if data.public and whole and not _lacks_a_stage(case, criterion.id, data.public):
        return Verdict("downloadable", f"{what} can be downloaded: {names}.", data.public)
    if data.public or data.released:
        evidence = (*data.public, *data.released, *rest)
        return Verdict("in-part", f"Part of it can be downloaded: {names}.", evidence)
    if data.seeds:
        reason = f"It was made from {names}, which is public; the result is not."
        return Verdict("in-part", reason, data.seeds)
    if data.unpublished or data.kinds:
        reason, denied = f"{what} is described, but not published.", case.denied(criterion.id)
        if denied:
            reason = f"{what} is described; the publisher says that it is not published."
        return Verdict("described", reason, (*data.unpublished, *data.kinds, *denied))
    return nothing_found(case, criterion, what)


_FOR_REINFORCEMENT = ("rlvr", "-rl", "grpo", "ppo")
"""Parts of the names of sets that reinforcement learning takes its problems from."""


def _lacks_a_stage(case: Case, criterion_id: str, public: tuple[Evidence, ...]) -> bool:
    """Whether preferences and verifiable rewards were both trained on, and only the data of one is
    public.
    """
    told = set(stages(case))
    if criterion_id != PREFERENCES or not (told & REWARDLESS_STAGES and "rlvr" in told):
        return False
    for_reinforcement = [any(w in e.value.lower() for w in _FOR_REINFORCEMENT) for e in public]
    return len(set(for_reinforcement)) == 1
