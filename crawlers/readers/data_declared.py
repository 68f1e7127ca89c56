"""Reads the datasets of the front matter: which of them a release was pre-trained on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from crawlers.readers.corpora import HUB, known, moved_to
from crawlers.readers.data_documentation import SOURCES
from crawlers.readers.data_rest import subset_in
from crawlers.readers.headings import Phase
from crawlers.readers.observed import Observed, texts
from crawlers.readers.pretraining import Statement
from registry.scoring.evidence import Evidence

_MOST = 60
"""Datasets of one card that are kept."""
_SHORTEST = 4
"""Letters of a name that can be told from other words."""
_NOT_PRETRAINING = frozenset({Phase.TUNING, Phase.ELSEWHERE})
_NO_ID = frozenset({"none", "null", "n/a", "na", "-", "tbd"})
_RELEASED = re.compile(
    r"\ball (?:of )?(?:the |our )?(?:\w+ )?(?:data ?sets|data)\b[^.]{0,80}\b(?:(?:is|are|were|was)"
    r" (?:\w+ )?(?:released|available|published|public|open)|open-?sourced)",
    re.IGNORECASE,
)
"""That all of the data is out: then the front matter is where it is listed."""
_TEST_SET = re.compile(
    r"(?:set5|set14|bsds?\d+|urban100|manga109|(?:super_?)?glue|mmlu|humaneval|hellaswag|truthful_?qa"
    r"|mteb|flores\w*|[\w-]+[-_]bench(?:mark)?)$",
    re.IGNORECASE,
)
"""Names of datasets that are there to test on."""


def read_declared(
    observed: Observed, told: tuple[Statement, ...], *, tuned: bool
) -> Iterator[Evidence]:
    """The ``datasets`` of the front matter: of a tuned model, only known pre-training corpora.

    Cards of small fine-tunes often are silent on both their base and their training. So a list of
    nothing but sets that are not known here counts only on a card that speaks of pre-training, or
    says that all of its data is out. What the card names for fine-tuning or tests alone is left.
    """
    given = tuple(g for g in texts(observed.front.get("datasets")) if g.lower() not in _NO_ID)
    if not given:
        return
    own = observed.snapshot.id.rpartition("/")[2].lower()
    naming = {} if tuned else {d: tuple(_naming(told, d, own)) for d in given[:_MOST]}
    phases = {d: frozenset(phase for _, phase in found) for d, found in naming.items()}
    counts = not tuned and (
        any(map(known, given))
        or any(map(_of_pretraining, told))
        or not all(map(_NOT_PRETRAINING.issuperset, phases.values()))
        or _released(observed)
    )
    for dataset in given[:_MOST]:
        corpus = known(dataset)
        if not counts and (corpus is None or corpus.generic):
            continue
        if corpus is None and phases[dataset] and phases[dataset] <= _NOT_PRETRAINING:
            continue
        if _TEST_SET.match(dataset.rpartition("/")[2]) and len(given) > 1:
            continue
        if not re.fullmatch(r"[\w.-]+(?:/[\w.-]+)?", dataset):
            continue
        fact, value = ("corpus", corpus.name) if corpus else ("dataset", dataset)
        yield observed.in_front_matter(
            SOURCES, fact, "datasets", value=value, target=f"{HUB}{moved_to(dataset)}"
        )
        if corpus is None:
            yield from _part_of(observed, naming[dataset])


def _released(observed: Observed) -> bool:
    return any(
        "all " in p.lower and _RELEASED.search(p.text)
        for p in observed.card.mentioning("dataset", "data ")
    )


def _part_of(observed: Observed, naming: tuple[tuple[Statement, Phase], ...]) -> Iterator[Evidence]:
    """The fact ``part`` where the card says that only a part of a dataset was used."""
    for statement, _ in naming:
        if part := subset_in(statement.passage.text):
            yield observed.said(
                SOURCES, "part", statement.passage, value=part[0].strip()[:60], around=part.span()
            )
            return


def _naming(
    told: tuple[Statement, ...], dataset: str, own: str
) -> Iterator[tuple[Statement, Phase]]:
    """The statements that name a dataset by the last part of its id, and for which training.

    A dataset that is called as the release itself cannot be told from it.
    """
    name = _spelt(dataset.rpartition("/")[2].lower())
    if name is None or name.match(own):
        return
    for statement in told:
        if not (statement.cues or statement.in_data_section):
            continue
        if match := name.search(statement.passage.lower):
            yield statement, statement.phase(*match.span())


@lru_cache(maxsize=1024)
def _spelt(name: str) -> re.Pattern[str] | None:
    """The ways to write a name: "foo_bar" is Foo Bar, foo-bar or FooBar."""
    words = re.findall(r"[a-z0-9]+", name)
    if len(name) < _SHORTEST or not words:
        return None
    return re.compile(r"(?<![a-z0-9])" + r"[ _-]?".join(words) + r"(?![a-z])")


def _of_pretraining(statement: Statement) -> bool:
    return statement.default is Phase.PRETRAINING or any(
        phase is Phase.PRETRAINING for _, phase in statement.cues
    )
