"""Links: what a card points to, and what the registry knows of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from registry.scoring.evidence import Evidence

TOPIC = "link"
"""The topic under which the reader of links files them; its facts are the kinds of links."""

_REPO = re.compile(
    r"(?:https?:)?//(?:www\.)?(?:huggingface\.co|hf\.co)/(datasets/)?"
    r"([A-Za-z0-9][\w.-]*(?:/[\w.-]+)?)(?:[/?#]|$)",
    re.IGNORECASE,
)


class Linked(NamedTuple):
    """One link of a card.

    ``state`` is what the registry knows of the place: ``public``, ``gated``, ``gone``, ``unchecked``
    (it was asked for, without an answer), or empty where nobody has looked.
    """

    kind: str
    text: str
    url: str
    place: str
    repo: str = ""
    state: str = ""

    def as_dict(self) -> dict[str, str]:
        """The link as plain values."""
        return self._asdict()


def repo_of(link: Evidence) -> str:
    """The Hub repo of a linked model or dataset; empty for other links."""
    match = _REPO.match(link.target) if link.fact in {"model", "dataset"} else None
    if match is None or bool(match[1]) != (link.fact == "dataset"):
        return ""
    return match[2]


def resolved(
    links: Iterable[Evidence],
    datasets: Mapping[str, str],
    releases: Mapping[str, str],
) -> tuple[Linked, ...]:
    """The links with what is known of them: the states of dataset repos and releases by id."""
    found = []
    for link in links:
        repo = repo_of(link)
        known = datasets if link.fact == "dataset" else releases
        found.append(
            Linked(link.fact, link.quote, link.target, link.place, repo, known.get(repo, ""))
        )
    return tuple(found)
