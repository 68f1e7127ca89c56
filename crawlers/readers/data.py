"""Reads what a release, or its base, was pre-trained on: corpora, or only kinds of data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from crawlers.passages import Passage
from crawlers.readers.caseless import Caseless
from crawlers.readers.corpora import HUB, Corpus, Naming, dataset_id, known, link_to, named
from crawlers.readers.corpus_names import LANGUAGES, made_of, unknown_names
from crawlers.readers.cues import has_any
from crawlers.readers.data_documentation import DATASHEET, SOURCES, read_documentation
from crawlers.readers.data_kinds import kinds
from crawlers.readers.headings import Phase
from crawlers.readers.observed import Observed, texts
from crawlers.readers.pretraining import Statement, statements
from crawlers.readers.stance import Stance, stance
from crawlers.readers.tuned import is_tuned
from crawlers.readers.withheld import read_withheld
from registry.scoring.evidence import Evidence

MAX_NAMED = 60
"""Sources that are kept: a longer list says no more about openness."""

_EXCLUDED = re.compile(
    r"\b(?:not|never|\w+n't|without|exclud\w+|except|instead of|rather than|unlike|recreation of"
    r"|reproduction of|style of|inspired by|failed)\b[^.;:,()]{0,40}$|\bnot (?:\w+ ){0,2}(?:trained"
    r"|included?|used)\b[^.;]{0,80}$|\b(?:took|taken)\b[^.;]{0,40}\bdown\b[^.;]{0,40}$",
    re.IGNORECASE,
)
_EXCLUDED_HINTS = (
    *("not", "never", "n't", "without", "exclud", "except", "instead of", "rather than", "unlike"),
    *("recreation of", "reproduction of", "style of", "inspired by", "failed", "took", "taken"),
)
_REMOVED = re.compile(
    r"[^.;,]{0,30}\b(?:was|were|is|are|been) (?:\w+ )?(?:removed|excluded|left out|not (?:used"
    r"|included))\b|[^.;,]{0,6}\bis an? (?:\w+ )?(?:reconstruction|reproduction|replica"
    r"|recreation)\b",
    re.IGNORECASE,
)
_REST = Caseless(
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
    r"|new (?:\w+ )?dataset|etc)\b"
)
_SUBSET = Caseless(
    r"\b(?:sub-?(?:sets?|samples?) of|(?<!as )(?:small )?parts? of|portions? of|sampl(?:ed?|es"
    r"|ing) (?:\w+"
    r" )?(?:of|from|coming)|\d+ ?% of|(?:python|java|english) (?:\w+ )?subsets?|(?:derived"
    r"|filtered|extracted|selected|constructed) from|filtered (?:version|subset|common))\b"
)
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
_STATED_UNKNOWN = re.compile(
    r"\b(?:unknown|not known|unclear|no information)\b[^.]{0,80}\b(?:corpus|corpora|(?:training"
    r" )?data(?:sets?)?)\b[^.]{0,80}\b(?:base|train)|\b(?:training|pre-?training) (?:data|corpus"
    r"|dataset)[^.]{0,30}\b(?:is|are|remains?) (?:unknown|not known|unclear)",
    re.IGNORECASE,
)
_STEP = re.compile(
    r"\W*(?:\d+\W+)?(?:remov|replac|filter|strip|normali[sz]|clean|discard|lower-?cas)(?:e|ed|ing|s)?\b",
    re.IGNORECASE,
)
"""How a step of processing begins: what it names is where it applies."""
_DESCRIBES = re.compile(
    r"(?:it|this|these|they|the (?:corpus|data ?set|collection|data|articles|texts?))\b",
    re.IGNORECASE,
)
_COMPARED = re.compile(r"\boutperform\w*|\bcomparable\b|\bcompared\b", re.IGNORECASE)
_EVALUATED = re.compile(
    r"\b(?:evaluation|test|benchmark|probing) (?:data|sets?\b)|benchmarks\b|\btests\b",
    re.IGNORECASE,
)
_EVALUATED_HINTS = ("evaluation ", "test", "benchmark", "probing ")
_NO_ID = frozenset({"none", "null", "n/a", "na", "-", "tbd"})
_CALIBRATION = ("calibrat", "quantiz", "quantis", "gptq", "imatrix", "perplexity")


def read_data(observed: Observed) -> Iterator[Evidence]:
    """The facts on pre-training data: sources, access, licence, documentation and processing."""
    tuned = observed.once(is_tuned)
    told = tuple(statements(observed, tuned=tuned))
    found: dict[tuple[str, str, str, str], Evidence] = {}
    for e in (*_declared(observed, told, tuned=tuned), *_told(observed, told)):
        if len(found) < MAX_NAMED:
            found.setdefault((e.criterion, e.fact, e.value, e.target), e)
    yield from found.values()
    yield from read_documentation(observed, told, tuple(found.values()))
    yield from read_withheld(observed, "data")


def _declared(
    observed: Observed, told: tuple[Statement, ...], *, tuned: bool
) -> Iterator[Evidence]:
    """The ``datasets`` of the front matter: of a tuned model, only known pre-training corpora.

    Cards of small fine-tunes often are silent on both their base and their training. So a list of
    nothing but sets that are not known here counts only on a card that speaks of pre-training.
    """
    given = tuple(g for g in texts(observed.front.get("datasets")) if g.lower() not in _NO_ID)
    if not given:
        return
    counts = not tuned and (any(map(known, given)) or any(map(_of_pretraining, told)))
    for dataset in given[:MAX_NAMED]:
        corpus = known(dataset)
        if not counts and (corpus is None or corpus.generic):
            continue
        if not re.fullmatch(r"[\w.-]+(?:/[\w.-]+)?", dataset):
            continue
        fact, value = ("corpus", corpus.name) if corpus else ("dataset", dataset)
        yield observed.in_front_matter(
            SOURCES, fact, "datasets", value=value, target=f"{HUB}{dataset}"
        )


def _of_pretraining(statement: Statement) -> bool:
    return statement.default is Phase.PRETRAINING or any(
        phase is Phase.PRETRAINING for _, phase in statement.cues
    )


def _told(observed: Observed, told: tuple[Statement, ...]) -> Iterator[Evidence]:
    names: tuple[Evidence, ...] = ()
    for statement in told:
        text, lower = statement.passage.text, statement.passage.lower
        if statement.tuned and has_any(lower, _CALIBRATION):
            continue
        if has_any(lower, ("know", "unclear", "no info")) and _STATED_UNKNOWN.search(text):
            yield observed.said(SOURCES, "unknown", statement.passage)
            continue
        named_before, names = names, tuple(_names(observed, statement))
        yield from names
        sources = tuple(e for e in names if e.criterion == SOURCES)
        if sources and len(sources) == len(names):  # else the rest speaks of a corpus's parts
            yield from _rest(observed, statement, names)
        if not names and statement.passage.kind == "item" and _DESCRIBES.match(text):
            names = named_before  # the item goes on about what it began with
        if _STEP.match(text):
            continue
        yield from _kinds(observed, statement, named_too=bool(names))


def _names(observed: Observed, statement: Statement) -> Iterator[Evidence]:
    passage = statement.passage
    namings = tuple(islice(named(passage.text), MAX_NAMED))
    whole = made_of(passage, namings)
    for naming in namings:
        if whole is not None and naming.start >= whole and naming.corpus is not namings[0].corpus:
            yield observed.said(DATASHEET, "composition", passage, value=naming.corpus.name)
            continue
        if _leads_to_another(passage, naming):
            continue
        if _counts(statement, naming.start, naming.end, naming.corpus):
            target = link_to(passage.links, naming.corpus)
            around = (naming.start, naming.end)
            yield observed.said(
                SOURCES, "corpus", passage, value=naming.corpus.name, target=target, around=around
            )
    yield from _linked(observed, statement)
    lists_sources = passage.kind == "row" and statement.in_data_section
    if lists_sources and statement.is_pretraining() and (corpus := _in_first_cell(passage)):
        yield observed.said(SOURCES, "corpus", passage, value=corpus.name)
    for name in unknown_names(statement, observed.snapshot.id):
        if whole is not None and name.span[0] >= whole:
            continue
        corpus = known(name.words) or known(name.words.removesuffix("s"))
        fact, value = ("corpus", corpus.name) if corpus else ("name", name.words)
        yield observed.said(
            SOURCES, fact, passage, value=value, target=name.target, around=name.span
        )


def _leads_to_another(passage: Passage, naming: Naming) -> bool:
    """Whether the words are part of a link to another known corpus: "Japanese C4" leads to mC4."""
    words = passage.text[naming.start : naming.end]
    return any(
        words in link.text
        and (linked := known(dataset_id(link.url))) is not None
        and linked is not naming.corpus
        for link in passage.links
        if "datasets/" in link.url
    )


def _in_first_cell(row: Passage) -> Corpus | None:
    """The corpus that a table calls by its repo's id or part of it ("redpajama.arxiv")."""
    words = row.text.partition(" | ")[0].partition(".")[0].strip()
    return known(words) or known(words.replace("_", "-"))


