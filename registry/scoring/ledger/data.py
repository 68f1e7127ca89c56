"""The data of each stage: which sets, how much of it can be had, and under which terms."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from registry.scoring.case import Case
from registry.scoring.datasets import dataset_of
from registry.scoring.evidence import Evidence, Outcome
from registry.scoring.ledger.rows import (
    NOT_APPLICABLE,
    UNDISCLOSED,
    Cell,
    DataSet,
    Standing,
    State,
)
from registry.scoring.licenses import LicenseClass, most_restrictive

SETS = ("known", "dataset", "linked", "named", "released", "seed")
_PUBLIC = {Standing.FOUND, Standing.KNOWN, Standing.ELSEWHERE}
_CLASSES = {
    LicenseClass.OPEN_SOURCE: State.OPEN,
    LicenseClass.USE_RESTRICTED: State.PARTIAL,
    LicenseClass.NON_COMMERCIAL: State.PARTIAL,
    LicenseClass.NONE: State.UNDISCLOSED,
}


def sets_of(case: Case, evidence: Iterable[Evidence]) -> tuple[DataSet, ...]:
    """The data sets that evidence names, each once: where its words say most."""
    found: dict[str, DataSet] = {}
    for e in evidence:
        if e.fact in SETS:
            key = e.value.lower()
            if key not in found or (found[key].role and e.fact not in {"released", "seed"}):
                found[key] = _set(case, e)
    return tuple(found.values())


def _set(case: Case, e: Evidence) -> DataSet:
    repo = case.datasets.get(dataset_of(e) or e.value)
    standing, declared, url = Standing.NAMED, "", e.target
    if repo is not None and repo.outcome is Outcome.FOUND:
        standing = Standing.GATED if repo.gated else Standing.FOUND
        declared, url = repo.license, url or repo.url
    elif repo is not None and repo.outcome is Outcome.ABSENT:
        standing = Standing.GONE
    elif e.fact == "known":
        standing = Standing.KNOWN
    elif repo is not None or e.fact == "dataset":
        standing = Standing.UNCHECKED
    elif e.target or e.fact == "seed":
        standing = Standing.ELSEWHERE
    role = e.fact if e.fact in {"released", "seed"} else ""
    return DataSet(e.value, standing, url, declared, role, e.place, e.url)


def data_cell(
    sets: Sequence[DataSet], evidence: Sequence[Evidence], denied: Sequence[Evidence]
) -> Cell:
    """How much of the data can be had."""
    if not evidence:
        if denied:
            return Cell.on(State.WITHHELD, "stated to be withheld", denied[0])
        return UNDISCLOSED
    public = [s for s in sets if s.standing in _PUBLIC or s.role]
    whole = not any(e.fact == "partly" for e in evidence)
    first = evidence[0]
    if sets and whole and all(s.standing in _PUBLIC and not s.role for s in sets):
        return Cell.on(State.OPEN, "downloadable", first)
    if public or any(s.standing is Standing.GATED for s in sets):
        gated = not public and all(s.standing is Standing.GATED for s in sets)
        return Cell.on(State.PARTIAL, "behind a gate" if gated else "in part", first)
    if any(s.standing is Standing.UNCHECKED for s in sets):
        return Cell.on(State.UNCHECKED, "linked, not looked at yet", first)
    text = "described; stated to be withheld" if denied else "described"
    if any(s.standing is Standing.GONE for s in sets):
        text = "linked, and not there"
    return Cell.on(State.DESCRIBED, text, first)


def license_cell(case: Case, sets: Sequence[DataSet], data: Cell) -> Cell:
    """The most restrictive terms of the data; what declares none grants nothing."""
    if data.state is State.NOT_APPLICABLE:
        return NOT_APPLICABLE
    seen = [s for s in sets if s.standing in {Standing.FOUND, Standing.GATED}]
    if not seen:
        unseen = any(s.standing in {Standing.UNCHECKED, Standing.KNOWN} for s in sets)
        return (
            Cell(State.UNCHECKED, "not looked at yet")
            if unseen
            else Cell(State.UNDISCLOSED, "not stated")
        )
    terms = [(s, case.licenses.resolve(s.license)) for s in seen]
    stated = [(s, t) for s, t in terms if t.cls is not LicenseClass.NONE]
    if not stated:
        return Cell(State.UNDISCLOSED, "not stated", url=seen[0].url)
    strictest = most_restrictive(t.cls for _, t in stated)
    which, ruling = next((s, t) for s, t in stated if t.cls is strictest)
    text = ruling.id if ruling.known else which.license
    state, silent = _CLASSES[strictest], len(sets) - len(stated)
    if silent:
        text, state = f"{text}; {silent} of {len(sets)} not stated", State.PARTIAL
    elif len({t.id for _, t in stated}) > 1:
        text = f"{text}, the strictest of {len(stated)}"
    return Cell(state, text, quote=f"license: {which.license}", place=which.name, url=which.url)
