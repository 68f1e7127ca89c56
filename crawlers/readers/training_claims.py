"""Reads what a card says of its training code in sentences that do not link it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawlers.passages import Passage
from crawlers.readers.frameworks import LIBRARIES, OWN_FRAMEWORKS
from crawlers.readers.observed import Observed
from crawlers.readers.repositories import Repository
from crawlers.readers.scan import OwnWords
from crawlers.readers.stance import Stance, stance
from crawlers.readers.subjects import addresses_users, topic
from crawlers.readers.training_code import TRAIN, TRAINING, is_own, says_trained_with
from registry.scoring.evidence import Evidence, Outcome

_ANNOUNCED = re.compile(
    rf"\b{TRAIN}(?:(?:,| and| &|, and) ?(?:\w+[- ]?){{1,2}}){{0,2}} (?:code|scripts?"
    rf"|recipes?)\b[^.;]{{0,80}}\b(?:releas|open|publish|available|provid|public|found|shar)"
    rf"|\b(?:releas|open-?sourc|publish|provid|shar)\w*\b[^.;]{{0,80}}\b{TRAIN}(?:(?:,| and"
    rf"| &|, and) ?(?:\w+[- ]?){{1,2}}){{0,2}} (?:code|scripts?|recipes?)\b"
    rf"|(?:{TRAIN}|strateg\w+|algorithm)\b[^.]{{0,120}}\bimplemented in our (?:code|repo)",
    re.IGNORECASE,
)
_WITHHELD = re.compile(rf"\b{TRAIN} (?:code|scripts?|codebase|recipe)\b", re.IGNORECASE)
_STAGES = ("train", "tun", "sft", "dpo", "rlhf", "align", "implemented in our")
_PUBLISHING = (
    "releas",
    "open",
    "publish",
    "avail",
    "provid",
    "public",
    "found",
    "shar",
    "implemented in our",
)


def read_training_claims(
    observed: Observed, words: OwnWords, linked: tuple[Repository, ...]
) -> Iterator[Evidence]:
    """Sentences on the training code that hold no link to it."""
    yield from _named_framework(observed, words)
    yield from _announced(observed, words, linked)
    yield from _withheld(observed, words)


def _named_framework(observed: Observed, words: OwnWords) -> Iterator[Evidence]:
    names = OWN_FRAMEWORKS.get(observed.snapshot.id.partition("/")[0].lower(), ())
    for passage in words.near(*(name.lower() for name in names)):
        if passage.kind in {"code", "heading"} or topic(passage) == "usage":
            continue
        name = next((name for name in names if name.lower() in passage.lower), "")
        if name and says_trained_with(passage.text):
            at = passage.lower.find(name.lower())
            around = (at, at + len(name))
            yield observed.said(TRAINING, "own-framework", passage, value=name, around=around)
            return


def _announced(
    observed: Observed, words: OwnWords, linked: tuple[Repository, ...]
) -> Iterator[Evidence]:
    """A sentence by which the code is published, where the publisher's repository is linked."""
    ours = [r for r in linked if not r.is_public_framework and r.name.lower() not in LIBRARIES]
    ours = [r for r in ours if is_own(observed, r)]
    for passage in words.near("code", "script", "recipe") if ours else ():
        match = _announcement(passage)
        linked_here = any(r.passage is passage for r in ours)
        if match and (linked_here or not any(not link.is_image for link in passage.links)):
            yield observed.said(
                TRAINING,
                "training-code",
                passage,
                value="training",
                target=ours[0].url,
                around=match.span(),
            )
            return


def _announcement(passage: Passage) -> re.Match[str] | None:
    lower = passage.lower
    if passage.kind == "code" or not any(word in lower for word in _STAGES):
        return None
    if not any(word in lower for word in _PUBLISHING) or addresses_users(passage.text):
        return None
    match = _ANNOUNCED.search(passage.text)
    stated = match and stance(passage.text, *match.span()) is Stance.STATED
    return match if stated else None


def _withheld(observed: Observed, words: OwnWords) -> Iterator[Evidence]:
    for passage in words.near("training code", "training script", "tuning code", "training recipe"):
        match = _WITHHELD.search(passage.text)
        if not match or passage.kind in {"code", "heading"}:
            continue
        if stance(passage.text, *match.span()) is Stance.DENIED:
            yield observed.said(
                TRAINING, "training-code", passage, outcome=Outcome.DENIED, around=match.span()
            )
            return
