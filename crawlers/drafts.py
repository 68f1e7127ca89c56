"""Drafts: a model card that is not published yet becomes a snapshot, is read and graded as any other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice
from typing import Any

from crawlers import html_tags
from crawlers.cards import MAX_CARD_BYTES, Card, decode, parse_card
from crawlers.readers import read
from crawlers.readers.observed import texts
from crawlers.snapshots import HUB_ID, Snapshot
from registry import resources
from registry.linting.draft import Draft, DraftIdError, GradedDraft, Known, Lookup, nothing_known
from registry.linting.report import report
from registry.policy import Policy
from registry.scoring.case import Dataset
from registry.scoring.datasets import linked_datasets
from registry.scoring.evidence import Evidence, Outcome, about
from registry.scoring.grade import Grade, grade
from registry.statements.reading import parse

NAMELESS = "organization/model"
"""The id of a draft that has neither an id nor a title."""

_NO_NAME = re.compile(r"[^A-Za-z0-9._]+")
_ANGLES = re.compile(r"(?<![\w<])<([A-Za-z][^<>=\n]{2,300})>")
_WORDS = re.compile(r"[\w,;:.]\s+\w")
_TAGS = html_tags.BLOCKS | {"audio", "iframe", "input", "script", "video"}
"""Words in angle brackets, as in the snippets: at least two, and no tag (``<details open>``)."""
MOST_PLACEHOLDERS = 20
_CODE = re.compile(r"^(```|~~~).*?(?:^\1|\Z)|`[^`\n]*`", re.MULTILINE | re.DOTALL)


def lint(draft: Draft, lookup: Lookup = nothing_known) -> dict[str, Any]:
    """The report on a draft, as ``registry.linting.report`` describes it. Never raises, whatever the card holds.

    Raises DraftIdError when the draft's id is none.
    """
    return report(graded(draft, lookup), resources.rubric(), resources.licenses())


def graded(draft: Draft, lookup: Lookup = nothing_known) -> GradedDraft:
    """A draft, read and graded. Raises DraftIdError when its id is none."""
    card = parse_card(draft.card)
    snapshot = snapshot_of(draft, card)
    evidence = read(snapshot, card)
    datasets = linked_datasets(evidence)
    known = lookup(datasets, _bases(evidence))
    text = decode(draft.card[:MAX_CARD_BYTES])[0]
    return GradedDraft(
        id=draft.id,
        text=text,
        front=card.front,
        evidence=evidence,
        certain=_grade(snapshot.id, evidence, known),
        held=_grade(snapshot.id, evidence, _as_claimed(known, datasets)),
        placeholders=tuple(sorted(_placeholders(text, card))),
        front_error=card.front_error,
        encoding_error=card.encoding_error,
        cut_off=card.cut_off,
        is_stated=draft.statement is not None,
        problems=() if draft.statement is None else parse(draft.statement).problems,
    )


def snapshot_of(draft: Draft, card: Card) -> Snapshot:
    """What the Hub would say of the draft, were it published. Raises DraftIdError when its id is none."""
    if draft.id and not HUB_ID.fullmatch(draft.id):
        raise DraftIdError(f"{draft.id[:100]!r} is no id such as org/name")
    release_id = draft.id or _named_by(card)
    return Snapshot(
        kind="model",
        id=release_id,
        revision="",
        metadata={"id": release_id, **_metadata(draft, card.front)},
        page=f"https://huggingface.co/{release_id}",
        card=draft.card,
        card_outcome=Outcome.FOUND,
        statement=draft.statement,
    )


def _metadata(draft: Draft, front: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that the Hub derives from a card's front matter, and what is known of the repo itself."""
    bases = texts(front.get("base_model"))
    derived = {
        "cardData": dict(front),
        "tags": list(dict.fromkeys(_tags(front))),
        "pipeline_tag": front.get("pipeline_tag"),
        "library_name": front.get("library_name"),
        "baseModels": {"models": [{"id": base} for base in bases]} if bases else None,
    }
    told: dict[str, Any] = {name: value for name, value in derived.items() if value}
    if draft.files is not None:
        told["siblings"] = [{"rfilename": name} for name in draft.files]
        told["gated"] = draft.gated or False
    elif draft.gated:
        told["gated"] = draft.gated
    return told


def _tags(front: Mapping[str, Any]) -> Iterator[str]:
    for field in ("library_name", "pipeline_tag", "tags", "language"):
        yield from texts(front.get(field))
    for field, prefix in (("datasets", "dataset"), ("base_model", "base_model"), ("license",) * 2):
        yield from (f"{prefix}:{value}" for value in texts(front.get(field)))


def _named_by(card: Card) -> str:
    """The id that stands in for one that is not given: papers and families are known by a release's name."""
    title = next((p.text for p in card.passages if p.kind == "heading"), "")
    name = _NO_NAME.sub("-", title).strip("-._")[:90]
    found = f"{NAMELESS.partition('/')[0]}/{name}"
    return found if name and HUB_ID.fullmatch(found) else NAMELESS


def _as_claimed(known: Known, linked: tuple[str, ...]) -> Known:
    """What would be known if each dataset that nobody has looked at were there for anyone."""
    held = {repo: Dataset(repo, Outcome.FOUND) for repo in linked}
    looked_at = {r: d for r, d in known.datasets.items() if d.outcome is not Outcome.UNCHECKED}
    return replace(known, datasets=held | looked_at)


def _grade(release_id: str, evidence: tuple[Evidence, ...], known: Known) -> Grade:
    """The grade as the registry would make it; a base that it does not know is unchecked."""
    policy, bases = Policy.bundled(), [(base, known.bases.get(base)) for base in _bases(evidence)]
    return grade(policy.case(release_id, evidence, known.datasets, bases), policy.rubric)


def _bases(evidence: tuple[Evidence, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(e.value for e in about(evidence, "lineage", "base")))


def _placeholders(text: str, card: Card) -> Iterator[tuple[int, str]]:
    """Line and words of the first places where a template, or a snippet of the linter, was not filled in."""
    without_code = _CODE.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), text)
    angles = (m for m in _ANGLES.finditer(without_code) if _is_placeholder(m[1]))
    for found in islice(angles, MOST_PLACEHOLDERS):
        yield text.count("\n", 0, found.start()) + 1, found[0]
    # A label alone may head a list, and a line of dashes is none.
    words = (p for p in card.left if not p.text.rstrip().endswith(":") and re.search(r"\w", p.text))
    for passage in islice(words, MOST_PLACEHOLDERS):
        yield passage.line, passage.written or passage.text


def _is_placeholder(words: str) -> bool:
    return bool(_WORDS.search(words)) and words.split()[0].lower() not in _TAGS
