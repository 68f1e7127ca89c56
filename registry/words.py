"""Words: how texts become the words that search looks for, the same for what is kept and for what is asked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import chain

MOST_WORDS = 3000
"""Words that are kept of the texts of one release."""
MOST_ASKED = 12
LONGEST, LONGEST_SQUASHED = 40, 80
MOST_SIGNS = 20_000

SQUASHED = "s:"
"""The mark before a name in one word."""

# A dot is part of a number ("2.5"), and ends a sentence or begins the ending of a file's name ("7b.gguf") elsewhere.
_WORD = re.compile(r"[0-9][0-9a-z]*(?:\.[0-9][0-9a-z]*)*|[^\s0-9.]+")
_PLAIN = re.compile(r"[0-9][0-9a-z]*(?:\.[0-9][0-9a-z]*)*|[a-z]+")
# Normalizing takes the square of the length of a run of combining marks: so it is done in pieces, that end where words
# do if they can.
_PIECE = re.compile(r".{1,1000}(?!\S)|.{1,1000}", re.DOTALL)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_LETTERS = re.compile(r"[A-Za-z]+")
_SPACELESS = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Burmese
    (0x1780, 0x17FF),  # Khmer
    (0x3005, 0x3007),
    (0x3041, 0x30FF),  # Hiragana, Katakana
    (0x31F0, 0x31FF),
    (0x3400, 0x4DBF),  # Han, to the end
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0x1AFF0, 0x1B16F),
    (0x20000, 0x3FFFF),
)
"""Scripts that put no spaces between words: each character is taken for one."""


class _Signs(dict[int, str]):
    """What stands for a character: itself in a word, a digit for any sign of one, and a space for all that parts words.

    Made as characters are met, and forgotten when they are too many: there are a million.
    """

    def __missing__(self, code: int) -> str:
        if len(self) >= MOST_SIGNS:
            self.clear()
        self[code] = sign = _sign(chr(code))
        return sign


def _sign(character: str) -> str:
    kind = unicodedata.category(character)
    if kind == "Nd":
        return str(unicodedata.decimal(character))
    if character == ".":
        return character
    code = ord(character)
    if kind[0] in "LMN" and any(first <= code <= last for first, last in _SPACELESS):
        return f" {character} "
    return character if kind[0] in "LM" else " "


_SIGNS = _Signs()
_ASCII = bytes(ord(_sign(chr(code).lower()) if code < 128 else " ") for code in range(256))
"""The same for nearly all texts, ten times as fast."""


def text_words(texts: Iterable[str]) -> list[str]:
    """The distinct words of texts, in order, as many as are kept."""
    return _distinct(chain.from_iterable(map(_words, texts)), MOST_WORDS)


def query_words(query: str) -> tuple[str, ...]:
    """The distinct words that a query asks for, without marks; none for one without any letter or digit."""
    return tuple(_distinct(_words(query), MOST_ASKED))


def squashed(text: str) -> str:
    """A text in one word: its letters and digits alone, as many as are kept of a name."""
    found = ""
    for piece in _PIECE.finditer(text):
        found += _folded(piece[0]).replace(" ", "").replace(".", "")
        if len(found) >= LONGEST_SQUASHED:
            break
    return found[:LONGEST_SQUASHED]


def name_words(release_id: str) -> tuple[list[str], list[str], bool]:
    """The distinct words of a release's name (what stands after the slash); those that only capitals tell apart; and
    whether the first is how its organization's name begins, as in ``meta-llama/Meta-Llama-3-8B``."""
    organization, name = _parts(release_id)
    # Names at the Hub are plain, and a catalog has a million: as any text is taken apart, in a quarter of the time.
    words = _PLAIN.findall(name.lower()) if name.isascii() else list(_words(name))
    is_led = bool(words) and len(words[0]) > 1 and organization.lower().startswith(words[0])
    return list(dict.fromkeys(words)), _camel_words(name), is_led


def whole_names(release_id: str) -> list[str]:
    """The name of a release in one word, and its whole id in one, marked as such."""
    organization, name = _parts(release_id)
    wholes = (squashed(text) for text in (name, organization + name))
    return list(dict.fromkeys(f"{SQUASHED}{whole}" for whole in wholes if whole))


def kept_words(release_id: str, texts: Iterable[str]) -> str:
    """All words by which a release is found, separated by spaces, each once: its name and its id in one word each, with
    a mark, and the words of its id and of the texts."""
    known = [*_words(release_id), *chain.from_iterable(map(_camel_words, _parts(release_id)))]
    return " ".join(dict.fromkeys((*whole_names(release_id), *known, *text_words(texts))))


def _parts(release_id: str) -> tuple[str, str]:
    organization, _, name = release_id.rpartition("/")
    return organization, name


def _distinct(words: Iterable[str], most: int) -> list[str]:
    found: dict[str, None] = {}
    for word in words:
        found[word] = None
        if len(found) == most:
            break
    return list(found)


def _words(text: str) -> Iterator[str]:
    """The words of a text, one after the other, as far as they are asked for."""
    for piece in _PIECE.finditer(text):
        for word in _WORD.finditer(_folded(piece[0])):
            yield word[0][:LONGEST]


def _folded(text: str) -> str:
    """The text in small letters, with one way to write each, and spaces for what is neither letter nor digit."""
    if text.isascii():
        return text.encode("ascii").translate(_ASCII).decode("ascii")
    normal = unicodedata.normalize("NFKC", text).casefold()
    return unicodedata.normalize("NFKC", normal).translate(_SIGNS)


def _camel_words(name: str) -> list[str]:
    """Words that only capitals tell apart, as in DeepSeek; none where a letter would stand alone, as in LLaMA."""
    found: list[str] = []
    if not _CAMEL.search(name):
        return found
    for letters in _LETTERS.findall(name):
        parts = _CAMEL.split(letters)
        if len(parts) > 1 and all(len(part) > 1 for part in parts):
            found += [part.lower()[:LONGEST] for part in parts]
    return found
