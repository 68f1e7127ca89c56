"""Licence trace: what each place says of a release's terms, what counts, and where they disagree."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from registry.scoring.case import Case
from registry.scoring.evidence import Evidence, Outcome
from registry.scoring.license_terms import Place, Term, declared, terms_of
from registry.scoring.licenses import License, LicenseClass

_CRITERION = "weights.license"
_ORDER = list(LicenseClass)
_VAGUE = re.compile(r"licenseref-(?:non-commercial$)?|-(?:any|only|or-later)\b|open(?=rail)")


@dataclass(frozen=True, slots=True)
class Ancestor:
    """A base or a base's base: its id, what was made from it, its declared licence and class."""

    id: str
    child: str
    generation: int
    license: str = ""
    license_class: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What one place says, in words; ``cls`` is empty where it says nothing that has a class.

    ``counts`` tells that it decides, ``review`` that nobody has read these terms yet.
    """

    place: str
    words: str
    cls: str = ""
    licenses: tuple[License, ...] = ()
    evidence: Evidence | None = None
    release: str = ""
    counts: bool = False
    review: bool = False


@dataclass(frozen=True, slots=True)
class Trace:
    """The licence of a release, place by place.

    ``effective`` names the terms that count, ``path`` leads from the release to the base that
    they come from, and is empty when they are its own.
    """

    effective: str
    level: str
    review: bool
    said: tuple[Said, ...]
    conflicts: tuple[str, ...]
    path: tuple[str, ...]


def trace(
    case: Case, level: str, via: str, inherited: Iterable[Evidence], ancestors: Sequence[Ancestor]
) -> Trace:
    """How the licence of a release comes about.

    ``case`` holds its own evidence, ``level`` and ``via`` are those of its mark, ``inherited`` is
    the evidence of the base that the mark comes from.
    """
    terms = terms_of(case)
    own = max(terms, key=lambda t: _ORDER.index(t.cls), default=None)
    base = Case(via, tuple(inherited), case.licenses)
    theirs = max(terms_of(base), key=lambda t: _ORDER.index(t.cls), default=None) if via else None
    decisive = theirs if via else own
    path = _path(case.id, via, ancestors) if via else _family_path(case.id, own)
    return Trace(
        effective=_name(decisive) if decisive else (_license_of(via, ancestors) if via else ""),
        level=level,
        review=bool(decisive and not decisive.known),
        said=tuple(_places(case, terms, None if via else own, ancestors, via)),
        conflicts=tuple(_conflicts(case, terms, own, theirs, path, level)),
        path=path,
    )


def _places(
    case: Case,
    terms: Sequence[Term],
    decisive: Term | None,
    ancestors: Sequence[Ancestor],
    via: str,
) -> Iterator[Said]:
    """A line for each place; tag and card have theirs also when they are silent."""
    at = {place: [t for t in terms if t.place is place] for place in Place}
    tags = case.found(_CRITERION, "tag")
    yield from [_said(t, decisive) for t in at[Place.TAG]] or [_bare_tag(tags)]
    yield from (_said(t, decisive) for t in at[Place.NAME])
    card = _distinct(at[Place.CARD])
    silent = "could not be read" if case.unread(_CRITERION) else "names no licence"
    yield from [_said(t, decisive) for t in card] or [Said("card", silent)]
    yield from (_said(t, decisive) for t in _distinct(at[Place.CONDITION]))
    counted = {t.evidence for t in at[Place.FILE]}
    yield from (_said(t, decisive) for t in at[Place.FILE])
    for listed in case.found(_CRITERION, "file", "policy", "notice"):
        if (listed,) not in counted:
            yield Said("file", f"{listed.value or listed.quote}, not read", evidence=listed)
    by_family = [_said(t, decisive) for t in _distinct(at[Place.BASE]) + at[Place.FAMILY]]
    yield from by_family
    told = {said.release for said in by_family}
    for base in ancestors:
        if (base.generation == 1 and base.id not in told) or base.id == via:
            words = base.license or ("none declared" if base.license_class else "not known")
            said = Said("base", words, base.license_class, release=base.id, counts=base.id == via)
            yield said


def _said(term: Term, decisive: Term | None) -> Said:
    return Said(
        place=str(term.place),
        words=_name(term),
        cls=str(term.cls),
        licenses=term.licenses,
        evidence=term.evidence[0] if term.evidence else None,
        release=_repo(term),
        counts=term is decisive,
        review=not term.known,
    )


def _repo(term: Term) -> str:
    """The base that a term is of, where it is named by its repo."""
    named = term.evidence[0].value if term.place is Place.BASE else ""
    return named if "/" in named else ""


def _bare_tag(tags: tuple[Evidence, ...]) -> Said:
    words = f"“{tags[0].value}”" if tags else "nothing"
    return Said("tag", words, evidence=tags[0] if tags else None)


def _conflicts(
    case: Case,
    terms: Sequence[Term],
    own: Term | None,
    theirs: Term | None,
    path: Sequence[str],
    level: str,
) -> Iterator[str]:
    """A plain sentence on each disagreement between two places."""
    fields = list(declared(case))
    tag = next((t for t in fields if t.place is Place.TAG), None)
    first = tag or next(iter(fields), None)
    if tag and fields[-1] is not tag and _differ(tag, fields[-1]):
        yield _disagree("The tag says", tag, "the field beside it", fields[-1])
    for place, words in ((Place.CARD, "the card"), (Place.FILE, "a file is named for")):
        named = _distinct([t for t in terms if t.place is place and t.licenses])
        agreed = any(not _differ(term, said) for term in named for said in fields)
        for term in named if first else ():
            # A card that names the declared licence and a freer one speaks of the code as well.
            on_code = agreed and all(_rank(term) <= _rank(said) for said in fields)
            if first and not on_code and all(_differ(term, said) for said in fields):
                yield _disagree("Declared is", first, words, term)
    for term in _distinct([t for t in terms if t.place is Place.CONDITION]):
        freer = [t for t in terms if t.place is not Place.CONDITION and _rank(t) < _rank(term)]
        if freer:
            yield f"{freer[0].words} has no such terms, but the card adds {term.words}."
    yield from _undeclared(case, terms, own)
    open_terms = own is not None and own.cls is LicenseClass.OPEN_SOURCE
    for listed in case.found(_CRITERION, "policy") if open_terms else ():
        yield (
            f"The file {listed.value} stands beside an open licence: whether it binds whoever "
            "uses the weights needs review."
        )
    if path and len(path) > 1:
        yield _dropped(first, own, theirs, path, level)


def _undeclared(case: Case, terms: Sequence[Term], own: Term | None) -> Iterator[str]:
    """What the tag leaves open."""
    if list(declared(case)):
        return
    tags = case.found(_CRITERION, "tag")
    says = f"The tag says “{tags[0].value}”" if tags else "The tag is empty"
    if own is None:
        if tags:
            yield f"{says}, and no name, link, sentence or file gives the terms: nothing is granted."
    elif own.place is Place.FILE and not own.known:
        named = ", ".join(e.value for t in terms for e in t.evidence)
        yield (
            f"{says}, and the terms stand in {named}, which Aperture does not read: "
            "they count as use-restricted until reviewed."
        )
    elif own.place is Place.CARD:
        named = _name(own)
        yield f"{says}; only the card speaks of {named}, so the Hub's filters don't show it."


def _dropped(
    first: Term | None, own: Term | None, theirs: Term | None, path: Sequence[str], level: str
) -> str:
    said = f"Declared {_name(first)}" if first else "Nothing is declared"
    if first is None and own and own.place is Place.CARD:
        said = f"The card names {_name(own)}"
    decisive = theirs or (own if own and own.place is Place.BASE else None)
    effective = _name(decisive) if decisive else level
    way = ", which derives from ".join(path[1:])
    return f"{said}; in effect: {effective}, because it derives from {way}."


def _disagree(before: str, one: Term, between: str, other: Term) -> str:
    verb = "" if between.endswith("for") else " says"
    if one.cls is other.cls:
        which = f"both are {one.cls}"
    else:
        stricter = max(one, other, key=_rank)
        which = f"the more restrictive, {_name(stricter)}, counts"
    return f"{before} {_name(one)}, {between}{verb} {_name(other)}: {which}."


def _differ(one: Term, other: Term) -> bool:
    """Whether two places name different terms; "GPL" and "GPL-3.0" don't differ."""
    mine, yours = ({_vague(lic.id) for lic in t.licenses} for t in (one, other))
    if one.cls is not other.cls:
        return True
    return bool(mine and yours) and not any(a in b or b in a for a in mine for b in yours)


