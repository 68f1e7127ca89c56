"""Reads the terms of the weights: what is declared, what the card says, and conditions beyond a
licence."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawlers.passages import Passage
from crawlers.readers.cues import has_any
from crawlers.readers.license_words import (
    ADVICE,
    AGREEING,
    AGREEMENT,
    ALLOWED_BOTH,
    BARS_COMMERCE,
    CLAUSE,
    CODE,
    DATA,
    FILE_KINDS,
    IN_LICENSE_SECTION,
    LABEL,
    LICENSE_FILE,
    LICENSE_HINTS,
    LICENSE_WORD,
    NAMES_TERMS,
    NON_COMMERCIAL,
    OF_CODE,
    ON_COMMERCE,
    ONLY_ACKNOWLEDGES,
    OPENS_WITH_LICENSE,
    OTHER_SUBJECT,
    PERMISSION,
    PURPOSE,
    RESTRICTING,
    SIZE,
    SIZED_NAME,
    SUBJECT,
    TAKEN_BACK,
    TELLING,
    TO_THE_LICENSE,
    TRIGGERS,
    WEIGHTS,
)
from crawlers.readers.observed import Observed, texts
from crawlers.readers.stance import is_promised
from registry.scoring.evidence import Evidence

CRITERION = "weights.license"
MAX_CLAUSES = 40
MAX_FILES = 8
LONGEST_NAME = 100


def read_license(observed: Observed) -> Iterator[Evidence]:
    """What bears on the terms of the weights.

    ``tag``, ``name`` and ``link`` as declared; ``file`` in the repo, ``policy`` or ``notice``
    beside it; ``label`` ("License: X") and ``statement``: words of the card that name the terms,
    ``own-terms`` where these may be its own; ``non-commercial``, ``permission`` (commerce only
    after asking or below a scale) and ``agreement`` (using it means agreeing to conditions).
    """
    yield from _declared(observed)
    files = (f for f in observed.files if len(f) <= LONGEST_NAME)
    for name in list(filter(LICENSE_FILE.match, files))[:MAX_FILES]:
        fact = next((kind for kind, words in FILE_KINDS.items() if words.search(name)), "file")
        yield observed.listed(CRITERION, fact, (name,), value=name)
    yield from _gate_conditions(observed)
    for passage in observed.card.mentioning(*TRIGGERS):
        if (
            passage.kind != "code"
            and (passage.kind != "heading" or LABEL.match(passage.text))
            and not _of_the_original(passage)
        ):
            yield from _told(passage, observed)


def _declared(observed: Observed) -> Iterator[Evidence]:
    front = observed.front
    tags = texts(front.get("license"))
    for tag in tags:
        yield observed.in_front_matter(CRITERION, "tag", "license", value=tag)
    if not tags:
        for tag in observed.tags("license:"):
            yield observed.recorded(CRITERION, "tag", "tags", value=tag, quote=f"license:{tag}")
    for fact, field in (("name", "license_name"), ("link", "license_link")):
        for value in texts(front.get(field))[:1]:
            yield observed.in_front_matter(
                CRITERION, fact, field, value=value, target=value if fact == "link" else ""
            )


def _gate_conditions(observed: Observed) -> Iterator[Evidence]:
    """Conditions that a gate asks to agree to; without a gate nobody is asked."""
    if str(observed.snapshot.metadata.get("gated")).lower() in {"false", "none", ""}:
        return
    prompt = " ".join(texts(observed.front.get("extra_gated_prompt")))
    fields = observed.front.get("extra_gated_fields")
    asked = " ".join(str(k) for k in fields) if isinstance(fields, dict) else ""
    for field, said in (("extra_gated_prompt", prompt), ("extra_gated_fields", asked)):
        if NON_COMMERCIAL.search(said[:4000]):
            yield observed.in_front_matter(CRITERION, "non-commercial", field, value=said[:200])
        elif AGREEMENT.search(said[:4000]):
            yield observed.in_front_matter(CRITERION, "agreement", field, value=said[:200])


def _of_the_original(passage: Passage) -> bool:
    return any(
        heading.startswith(("original", "citation", "benchmark", "evaluation"))
        for heading in passage.section_lower
    )


def _told(passage: Passage, observed: Observed) -> Iterator[Evidence]:
    in_license_section = bool(passage.section) and bool(
        IN_LICENSE_SECTION.search(passage.section_lower[-1])
    )
    if not in_license_section and not has_any(passage.lower, TELLING):
        return
    for clause in _clauses(passage, in_license_section)[:MAX_CLAUSES]:
        restriction, names_terms = _restriction(clause), _names_terms(clause, in_license_section)
        if not (restriction or names_terms) or _of_another_size(clause, observed.snapshot.id):
            continue
        if not _speaks_of_weights(clause, in_license_section) and not (
            restriction and _goes_on_about_weights(clause, passage, observed)
        ):
            continue
        if restriction:
            yield observed.said(CRITERION, restriction, passage, value=clause)
        if names_terms and not (OTHER_SUBJECT.search(clause) or _is_not_given(clause)):
            target = next(
                (k.url for k in passage.links if not k.is_image and k.text and k.text in clause), ""
            )
            value = _worded(clause, in_license_section)
            fact = "label" if LABEL.match(clause) else "statement"
            yield observed.said(CRITERION, fact, passage, value=value, target=target)
            if NAMES_TERMS.search(clause):
                yield observed.said(CRITERION, "own-terms", passage, value=value, target=target)


def _is_not_given(clause: str) -> bool:
    """Whether the clause says that the weights are not, or not yet, under the terms it names."""
    return bool(TAKEN_BACK.search(clause)) or is_promised(clause)


def _names_terms(clause: str, in_license_section: bool) -> bool:
    if has_any(clause.lower(), LICENSE_HINTS) and LICENSE_WORD.search(clause):
        return True
    return in_license_section and not PURPOSE.match(clause)


def _goes_on_about_weights(clause: str, passage: Passage, observed: Observed) -> bool:
    """Whether a clause without a subject of its own follows on words about the weights."""
    if CODE.search(clause) or DATA.search(clause):
        return False
    return passage.line in observed.once(_lines_on_weights)


def _lines_on_weights(observed: Observed) -> frozenset[int]:
    """The paragraphs, by their line, that speak of the weights."""
    return frozenset(p.line for p in observed.card.passages if WEIGHTS.search(p.text))


def _of_another_size(clause: str, own: str) -> bool:
    """Whether a clause names a sibling of another size and not this release's size."""
    named = SIZED_NAME.findall(clause) if SIZE.search(clause) else ()
    size = SIZED_NAME.search(own) if named else None
    if not named or size is None:
        return False
    siblings = [n for stem, n in named if stem.lower() == size[1].lower()]
    return bool(siblings) and size[2] not in siblings


