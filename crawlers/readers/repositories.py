"""Code repositories that a card links to, and what it says that they hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from crawlers.passages import Link, Passage
from crawlers.readers.frameworks import INFERENCE_TOOLS, PUBLIC_FRAMEWORKS, RECIPE_COLLECTIONS
from crawlers.readers.observed import Observed
from crawlers.readers.repository_words import (
    ABOUT_CODE,
    CLASSES,
    CODE_SIGNS,
    FOR_USERS,
    MADE_SIGNS,
    SIGNS,
    TRAINED_WITH,
    TRAINED_WITH_SIGNS,
    UNSURE,
)
from crawlers.readers.scan import mentions
from crawlers.readers.stance import Stance, stance

_REPOSITORY = re.compile(
    r"https?://(?:www\.)?(?:(?:github|gitlab|gitee|bitbucket)\.(?:com|org)|codeberg\.org)"
    r"/([\w.-]{1,100})/([\w.-]{1,100})(/[^?#]*)?",
    re.IGNORECASE,
)
_HUB_CODE = re.compile(
    r"https?://(?:huggingface\.co|hf\.co|modelscope\.cn)/((?:datasets/|spaces/)?[\w.-]+)/([\w.-]+)"
    r"/(?:blob|tree|resolve)/[\w.-]+(/[^?#]*)",
    re.IGNORECASE,
)
_HOSTS = (
    "github.com",
    "gitlab.com",
    "gitee.com",
    "bitbucket.org",
    "codeberg.org",
    "/blob/",
    "/tree/",
    "/resolve/",
)
_NOT_CODE = re.compile(
    r"/(?:issues|discussions|pulls?|releases|wiki|commit|actions|stargazers|sponsors)(?:/|$)"
    r"|\.(?:png|jpe?g|gif|svg|pdf|jsonl?|csv|txt)$|/(?:LICENSE|MODEL_LICENSE|CITATION)[\w.-]*$",
    re.IGNORECASE,
)
_HUB_SOURCE = re.compile(
    r"\.(?:py|sh|ya?ml|toml|ipynb)$|/(?:scripts|configs?|recipes|train\w*)$", re.I
)
_NO_LABEL = re.compile(
    r"\b(?:with|using|by|from|on|in|via|the|of|is|are|we|see|and|for|to|our|an?)\b|[.!?]",
    re.IGNORECASE,
)
"""Words of a sentence: what stands before the first link of an item and has none is its label."""

Span = tuple[str, int, int]
"""The address of a link, and from where to where its text stands in its passage."""


@dataclass(frozen=True)
class Repository:
    """One linked repository of code.

    ``words`` are the ones that were read: those of the passage that belong to this link.
    """

    url: str
    owner: str
    name: str
    path: str
    passage: Passage
    words: str

    @cached_property
    def holds(self) -> frozenset[str]:
        """The things that the words around the link, its name or its path say it holds.

        ``training`` (any training code), ``pre-training`` and ``post-training`` when told apart,
        ``inference``, ``evaluation``, ``data``, ``configuration``; ``framework`` when the words
        say that this release was trained with it.
        """
        if self.name.lower() in INFERENCE_TOOLS:
            return frozenset({"inference"})
        return _holdings(self)

    @cached_property
    def stance(self) -> Stance:
        """Whether it is published, denied or promised."""
        unsure = mentions(self.words.lower(), UNSURE)
        return stance(self.words) if unsure else Stance.STATED

    @property
    def is_public_framework(self) -> bool:
        """Whether it is software for training anybody's models, and not code of this release."""
        return self.name.lower() in PUBLIC_FRAMEWORKS

    @cached_property
    def for_users(self) -> bool:
        """Whether the words invite readers to do something themselves."""
        return bool(FOR_USERS.search(self.words.lower()))


def repositories(observed: Observed) -> tuple[Repository, ...]:
    """The repositories of code that the card links to, once per passage, in order."""
    return observed.once(_all_repositories)


