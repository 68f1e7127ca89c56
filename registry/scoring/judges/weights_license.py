"""The judge of the weights' licence: of everything that applies, the most restrictive counts."""

from __future__ import annotations

from registry.scoring.case import Case, Verdict, nothing_found
from registry.scoring.evidence import Evidence
from registry.scoring.license_terms import Place, Term, terms_of
from registry.scoring.licenses import LicenseClass
from registry.scoring.rubric import Criterion

_ORDER = list(LicenseClass)
_SAYS = {
    Place.TAG: "The declared licence says",
    Place.NAME: "The declared licence says",
    Place.CARD: "The card says",
}


def judge_license(case: Case, criterion: Criterion) -> Verdict:
    """What one may do with the weights."""
    terms = terms_of(case)
    if not terms:
        return _nothing(case, criterion)
    decisive = max(terms, key=lambda t: _ORDER.index(t.cls))
    return Verdict(str(decisive.cls), _reason(decisive, terms), _decisive_first(decisive, terms))


def _nothing(case: Case, criterion: Criterion) -> Verdict:
    verdict = nothing_found(case, criterion, "A licence of the weights")
    tags = case.found(criterion.id, "tag")
    if verdict.evidence or not tags:
        return verdict
    reason = f"The tag says “{tags[0].value}”, and no name, link, sentence or file gives the terms."
    return Verdict(verdict.level, reason, tags)


def _reason(decisive: Term, terms: list[Term]) -> str:
    meaning = {
        LicenseClass.OPEN_SOURCE: "anyone may use, change and share the weights",
        LicenseClass.USE_RESTRICTED: "use is allowed under conditions",
        LicenseClass.NON_COMMERCIAL: "commercial use is not allowed",
    }[decisive.cls]
    freer = next((t for t in terms if t.cls is not decisive.cls and t.place in _SAYS), None)
    if freer is None:
        return f"{_capital(decisive.words)}: {meaning}."
    said = f"{_SAYS[freer.place]} {freer.words}"
    return f"{said}, but {decisive.words} applies too: {meaning}."


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _decisive_first(decisive: Term, terms: list[Term]) -> tuple[Evidence, ...]:
    rest = (e for t in terms for e in t.evidence)
    return tuple(dict.fromkeys((*decisive.evidence, *rest)))[:6]
