"""The names by which a card means its own release, and not what others made it from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from crawlers.readers.observed import Observed
from crawlers.readers.titles import model_name

_VERSION = re.compile(r"[- ]?v?(\d+(?:\.\d+)*)(?![\w.]*[bmk]\b)")
"""A version number behind a name, and no size."""


@dataclass(frozen=True)
class ReleaseName:
    """The name of a release as its card may write it: words, parted anywhere, and a version."""

    words: tuple[str, ...]
    version: str

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        # Few cards have a claim, and to make a pattern takes longer than to look for one.
        spelled = ["[-_ ]?".join(map(re.escape, word)) for word in self.words]
        return re.compile("|".join(spelled)) if spelled else None

    def at(self, text: str) -> int:
        """Where a text in lower case names the release, and not another version; -1 if nowhere."""
        for named in self._pattern.finditer(text) if self._pattern else ():
            told = _VERSION.match(text, named.end())
            if not (told and self.version) or told[1] == self.version:
                return named.start()
        return -1

    def is_in(self, text: str) -> bool:
        """Whether a text in lower case names the release."""
        return self.at(text) >= 0


def release_name(observed: Observed) -> ReleaseName:
    """The words that name this release and none of what others made it from."""
    owner = observed.snapshot.id.partition("/")[0].lower()
    foreign = {
        word
        for base in observed.bases
        if base.partition("/")[0].lower() != owner
        for word in model_name(base).words
    }
    own = model_name(observed.snapshot.id)
    told = {*own.words, own.organization} - foreign
    return ReleaseName(tuple(word for word in sorted(told) if len(word) > 2), own.version)
