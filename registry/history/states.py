"""States: what one moment knew of a repo, and how a fact of two of them is compared."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from registry.history.facts import Metadata
from registry.scoring.evidence import Outcome

Fact = TypeVar("Fact")

TOLD_TOGETHER = (
    ("gated",),
    ("private",),
    ("disabled",),
    ("siblings",),
    ("cardData", "tags"),
)
"""Fields of the metadata that tell of the same thing: an older one says nothing beside a newer one."""


@dataclass(frozen=True, slots=True)
class State:
    """What one moment knew of one repo.

    ``outcome`` is whether the repo was there: found, absent, or unchecked. ``metadata`` is the Hub's JSON, in which a
    missing field means that it is not known. ``card_outcome`` is the same for the card, ``card`` its bytes, which only
    serve to count lines; ``card_digest`` is their SHA-256. ``statement_digest`` is that of the publisher's statement,
    empty where there is none, and None where that is not known.
    """

    id: str
    outcome: Outcome = Outcome.FOUND
    metadata: Metadata = field(default_factory=dict, hash=False)
    card_outcome: Outcome = Outcome.UNCHECKED
    card_digest: str = ""
    card: bytes | None = None
    statement_digest: str | None = None

    @property
    def digest(self) -> str:
        """The card's SHA-256; empty when neither it nor the bytes are known."""
        if self.card_digest or self.card is None:
            return self.card_digest
        return hashlib.sha256(self.card).hexdigest()

    def after(self, earlier: State) -> State:
        """This state, with what an earlier one knew wherever this one knows nothing.

        A source that tells less than the one before would otherwise hide what changed meanwhile.
        """
        older, newer = _mapping(earlier.metadata), _mapping(self.metadata)
        silent = [names for names in TOLD_TOGETHER if not any(_told(newer, n) for n in names)]
        kept = {n: older[n] for names in silent for n in names if _told(older, n)}
        state = replace(self, metadata={**newer, **kept})
        if self.outcome == Outcome.UNCHECKED:
            state = replace(state, outcome=earlier.outcome)
        if self.card_outcome == Outcome.UNCHECKED:
            state = replace(
                state,
                card_outcome=earlier.card_outcome,
                card_digest=earlier.card_digest,
                card=earlier.card,
            )
        if self.statement_digest is None:
            state = replace(state, statement_digest=earlier.statement_digest)
        return state


def compared(
    before: State, after: State, *reads: Callable[[Metadata], Fact | None]
) -> tuple[Fact, Fact] | None:
    """A fact then and now, by the first of its fields that both moments knew; None without one.

    Like is compared with like: the Hub's tags hold less than the front matter that they come from.
    """
    for read in reads:
        old, new = read(_mapping(before.metadata)), read(_mapping(after.metadata))
        if old is not None and new is not None:
            return old, new
    return None


def _told(metadata: Metadata, name: str) -> bool:
    return metadata.get(name) is not None


def _mapping(metadata: object) -> Metadata:
    return metadata if isinstance(metadata, Mapping) else {}