def _linked(observed: Observed, statement: Statement) -> Iterator[Evidence]:
    passage = statement.passage
    for link in passage.links[:MAX_NAMED]:
        dataset = "" if link.is_image else dataset_id(link.url)
        if not dataset:
            continue
        corpus = known(dataset)
        at = max(passage.text.find(link.text), 0)
        if _counts(statement, at, at + len(link.text), corpus):
            fact, value = ("corpus", corpus.name) if corpus else ("dataset", dataset)
            yield observed.said(
                SOURCES, fact, passage, value=value, target=f"{HUB}{dataset}", around=(at, at)
            )


def _counts(statement: Statement, start: int, end: int, corpus: Corpus | None) -> bool:
    """Whether words that name a corpus say that the release or its base was pre-trained on it."""
    text = statement.passage.text
    if not (statement.in_data_section or statement.cues) or _STEP.match(text):
        return False
    lower = statement.passage.lower
    if has_any(lower, _EXCLUDED_HINTS) and _EXCLUDED.search(text, 0, start):
        return False
    if _REMOVED.match(text, end):
        return False
    if corpus is not None and corpus.generic and text[max(0, start - 8) : start].endswith("e.g. "):
        return False
    compares = "ompar" in lower or "outperform" in lower
    if compares and _COMPARED.search(text, max(0, start - 120), start):
        return False
    if "trained on" not in text and has_any(lower, _EVALUATED_HINTS) and _EVALUATED.search(text):
        return False
    telling = corpus is not None and not corpus.generic
    if not statement.is_pretraining(start, end) and not (
        telling and statement.phase(start, end) is Phase.TRAINING
    ):
        return False
    return stance(text, start, end) is not Stance.PROMISED


