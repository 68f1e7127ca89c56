"""The judge of the weights' licence: of everything that applies, the most restrictive counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from registry.scoring.case import Case, Verdict, nothing_found
from registry.scoring.evidence import Evidence
from registry.scoring.licenses import LicenseClass
from registry.scoring.rubric import Criterion

_ORDER = list(LicenseClass)
_OWN_TERMS = LicenseClass.USE_RESTRICTED


@dataclass(frozen=True, slots=True)
class _Term:
    """One thing that bears on the terms: where it comes from, its class, and its name in words."""

    source: str
    cls: LicenseClass
    words: str
    evidence: tuple[Evidence, ...]


def judge_license(case: Case, criterion: Criterion) -> Verdict:
    """What one may do with the weights."""
    terms = [
        t
        for t in (*_declared(case), *_stated(case), *_conditions(case))
        if t.cls is not LicenseClass.NONE
    ]
    terms += _of_bases(case)
    if not terms:
        terms = [*_of_its_family(case)] or [*_in_own_words(case), *_in_a_file(case)]
    if not terms:
        return nothing_found(case, criterion, "A licence of the weights")
    decisive = max(terms, key=lambda t: _ORDER.index(t.cls))
    return Verdict(str(decisive.cls), _reason(decisive, terms), _decisive_first(decisive, terms))


def _declared(case: Case) -> Iterator[_Term]:
    tags = case.found("weights.license", "tag")
    name = case.found("weights.license", "name")
    link = case.found("weights.license", "link")
    if not (tags or name or link):
        return
    resolved = case.licenses.resolve(
        [t.value for t in tags], name[0].value if name else None, link[0].value if link else None
    )
    named = " and ".join(dict.fromkeys(lic.name for lic in resolved.licenses)) or resolved.id
    yield _Term("declared", resolved.cls, named, (*tags, *name, *link))


def _stated(case: Case) -> Iterator[_Term]:
    """The licences that sentences of the card name, by words or by what they link to."""
    for said in (*_labels_of_it(case), *case.found("weights.license", "statement")):
        found = {lic.name: lic for lic, _, _ in case.licenses.recognise(said.value)}
        if not found and said.target:
            linked = case.licenses.resolve("other", None, said.target)
            found = {lic.name: lic for lic in linked.licenses} if linked.known else {}
        for lic in found.values():
            yield _Term("card", lic.cls, lic.name, (said,))


def _labels_of_it(case: Case) -> tuple[Evidence, ...]:
    """The labels "License: X" that speak of this release.

    A card that lists siblings with their licences has several that differ: then those count that
    agree with what is declared.
    """
    labels = case.found("weights.license", "label")
    named = {e: frozenset(lic.id for lic, _, _ in case.licenses.recognise(e.value)) for e in labels}
    if len({found for found in named.values() if found}) < 2:
        return labels
    declared = case.licenses.resolve([t.value for t in case.found("weights.license", "tag")])
    ids = {lic.id for lic in declared.licenses}
    return tuple(e for e in labels if named[e] & ids) if ids else labels


def _conditions(case: Case) -> Iterator[_Term]:
    for said in case.found("weights.license", "non-commercial"):
        yield _Term(
            "condition",
            LicenseClass.NON_COMMERCIAL,
            "use for non-commercial or research purposes only",
            (said,),
        )
    for said in case.found("weights.license", "permission"):
        yield _Term("condition", _OWN_TERMS, "conditions on commercial use", (said,))
    for said in case.found("weights.license", "agreement"):
        if not any(
            lic.cls is LicenseClass.OPEN_SOURCE for lic, _, _ in case.licenses.recognise(said.value)
        ):
            yield _Term(
                "condition",
                _OWN_TERMS,
                "conditions that using the model means agreeing to",
                (said,),
            )


def _of_bases(case: Case) -> Iterator[_Term]:
    for base in case.found("lineage", "base", "base-name", "ancestor"):
        if lic := case.licenses.family_terms(base.value):
            yield _Term("base", lic.cls, f"{lic.name} of its base {base.value}", (base,))


def _in_own_words(case: Case) -> Iterator[_Term]:
    for said in case.found("weights.license", "own-terms"):
        yield _Term("card", _OWN_TERMS, "own terms, which Aperture has not read", (said,))


def _in_a_file(case: Case) -> Iterator[_Term]:
    for listed in case.found("weights.license", "file"):
        yield _Term("file", _OWN_TERMS, "terms in a file that Aperture does not read", (listed,))


def _of_its_family(case: Case) -> Iterator[_Term]:
    if lic := case.licenses.family_terms(case.id):
        yield _Term("family", lic.cls, f"{lic.name}, the terms of its family", ())


def _reason(decisive: _Term, terms: list[_Term]) -> str:
    meaning = {
        LicenseClass.OPEN_SOURCE: "anyone may use, change and share the weights",
        LicenseClass.USE_RESTRICTED: "use is allowed under conditions",
        LicenseClass.NON_COMMERCIAL: "commercial use is not allowed",
    }[decisive.cls]
    freer = next(
        (t for t in terms if t.cls is not decisive.cls and t.source in {"declared", "card"}), None
    )
    if freer is None:
        return f"{_capital(decisive.words)}: {meaning}."
    where = "The declared licence" if freer.source == "declared" else "The card"
    return f"{where} says {freer.words}, but {decisive.words} applies too: {meaning}."


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _decisive_first(decisive: _Term, terms: list[_Term]) -> tuple[Evidence, ...]:
    rest = (e for t in terms for e in t.evidence)
    return tuple(dict.fromkeys((*decisive.evidence, *rest)))[:6]
