"""Claims: what somebody submitted on one criterion, checked field by field, and as columns for the store."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from registry.disclosing.addresses import AddressError, address, same_address
from registry.disclosing.evidence import LONGEST_QUOTE
from registry.disclosing.lifecycle import Kind
from registry.disclosing.wording import WordingError, seen_letters, worded, words_of
from registry.scoring.evidence import Origin
from registry.scoring.rubric import NOT_APPLICABLE, Criterion, Rubric
from registry.spelling import cleaned

SHORTEST_CLAIM, LONGEST_CLAIM = 10, 2000
LONGEST_ID = 200
FIELDS = ("release", "criterion", "claim", "url", "quote", "level")
"""What is asked, in this order."""
NAMES = {
    "release": "The model",
    "criterion": "The criterion",
    "claim": "What is wrong or missing",
    "url": "The link",
    "quote": "The quote",
    "level": "The level",
}
"""How forms call the fields; problems begin with that."""

_NAME = r"[A-Za-z0-9_.-]{0,95}"
_ID = re.compile(rf"[A-Za-z0-9]{_NAME}/[A-Za-z0-9_]{_NAME}")
_AFTER = re.compile(r"[?#].*$", re.DOTALL)

Known = Callable[[str], str | None]
"""The id under which the registry knows what is written so; None for nothing."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """A field that can't be taken as it is, why, and what to do, in a sentence; the nearest that could be taken."""

    field: str
    message: str
    nearest: str | None = None


@dataclass(frozen=True, slots=True)
class Author:
    """Who submits: nobody in particular, an account, or somebody of the publishing organization."""

    account_id: int | None = None
    organization: str = ""

    @property
    def origin(self) -> Origin:
        """The origin of the evidence that it may become."""
        return Origin.PUBLISHER if self.organization else Origin.DISCLOSURE


ANYBODY = Author()


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim that can be taken. ``is_known`` says whether the registry knows the release."""

    release: str
    criterion: str
    claim: str
    url: str
    quote: str
    level: str
    is_known: bool

    @property
    def likeness(self) -> str:
        """The digest of what makes two claims the same: release, criterion, link and words. Other words on the same
        link may say something else; and the level is no part of the claim, but follows from it."""
        parts = (
            self.release.casefold(),
            self.criterion,
            same_address(self.url),
            words_of(self.claim),
        )
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()

    def columns(self, key: str, author: Author) -> dict[str, Any]:
        """The columns of a Disclosure, for the store; ``key`` is the digest of the secret to withdraw it by."""
        return {
            "kind": str(Kind.CLAIM),
            "release_id": self.release,
            "criterion": self.criterion,
            "claim": self.claim,
            "url": self.url,
            "quote": self.quote,
            "level": self.level,
            "origin": str(author.origin),
            "organization": author.organization,
            "account_id": author.account_id,
            "key": key,
            "likeness": self.likeness,
        }


def claim_of(
    given: Mapping[str, str], rubric: Rubric, known: Known
) -> tuple[Claim | None, tuple[Wrong, ...]]:
    """The claim that somebody gave, by the names of ``FIELDS``, and what is wrong with it; one of the two is empty."""
    wrong: list[Wrong] = []
    texts = {name: _text(name, given.get(name, ""), wrong) for name in FIELDS}
    release, is_known = _release(texts["release"], known, wrong)
    criterion = _criterion(texts["criterion"], rubric, wrong)
    _check_claim(texts["claim"], wrong)
    url = _url(texts["url"], wrong)
    if len(texts["quote"]) > LONGEST_QUOTE:
        wrong.append(
            Wrong(
                "quote",
                f"has {len(texts['quote'])} characters, {LONGEST_QUOTE} at most; give the words that matter",
            )
        )
    _check_level(texts["level"], criterion, wrong)
    if wrong:
        return None, _told(wrong)
    return Claim(**{**texts, "release": release, "url": url}, is_known=is_known), ()


def release_id_of(written: str) -> str:
    """The id in what was written or pasted, be it a whole address at the Hub."""
    return cleaned(_AFTER.sub("", written))


def is_release_id(name: str) -> bool:
    """Whether a release can have this id, be it known or not."""
    return _ID.fullmatch(name) is not None


def _text(field: str, given: str, wrong: list[Wrong]) -> str:
    try:
        return worded(given)
    except WordingError as error:
        wrong.append(Wrong(field, str(error)))
        return ""


def _release(written: str, known: Known, wrong: list[Wrong]) -> tuple[str, bool]:
    if any(one.field == "release" for one in wrong):
        return "", False
    if not written:
        wrong.append(Wrong("release", "is needed: its id at the Hub, like allenai/OLMo-2-1124-7B"))
        return "", False
    name = release_id_of(written)
    if len(written) <= LONGEST_ID + 100 and (found := known(name)):
        return found, True
    if name.startswith(("datasets/", "spaces/", "collections/", "papers/")):
        kind = name.partition("/")[0]
        wrong.append(
            Wrong("release", f"can't be one of the Hub's {kind}; name the model that it belongs to")
        )
    elif not is_release_id(name):
        wrong.append(
            Wrong(
                "release", "must be like org/name, in letters, digits, dots, dashes and underscores"
            )
        )
    return name, False


def _criterion(written: str, rubric: Rubric, wrong: list[Wrong]) -> Criterion | None:
    ids = [c.id for c in rubric.criteria]
    if written in ids:
        return rubric.criterion(written)
    if not written and not any(one.field == "criterion" for one in wrong):
        wrong.append(Wrong("criterion", "is needed: choose the one that comes nearest"))
    elif written:
        nearest = next(iter(get_close_matches(written[:60], ids, 1, 0.5)), None)
        hint = f"; did you mean {nearest}?" if nearest else "; choose one of the rubric"
        wrong.append(Wrong("criterion", f"can't be {written[:60]!r}{hint}", nearest))
    return None


def _check_claim(claim: str, wrong: list[Wrong]) -> None:
    if any(one.field == "claim" for one in wrong):
        return
    if seen_letters(claim) < SHORTEST_CLAIM:
        wrong.append(
            Wrong("claim", f"needs a few words more: {SHORTEST_CLAIM} characters at least")
        )
    elif len(claim) > LONGEST_CLAIM:
        wrong.append(
            Wrong(
                "claim",
                f"has {len(claim):,} characters, {LONGEST_CLAIM:,} at most; leave the rest to the link",
            )
        )


def _url(text: str, wrong: list[Wrong]) -> str:
    if any(one.field == "url" for one in wrong):
        return ""
    try:
        return address(text)
    except AddressError as error:
        wrong.append(Wrong("url", str(error)))
        return ""


def _check_level(level: str, criterion: Criterion | None, wrong: list[Wrong]) -> None:
    if not level or criterion is None:
        return
    levels = [one.id for one in criterion.levels] + [NOT_APPLICABLE]
    if level not in levels:
        nearest = next(iter(get_close_matches(level[:60], levels, 1, 0.5)), None)
        wrong.append(
            Wrong(
                "level",
                f"can't be {level[:60]!r} here; it can be {', '.join(levels)}, or left open",
                nearest,
            )
        )


def _told(wrong: list[Wrong]) -> tuple[Wrong, ...]:
    """The problems as sentences, in the order of the fields."""
    told = (Wrong(w.field, _sentence(f"{NAMES[w.field]} {w.message}"), w.nearest) for w in wrong)
    return tuple(sorted(told, key=lambda one: FIELDS.index(one.field)))


def _sentence(text: str) -> str:
    return text if text.endswith("?") else f"{text}."
