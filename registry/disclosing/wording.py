"""Wording: what people typed as it is kept, in one normal form and without what could not be seen."""

from __future__ import annotations

import re
import unicodedata

_BREAKS = re.compile(r"\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_MANY_BREAKS = re.compile(r"\n[ \t]*\n\s*\n")
_UNSEEN = frozenset(range(0xE0000, 0xE0080))
"""Tags, which no screen shows: a text within the text."""
_TURNING = frozenset((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
"""What has words shown in another order than they stand in."""
_WORD = re.compile(r"\w+")


class WordingError(ValueError):
    """The text can't be kept as it is; the message says why, and what to do."""


def worded(text: str) -> str:
    """A text in Unicode's normal form C, its lines ending alike, without blanks around it. Raises WordingError for one
    with characters that can't be seen or that turn the order of what is seen."""
    text = unicodedata.normalize("NFC", _BREAKS.sub("\n", text))
    for character in text:
        if _is_refused(character):
            raise WordingError(
                f"holds a character that can't be shown (U+{ord(character):04X}); take it out"
            )
    return _MANY_BREAKS.sub("\n\n", text).strip()


def seen_letters(text: str) -> int:
    """How many characters of a text can be seen."""
    return sum(unicodedata.category(c)[0] not in "CZ" for c in text)


def words_of(text: str) -> str:
    """The words of a text alone, so that neither case nor punctuation tells two apart."""
    return " ".join(_WORD.findall(unicodedata.normalize("NFKC", text).casefold()))


def _is_refused(character: str) -> bool:
    if character in "\n\t":
        return False
    code = ord(character)
    if code in _TURNING or code in _UNSEEN or code & 0xFFFE == 0xFFFE:
        return True
    return unicodedata.category(character) in ("Cc", "Cs")