def _vague(ident: str) -> str:
    return _VAGUE.sub("", ident.lower())


def _distinct(terms: Sequence[Term]) -> list[Term]:
    return list({t.words: t for t in reversed(terms)}.values())[::-1]


def _rank(term: Term) -> int:
    return _ORDER.index(term.cls)


def _name(term: Term) -> str:
    return " and ".join(dict.fromkeys(lic.name for lic in term.licenses)) or term.words


def _family_path(release_id: str, own: Term | None) -> tuple[str, ...]:
    """The way to a base that settles the terms by its family name."""
    if own is None or own.place is not Place.BASE:
        return ()
    return (release_id, own.evidence[0].value)


def _path(release_id: str, via: str, ancestors: Sequence[Ancestor]) -> tuple[str, ...]:
    """The way from a release to the base that its terms come from."""
    made: Mapping[str, str] = {a.id: a.child for a in ancestors}
    way = [via]
    while (child := made.get(way[-1], release_id)) != release_id and child not in way:
        way.append(child)
    return (release_id, *reversed(way))


def _license_of(ident: str, ancestors: Sequence[Ancestor]) -> str:
    return next((a.license or a.license_class for a in ancestors if a.id == ident), "")


def found_in(evidence: Iterable[Evidence], release_id: str) -> tuple[Evidence, ...]:
    """The evidence that stands in the pages of one release."""
    ours = re.compile(rf"/{re.escape(release_id)}(?:/|$|[?#])")
    return tuple(e for e in evidence if e.outcome is Outcome.FOUND and ours.search(e.url))
