"""Known public corpora: which of them words name or a dataset id stands for (`corpora.toml`)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from crawlers.passages import Link
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


def _telling_word(name: str) -> str:
    words = _WORD.findall(name.lower())
    return str(next((w for w in words if w not in _COMMON), words[0]))


_RANK = {n: i for i, n in enumerate(n for c in CORPORA for n in c.names)}
_NAMES: dict[str, list[tuple[str, bool]]] = {}
"""By one word of each name, the names and whether they are exact: most texts hold no such word."""
for _corpus in CORPORA:
    for _name in filter(str.isascii, _corpus.names):
        _NAMES.setdefault(_telling_word(_name), []).append((_name, _corpus.exact))
_TELLING = frozenset(_NAMES)


def _alternatives(telling: frozenset[str], *, exact: bool) -> str:
    names = [n for word in telling for n, is_exact in _NAMES[word] if is_exact == exact]
    names.sort(key=lambda n: (-len(n), _RANK[n]))
    return "|".join(re.escape(n) for n in names) or r"(?!)"


@lru_cache(maxsize=1024)
def _naming(telling: frozenset[str]) -> re.Pattern[str]:
    """Finds the names that hold one of the telling words, and those in scripts without spaces."""
    exact, free = _alternatives(telling, exact=True), _alternatives(telling, exact=False)
    return re.compile(
        rf"(?P<unspaced>{'|'.join(_UNSPACED)})|(?<![\w/-])(?:(?P<exact>{exact})|(?P<free>(?i:{free})))"
        r"(?![\w]|-[A-Za-z]*[0-9]+[bB]\b|-INCITE)"
    )


_THE_HINTS = ("he Pile", "he Stack", "he pile")
_THE = re.compile(r"\b[Tt]he (?=(?:Pile|Stack)\b)|\b[Tt]he (?=pile\b)")


def named(text: str) -> Iterator[Naming]:
    """The known corpora that a text names, in order."""
    telling = _TELLING.intersection(_WORD.findall(text.lower()))
    if not telling and not has_any(text, _UNSPACED):
        return
    capitalised = _THE.sub("The ", text) if has_any(text, _THE_HINTS) else text
    for match in _naming(telling).finditer(capitalised):
        if match[0].lower() == "arxiv" and _PREPRINT.match(text, max(0, match.start() - 1)):
            continue
        words = match["exact"] or (match["unspaced"] or match["free"]).lower()
        yield Naming(_BY_WORDS[words], match.start(), match.end())


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
