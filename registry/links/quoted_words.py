"""Quoted words: whether a text holds them, whatever its case, blanks and quotation marks; and their digest."""

from __future__ import annotations

import hashlib
import re
import unicodedata

FEWEST = 12
"""Letters and digits that a quote must have to be looked for: less is found anywhere."""
_FOLDED = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u00b4`", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", None),
    }
)
_BLANKS = re.compile(r"\s+")
_LEFT_OUT = re.compile(r"\[\s*(?:\u2026|\.\.\.)\s*\]|\u2026|\.\.\.")


def folded(text: str) -> str:
    """The text in one case, without blanks, with plain quotation marks and dashes. Tags that stood between words, or
    lines that were broken elsewhere, make no difference then."""
    plain = unicodedata.normalize("NFKC", text.translate(_FOLDED)).translate(_FOLDED)
    return _BLANKS.sub("", plain.casefold())


def pieces(quote: str) -> list[str]:
    """The quoted words, folded, in the pieces that an ellipsis parts; empty for what is too short to be told."""
    found = [piece for part in _LEFT_OUT.split(quote) if (piece := folded(part).strip("\"'"))]
    return found if sum(c.isalnum() for piece in found for c in piece) >= FEWEST else []


def digest_of(quote: str) -> str | None:
    """The SHA-256 of the quoted words, folded; None for what is too short to be told."""
    found = pieces(quote)
    return hashlib.sha256("\n".join(found).encode()).hexdigest() if found else None


def holds(text: str, quote: str) -> bool:
    """Whether a folded text holds the quoted words, piece after piece."""
    at = 0
    for piece in pieces(quote):
        found = text.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return True
