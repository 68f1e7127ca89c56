"""Reads what a card refers to for more: its own code repositories, collections and project pages.

Nobody has read these; that they are there tells how much more there may be to know.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawlers.passages import Link, Passage
from crawlers.readers.observed import Observed
from crawlers.readers.repositories import Repository, repositories
from crawlers.readers.stance import Stance
from crawlers.readers.subjects import own_lines
from crawlers.readers.titles import ModelName, model_name, plain
from registry.scoring.evidence import Evidence

TOPIC = "reference"
_MOST = 4
"""References of a kind that are kept: a second repository rarely tells what the first does not."""

_NO_TRAINING = frozenset({"inference", "evaluation"})
_COLLECTION = re.compile(
    r"https?://(?:www\.)?(?:huggingface\.co|hf\.co)/collections/([\w.-]+)/", re.I
)
_PAGE = re.compile(
    r"\b(?:project|home|model)[- ]?(?:page|site|website)\b|\bwebsite\b|\bhomepage\b|项目主页|项目页",
    re.IGNORECASE,
)
_DATA = re.compile(r"\bdata|\bcorp(?:us|ora)\b|数据", re.IGNORECASE)
_SQUEEZED = re.compile(r"[^a-z0-9]")


def read_references(observed: Observed) -> Iterator[Evidence]:
    """On the topic ``reference``: ``repository`` (the publisher's own code), ``collection`` (of
    data sets) and ``page`` (of the project).
    """
    end = own_lines(observed)
    name = model_name(observed.snapshot.id)
    kept = dict.fromkeys(("repository", "collection", "page"), 0)
    seen: set[str] = set()
    for kind, address, target, passage in _found(observed, name):
        if passage.line >= end or address in seen or kept[kind] >= _MOST:
            continue
        seen.add(address)
        kept[kind] += 1
        yield observed.said(TOPIC, kind, passage, value=address, target=target)


def _found(observed: Observed, name: ModelName) -> Iterator[tuple[str, str, str, Passage]]:
    for repository in repositories(observed):
        if _is_own(repository, name) and repository.stance is Stance.STATED:
            address = f"{repository.owner}/{repository.name}".lower()
            yield "repository", address, repository.url, repository.passage
    for link, passage in observed.card.links:
        if link.is_image or passage.kind == "code":
            continue
        if collection := _COLLECTION.match(link.url):
            if _DATA.search(f"{link.text} {link.url}"):
                yield "collection", collection[0], link.url, passage
        elif _is_page(link, name):
            yield "page", link.url.lower(), link.url, passage


def _is_own(repository: Repository, name: ModelName) -> bool:
    """Whether it is code of the release's publisher or bears its name, and not only for running it."""
    if repository.holds and repository.holds <= _NO_TRAINING:
        return False
    owner = _SQUEEZED.sub("", plain(repository.owner))
    called = _SQUEEZED.sub("", plain(repository.name))
    organization = name.organization
    if organization and (owner in organization or organization in owner) and len(owner) > 2:
        return True
    named = any(len(word) > 3 and _SQUEEZED.sub("", word) in called for word in name.words)
    return named and not repository.is_public_framework


def _is_page(link: Link, name: ModelName) -> bool:
    """Whether a link leads to the page of this project."""
    url = link.url.lower()
    if not url.startswith("http") or "huggingface.co" in url or "github.com" in url:
        return False
    named = any(len(word) > 3 and word in url for word in name.words)
    return named and (".github.io" in url or bool(_PAGE.search(link.text)))
