"""The names by which a card means its own release, and not what others made it from."""

from __future__ import annotations

import re
from dataclasses import dataclass

from crawlers.readers.observed import Observed
from crawlers.readers.titles import model_name

_VERSION = re.compile(r"[- ]?v?(\d+(?:\.\d+)*)(?![\w.]*[bmk]\b)")
"""A version number behind a name, and no size."""


@dataclass(frozen=True, slots=True)
class ReleaseName:
    """The name of a release as its card may write it."""

    pattern: re.Pattern[str] | None
    version: str

    def at(self, text: str) -> int:
        """Where a text in lower case names the release, and not another version; -1 if nowhere."""
        for named in self.pattern.finditer(text) if self.pattern else ():
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
    spelled = ["[-_ ]?".join(map(re.escape, word)) for word in sorted(told) if len(word) > 2]
    return ReleaseName(re.compile("|".join(spelled)) if spelled else None, own.version)
