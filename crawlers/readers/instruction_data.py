"""Reads post.instructions and post.preferences: the data that a base was tuned on."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawlers.passage_index import PassagePart
from crawlers.passages import Passage
from crawlers.readers import instruction_words as words
from crawlers.readers.cues import has_any
from crawlers.readers.instruction_sets import (
    is_known,
    is_pretraining_corpus,
    known_sets,
    use_of,
)
from crawlers.readers.labelled_sets import labelled_tie
from crawlers.readers.listed_sets import read_labelled_links, read_listed_sets
from crawlers.readers.observed import Observed, texts
from crawlers.readers.own_training import is_advice, is_promise
from crawlers.readers.stage_ties import said, tie_by_name
from crawlers.readers.stages import data_tied, is_tuned_from
from crawlers.readers.stance import Stance, stance
from crawlers.readers.tuning_sets import (
    CRITERIA,
    PREFERENCES,
    SUPERVISED,
    TuningSet,
    has_set_of_its_own,
    is_about_tuning,
    is_on_pretraining,
    labelled_in,
    page_of,
    sets_in,
    use_in,
)
from crawlers.readers.withheld import denials
from registry.scoring.evidence import Evidence

INSTRUCTIONS = CRITERIA["instructions"]
_PLACEHOLDER = re.compile(r"data ?sets?[-_]?\d*", re.IGNORECASE)
"""What a template has in the place of a data set's name."""


def read_tuning_data(observed: Observed, making: PassagePart) -> Iterator[Evidence]:
    """Data sets, kinds of data and seeds of tuning that the card or its front matter names.

    Facts: ``known`` and ``dataset`` (a set by its Hub id), ``released`` (one that is published,
    but not said to be what was tuned on), ``linked`` (published elsewhere), ``named`` (only by a
    name), ``kind``, ``seed`` (what the data was made from), and ``partly`` (words by which the sets
    named are not all).
    """
    yield from _in_front_matter(observed)
    yield from _subsets(observed)
    yield from read_listed_sets(observed)
    yield from read_labelled_links(observed)
    derived = observed.once(is_tuned_from)
    complete = has_set_of_its_own(observed)
    for passage in making.mentioning(*words.TRIGGERS):
        if passage.links:
            yield from _links(observed, passage)
        facts = tuple(_in_passage(observed, passage, derived))
        if facts and not _is_elsewhere(passage):
            for told in facts:
                if not (complete and told.fact == "partly" and not words.CUT.search(told.value)):
                    yield told


def _in_front_matter(observed: Observed) -> Iterator[Evidence]:
    for dataset in dict.fromkeys(
        (*texts(observed.front.get("datasets")), *observed.tags("dataset:"))
    ):
        if is_pretraining_corpus(dataset) or " " in dataset or _PLACEHOLDER.fullmatch(dataset):
            continue
        dataset = dataset.removeprefix("datasets/")
        fact = "known" if is_known(dataset) else "dataset"
        yield observed.in_front_matter(
            CRITERIA[use_of(dataset)], fact, "datasets", value=dataset, target=page_of(dataset)
        ).of_stage(tie_by_name(dataset))


def _subsets(observed: Observed) -> Iterator[Evidence]:
    """A "subset of org/name", which says that not all of it was used, wherever it stands."""
    for passage in observed.card.mentioning("subset of"):
        if match := words.SUBSET.search(passage.text):
            yield said(
                observed, INSTRUCTIONS, "partly", passage, value=match[0], around=match.span()
            )
            return


def _is_elsewhere(passage: Passage) -> bool:
    """Whether a passage speaks of evaluation, pre-training, what users can do, or of what is yet
    to come.
    """
    text = passage.text
    of_evaluation = has_any(passage.lower, words.EVALUATION_WORDS) and words.EVALUATION.search(text)
    return (
        (bool(of_evaluation) and labelled_tie(text, passage.lower) is None)
        or is_on_pretraining(passage)
        or bool(passage.section and "contamination" in passage.section_lower[-1])
        or is_advice(text)
        or is_promise(text)
    )


def _in_passage(observed: Observed, passage: Passage, derived: bool) -> Iterator[Evidence]:
    text = passage.text
    tied = data_tied(passage, derived)
    sets = tuple(s for s in sets_in(passage) if tied or not is_pretraining_corpus(s.id))
    afterwards = words.TUNED_AFTERWARDS.search(text) if tied and "train" in passage.lower else None
    begin = afterwards.end() if afterwards else 0
    sets = tuple(s for s in sets if s.start >= begin)
    of_base = derived and words.IN_TURN.search(text)
    if tied and "tun" in tied[0].lower() and not of_base:
        sets += labelled_in(passage, sets, max(begin, tied.start()))
    if not sets and _denied(passage):
        return
    if sets and (tied or is_about_tuning(passage)):
        yield from _as_sets(observed, passage, sets, tied is not None, begin)
    elif tied:
        yield from _as_kind(observed, passage, (max(begin, tied.start()), tied.end()), begin)
    elif (kind := _kind(passage, derived)) and not any(denials(passage.text)):
        yield said(observed, INSTRUCTIONS, "kind", passage, value=kind[0], around=kind.span())
    if (
        has_any(passage.lower, words.PREFERENCE_WORDS)
        and not any(use_in(s, passage) == "preferences" for s in sets)
        and (match := words.SOME_PREFERENCES.search(text, passage.lower))
    ):
        yield said(
            observed, CRITERIA["preferences"], "kind", passage, value=match[0], around=match.span()
        )
    if not sets and (match := words.MADE_OVER.search(text, passage.lower)):
        criterion = CRITERIA["preferences" if words.OF_REWARDS.search(text) else "instructions"]
        yield said(observed, criterion, "partly", passage, value=match[0], around=match.span())
    if passage.kind == "item" and is_about_tuning(passage) and (own := words.PRIVATE.match(text)):
        yield said(observed, INSTRUCTIONS, "partly", passage, value=own[0], around=own.span())
    yield from _seed(observed, passage)


