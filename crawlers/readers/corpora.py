"""Known public corpora: which of them words name or a dataset id stands for (`corpora.toml`)."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from crawlers.passages import Link
from crawlers.readers.cues import has_any
from crawlers.remembered import TEXTS

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


_UNSPACED = tuple(n for c in CORPORA for n in c.names if not n.isascii())
_PREPRINT = re.compile(
    r"[(\[ ]?arxiv(?:[)\]]|\s*(?:[:.\d]|https?|pre-?print|link|paper|version|report|tech))",
    re.IGNORECASE,
)
_WORD = re.compile(r"[a-z0-9]+")


_COMMON = frozenset(
    {"the", "common", "open", "english", "multilingual", "book", "books", "data", "dataset"}
    | {"corpus", "fine", "web", "project"}
)


class _Name(NamedTuple):
    """A name by its telling word, at which it is looked for. Names sort as they are tried."""

    is_free: bool
    """Whether it may be written in small or capital letters."""
    shortness: int
    rank: int
    words: str
    at: int
    """Where in the name its telling word begins."""


def _names() -> dict[str, list[_Name]]:
    """By one word of each name, the names with it: most texts hold no such word."""
    found: dict[str, list[_Name]] = {}
    for rank, (name, corpus) in enumerate((n, c) for c in CORPORA for n in c.names):
        if name.isascii():
            parts = list(_WORD.finditer(name.lower()))
            part = next((p for p in parts if p[0] not in _COMMON), parts[0])
            words = name if corpus.exact else name.lower()
            told = _Name(not corpus.exact, -len(name), rank, words, part.start())
            found.setdefault(part[0], []).append(told)
    return found


_NAMES = _names()
_UNSPACED_NAME = re.compile("|".join(_UNSPACED))
_GOES_ON = re.compile(r"\w|-[A-Za-z]*[0-9]+[bB]\b|-INCITE")
"""What follows the first words of a longer name, or makes a model of a corpus."""
_THE_HINTS = ("he Pile", "he Stack", "he pile")
_THE = re.compile(r"\b[Tt]he (?=(?:Pile|Stack)\b)|\b[Tt]he (?=pile\b)")


@lru_cache(maxsize=TEXTS)
def named(text: str) -> tuple[Naming, ...]:
    """The known corpora that a text names, in order."""
    if _NAMES.keys().isdisjoint(_WORD.findall(text.lower())) and not has_any(text, _UNSPACED):
        return ()
    if has_any(text, _THE_HINTS):
        text = _THE.sub("The ", text)
    found, end = list[Naming](), 0
    for naming in _possible(text):
        if naming.start >= end:
            end = naming.end
            if text[naming.start : end].lower() != "arxiv" or not _is_of_preprint(text, naming):
                found.append(naming)
    return tuple(found)


def _is_of_preprint(text: str, naming: Naming) -> bool:
    return _PREPRINT.match(text, max(0, naming.start - 1)) is not None


def _possible(text: str) -> list[Naming]:
    """All that may name a corpus, of what begins at one place first what is to be preferred."""
    lower = text.lower()
    if len(lower) != len(text):  # as with a Turkish capital: the places would be others
        lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    told: list[tuple[int, _Name]] = []
    for word in _WORD.finditer(lower):
        for name in _NAMES.get(word[0], ()):
            start = word.start() - name.at
            if (lower if name.is_free else text).startswith(name.words, start) and start >= 0:
                told.append((start, name))
    found = [
        Naming(_BY_WORDS[name.words], start, start + len(name.words))
        for start, name in sorted(told)
        if not (start and (text[start - 1].isalnum() or text[start - 1] in "_/-"))
        and not _GOES_ON.match(text, start + len(name.words))
    ]
    if has_any(text, _UNSPACED):
        whole = _UNSPACED_NAME.finditer(text)
        found += [Naming(_BY_WORDS[m[0].lower()], m.start(), m.end()) for m in whole]
        found.sort(key=lambda naming: naming.start)
    return found


def known(dataset: str) -> Corpus | None:
    """The corpus that a dataset repo's id stands for, if it is a known one."""
    words = dataset.lower()
    return _BY_HUB.get(words) or (None if "/" in words else _BY_LOWER.get(words))


def moved_to(dataset: str) -> str:
    """Where the repo of a known corpus is found whose id was a bare name before: "foo", "org/foo"."""
    corpus = None if "/" in dataset else known(dataset)
    here = corpus.hub if corpus else ()
    return next((i for i in here if i.lower().endswith(f"/{dataset.lower()}")), dataset)


def dataset_id(url: str) -> str:
    """The dataset repo that an address leads to; empty for a picture or a leaderboard's details."""
    if "datasets/" not in url or _NOT_TRAINED_ON.search(url):
        return ""
    match = _DATASET_URL.search(url)
    return _PAGE_OF_REPO.sub("", match[1]).rstrip(".") if match else ""


def link_to(links: tuple[Link, ...], corpus: Corpus) -> str:
    """Where links of a passage lead for a corpus that it names, or an empty text."""
    for link in links:
        dataset = dataset_id(link.url)
        if dataset and known(dataset) is corpus:
            return f"{HUB}{dataset}"
    wanted = corpus.name.lower().replace("the ", "")
    return next((x.url for x in links if wanted in x.text.lower() and x.url[:4] == "http"), "")