def _all_repositories(observed: Observed) -> tuple[Repository, ...]:
    return tuple(_repositories(observed))


def _repositories(observed: Observed) -> Iterator[Repository]:
    seen: set[tuple[int, str]] = set()
    spans: tuple[Span, ...] = ()
    spanned: Passage | None = None
    for link, passage in observed.card.links:
        place = _address(link)
        if place is None or (passage.line, link.url) in seen:
            continue
        seen.add((passage.line, link.url))
        if spanned is not passage:
            spanned, spans = passage, _spans(passage)
        owner, name, path = place
        is_tool = name.lower() in INFERENCE_TOOLS
        words = passage.text if is_tool else _words_around(link, passage, spans)
        yield Repository(link.url, owner, name, path, passage, words)


def _address(link: Link) -> tuple[str, str, str] | None:
    """Owner, name and path of a link that leads to code."""
    if link.is_image or not mentions(link.url, _HOSTS):
        return None
    if match := _REPOSITORY.match(link.url):
        path = match[3] or ""
        return None if _NOT_CODE.search(path) else (match[1], match[2].removesuffix(".git"), path)
    if (match := _HUB_CODE.match(link.url)) and _HUB_SOURCE.search(match[3]):
        return match[1], match[2], match[3]
    return None


def _spans(passage: Passage) -> tuple[Span, ...]:
    """Where the texts of a passage's links stand, in order; of two alike, one after the other."""
    spans: list[Span] = []
    end = 0
    for link in passage.links:
        if link.is_image or not link.text:
            continue
        at = passage.text.find(link.text, end)
        at = at if at >= 0 else passage.text.find(link.text)
        if at >= 0:
            end = at + len(link.text)
            spans.append((link.url, at, end))
    return tuple(spans)


def _words_around(link: Link, passage: Passage, spans: tuple[Span, ...]) -> str:
    """The words of a passage that belong to a link: the label of its item, and those beside it."""
    own = next(((at, end) for url, at, end in spans if url == link.url), None)
    others = [(at, end) for url, at, end in spans if url != link.url]
    if own is None or not others:
        return passage.text
    left = max((end for _, end in others if end <= own[0]), default=0)
    right = min((at for at, _ in others if at >= own[1]), default=len(passage.text))
    after = passage.text[own[1] : right]
    words = passage.text[left : own[1]] + after.partition(",")[0].partition(";")[0]
    label = passage.text[: spans[0][1]] if left and passage.kind == "item" else ""
    if not label or len(label) > 80 or _NO_LABEL.search(label):
        return words
    return f"{label.strip()} {words.lstrip(' ,;')}"


def _holdings(repository: Repository) -> frozenset[str]:
    name, words, section = repository.name, repository.words, repository.passage.section
    told = words.replace(name, " ") if repository.is_public_framework else words
    told = told.lower()
    raw_label = f"{name}{repository.path}".lower()
    label = f"{name} {repository.path}".lower().replace("_", " ").replace("-", " ")
    heading = repository.passage.section_lower[-1] if section else ""
    everything = f"{raw_label} {told} {heading}"
    about_code = _is_about_code(told) or _is_about_code(heading)
    found = set()
    for kind, cue in CLASSES:
        if not mentions(everything, SIGNS[kind]):
            continue
        by_name = bool(cue.search(label) or cue.search(raw_label))
        if by_name or (
            about_code and (cue.search(told) or (len(told) < 120 and cue.search(heading)))
        ):
            found.add(kind)
    if name.lower() in RECIPE_COLLECTIONS:
        found |= {"training", "post-training"}
    signs = mentions(told, MADE_SIGNS) and mentions(told, TRAINED_WITH_SIGNS)
    if signs and TRAINED_WITH.search(told):
        found.add("framework")
    return frozenset(found)


@lru_cache(maxsize=1024)
def _is_about_code(lower: str) -> bool:
    return mentions(lower, CODE_SIGNS) and bool(ABOUT_CODE.search(lower))