def _rest(
    observed: Observed, statement: Statement, names: tuple[Evidence, ...]
) -> Iterator[Evidence]:
    """Words beside the names that leave a part unnamed: "including", "and proprietary data"."""
    if statement.passage.kind == "row":
        return
    text = statement.passage.text
    first = min((text.find(e.value) for e in names if e.value in text), default=-1)
    partly = _LISTED_IN_PART.search(text[:first]) if first > 0 else None
    for fact, match in (
        ("rest", _REST.search(text) or partly),
        ("part", _SUBSET.search(text) or _entry(statement.passage)),
    ):
        if match:
            value = match[0].strip()[:60]
            yield observed.said(SOURCES, fact, statement.passage, value=value, around=match.span())


def _entry(passage: Passage) -> re.Match[str] | None:
    """A kind of data among names: "C4, Wikipedia, books"; the label of a link ("Code") is none."""
    match = _ENTRY.search(passage.text)
    return None if match and any(x.text == match[1] for x in passage.links) else match


def _kinds(observed: Observed, statement: Statement, *, named_too: bool) -> Iterator[Evidence]:
    """Kinds of data in prose or as an entry of a list; beside a name, they describe it."""
    for kind in kinds(statement):
        if named_too:
            yield observed.said(
                DATASHEET, "kind", statement.passage, value=kind.name, around=kind.span
            )
            continue
        fact = "kind-listed" if kind.listed else "kind"
        yield observed.said(SOURCES, fact, statement.passage, value=kind.name, around=kind.span)
