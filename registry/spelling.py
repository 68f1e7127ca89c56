"""Spelling: which of some names is most like what was written. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from rapidfuzz.fuzz import ratio

ENOUGH = 0.6
"""How alike two names must be, of 0 to 1, for one to be meant by the other."""
LONGEST = 200

_SITE = re.compile(
    r"^(?:https?:/+)?(?:www\.)?(?:huggingface\.co|hf\.co)/(?:models/)?", re.IGNORECASE
)
_REST = re.compile(r"(?:/(?:tree|blob|resolve|commits?|discussions)(?:/.*)?|\.git|/)+$")
_CACHE = re.compile(r"^models--")
_SEPARATORS = re.compile(r"--|[\s:\\|@_/-]")


def cleaned(written: str) -> str:
    """What was written as an id: without the address of the Hub around it, or what its cache puts before it."""
    text = printable(written).strip()[:LONGEST]
    return _CACHE.sub("", _REST.sub("", _SITE.sub("", text))).strip("/")


def printable(written: str) -> str:
    """What was written, without what no name holds and no database can be asked for."""
    return "".join(filter(str.isprintable, written))


def readings(written: str) -> Iterator[str]:
    """The ids that would be meant if another separator stood for the slash: ``a--b``, ``a:b`` or ``a b-c``."""
    text = cleaned(written)
    for found in _SEPARATORS.finditer(text):
        before, after = text[: found.start()], text[found.end() :]
        if before and after:
            yield f"{before}/{re.sub(r'[ /]+', '-', after)}"


def likeness(written: str, known: str) -> float:
    """How alike two ids are, of 0 to 1: as a whole, or their names alone when one stands without its organization."""
    one, other = squashed(written), squashed(known)
    if not one:
        return 0.0
    whole = _ratio(one, other)
    name, known_name = one.rpartition("/")[2], other.rpartition("/")[2]
    if "/" in one:
        # The same name under another organization is less than one that is nearly as written.
        return max(whole, 0.95 * _ratio(name, known_name))
    # Who writes a name alone may not write all of it.
    return max(whole, _ratio(name, known_name), 0.9 * _ratio(name, known_name[: len(name)]))


def nearest(written: str, known: Iterable[str], count: int) -> list[str]:
    """The names that are most like what was written, the most alike first; only those that are alike enough.

    Of equals the one that comes first among ``known`` wins.
    """
    alike = [
        (likeness(written, name), -place, name) for place, name in enumerate(dict.fromkeys(known))
    ]
    return [name for much, _, name in sorted(alike, reverse=True)[:count] if much >= ENOUGH]


def squashed(name: str) -> str:
    """A name without case and without what people mix up between its parts."""
    return re.sub(r"[-_.\s]+", "-", name.lower())


def _ratio(one: str, other: str) -> float:
    """The share of letters that stand in both in the same order."""
    return ratio(one, other, score_cutoff=100 * ENOUGH) / 100
