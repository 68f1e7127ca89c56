"""Gated patterns: alternatives that are tried only where the words stand without which they fail."""

from __future__ import annotations

import re
from dataclasses import dataclass

from crawlers.readers.caseless import Caseless
from crawlers.readers.cues import has_any, phrases

Gates = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Gated:
    """Alternatives, each with its gates: of every gate, the text must hold one of the words.

    Python tries every alternative of a pattern at every letter. Most sentences hold the words for
    none of them, which a few searches for plain words tell far sooner.
    """

    parts: tuple[tuple[Gates, Caseless], ...]

    def search(self, text: str, lower: str) -> re.Match[str] | None:
        """What all alternatives in one pattern would find: the first match, of two the one listed
        first.
        """
        first: re.Match[str] | None = None
        for gates, pattern in self.parts:
            for words in gates:
                if not has_any(lower, words):
                    break
            else:
                match = pattern.search(text)
                if match and (first is None or match.start() < first.start()):
                    first = match
        return first


def gated(*parts: tuple[str, str]) -> Gated:
    """Alternatives that ignore case, after the lower-case words of their gates: bars part the words
    of a gate, and ampersands the gates.
    """
    return Gated(
        tuple(
            (tuple(phrases(gate) for gate in gates.split(" & ")), Caseless(pattern))
            for gates, pattern in parts
        )
    )
