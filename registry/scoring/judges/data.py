"""Judges of the data pillar: what the model was pre-trained on."""

from __future__ import annotations

from registry.scoring.case import Case, Verdict, nothing_found
from registry.scoring.evidence import Evidence, Outcome
from registry.scoring.judges.sources import Source, and_list, sources_of
from registry.scoring.licenses import LicenseClass
from registry.scoring.rubric import Criterion

KINDS = ("kind", "kind-listed")
_PROCESSING_FACTS = ("step", "mix")


def judge_sources(case: Case, criterion: Criterion) -> Verdict:
    """Itemised when every corpus is named, in part when words beside the names leave a rest."""
    sources = sources_of(case)
    rest = _unnamed(case)
    if sources:
        named = and_list([s.name for s in sources])
        evidence = tuple(e for s in sources for e in s.evidence)
        if rest:
            return Verdict(
                "named-in-part",
                f"Named: {named}; other parts of the data are not.",
                evidence + rest,
            )
        return Verdict(
            "itemised", f"Pre-trained on {named}, named as what the data is made of.", evidence
        )
    if kinds := case.found(criterion.id, *KINDS):
        told = and_list(list(dict.fromkeys(e.value for e in kinds)))
        denied = case.denied(criterion.id)
        withheld = "; the publisher says that the sources are withheld" if denied else ""
        reason = f"Only kinds of data are told: {told}{withheld}."
        return Verdict("described", reason, (*kinds, *denied))
    if unknown := case.found(criterion.id, "unknown"):
        return Verdict(
            "undisclosed",
            "The card says that it is not known what the base was trained on.",
            unknown,
        )
    return nothing_found(case, criterion, "What the model was pre-trained on")


def judge_access(case: Case, criterion: Criterion) -> Verdict:
    """What of the named data can be had: checked dataset repos and corpora known to be public."""
    sources = sources_of(case)
    whole = _whole(case)
    if whole is not None:
        level = "gated" if whole.is_gated else "downloadable"
        return Verdict(
            level, f"The whole pre-training data is published: {whole.checked}.", whole.evidence
        )
    had = [s for s in sources if s.is_public or s.is_gated]
    evidence = tuple(e for s in had for e in s.evidence)
    rebuild = case.found(criterion.id, "rebuild")
    part = case.found("data.sources", "part")
    if had and len(had) == len(sources) and not _unnamed(case) and not part:
        if all(s.is_gated for s in had):
            return Verdict("gated", f"All of it is behind a gate. {_checked(had)}", evidence)
        if not any(s.is_gated for s in had):
            return Verdict(
                "downloadable", f"All of it can be downloaded. {_checked(had)}", evidence
            )
        if not any(s.needs_approval for s in had):
            reason = f"All of it can be had, but part of it behind a gate. {_checked(had)}"
            return Verdict("gated", reason, evidence)
    if rebuild:
        reason = "What is needed to rebuild the data (scripts or exact lists) is linked."
        return Verdict("reconstructible", reason, rebuild + evidence)
    if had:
        return Verdict("in-part", f"Part of it can be downloaded. {_checked(had)}", evidence)
    if sources:
        return _out_of_reach(case, criterion, sources)
    return nothing_found(case, criterion, "A way to get the pre-training data")


def judge_license(case: Case, criterion: Criterion) -> Verdict:
    """The terms of the linked dataset repos, or those that the card states for its data."""
    declared = _declared_licenses(case)
    said = case.found(criterion.id, "license")
    stated = [
        (e.value, case.licenses.resolve(e.value).cls, e)
        for e in said
        if case.licenses.resolve(e.value).known
    ]
    terms = declared or stated
    if not terms:
        linked = [s for s in sources_of(case) if s.dataset is not None]
        if linked and not case.denied(criterion.id):
            names = and_list([s.name for s in linked])
            return Verdict(criterion.absent, f"No licence is declared for {names}.", ())
        return nothing_found(case, criterion, "A licence of the pre-training data")
    told = and_list(
        list(dict.fromkeys(f"{what}: {tag}" for what, tag, _ in _labelled(terms, declared)))
    )
    evidence = tuple(e for _, _, e in terms)
    all_open = all(cls is LicenseClass.OPEN_SOURCE for _, cls, _ in terms)
    if all_open and not declared and len(stated) < len(said):
        vague = and_list([e.value for e in said if not case.licenses.resolve(e.value).known])
        return Verdict(
            criterion.absent,
            f"Partly under open licences ({told}); {vague} is none that is known.",
            said,
        )
    silent = [s for s in sources_of(case) if s.dataset is not None and not s.dataset.license]
    if all_open and not (declared and silent):
        return Verdict("open", f"Under open licences ({told}).", evidence)
    if all_open and not any(s.dataset and s.dataset.outcome is Outcome.FOUND for s in silent):
        names = and_list([s.name for s in silent])
        reason = f"Partly under open licences ({told}); that of {names} could not be checked."
        return Verdict(criterion.absent, reason, ())
    undeclared = f"; none is declared for {and_list([s.name for s in silent])}" if silent else ""
    reason = f"Not under open licences throughout ({told}{undeclared})."
    return Verdict("restricted", reason, evidence)


