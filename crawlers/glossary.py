"""Glosses: what a card in another language says of openness, in the English words that readers know."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files

from crawlers.passage import Passage


@dataclass(frozen=True)
class Language:
    """The phrases of one language, each as a pattern with what stands for it in English.

    A text is glossed that has one of the ``letters``: the turns, of which English changes the
    order, where it also has one of the ``signs``, and after them the words.
    """

    letters: re.Pattern[str]
    signs: tuple[str, ...]
    turns: tuple[tuple[re.Pattern[str], str], ...]
    words: tuple[tuple[str, re.Pattern[str], str], ...]

    def gloss(self, text: str, lower: str) -> str:
        """The text with English in place of the phrases that are known; ``lower`` in small letters."""
        if _has_any(lower, self.signs):
            for pattern, english in self.turns:
                text = pattern.sub(english, text)
            lower = text.lower()
        for phrase, pattern, english in self.words:
            if phrase in lower:
                text = pattern.sub(english, text)
        return text


def _load() -> tuple[Language, ...]:
    raw = tomllib.loads(files(__package__).joinpath("glossary.toml").read_text("utf-8"))
    return tuple(
        Language(
            letters=re.compile(f"[{told['letters']}]"),
            signs=tuple(told["signs"]),
            turns=tuple((re.compile(p, re.IGNORECASE), english) for p, english in told["turns"]),
            words=tuple(
                (phrase, re.compile(_bounded(phrase), re.IGNORECASE), english)
                for phrase, english in sorted(told["words"].items(), key=lambda w: -len(w[0]))
            ),
        )
        for told in raw.values()
    )


def _bounded(phrase: str) -> str:
    """A pattern for a phrase as whole words, in scripts that part words."""
    parted = phrase[-1] < "\u3000"
    end = r"(?![\w-])" if parted and phrase[-1].isalnum() else ""
    return rf"(?<![\w-]){re.escape(phrase)}{end}" if parted else re.escape(phrase)


LANGUAGES = _load()
_PLAIN = (
    *("trainiert", "trainings", "lernrate", "das modell", "das training", " unser"),
    "weitere informationen",
    *("addestra", "modello", "dati di", "entrena", "datos de", "modelo", "treina"),
)
"""Signs of another language that need none of its letters."""


_HEADINGS = {phrase: english for known in LANGUAGES for phrase, _, english in known.words}
"""Phrases that are known in any language, for headings that consist of nothing else."""


SIGNS = frozenset(_PLAIN).union(_HEADINGS, *(known.signs for known in LANGUAGES))
"""One of these stands, in lower case, in each text for which there is a gloss."""


def glossed(passages: list[Passage], signs: set[str]) -> list[Passage]:
    """The passages of a card, with a gloss in place of the words of those in another language.

    ``signs`` are those that stand somewhere in the card: most have none.
    """
    if SIGNS.isdisjoint(signs):
        return passages
    glosses = _Glosses(is_plain=not signs.isdisjoint(_PLAIN))
    return [glosses.of(p) for p in passages]


class _Glosses:
    """The glosses of one card; ``is_plain`` tells whether words without foreign letters need any."""

    def __init__(self, *, is_plain: bool) -> None:
        self._is_plain = is_plain
        self._sections: dict[tuple[str, ...], tuple[str, ...]] = {(): ()}

    def of(self, passage: Passage) -> Passage:
        """The passage with a gloss for its words, its headings and its links'."""
        section = self._sections.get(passage.section)
        if section is None:
            section = tuple([self._heading(heading) for heading in passage.section])
            self._sections[passage.section] = section
        if passage.kind == "heading":
            text = self._heading(passage.text)
        else:
            text = passage.text if passage.kind == "code" else self._words(passage.text)
        if text == passage.text and section == passage.section:
            return passage
        links = tuple([k._replace(text=self._words(k.text, passage.text)) for k in passage.links])
        head = self._words(passage.head)
        return Passage(text, passage.line, passage.kind, section, links, head, passage.text)

    def _heading(self, text: str) -> str:
        return _HEADINGS.get(text.lower()) or self._words(text)

    def _words(self, text: str, around: str = "") -> str:
        """The gloss of a text; what stands ``around`` it may show its language better."""
        shown = (around or text).lower()
        is_ascii = shown.isascii()
        if is_ascii and not (self._is_plain and _has_any(shown, _PLAIN)):
            return text
        lower = text.lower()
        for language in LANGUAGES:
            if is_ascii or language.letters.search(shown):
                text = language.gloss(text, lower)
        return text


def _has_any(text: str, words: Iterable[str]) -> bool:
    for word in words:  # noqa: SIM110  # any() with a generator takes three times as long
        if word in text:
            return True
    return False
