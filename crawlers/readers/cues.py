"""Cues: a pattern of many alternatives, tried only at the words that one of them can begin with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_WORD = re.compile(r"[^\W_]+")
_STEM = 3
_UNSPACED = re.compile(r"[\u4e00-\u9fff]")
EAST_ASIAN = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3]")
"""Characters of Chinese, Japanese and Korean; Korean has spaces, but its words have endings."""
_CAPITAL = re.compile(r"(?<!\\)(?<!\(\?)[A-Z]")


@dataclass(frozen=True, slots=True)
class Cues:
    """A pattern that begins at a word whose first three letters are among the ``stems``.

    Python tries every alternative of a pattern at every letter; with some fifty of them, a card
    would take longer to read than to parse. In scripts without spaces (``unspaced``: their
    characters) the pattern is tried everywhere.
    """

    pattern: re.Pattern[str]
    stems: frozenset[str]
    unspaced: re.Pattern[str] = _UNSPACED

    beginnings: re.Pattern[str] = field(init=False, compare=False)
    """The stems at the beginning of a word, in lower case."""

    plain: re.Pattern[str] = field(init=False, compare=False)
    """The pattern for ASCII in lower case: case that has to be ignored costs time at every letter."""

    def __post_init__(self) -> None:
        plain = sorted(stem for stem in self.stems if stem.isascii())
        whole = [stem for stem in plain if len(stem) < _STEM]
        begun = _either([stem for stem in plain if len(stem) == _STEM])
        either = "|".join([begun, *(rf"{re.escape(stem)}(?![a-z0-9])" for stem in whole)])
        object.__setattr__(self, "beginnings", re.compile(rf"(?<![a-z0-9])(?:{either})"))
        object.__setattr__(self, "plain", self._plain())

    def _plain(self) -> re.Pattern[str]:
        ignores_case = self.pattern.flags & re.IGNORECASE
        if not ignores_case or _CAPITAL.search(self.pattern.pattern):
            return self.pattern
        return re.compile(self.pattern.pattern, re.ASCII)

    def find(self, text: str) -> Iterator[re.Match[str]]:
        """The matches in a text that do not overlap, in order."""
        if not text.isascii() and self.unspaced.search(text):
            yield from self.pattern.finditer(text)
            return
        if text.isascii():
            lower, may_match = text.lower(), self.plain.match
            starts = [m.start() for m in self.beginnings.finditer(lower)]
            if starts and self.plain is not self.pattern:
                starts = [start for start in starts if may_match(lower, start)]
        else:
            words = _WORD.finditer(text)
            starts = [m.start() for m in words if m[0][:_STEM].lower() in self.stems]
        end = 0
        for start in starts:
            if start >= end and (match := self.pattern.match(text, start)):
                yield match
                end = match.end()


def has_any(text: str, words: tuple[str, ...]) -> bool:
    """Whether one of the words stands somewhere in the text: asked before a pattern is tried."""
    for word in words:  # noqa: SIM110  # any() with a generator takes three times as long
        if word in text:
            return True
    return False


def cues(pattern: str, stems: str, unspaced: re.Pattern[str] = _UNSPACED) -> Cues:
    """Cues from a pattern, which ignores case, and its stems, parted by spaces."""
    parted = frozenset(stem[:_STEM] for stem in stems.split())
    return Cues(re.compile(pattern, re.IGNORECASE), parted, unspaced)


def _either(words: list[str]) -> str:
    """A pattern for one of the words, which looks at each letter once."""
    by_letter: dict[str, list[str]] = {}
    for word in filter(None, words):
        by_letter.setdefault(word[0], []).append(word[1:])
    either = "|".join(re.escape(first) + _either(rest) for first, rest in by_letter.items())
    return f"(?:{either})" if either else ""


def phrases(listed: str) -> tuple[str, ...]:
    """Phrases from one text, in which bars part them."""
    return tuple(listed.split("|"))