def judge_datasheet(case: Case, criterion: Criterion) -> Verdict:
    """A datasheet, or linked datasets whose cards describe them; composition alone is partial."""
    if sheet := case.found(criterion.id, "datasheet"):
        return Verdict("full", f"What documents the data is linked: {sheet[0].value}.", sheet)
    sources = sources_of(case)
    whole = _whole(case)
    documented = [s for s in sources if s.is_documented]
    if whole is not None and not whole.is_bare:
        documented = [whole]  # published for this release: where its data is described
    evidence = tuple(e for s in documented for e in s.evidence)
    partial = case.found(criterion.id, "paper-section", "composition", "kind")
    covered = whole in documented or (len(documented) == len(sources) and not _unnamed(case))
    mostly = 2 * len(documented) >= len(sources) and (
        _tells_the_rest(case, criterion) or (len(documented) > 1 and not _unnamed(case))
    )
    if documented and (covered or mostly):
        names = and_list([s.name for s in documented])
        return Verdict("full", f"The data is documented where it is linked: {names}.", evidence)
    if partial:
        return Verdict("partial", "The composition of the data is told.", partial)
    kinds = case.found("data.sources", *KINDS)
    if documented or kinds:
        reason = (
            "Kinds of data are told." if kinds else "Part of the data is documented where linked."
        )
        return Verdict("partial", reason, kinds or evidence)
    linked = [s for s in sources if s.link or len(sources) > 1]
    if linked:
        names = and_list([s.name for s in linked])
        told = tuple(e for s in linked for e in s.evidence)
        return Verdict("partial", f"What the data is made of is named or linked: {names}.", told)
    return nothing_found(case, criterion, "A description of the pre-training data")


def judge_processing(case: Case, criterion: Criterion) -> Verdict:
    """Code of filtering, deduplication or mixing, or these steps in words."""
    if code := case.found(criterion.id, "code"):
        return Verdict("code", "Code that processed the data is linked.", code)
    if steps := case.found(criterion.id, *_PROCESSING_FACTS):
        told = list(dict.fromkeys(e.value for e in steps if e.value)) or ["mixing proportions"]
        return Verdict("described", f"Steps are told in words: {and_list(told[:4])}.", steps)
    return nothing_found(case, criterion, "Filtering, deduplication or mixing of the data")


def _tells_the_rest(case: Case, criterion: Criterion) -> bool:
    """Whether the composition of what is not documented elsewhere is told on the card itself."""
    return bool(case.found(criterion.id, "composition", "kind"))


def _unnamed(case: Case) -> tuple[Evidence, ...]:
    """Words that leave part of the data unnamed, unless it is published as a whole."""
    if _whole(case) is not None:
        return ()
    return case.found("data.sources", "rest", "kind-listed")


def _whole(case: Case) -> Source | None:
    """The repo that holds all of the pre-training data, if the publisher links one that exists."""
    return case.once(_published_whole)


def _published_whole(case: Case) -> Source | None:
    for e in case.found("data.access", "whole"):
        dataset = case.datasets.get(e.value)
        if dataset is not None and dataset.outcome is Outcome.FOUND:
            return Source(e.value, (e,), dataset)
    return None


def _checked(sources: list[Source]) -> str:
    return f"{and_list([s.checked for s in sources])}."


def _out_of_reach(case: Case, criterion: Criterion, sources: tuple[Source, ...]) -> Verdict:
    if denied := case.denied(criterion.id):
        return Verdict(criterion.denied, "The publisher says that the data is withheld.", denied)
    names = and_list([s.name for s in sources])
    if any(s.dataset is not None and s.dataset.outcome is Outcome.UNCHECKED for s in sources):
        return Verdict(criterion.absent, f"Whether {names} can be had could not be checked.", ())
    return Verdict(criterion.absent, f"{names}: named, but no public copy is known.", ())


_Terms = list[tuple[str, LicenseClass, Evidence]]


def _declared_licenses(case: Case) -> _Terms:
    return [
        (s.dataset.license, case.licenses.resolve(s.dataset.license).cls, s.evidence[0])
        for s in sources_of(case)
        if s.dataset is not None and s.dataset.license
    ]


def _labelled(terms: _Terms, declared: _Terms) -> list[tuple[str, str, Evidence]]:
    return [((e.value if declared else "the data"), tag, e) for tag, _, e in terms]


JUDGES = {
    "data.sources": judge_sources,
    "data.access": judge_access,
    "data.license": judge_license,
    "data.datasheet": judge_datasheet,
    "data.processing": judge_processing,
}
