"""Reads what a card says of its training code in sentences that do not link it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawlers.passages import Passage
from crawlers.readers.caseless import Caseless
from crawlers.readers.frameworks import LIBRARIES, OWN_FRAMEWORKS, PUBLIC_FRAMEWORKS
from crawlers.readers.observed import Observed
from crawlers.readers.repositories import Repository
from crawlers.readers.scan import OwnWords
from crawlers.readers.stance import Stance, stance
from crawlers.readers.subjects import addresses_users, topic
from crawlers.readers.training_code import TRAIN, TRAINING, is_own, says_trained_with
from registry.scoring.evidence import Evidence, Outcome

_ANNOUNCED = Caseless(
    rf"\b{TRAIN}(?:(?:,| and| &|, and) ?(?:\w+[- ]?){{1,2}}){{0,2}} (?:code|scripts?"
    rf"|recipes?)\b[^.;]{{0,80}}\b(?:releas|open|publish|available|provid|public|found|shar)"
    rf"|\b(?:releas|open-?sourc|publish|provid|shar)\w*\b[^.;]{{0,80}}\b{TRAIN}(?:(?:,| and"
    rf"| &|, and) ?(?:\w+[- ]?){{1,2}}){{0,2}} (?:code|scripts?|recipes?)\b"
    rf"|(?:{TRAIN}|strateg\w+|algorithm)\b[^.]{{0,120}}\bimplemented in our (?:code|repo)"
)
_TOLD_CODE = Caseless(
    rf"\b{TRAIN} (?:code|scripts?|notebooks?)\b[^.;\n]{{0,40}}?(?:\b(?:is|are|can be|at|here"
    rf"|available|found"
    rf"|see|in)\b|[:：])"
    rf"|\b(?:code|scripts?|notebooks?)\b (?:that (?:was|were) |we )?(?:used )?(?:to|for)"
    rf" (?:pre-?|fine-?)?(?:train|tun)(?:e|ing)?\b(?! your)[^.;\n]{{0,60}}?"
    rf"(?:\b(?:is|are|can be|available|found|here)\b|[:：])|训练脚本使用"
)
"""The code of this training, said to be somewhere: the link tells where."""
_CODE_HOST = re.compile(
    r"colab\.research\.google\.com/|gist\.github\.com/|github\.com/[^/]+/[^/]+|gitlab\.com/"
    r"|kaggle\.com/code/|huggingface\.co/[^?#]+\.(?:py|sh|ipynb|ya?ml)\b"
)
_FILE = re.compile(r"[\w/-]{1,80}\.(?:py|sh|ipynb|ya?ml)\b")
_INCLUDED = re.compile(
    r"\b(?:full |entire |whole |complete )?(?:pre-?|fine-?)?(?:training|tuning) (?:process"
    r"|procedure|run)\b[^.;\n]{0,40}"
    r"\b(?:is|are) (?:included|given|shown|documented|found) in\b[^;\n]{0,30}?\b(?:notebooks?"
    r"|scripts?)\b"
    r"|\bnotebooks? (?:that )?we used (?:is|are)\b",
    re.IGNORECASE,
)
"""A notebook of the release that holds its training."""
_TUNES = re.compile(
    r"\bto fine-? ?tune (?:our|the|this) model\b|\bpre-?trained\b[^.]{0,100}\band fine-? ?tuned\b"
    r"|\bwe fine-? ?tuned?\b",
    re.IGNORECASE,
)
_HERE = ("this repo", "current repo", "this model repo", "in the repo", "the files")
_OF_OTHERS = re.compile(
    r"\b(?:you|your|users?|custom\w*|tutorials?|examples?|how to|based on|built on|adapted|thanks?"
    r"|inspir\w+|whose|their|similar to|leverag\w+|borrow\w*)\b|\ba (?:[\w-]+ )?(?:fine-?tun"
    r"|train)",
    re.IGNORECASE,
)
"""Code for users to train something, or by which others trained theirs."""
_DONE = re.compile(r"\b(?:our|we|used|this model|the model)\b", re.IGNORECASE)
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
    yield from _linked_elsewhere(observed, words)
    yield from _withheld(observed, words)


def _named_framework(observed: Observed, words: OwnWords) -> Iterator[Evidence]:
    names = OWN_FRAMEWORKS.get(observed.snapshot.id.partition("/")[0].lower(), ())
    for passage in words.near(*(name.lower() for name in names)):
        if passage.kind in {"code", "heading"} or topic(passage) == "usage":
            continue
        match = next(filter(None, (_as_word(name, passage.text) for name in names)), None)
        if match and says_trained_with(passage.text):
            yield observed.said(
                TRAINING, "own-framework", passage, value=match[0], around=match.span()
            )
            return


def _as_word(name: str, text: str) -> re.Match[str] | None:
    """Where a name stands for itself: "NeMo" doesn't in "Nemotron", nor "GPT-NeoX" in a model's."""
    return re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text, re.IGNORECASE)


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
                value="post-training" if match[0].lower().startswith("post") else "training",
                target=ours[0].url,
                around=match.span(),
            )
            return


def _linked_elsewhere(observed: Observed, words: OwnWords) -> Iterator[Evidence]:
    """A sentence that says where the training code is: a notebook, or a file of the release."""
    for passage in words.near("code", "script", "notebook", "脚本"):
        if passage.kind in {"code", "heading", "row"} or topic(passage) == "usage":
            continue
        match = _TOLD_CODE.search(passage.text) or _INCLUDED.search(passage.text)
        if not match or _OF_OTHERS.search(passage.text) or _on_users_of_a_base(observed, match):
            continue
        target = _where(observed, passage)
        if target and stance(passage.text, *match.span()) is Stance.STATED:
            yield observed.said(
                TRAINING,
                "training-code",
                passage,
                value="post-training" if _only_tunes(words) else "training",
                target=target,
                around=match.span(),
            )
            return


def _only_tunes(words: OwnWords) -> bool:
    """Whether the card tells this training as the tuning of a model that was trained before."""
    return any(_TUNES.search(p.text) for p in words.near("fine-tun", "finetun", "fine tun"))


def _on_users_of_a_base(observed: Observed, match: re.Match[str]) -> bool:
    """Whether code is for tuning a base, or not said to be of what was done: for its users."""
    words = match[0].lower()
    if "tun" not in words or "train" in words:
        return False
    return not observed.bases or not _DONE.search(match.string)


def _where(observed: Observed, passage: Passage) -> str:
    """The address of the code: a link of the passage, or a file of this repository that it names."""
    for link in passage.links:
        if not link.is_image and _CODE_HOST.search(link.url):
            library = link.url.rstrip("/").rpartition("/")[2].lower()
            if library not in LIBRARIES and library not in PUBLIC_FRAMEWORKS:
                return link.url
    beside = (k.url for k in passage.links if not k.is_image and _FILE.fullmatch(k.url))
    if linked := next(beside, ""):
        return observed.snapshot.file_url(linked)
    if not any(here in passage.lower for here in _HERE) and not _INCLUDED.search(passage.text):
        return ""
    named = _FILE.search(passage.text)
    return observed.snapshot.file_url(named[0]) if named else ""


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