def _worded(clause: str, in_license_section: bool) -> str:
    """The clause so that it says by itself that it speaks of a licence: below a heading "License" a
    bare name does."""
    clause = clause.strip()
    return clause if not in_license_section or LICENSE_WORD.search(clause) else f"License: {clause}"


def _restriction(clause: str) -> str:
    lower = clause.lower()
    if not has_any(lower, RESTRICTING):
        return ""
    if (
        has_any(lower, ON_COMMERCE)
        and PERMISSION.search(clause)
        and not re.search(r"inquir|support(?!@)|freely|no need", clause, re.IGNORECASE)
    ):
        return "permission"
    if (match := NON_COMMERCIAL.search(clause)) and not ALLOWED_BOTH.search(clause):
        by_terms = BARS_COMMERCE.search(match[0])
        if by_terms or (SUBJECT.search(clause) and not ADVICE.search(clause)):
            return "non-commercial"
    if (
        has_any(lower, AGREEING)
        and AGREEMENT.search(clause)
        and not ONLY_ACKNOWLEDGES.search(clause)
        and not TO_THE_LICENSE.search(clause)
    ):
        return "agreement"
    return ""


def _clauses(passage: Passage, in_license_section: bool) -> list[str]:
    if passage.kind == "row":
        cells = [cell for cell in passage.text.split(" | ") if cell.strip(" |")]
        told = len(cells) == 2 and LABEL.match(passage.text)
        return [passage.text] if told or (in_license_section and len(cells) == 1) else []
    parts, start = [], 0
    for cut in CLAUSE.finditer(passage.text):
        parts.append(passage.text[start : cut.start()])
        start = cut.end()
    return [part for part in (*parts, passage.text[start:]) if part.strip()]


def _speaks_of_weights(clause: str, in_license_section: bool) -> bool:
    """Whether the clause is on the terms of the weights rather than those of code, data or
    outputs."""
    if LABEL.match(clause) or OPENS_WITH_LICENSE.match(clause):
        return True
    head = (
        clause[: m.start()]
        if (m := re.search(r"\b(?:is|are|under|licen[cs]ed|subject|governed)\b", clause))
        else clause
    )
    if OF_CODE.match(head):
        return False
    model = WEIGHTS.search(head)
    if (CODE.search(head) or DATA.search(head)) and not model:
        return False
    if DATA.search(head) and model:
        return bool(
            re.search(r"weights|checkpoints?|models? (?:is|are|and)|model\s*$", head, re.IGNORECASE)
        )
    return (
        bool(model)
        or in_license_section
        or bool(WEIGHTS.search(clause))
        or bool(AGREEMENT.search(clause))
    )