def _denied(passage: Passage) -> bool:
    """Whether data is named only to say that it is withheld, which ``withheld`` reads."""
    if "data" not in passage.lower or not has_any(passage.lower, words.DENIAL_WORDS):
        return False
    match = words.WITHHELD.search(passage.text)
    told = match and SUPERVISED.search(passage.text) and stance(passage.text) is Stance.DENIED
    return bool(told)


def _kind(passage: Passage, derived: bool) -> re.Match[str] | None:
    if not has_any(passage.lower, ("data", "corpus", "mix", "sft", "数据")):
        return None
    match = words.OTHER_KIND.search(passage.text, passage.lower)
    return match or (words.TRAINING_DATA_IS.search(passage.text) if derived else None)


def _as_sets(
    observed: Observed, passage: Passage, sets: tuple[TuningSet, ...], tied: bool, begin: int
) -> Iterator[Evidence]:
    seeds = _seed_words(passage)
    made_first = seeds is not None and any(s.end <= seeds.start() + 1 for s in sets)
    announced = words.ANNOUNCED.search(passage.text) and not data_tied(passage, derived=True)
    for told in sets:
        is_seed = seeds is not None and seeds.start() < told.start <= seeds.end()
        is_seed = is_seed or bool(words.REWORKED.match(passage.text, told.end))
        if is_seed and made_first:
            continue  # what a published set was made from is not itself tuned on
        fact = "known" if told.known else "dataset"
        if is_seed:
            fact = "seed"
        elif announced and passage.kind == "sentence":
            fact = "released"
        yield said(
            observed,
            CRITERIA[use_in(told, passage)],
            fact,
            passage,
            value=told.id,
            target=told.url,
            around=told.span,
            otherwise=_stage_untold(passage, told, tied),
        )
        asked = words.PROMPTS_OF.search(passage.text, 0, told.start)
        if asked and use_of(told.id) == "preferences":
            of, at = CRITERIA["preferences"], told.span
            yield said(observed, of, "partly", passage, value=asked[0].strip(), around=at)
    match = words.PARTLY.search(passage.text, begin)
    if (
        match
        and not words.PLACED.match(passage.text, match.end())
        and not words.OF_TOPICS.search(passage.text[: match.end()])
    ):
        criterion = CRITERIA[use_in(sets[0], passage)]
        if words.APPOSED.search(passage.text, 0, match.start()) and [
            0 <= match.start() - s.end < 24 for s in sets if s.start < match.start()
        ] == [True]:
            return  # "X, a part of Y" says what X is
        yield said(observed, criterion, "partly", passage, value=match[0], around=match.span())


def _stage_untold(passage: Passage, told: TuningSet, tied: bool) -> str:
    """The stage of a set where no words name one: what its name says, else the supervised one if
    tuning is tied to it; what preferences are tuned on need not be called by name.
    """
    if by_name := tie_by_name(told.id):
        return by_name
    tied = tied or words.TUNED_ON.search(passage.text[: told.start]) is not None
    return "sft" if tied and use_of(told.id) == "instructions" else ""


def _as_kind(
    observed: Observed, passage: Passage, span: tuple[int, int], begin: int
) -> Iterator[Evidence]:
    named = next(
        (m for m in words.NAMED.finditer(passage.text, begin) if _is_name(m[1].strip())), None
    )
    told = passage.text[slice(*span)]
    preferences = PREFERENCES.search(told) and not SUPERVISED.search(told)
    if preferences or "feedback data" in told.lower():
        return
    if named and any(
        named[1].strip() in k.text and "/datasets/" in k.url for k, _ in observed.card.links
    ):
        return
    fact, value = ("named", named[1].strip()) if named else ("kind", told[:80])
    yield said(
        observed,
        INSTRUCTIONS,
        fact,
        passage,
        value=value,
        around=span,
        otherwise="sft" if named else "",
    )
    if own := words.IN_HOUSE.search(passage.text):
        yield said(observed, INSTRUCTIONS, "partly", passage, value=own[0], around=own.span())


def _is_name(name: str) -> bool:
    return not words.NOT_A_NAME.match(name) and not (
        name.isupper() and name.isalpha() and len(name) > 4
    )


def _links(observed: Observed, passage: Passage) -> Iterator[Evidence]:
    """Data published elsewhere than on the Hub: "the dataset is available here"."""
    if "data" not in passage.lower or not words.AVAILABLE.search(passage.text):
        return
    if words.EVALUATION.search(passage.text) or words.PRETRAINING.search(passage.text):
        return
    link = next(
        (k for k in passage.links if not k.is_image and words.DATA_PLACE.search(k.url)), None
    )
    if link and stance(passage.text) is Stance.STATED:
        yield said(
            observed, INSTRUCTIONS, "linked", passage, value=link.text or link.url, target=link.url
        )


def _seed_words(passage: Passage) -> re.Match[str] | None:
    return words.SEED.search(passage.text) if has_any(passage.lower, words.SEED_WORDS) else None


def _seed(observed: Observed, passage: Passage) -> Iterator[Evidence]:
    """Data made from a public source that is not in our table: "generated from a subset of X
    data".
    """
    if not has_any(passage.lower, ("data", "samples", "instructions")):
        return
    match = _seed_words(passage)
    source = words.NAMED_SOURCE.search(match[0]) if match else None
    if (
        match
        and source
        and words.PUBLIC_SOURCE.search(match[0])
        and not any(known_sets(passage.text))
    ):
        yield said(observed, INSTRUCTIONS, "seed", passage, value=source[0], around=match.span())
