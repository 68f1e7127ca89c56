"""Names of corpora that are not known here, where a card says that it was trained on them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from crawlers.passages import Passage
from crawlers.readers.corpora import Naming, known, named
from crawlers.readers.cues import has_any
from crawlers.readers.data_kinds import is_only_kind
from crawlers.readers.pretraining import Statement

_UNKNOWN_NAME = re.compile(
    r"\b[Tt]rain(?:ed|ing)\b(?: \w+){0,3} (?:on|with|using|over|from) (?:the |a |an |our"
    r" )?((?:[A-Z][\w&+-]*|[a-z]+[A-Z]\w*)(?:[ -][A-Z0-9][\w.+-]*){0,4})(?: (?:data ?sets?"
    r"|corp(?:us|ora)|collections?|databases?)\b| \([A-Z][a-z]+ et al|, an? (?:[\w-]+"
    r" ){0,5}(?:data ?set|corpus)\b| (?:images|posts|articles|documents|pages|songs) (?:with|by|whose) IDs?\b)"
)
_COLLECTIONS = ("data", "corp", "collection", " et al", " id")
_PART_OF_NAME = re.compile(
    r"\b(?:subset|portion|split|dump|snapshot|tokens|hours)s? (?:of|from) (?:the"
    r" |a |an )?((?:[A-Z][\w&+]*-)?[A-Z][a-z]+(?:[A-Z]\w*|\d\w*))\b"
)
"""A part of what has a name with a capital or a figure inside: "the Thai subset of FooWeb22"."""
_PARTS = (" of ", " from ")
_APPOSITION = re.compile(
    r"([A-Z][\w.&+-]*(?: [A-Za-z0-9][\w.&+-]*){0,4})(?:, | \(|: | is )an? (?:[\w-]+ ){0,5}(?:corpus|collection"
    r"|data ?set|database|crawl)\b"
)
"""How an item names and describes: "Foo v2, a large corpus of letters"."""
_SIZED = re.compile(
    r"([A-Z][\w.&+-]*(?: [A-Z0-9][\w.&+-]*){0,4}) \((?:about |approx\.? |~ ?)?\d[\d.,]{0,12}\s?(?:[KMGT]i?B\b"
    r"|[KMB]\b|billion\b|million\b|trillion\b|hours\b)"
)
"""How an item names and gives a size: "Foo v2 (12 GB of letters)"."""
LANGUAGES = (
    r"(?:english|chinese|japanese|korean|german|french|russian|spanish|arabic|polish|dutch|italian"
    r"|portuguese|turkish|vietnamese|thai|hindi|indonesian|finnish|swedish|norwegian|danish|czech"
    r"|greek|hebrew|persian|ukrainian|romanian|hungarian|bulgarian|catalan|indic|european|nordic"
    r"|multilingual|bilingual)"
)
"""Names of languages, as a pattern."""
_NOT_A_NAME = re.compile(
    rf"^(?:{LANGUAGES}|large"
    r"|internet|web|text|open|public|python|java|hugging ?face|google|nvidia|tpu|gpu|custom"
    r"|following|same|this|training|dataset|data|total|source|subset)$",
    re.IGNORECASE,
)
_LISTS_SOURCES = re.compile(r"source|data|corpus|subset", re.IGNORECASE)
_SUM = re.compile(r"\W{0,8}(?:total|sum|overall|all|-+|average)\b", re.IGNORECASE)
_LEADS_ELSEWHERE = re.compile(r"\b(?:paper|report|blog|code|repo)", re.IGNORECASE)
_LONGEST = 80
_MOST = 20
"""Names of one wording that are taken from a passage."""
_MADE_OF = re.compile(
    r"(?:[\w.-]{0,20}|\W{0,3})(?: (?:corpus|data ?set|collection|data|mix))?,?(?: which| that)?(?:"
    r"(?: (?:itself|in turn))? (?:consists? of|is (?:made (?:up )?of|composed of|built from)"
    r"|comprises|combines|contains)\b"
    r"|['\u2019]s (?:sources|parts|components|subsets) (?:are|include)\b"
    r"|(?: is|,) an? (?:[\w-]+ ){0,4}(?:corpus|data ?set|collection)\b[^.;]{0,60}?\b(?:from|of)\b"
    r"(?= (?:\d|named|many|several|various))"
    r"|\s?: (?=[A-Za-z][^.;:]*\.?$|[A-Za-z][^;:]*?, with\b))",
    re.IGNORECASE,
)
"""After the name of a corpus: words by which the names that follow are its parts."""


@dataclass(frozen=True, slots=True)
class Name:
    """A corpus by the words that name it, where they stand, and what they link to."""

    words: str
    span: tuple[int, int]
    target: str = ""
    sized: bool = False


def unknown_names(statement: Statement, release: str) -> Iterator[Name]:
    """The corpora that a statement names: "trained on the X corpus", a row or item of sources."""
    passage = statement.passage
    found: Iterator[Name] = _in_prose(statement)
    if statement.in_data_section and statement.is_pretraining():
        if passage.kind == "row":
            found = _in_row(statement)
        elif passage.kind == "item":
            found = (n for names in (_in_prose(statement), _in_item(statement)) for n in names)
    for name in found:
        if _is_name(name.words, release):
            yield name


def made_of(passage: Passage, namings: tuple[Naming, ...]) -> int | None:
    """Where the list of what the first corpus named is made of begins, if there is such a list."""
    if len({n.corpus.name for n in namings}) < 2 or passage.kind == "row":
        return None
    match = _MADE_OF.match(passage.text, namings[0].end)
    return match.end() if match else None


def _in_prose(statement: Statement) -> Iterator[Name]:
    passage = statement.passage
    if "train" not in passage.lower:
        return
    for words, pattern in ((_COLLECTIONS, _UNKNOWN_NAME), (_PARTS, _PART_OF_NAME)):
        if not has_any(passage.lower, words):
            continue
        for match in islice(pattern.finditer(passage.text), _MOST):
            if statement.is_pretraining(*match.span(1)) and not any(named(match[0])):
                yield Name(match[1], match.span(1))


def _in_row(statement: Statement) -> Iterator[Name]:
    passage = statement.passage
    lists_sources = _LISTS_SOURCES.search(passage.head.partition(" | ")[0])
    if not lists_sources or passage.text == passage.head:
        return
    first = passage.text.partition(" | ")[0].strip(" *-")
    first = first.replace("_", "-") if known(first.replace("_", "-")) else first
    if known(first) or is_only_kind(first) or any(named(first)):
        return
    target = next((x.url for x in passage.links if x.url.startswith("http")), "")
    yield Name(first[:_LONGEST], (0, len(first)), target)


def _in_item(statement: Statement) -> Iterator[Name]:
    """An item that begins with a link to a corpus outside of the Hub, or with "Foo, a corpus"."""
    passage = statement.passage
    if (match := _APPOSITION.match(passage.text)) and not any(named(match[1])):
        yield Name(match[1], match.span(1))
        return
    if (match := _SIZED.match(passage.text)) and not any(named(match[1])):
        if not is_only_kind(match[1]):
            yield Name(match[1], match.span(1), sized=True)
        return
    link = passage.links[0] if passage.links else None
    if link is None or link.is_image or not link.url.startswith("http") or "/datasets/" in link.url:
        return
    opens = passage.text.startswith(link.text) and 1 < len(link.text) < 60
    elsewhere = "arxiv.org" in link.url or _LEADS_ELSEWHERE.search(passage.text)
    if opens and not elsewhere and not any(named(passage.text)):
        yield Name(link.text, (0, len(link.text)), link.url)


def _is_name(words: str, release: str) -> bool:
    """Whether the words name something: no language, kind or sum, and not the release itself."""
    if not re.search(r"[^\W\d_]{2}", words) or len(words) > _LONGEST:
        return False
    if _NOT_A_NAME.match(words) or _SUM.match(words):
        return False
    own = re.match(r"[a-z]{3,}", release.partition("/")[2].lower())
    return own is None or not words.lower().startswith(own[0])
