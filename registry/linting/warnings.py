"""Warnings: what is wrong with a draft itself, whatever grade it earns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from registry.linting.draft import LARGEST, GradedDraft
from registry.linting.places import Lines
from registry.scoring.case import Case
from registry.scoring.claims import CONTRADICTED, UNSUPPORTED
from registry.scoring.license_trace import trace
from registry.scoring.licenses import LicenseTable
from registry.spelling import nearest
from registry.statements import FILE

MOST, MOST_WORDS, LONGEST = 40, 160, 600
"""Warnings of one card, characters of the card's in one, and characters of all of it."""
MALFORMED = "malformed"
"""The kind of warning that the Hub would refuse the card for."""
_IN_LINE = re.compile(r" in line (\d+)$")


def warnings(draft: GradedDraft, licenses: LicenseTable, lines: Lines) -> list[dict[str, Any]]:
    """Each as its ``kind``, the ``line`` where there is one, and a sentence (``text``); in the order of the card."""
    found = [
        *_unreadable(draft),
        *_of_statement(draft),
        *_unknown_license(draft, licenses, lines),
        *_conflicts(draft, licenses, lines),
        *_claims(draft, lines),
        *_placeholders(draft),
    ]
    return sorted(found, key=lambda warning: warning["line"] or 0)[:MOST]


def _warning(kind: str, line: int | None, text: str) -> dict[str, Any]:
    shown = text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
    return {"kind": kind, "line": line, "text": shown}


def _unreadable(draft: GradedDraft) -> Iterator[dict[str, Any]]:
    if draft.encoding_error:
        text = f"The card is {draft.encoding_error}; save it as UTF-8."
        yield _warning("encoding", 1, text)
    if draft.cut_off:
        text = (
            f"The card is too long: only {draft.cut_off} are read (of at most {LARGEST:,} bytes)."
        )
        yield _warning("too-long", None, text)
    if not draft.text.strip():
        if not draft.is_stated:
            yield _warning("empty", None, "The card is empty.")
    elif draft.front_error:
        line = _IN_LINE.search(draft.front_error)
        told = _IN_LINE.sub("", draft.front_error)
        text = f"The front matter can't be read, so none of its fields counts: {told}."
        yield _warning(MALFORMED, int(line[1]) if line else 1, text)
    elif not draft.front:
        yield _warning("front-matter", 1, _no_front_matter(draft.text))


def _of_statement(draft: GradedDraft) -> Iterator[dict[str, Any]]:
    for problem in draft.problems:
        yield _warning(MALFORMED, None, f"{FILE}:{problem.line}: {problem.message}")


def _no_front_matter(text: str) -> str:
    if text.lstrip("\ufeff \n\r").startswith("---"):
        return "The front matter is empty, or has no line --- at its end: no field of it counts."
    return (
        "The card has no front matter, so the Hub knows neither its licence nor its base: let the card begin with a "
        "line ---, fields such as license, and another line ---."
    )


def _unknown_license(
    draft: GradedDraft, table: LicenseTable, lines: Lines
) -> Iterator[dict[str, Any]]:
    tag = draft.front.get("license")
    if not isinstance(tag, str) or tag.lower() in table.words["own"] | table.words["undeclared"]:
        return
    resolved = table.resolve(tag)
    if resolved.known:
        return
    names = {terms.id.removeprefix("LicenseRef-").lower() for terms in table.licenses}
    near = nearest(tag[:MOST_WORDS], sorted(names), 1)
    hint = f" The nearest known is {near[0]}." if near else ""
    text = f"The licence {_short(tag)} is not known, and counts as restricted until somebody has read it.{hint}"
    yield _warning("license", lines.of_field("license"), text)


def _conflicts(draft: GradedDraft, table: LicenseTable, lines: Lines) -> Iterator[dict[str, Any]]:
    """Where tag, card, files and base disagree on the terms."""
    mark = draft.certain.mark("weights.license")
    case = Case(draft.certain.id, draft.evidence, table)
    inherited = mark.evidence if mark.via else ()
    line = lines.of_field("license")
    for conflict in trace(case, mark.level, mark.via, inherited, ()).conflicts:
        yield _warning("license", line, conflict)


def _claims(draft: GradedDraft, lines: Lines) -> Iterator[dict[str, Any]]:
    for claim in draft.held.claims:
        if claim.measured in {CONTRADICTED, UNSUPPORTED}:
            yield _warning("claim", lines.of(claim.place), claim.sentence)


def _placeholders(draft: GradedDraft) -> Iterator[dict[str, Any]]:
    for line, words in draft.placeholders:
        text = f"Template text that was not filled in, and says nothing: {_short(words)}"
        yield _warning("placeholder", line, text)


def _short(words: str) -> str:
    told = " ".join(words.split())
    return f"“{told}”" if len(told) <= MOST_WORDS else f"“{told[:MOST_WORDS]}…”"
