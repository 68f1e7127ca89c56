"""Replies: the words of a publisher beside a criterion, as they may be submitted."""

from __future__ import annotations

import re
import unicodedata

SHORTEST, LONGEST = 10, 1000
"""Characters."""
MOST_LINES = 40

_BLANK = re.compile(r"\n\s*\n+")
# They turn the direction of what comes after them, be it ours.
_TURNS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class ReplyError(ValueError):
    """The text can't be a reply; the message tells its author what to do."""


def cleaned(text: str) -> str:
    """A text without what nobody sees: control characters, trailing blanks, more than one empty line in a row."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").split("\n")
    seen = ("".join(c for c in line if _is_seen(c)).rstrip() for line in lines)
    return _BLANK.sub("\n\n", "\n".join(seen)).strip()


def checked(text: str) -> str:
    """The same for a reply. Raises ReplyError."""
    reply = cleaned(text)
    if not reply:
        raise ReplyError("Write your reply first.")
    if sum(map(str.isalnum, reply)) < SHORTEST:
        raise ReplyError(f"A reply has at least {SHORTEST} letters.")
    if len(reply) > LONGEST:
        over = len(reply) - LONGEST
        raise ReplyError(f"A reply has at most {LONGEST:,} characters; this one has {over:,} more.")
    if reply.count("\n") >= MOST_LINES:
        raise ReplyError(f"A reply has at most {MOST_LINES} lines.")
    return reply


def _is_seen(character: str) -> bool:
    return unicodedata.category(character) not in {"Cc", "Cs"} and character not in _TURNS
