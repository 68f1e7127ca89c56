"""What a reader is given: a snapshot with its parsed card, and the means to point at what it saw."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

from crawlers.cards import Card
from crawlers.passages import Passage
from crawlers.snapshots import Snapshot
from registry.scoring.evidence import Evidence, Origin, Outcome

Made = TypeVar("Made")

_as_json = json.JSONEncoder(default=str).encode
"""As ``json.dumps`` does, which makes an encoder each time it is called."""

MAX_QUOTE = 400
"""Characters of a quote that are kept: enough to judge by, short enough to show."""


@dataclass(frozen=True)
class Observed:
    """A snapshot, its card, and what the release was made from (ids and relation, empty when from scratch)."""

    snapshot: Snapshot
    card: Card
    bases: tuple[str, ...] = ()
    relation: str = ""
    _made: dict[object, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def once(self, make: Callable[[Observed], Made]) -> Made:
        """What a function makes of this, made once for all readers that ask for it."""
        if make not in self._made:
            self._made[make] = make(self)
        made: Made = self._made[make]
        return made

    def said(
        self,
        criterion: str,
        fact: str,
        passage: Passage,
        *,
        value: str = "",
        outcome: Outcome = Outcome.FOUND,
        target: str = "",
        around: tuple[int, int] | None = None,
    ) -> Evidence:
        """Evidence that stands in a passage of the card; ``around`` is the span of the telling words in a long one."""
        return Evidence(
            criterion=criterion,
            fact=fact,
            outcome=outcome,
            value=value,
            quote=_words(passage, around),
            place=passage.place,
            url=self.snapshot.file_url("README.md", passage.line),
            target=target,
        )

    def recorded(
        self, criterion: str, fact: str, field: str, *, value: str = "", quote: str = ""
    ) -> Evidence:
        """Evidence that stands in a field of the metadata; quotes the field unless other words are given."""
        shown = quote or f"{field}: {_as_json(self.snapshot.metadata.get(field))}"
        return Evidence(
            criterion=criterion,
            fact=fact,
            value=value,
            quote=shown[:MAX_QUOTE],
            place=f"metadata:{field}",
            url=self.snapshot.page,
            origin=Origin.METADATA,
        )

    def in_front_matter(
        self, criterion: str, fact: str, field: str, *, value: str = "", target: str = ""
    ) -> Evidence:
        """Evidence that stands in a field of the card's front matter."""
        return Evidence(
            criterion=criterion,
            fact=fact,
            value=value,
            quote=f"{field}: {_as_json(self.front.get(field))}"[:MAX_QUOTE],
            place=f"README.md:{field}",
            url=self.snapshot.file_url("README.md"),
            target=target,
            origin=Origin.METADATA,
        )

    def listed(
        self, criterion: str, fact: str, names: tuple[str, ...], *, value: str = ""
    ) -> Evidence:
        """Evidence that stands in the file list; quotes the names (the first few of many)."""
        shown = ", ".join(names[:4]) + (f" and {len(names) - 4} more" if len(names) > 4 else "")
        return Evidence(
            criterion=criterion,
            fact=fact,
            value=value,
            quote=shown[:MAX_QUOTE],
            place="files",
            url=self.snapshot.files_url,
            origin=Origin.METADATA,
        )

    @cached_property
    def front(self) -> dict[str, Any]:
        """The card's front matter; where the card is not to be read, what the Hub made of it."""
        given = self.snapshot.metadata.get("cardData")
        return {**(given if isinstance(given, dict) else {}), **self.card.front}

    @cached_property
    def files(self) -> tuple[str, ...]:
        """Names of the files in the repo, as listed."""
        return self.snapshot.files

    def tags(self, prefix: str) -> Iterator[str]:
        """The tags that begin with a prefix (``dataset:``), without it: the Hub's, and the card's own, which
        a Hub takes over and a mirror need not list.
        """
        for tag in self._all_tags:
            if tag.startswith(prefix):
                yield tag.removeprefix(prefix)

    @cached_property
    def _all_tags(self) -> list[str]:
        listed, given = self.snapshot.metadata.get("tags"), self.front.get("tags")
        tags = [
            *(listed if isinstance(listed, list) else ()),
            *(given if isinstance(given, list) else ()),
        ]
        return [tag for tag in tags if isinstance(tag, str)]


def _words(passage: Passage, around: tuple[int, int] | None) -> str:
    """What a passage says in its own words; of pictures alone, the words in their stead."""
    if passage.written:
        return excerpt(passage.written)
    return excerpt(passage.text or " ".join(dict.fromkeys(k.text for k in passage.links)), around)


def texts(value: object) -> tuple[str, ...]:
    """The texts in a front matter value that may be one text or a list; whatever is no text is left out."""
    if isinstance(value, str):
        return (value.strip(),) if value.strip() else ()
    if isinstance(value, list):
        return tuple(t.strip() for t in value if isinstance(t, str) and t.strip())
    return ()


def excerpt(text: str, around: tuple[int, int] | None = None) -> str:
    """The text, or of a long one what stands around a span, cut at words and marked with an ellipsis."""
    if len(text) <= MAX_QUOTE:
        return text
    middle = sum(around) // 2 if around else 0
    start = max(0, min(middle - MAX_QUOTE // 2, len(text) - MAX_QUOTE))
    piece = text[start : start + MAX_QUOTE]
    if start:
        piece = "…" + piece.partition(" ")[2]
    return piece.rpartition(" ")[0] + "…" if start + MAX_QUOTE < len(text) else piece
