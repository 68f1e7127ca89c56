"""Known public corpora: which of them words name or a dataset id stands for (`corpora.toml`)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

from crawlers.readers.cues import has_any

HUB = "https://huggingface.co/datasets/"
_DATASET_URL = re.compile(
    r"(?:^|//(?:www\.)?)(?:huggingface\.co|hf\.co)?/datasets/([\w.-]+(?:/[\w.-]+)?)", re.IGNORECASE
)
_PAGE_OF_REPO = re.compile(r"/(?:viewer|tree|blob|raw|discussions)$")
_NOT_TRAINED_ON = re.compile(
    r"leaderboard|[-_/](?:evals?|benchmarks?)\b|/resolve/|documentation-images|\.(?:png|jpe?g|svg|gif|webp)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Corpus:
    """A corpus that is known beyond the card that names it, with the fields of ``corpora.toml``."""

    name: str
    names: tuple[str, ...]
    hub: tuple[str, ...]
    home: str = ""
    public: bool = True
    documented: bool = False
    generic: bool = False
    exact: bool = False

    @property
    def page(self) -> str:
        """Where it can be had, or empty."""
        return self.home or (HUB + self.hub[0] if self.hub else "")


@dataclass(frozen=True, slots=True)
class Naming:
    """A place in a text at which a known corpus is named."""

    corpus: Corpus
    start: int
    end: int


def _load() -> tuple[Corpus, ...]:
    raw = tomllib.loads(files(__package__).joinpath("corpora.toml").read_text("utf-8"))
    return tuple(
        Corpus(
            name,
            tuple(fields["names"]),
            tuple(fields["hub"]),
            home=fields.get("home", ""),
            public=fields.get("public", True),
            documented=fields.get("documented", False),
            generic=fields.get("generic", False),
            exact=fields.get("exact", False),
        )
        for name, fields in raw["corpora"].items()
    )


CORPORA = _load()
_BY_HUB = {i.lower(): c for c in CORPORA for i in c.hub}
_BY_LOWER = {n.lower(): c for c in CORPORA for n in c.names}
_BY_WORDS = {n: c for c in CORPORA if c.exact for n in c.names} | {
    n.lower(): c for c in CORPORA if not c.exact for n in c.names
}


def _alternatives(*, exact: bool) -> str:
    names = [n for c in CORPORA if c.exact == exact for n in c.names if n.isascii()]
    names.sort(key=len, reverse=True)
    return "|".join(re.escape(n) for n in names)


_UNSPACED = tuple(n for c in CORPORA for n in c.names if not n.isascii())
_NAMED = re.compile(
    rf"(?P<unspaced>{'|'.join(_UNSPACED)})|(?<![\w/-])(?:(?P<exact>{_alternatives(exact=True)})|(?P<free>(?i:{_alternatives(exact=False)})))"
    r"(?![\w]|-[A-Za-z]*[0-9]+[bB]\b|-INCITE)"
)
_PREPRINT = re.compile(
    r"[(\[ ]?arxiv(?:[)\]]|\s*(?:[:.\d]|https?|pre-?print|link|paper|version|report|tech))",
    re.IGNORECASE,
)
_WORD = re.compile(r"[a-z0-9]+")


_COMMON = frozenset(
    {"the", "common", "open", "english", "multilingual", "book", "books", "data", "dataset"}
    | {"corpus", "fine", "web", "project"}
)


def _telling_word(name: str) -> str:
    words = _WORD.findall(name.lower())
    return str(next((w for w in words if w not in _COMMON), words[0]))


_TELLING = frozenset(_telling_word(n) for c in CORPORA for n in c.names if n.isascii())
"""One word of each name: a text with none of them names no corpus, which is soon found out."""
_THE = re.compile(r"\b[Tt]he (?=(?:Pile|Stack)\b)|\b[Tt]he (?=pile\b)")


def named(text: str) -> Iterator[Naming]:
    """The known corpora that a text names, in order."""
    if _TELLING.isdisjoint(_WORD.findall(text.lower())) and not has_any(text, _UNSPACED):
        return
    capitalised = _THE.sub("The ", text) if "he " in text else text
    for match in _NAMED.finditer(capitalised):
        if match[0].lower() == "arxiv" and _PREPRINT.match(text, max(0, match.start() - 1)):
            continue
        words = match["exact"] or (match["unspaced"] or match["free"]).lower()
        yield Naming(_BY_WORDS[words], match.start(), match.end())


def known(dataset: str) -> Corpus | None:
    """The corpus that a dataset repo's id stands for, if it is a known one."""
    words = dataset.lower()
    return _BY_HUB.get(words) or (None if "/" in words else _BY_LOWER.get(words))


def dataset_id(url: str) -> str:
    """The dataset repo that an address leads to; empty for a picture or a leaderboard's details."""
    if "datasets/" not in url or _NOT_TRAINED_ON.search(url):
        return ""
    match = _DATASET_URL.search(url)
    return _PAGE_OF_REPO.sub("", match[1]).rstrip(".") if match else ""
