"""Declarations: the grade of a release as claims with evidence and attestations of CycloneDX. Pure.

A claim says which level of a criterion was found and why; an attestation says how far that conforms to the criterion.
Of what could not be checked, and of what does not apply, no conformance is stated: that is not the same as none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from registry.boms.subject import Data, address, page, text
from registry.scoring.evidence import Outcome
from registry.scoring.rubric import NOT_APPLICABLE, UNCHECKED, Rubric

_ASSESSOR = "aperture"
_STANDARD = "rubric"


def standard(release: Mapping[str, Any], rubric: Rubric, root: str) -> Data:
    """The rubric as a standard whose requirements are the criteria that the release was asked by."""
    return {
        "bom-ref": _STANDARD,
        "name": "Aperture rubric of openness",
        "version": release["rubric_version"],
        "description": "How open the weights, data, code, post-training and documentation of a model are.",
        "owner": "Aperture",
        "requirements": [
            {
                "bom-ref": _requirement(criterion.id),
                "identifier": criterion.id,
                "title": criterion.title,
                "text": criterion.question,
            }
            for criterion in rubric.criteria
            if criterion.id in release["criteria"]
        ],
        "externalReferences": [{"type": "website", "url": f"{root}methodology"}],
    }


def declarations(release: Mapping[str, Any], rubric: Rubric, target: str, root: str) -> Data:
    """Assessor, claims, evidence and one attestation; ``target`` is the reference of the release."""
    marks = {
        c.id: release["criteria"][c.id] for c in rubric.criteria if c.id in release["criteria"]
    }
    said = [(f"said-{n}", claim) for n, claim in enumerate(release["claims"], 1)]
    return {
        "assessors": [
            {
                "bom-ref": _ASSESSOR,
                "thirdParty": True,
                "organization": {"name": "Aperture", "url": [root]},
            }
        ],
        "attestations": [
            {
                "summary": _summary(release, root),
                "assessor": _ASSESSOR,
                "map": [_attested(c, mark, said) for c, mark in marks.items()],
            }
        ],
        "claims": [
            *(_claim(c, mark, target) for c, mark in marks.items()),
            *(_said(ref, claim, target) for ref, claim in said),
        ],
        "evidence": [
            *(item for c, mark in marks.items() for item in _evidence(c, mark, release)),
            *(item for ref, claim in said for item in _evidence_on_said(ref, claim, release)),
        ],
    }


def _summary(release: Mapping[str, Any], root: str) -> str:
    up_to = f", up to {release['high']:.1f}" if release["high"] > release["score"] else ""
    return (
        f"Grade {release['letter']}, {release['score']:.1f} of 100{up_to}; {release['class']}. "
        f"{release['checked']} of {release['total']} criteria could be checked. {page(release, root)}"
    )


def _claim(criterion: str, mark: Mapping[str, Any], target: str) -> Data:
    # Where the publisher says that it is withheld, and that is the level, the denial is what the claim rests on.
    against = Outcome.DENIED if mark["shape"] != "withheld" else None
    pieces = [(_piece(criterion, n), e["outcome"]) for n, e in enumerate(mark["evidence"], 1)]
    return {
        "bom-ref": _ref(criterion),
        "target": target,
        "predicate": f"{mark['title']}: {mark['level']}",
        "reasoning": text(mark["reason"]),
        "evidence": [ref for ref, outcome in pieces if outcome != against],
        "counterEvidence": [ref for ref, outcome in pieces if outcome == against],
    }


def _attested(criterion: str, mark: Mapping[str, Any], said: list[tuple[str, Any]]) -> Data:
    against = [
        ref for ref, claim in said for m in claim["contradicted_by"] if m["criterion"] == criterion
    ]
    known = mark["points"] is not None and mark["level"] not in {UNCHECKED, NOT_APPLICABLE}
    conformance = {"score": mark["points"], "rationale": text(mark["reason"])}
    return {
        "requirement": _requirement(criterion),
        "claims": [_ref(criterion)],
        "counterClaims": list(dict.fromkeys(against)),
        "conformance": conformance if known else None,
        "confidence": _confidence(mark),
    }


def _confidence(mark: Mapping[str, Any]) -> Data:
    if mark["level"] == NOT_APPLICABLE:
        return {"rationale": "The criterion does not apply: no conformance is stated."}
    if mark["level"] == UNCHECKED:
        why = f"Could not be checked: no conformance is stated. {text(mark['reason'])}"
        return {"score": 0, "rationale": why}
    counted = len(mark["evidence"])
    rests = f"Rests on {counted} quoted" if counted else "Rests on nothing being found"
    told = [f"{rests} piece{'s' * (counted != 1)} of evidence." if counted else f"{rests}."]
    if mark["via"]:
        told.append(f"Taken over from its base {text(mark['via'])}.")
    if mark["ceiling"] is not None and mark["ceiling"] > mark["points"]:
        documents = ", ".join(text(d["title"] or d["url"]) for d in mark["unread"])
        told.append(f"May be up to {mark['ceiling']:g}: not all could be read. {documents}".strip())
    return {"rationale": " ".join(told)}


def _evidence(
    criterion: str, mark: Mapping[str, Any], release: Mapping[str, Any]
) -> Iterator[Data]:
    for n, e in enumerate(mark["evidence"], 1):
        what = " ".join(filter(None, [e["outcome"], e["fact"], text(e["value"], most=200)]))
        yield _item(_piece(criterion, n), criterion, f"{criterion}: {what}", e, release)


def _said(ref: str, claim: Mapping[str, Any], target: str) -> Data:
    """What the publisher claims, with the evidence against it."""
    against = [n for n, m in enumerate(claim["contradicted_by"], 1) if m["quote"]]
    return {
        "bom-ref": ref,
        "target": target,
        "predicate": f"claimed by the publisher: {claim['claim']}",
        "reasoning": text(claim["sentence"]),
        "evidence": [f"{ref}-words"],
        "counterEvidence": [f"{ref}-against-{n}" for n in against],
    }


def _evidence_on_said(
    ref: str, claim: Mapping[str, Any], release: Mapping[str, Any]
) -> Iterator[Data]:
    words = f"What the publisher says: {claim['claim']}"
    yield _item(f"{ref}-words", "claim", words, claim, release)
    for n, mark in enumerate(claim["contradicted_by"], 1):
        if mark["quote"]:
            why = f"{mark['criterion']}: {text(mark['reason'])}"
            yield _item(f"{ref}-against-{n}", mark["criterion"], why, mark, release)


def _item(
    ref: str, about: str, description: str, told: Mapping[str, Any], release: Mapping[str, Any]
) -> Data:
    """A piece of evidence: its words, the place they stand at, and their address at the revision."""
    quote = {"contentType": "text/plain", "content": text(told["quote"])} if told["quote"] else None
    return {
        "bom-ref": ref,
        "propertyName": f"aperture:{about}",
        "description": description,
        "data": [
            {
                "name": text(told["place"]),
                "contents": {"attachment": quote, "url": address(told["url"])},
            }
        ],
        "created": release["graded_at"],
    }


def _ref(criterion: str) -> str:
    return f"claim-{criterion}"


def _requirement(criterion: str) -> str:
    return f"criterion-{criterion}"


def _piece(criterion: str, number: int) -> str:
    return f"evidence-{criterion}-{number}"
