"""Reads the words beside the names of corpora that leave a part of the data unnamed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from crawlers.passages import Passage
from crawlers.readers.corpora import Naming, named
from crawlers.readers.corpus_names import LANGUAGES
from crawlers.readers.cues import has_any
from crawlers.readers.data_documentation import SOURCES
from crawlers.readers.observed import Observed
from crawlers.readers.pretraining import Statement
from registry.scoring.evidence import Evidence

_MOST = 60
"""Names in one passage that are looked at."""
_NEXT = 12
"""Characters between a name and words that say what it is a part of: "Foo-2B English subset of"."""
_OF_THE_NAME = re.compile(r"[ (–—-]{0,3}(?!and |or |plus )(?:\w+\)? )?")
_REST = re.compile(
    r"自建|自有|内部数据|\b(?:(?:proprietary|internal|in-house|private)(?! (?:\w+ )?(?:method|techni"
    r"|tool|infra|framework|platform|algorithm|cluster|model))"
    r"|undisclosed (?:\w+ )?(?:data\w*|sources?|corp\w+)|self-(?:built|collected)|(?<!, )our own"
    r"|(?:enhanced|supplemented|augmented"
    r"|combined|together|along) with (?:\w+ )?(?:curated|additional|other|custom|high[- ]quality)"
    r"|synthetic \w+ (?:generated|written|created|produced) (?:by|with|using)"
    r"|curated (?:\w+ )?(?:corpora|copora|sources)|(?:additional|other|further) (?:\w+"
    r" )?(?:\w*sources|datasets|corpora|data)|and (?:more|others)|among (?:others|other)|built"
    r" (?:atop|on top)|also used|variety of (?:\w+ )?sources"
    rf"|(?:mainly|mostly|primarily)(?! (?:(?:in|of|on) )?(?:the )?{LANGUAGES})"
    r"|and (?:other )?public(?:ly)?(?: available)? (?:data|sources|text)(?! ?sets?\b)"
    r"|new (?:\w+ )?dataset|etc)\b",
    re.IGNORECASE,
)
_SUBSET = re.compile(
    r"\b(?:sub-?(?:sets?|samples?) of|(?<!as )(?:small )?parts? of|portions? of|sampl(?:ed?|es"
    r"|ing) (?:\w+"
    r" )?(?:of|from|coming)|\d+ ?% of|(?:python|java|english) (?:\w+ )?subsets?|(?:derived"
    r"|filtered|extracted|selected|constructed) from|filtered (?:version|subset|common))\b",
    re.IGNORECASE,
)
_SOME_OF = re.compile(
    r"\d[\d.,]{0,12}\s?(?:[kmb]|thousand|million|billion)\b (?!tokens|words|hours)(?:[\w-]+ ){1,3}"
    r"(?:(?:sampled|taken|drawn|selected|randomly) )*from (?:the )?$",
    re.IGNORECASE,
)
"""Before a name: "5 million letters from the Foo archive"; where Foo counts itself, it may be all."""
_BESIDES = re.compile(
    r"\b(?:data\w*|corpora|corpus|sources?)\b[^.;]{0,80}\b(?:is|are|was|were) (?:also|additionally)"
    r" (?:used|included|added)\b|\b(?:also|additionally|in addition),? (?:it |we |they )?(?:was |were"
    r" )?(?:used?|trained on|included?|added?)\b[^.;]{0,60}\b(?:data\w*|corpora|corpus|sources)\b",
    re.IGNORECASE,
)
"""A sentence of its own that adds data without a name to what was named before."""
_ENTRY = re.compile(
    r"(?:, | and )(GitHub|[Bb]ooks|[Cc]ode|[Nn]ews|web ?pages?|web data|forums)(?= ?[\[,(]| and "
    r"|\.|$| (?:texts?|data|articles|corpora)\b)"
)
_LISTED_IN_PART = re.compile(
    r"(?<!-)\b(?:includ(?:ing|es?|ed)|such as|e\.g|for example|for instance|among them"
    r"|like)\b(?! (?:for|in|by|when|that)\b)(?:[^.,]|\.(?=\d)|,(?! (?:we|it|they|this|the model)\b))"
    r"{0,80}$",
    re.IGNORECASE,
)


def read_rest(
    observed: Observed, statement: Statement, names: tuple[Evidence, ...]
) -> Iterator[Evidence]:
    """The facts ``rest`` and ``part`` on a passage that names corpora, by the names in it."""
    if statement.passage.kind == "row":
        return
    text = statement.passage.text
    first = min((text.find(e.value) for e in names if e.value in text), default=-1)
    partly = _LISTED_IN_PART.search(text[:first]) if first > 0 else None
    for fact, match in (
        ("rest", _REST.search(text) or partly),
        ("part", subset_in(text) or _entry(statement.passage)),
    ):
        if match:
            value = match[0].strip()[:60]
            yield observed.said(SOURCES, fact, statement.passage, value=value, around=match.span())


def _entry(passage: Passage) -> re.Match[str] | None:
    """A kind of data among names: "C4, Wikipedia, books"; the label of a link ("Code") is none."""
    match = _ENTRY.search(passage.text)
    return None if match and any(x.text == match[1] for x in passage.links) else match


def read_besides(observed: Observed, statement: Statement) -> Iterator[Evidence]:
    """The fact ``rest`` for a sentence that adds data without a name to what is named before it."""
    passage = statement.passage
    if passage.kind == "row" or not has_any(passage.lower, ("also", "addition")):
        return
    if not statement.in_data_section or not statement.is_pretraining():
        return
    if match := _BESIDES.search(passage.text):
        value = match[0].strip()[:60]
        yield observed.said(SOURCES, "rest", passage, value=value, around=match.span())


def subset_in(text: str) -> re.Match[str] | None:
    """Words for a part of a corpus; a part that goes by a name of its own is a whole of its own."""
    first = _SUBSET.search(text)
    if first is None and "from " not in text:
        return None
    namings = tuple(islice(named(text), _MOST))
    for match in islice(_SUBSET.finditer(text), _MOST):
        if not any(_goes_by(n, match, namings) for n in namings):
            return match
    for naming in namings:
        some = _SOME_OF.search(text, max(0, naming.start - 80), naming.start)
        if some and not re.search(r"\d", text[naming.start : naming.end]):
            return some
    return None


def _goes_by(naming: Naming, subset: re.Match[str], namings: tuple[Naming, ...]) -> bool:
    """Whether a part is called by a name: "the Foo-2B subset of Foo-5B"."""
    if naming.start <= subset.start() < naming.end:
        return True
    between = subset.string[naming.end : subset.start()]
    follows = len(between) < _NEXT and bool(_OF_THE_NAME.fullmatch(between))
    return (
        naming.end <= subset.start()
        and follows
        and any(0 <= n.start - subset.end() < _NEXT for n in namings)
    )
