"""Licence terms: what each place of a release says of what one may do with its weights."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from registry.scoring.case import Case
from registry.scoring.evidence import Evidence
from registry.scoring.licenses import License, LicenseClass, Resolved

_CRITERION = "weights.license"
_OWN_TERMS = LicenseClass.USE_RESTRICTED


class Place(StrEnum):
    """Where terms stand."""

    TAG = "tag"
    NAME = "name"
    """The fields `license_name` and `license_link`."""
    CARD = "card"
    CONDITION = "condition"
    """A sentence of the card, or a gate, that adds conditions."""
    FILE = "file"
    BASE = "base"
    """A base whose family name settles its terms (ruling 15)."""
    FAMILY = "family"
    """The release's own family name."""


@dataclass(frozen=True, slots=True)
class Term:
    """What one place says: its class, its name in words, the licences of the table that it names.

    ``known`` is False for terms that nobody has read: they need review, and count use-restricted.
    """

    place: Place
    cls: LicenseClass
    words: str
    evidence: tuple[Evidence, ...]
    licenses: tuple[License, ...] = ()
    known: bool = True


def terms_of(case: Case) -> list[Term]:
    """All that bears on the terms of the weights, as it counts: what only hints at terms, such as a
    file that nobody reads, is left out where another place names them."""
    terms = [*declared(case), *stated(case), *_conditions(case), *_named_by_files(case)]
    terms = [t for t in terms if t.cls is not LicenseClass.NONE]
    terms += _of_bases(case)
    return terms or [*_of_its_family(case)] or [*in_own_words(case), *_in_a_file(case)]


def declared(case: Case) -> tuple[Term, ...]:
    """What tag, name and link declare; nothing where they say nothing."""
    return case.once(_declared)


def _declared(case: Case) -> tuple[Term, ...]:
    return tuple(_by_fields(case))


def _by_fields(case: Case) -> Iterator[Term]:
    tags = case.found(_CRITERION, "tag")
    name, link = case.found(_CRITERION, "name")[:1], case.found(_CRITERION, "link")[:1]
    own = case.licenses.words["own"]
    named = [t for t in tags if not (name or link) or t.value.lower() not in own]
    by_tag = case.licenses.resolve([t.value for t in named])
    if by_tag.licenses:
        yield _declared_in(Place.TAG, by_tag, tags)
    if name or (link and not by_tag.licenses):
        by_name = case.licenses.resolve("other", [e.value for e in name], [e.value for e in link])
        if by_name.licenses:
            yield _declared_in(Place.NAME, by_name, (*name, *link))


def stated(case: Case) -> Iterator[Term]:
    """The licences that sentences of the card name, by words or by what they link to."""
    precise = [lic.id for term in declared(case) for lic in term.licenses]
    for said in (*_labels_of_it(case), *case.found(_CRITERION, "statement")):
        named = _recognised(case, said.value)
        found = {lic.name: lic for lic in named if not _is_vaguer(lic, precise)}
        if not found and said.target:
            linked = case.licenses.resolve("other", None, said.target)
            found = {lic.name: lic for lic in linked.licenses} if linked.known else {}
        for lic in found.values():
            yield Term(Place.CARD, lic.cls, lic.name, (said,), (lic,))


def _recognised(case: Case, words: str) -> tuple[License, ...]:
    """The licences that words name."""
    return case.once(_recognise, words)


def _recognise(case: Case, words: str) -> tuple[License, ...]:
    return tuple([lic for lic, _, _ in case.licenses.recognise(words)])


def _is_vaguer(lic: License, precise: Iterable[str]) -> bool:
    """Whether a name says less than what is declared, as "Creative Commons" than CC-BY-4.0."""
    stem = lic.id.removeprefix("LicenseRef-")
    return stem != lic.id and any(
        ident.removeprefix("LicenseRef-").startswith(f"{stem}-") for ident in precise
    )


def in_own_words(case: Case) -> Iterator[Term]:
    """Sentences that speak of terms which are not in the table."""
    for said in case.found(_CRITERION, "own-terms"):
        words = "own terms, which Aperture has not read"
        yield Term(Place.CARD, _OWN_TERMS, words, (said,), known=False)


def _declared_in(place: Place, resolved: Resolved, evidence: tuple[Evidence, ...]) -> Term:
    names = " and ".join(dict.fromkeys(lic.name for lic in resolved.licenses))
    return Term(place, resolved.cls, names, evidence, resolved.licenses, resolved.known)


def _labels_of_it(case: Case) -> tuple[Evidence, ...]:
    """The labels "License: X" that speak of this release.

    A card that lists siblings with their licences has several that differ: then those count that
    agree with what is declared.
    """
    labels = case.found(_CRITERION, "label")
    named = {e: frozenset(lic.id for lic in _recognised(case, e.value)) for e in labels}
    if len({found for found in named.values() if found}) < 2:
        return labels
    by_tag = case.licenses.resolve([t.value for t in case.found(_CRITERION, "tag")])
    ids = {lic.id for lic in by_tag.licenses}
    return tuple(e for e in labels if named[e] & ids) if ids else labels


def _conditions(case: Case) -> Iterator[Term]:
    barred = "use for non-commercial or research purposes only"
    for said in case.found(_CRITERION, "non-commercial"):
        yield Term(Place.CONDITION, LicenseClass.NON_COMMERCIAL, barred, (said,))
    for said in case.found(_CRITERION, "permission"):
        yield Term(Place.CONDITION, _OWN_TERMS, "conditions on commercial use", (said,))
    agreed = "conditions that using the model means agreeing to"
    for said in case.found(_CRITERION, "agreement"):
        if all(lic.cls is not LicenseClass.OPEN_SOURCE for lic in _recognised(case, said.value)):
            yield Term(Place.CONDITION, _OWN_TERMS, agreed, (said,))


def _named_by_files(case: Case) -> Iterator[Term]:
    """The licences that files are named for, such as LICENSE-LLAMA3.txt."""
    for listed in case.found(_CRITERION, "file"):
        if lic := case.licenses.of_file(listed.value):
            yield Term(Place.FILE, lic.cls, lic.name, (listed,), (lic,))


def _in_a_file(case: Case) -> Iterator[Term]:
    for listed in case.found(_CRITERION, "file"):
        words = "terms in a file that Aperture does not read"
        yield Term(Place.FILE, _OWN_TERMS, words, (listed,), known=False)


def _of_bases(case: Case) -> Iterator[Term]:
    for base in case.found("lineage", "base", "base-name", "ancestor"):
        if lic := case.licenses.family_terms(base.value):
            words = f"{lic.name} of its base {base.value}"
            yield Term(Place.BASE, lic.cls, words, (base,), (lic,))


def _of_its_family(case: Case) -> Iterator[Term]:
    if lic := case.licenses.family_terms(case.id):
        words = f"{lic.name}, the terms of its family"
        yield Term(Place.FAMILY, lic.cls, words, (), (lic,))
