"""Replies: the words of a publisher beside a criterion, checked, and as columns for the store."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from registry.disclosing.claims import Author
from registry.disclosing.lifecycle import Kind
from registry.disclosing.wording import WordingError, seen_letters, worded, words_of

SHORTEST, LONGEST = 10, 1000
"""Characters."""
MOST_LINES = 40


class ReplyError(ValueError):
    """The text can't be a reply; the message tells its author what to do."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply that can be taken."""

    release: str
    criterion: str
    text: str

    def columns(self, key: str, author: Author) -> dict[str, Any]:
        """The columns of a Disclosure, for the store; ``key`` is the digest of the secret to withdraw it by."""
        same = "\n".join((Kind.REPLY, self.release, self.criterion, words_of(self.text)))
        return {
            "kind": str(Kind.REPLY),
            "release_id": self.release,
            "criterion": self.criterion,
            "claim": self.text,
            "origin": str(author.origin),
            "organization": author.organization,
            "account_id": author.account_id,
            "key": key,
            "likeness": hashlib.sha256(same.encode()).hexdigest(),
        }


def reply_of(release: str, criterion: str, text: str) -> Reply:
    """The reply that somebody wrote. Raises ReplyError."""
    try:
        reply = worded(text)
    except WordingError as error:
        raise ReplyError(f"Your reply {error}.") from error
    if seen_letters(reply) < SHORTEST:
        raise ReplyError(f"Write a reply of {SHORTEST} letters or more.")
    if (over := len(reply) - LONGEST) > 0:
        raise ReplyError(f"A reply has at most {LONGEST:,} characters; this one has {over:,} more.")
    if reply.count("\n") >= MOST_LINES:
        raise ReplyError(f"A reply has at most {MOST_LINES} lines.")
    return Reply(release, criterion, reply)
