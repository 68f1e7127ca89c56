"""Components: what only frameworks ask for, observed beside the criteria and without points."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from registry.scoring.case import Base, Case, Verdict, absent, nothing_found
from registry.scoring.evidence import Evidence
from registry.scoring.judges.sources import sources_of
from registry.scoring.judges.tuning_data import INSTRUCTIONS, PREFERENCES, tuning_data
from registry.scoring.lineage import with_lineage
from registry.scoring.marks import Mark
from registry.scoring.rubric import Component, Criterion

_MOST = 12
"""Pieces of evidence that are kept of one component; the rest say it again."""


def component_marks(
    case: Case, components: Iterable[Component]
) -> tuple[tuple[Mark, ...], tuple[Mark, ...]]:
    """The release's own marks on the components, and those that count, with what its bases tell."""
    judged = [(c.criterion, _JUDGES[c.criterion.judge](case, c)) for c in components]
    own = tuple([Mark.uncounted(c, v.level, v.reason, v.evidence) for c, v in judged])
    if not case.bases:
        return own, own
    pairs = zip(own, judged, strict=True)
    return own, tuple([_with_lineage(case, mark, criterion) for mark, (criterion, _) in pairs])


def _with_lineage(case: Case, mark: Mark, criterion: Criterion) -> Mark:
    if criterion.inherit == "never":
        return mark
    taken = with_lineage(mark, criterion, _bases_that_tell(case, criterion.id))
    return mark if taken is mark else taken.with_points(None, None)


def _bases_that_tell(case: Case, criterion_id: str) -> tuple[Base, ...]:
    """The bases; one that was graded before there was this component could not be looked at."""
    return tuple(
        base if base.marks is None or criterion_id in base.marks else replace(base, marks=None)
        for base in case.bases
    )


def _observed(case: Case, component: Component) -> Verdict:
    """Found when the facts that it reads were: one of them, or every one where it says so."""
    if case.is_silent_on(component.topics):
        return absent(component.criterion.absent, component.name)
    reads = component.reads
    told = [found for read in reads if (found := _facts(case, *read))]
    if len(told) == len(reads) if component.every else told:
        evidence = tuple(dict.fromkeys([e for found in told for e in found]))[:_MOST]
        return Verdict("found", _words(component.name, evidence[0]), evidence)
    for read in reads:
        if unread := case.unread_verdict(read[0]):
            return unread
    return nothing_found(case, component.criterion, component.name)


def _facts(case: Case, criterion: str, fact: str = "", part: str = "") -> tuple[Evidence, ...]:
    found = case.found(criterion, fact) if fact else case.found(criterion)
    return tuple([e for e in found if part in e.value.lower()]) if found and part else found


def _words(title: str, first: Evidence) -> str:
    return f"{title}: {first.value}." if first.value else f"{title}: told."


def _pretraining_terms(case: Case, component: Component) -> Verdict:
    """The licences that the data repos declare which the release was pre-trained on."""
    told = [
        _term(component, s.dataset.license, s.evidence[0])
        for s in sources_of(case)
        if s.dataset is not None and s.dataset.license
    ]
    return _terms(case, component, told)


def _tuning_terms(case: Case, component: Component) -> Verdict:
    """The licences that the data repos declare which the release was tuned on."""
    told = []
    for criterion in (INSTRUCTIONS, PREFERENCES):
        for e in tuning_data(case, criterion).public:
            dataset = case.datasets.get(e.value)
            if dataset is not None and dataset.license:
                told.append(_term(component, dataset.license, e))
    return _terms(case, component, told)


def _term(component: Component, license_tag: str, told: Evidence) -> Evidence:
    return replace(told, criterion=component.criterion.id, fact="license", value=license_tag)


def _terms(case: Case, component: Component, told: list[Evidence]) -> Verdict:
    if not told:
        return nothing_found(case, component.criterion, "A licence of a linked data set")
    tags = ", ".join(dict.fromkeys(e.value for e in told))
    return Verdict("found", f"Declared by the linked data sets: {tags}.", tuple(told)[:_MOST])


_JUDGES = {
    "observed": _observed,
    "pretraining-terms": _pretraining_terms,
    "tuning-terms": _tuning_terms,
}
