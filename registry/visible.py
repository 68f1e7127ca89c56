"""Visible: what strangers wrote, with the characters made visible that a reader would not see."""

from __future__ import annotations

import unicodedata

_KEPT = frozenset("\n\t")
_UNSEEN = frozenset({"Cc", "Cf", "Co", "Cn", "Cs", "Zl", "Zp"})
"""Categories of Unicode: controls, formats (which turn the direction of writing, or have no width), and what is no
character at all."""


def visible(text: str | None) -> str:
    """The text with every control, format and unassigned character written out as ``‹U+202E›``; line ends stay."""
    given = (text or "").replace("\r\n", "\n")
    if given.isprintable():
        return given
    return "".join(map(_shown, given))


def _shown(character: str) -> str:
    is_unseen = character not in _KEPT and unicodedata.category(character) in _UNSEEN
    return f"‹U+{ord(character):04X}›" if is_unseen else character
