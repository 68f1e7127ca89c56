"""Reads on how many tokens a card says that this very model was trained. A wrong number is worse than none.

Not counted are the tokens of other models, of fine-tuning, of single stages and of continued training. Where a card
gives several numbers, none counts but the one that it calls the total.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from crawlers.passages import Passage
from crawlers.readers.caseless import Caseless
from crawlers.readers.claim_names import ReleaseName, release_name
from crawlers.readers.observed import Observed
from crawlers.readers.scan import OwnWords
from crawlers.readers.stance import Stance, stance
from crawlers.readers.subjects import addresses_users, speaks_of_base, topic
from crawlers.readers.token_tables import cells_on_tokens, sizes_in
from crawlers.readers.token_words import AMOUNT, QUALIFIED, TOKENS, Amount, amount_of
from crawlers.readers.tuned import is_tuned
from crawlers.remembered import TEXTS
from registry.scoring.evidence import Evidence

LARGEST_TUNING = 100 * 10**9
"""Tokens from which on "trained on" means the pre-training of a tuned model: nobody tunes on as many."""

_TOLD = Caseless(
    r"\b(?P<verb>pre-? ?train|train)(?:ed|ing|s)?\b(?P<gap>(?:(?!train)[^.;:|]){0,120}?)(?<![\w-])"
    rf"(?:on|for|with|over|using|of|across|comprising|totall?ing|to) {QUALIFIED}{AMOUNT}{TOKENS}"
)
"""An amount right behind a preposition that follows the verb."""
_NOUN = Caseless(rf"(?<![\w-]){QUALIFIED}{AMOUNT}[ -](?P<verb>pre-? ?train|train)ing tokens\b")
_SEEN = Caseless(
    rf"\b(?:(?:has|have|had|models?|it) (?P<verb>seen|saw|consumed|processed)|exposed to) {QUALIFIED}{AMOUNT}{TOKENS}"
)
_LABELLED = Caseless(
    r"(?<![\w-])(?:(?:pre-? ?train(?:ing|ed)?|train(?:ing|ed)) (?:tokens?(?: count)?|data|budget|corpus|data ?set size"
    r"|data size)|tokens (?:trained|seen)|(?:^\W{0,4}|total |num(?:ber)?\.? of )tokens)"
    rf"(?: ?\((?:in )?tokens\))?\W{{0,3}}[:|]\W{{0,4}}{QUALIFIED}{AMOUNT}(?P<tokens>{TOKENS})?"
)
_OPENING = Caseless(rf"{QUALIFIED}{AMOUNT}{TOKENS}")
_DATA_HEADING = Caseless(r"\W*(?:\d+\W+)?(?:pre-? ?)?training(?: data(?:sets?)?)?\W*")
_UNSURE_LABEL = Caseless(r"(?:data|budget|corpus|size)\W*[:|]")
"""Labels of amounts that count tokens only where that is said."""
_OF_TRAINING = Caseless(r"train|seen")
_NOT_OWN_LABEL = Caseless(
    r"(?:tun(?:ed|ing)|post|sft|rlhf|rl|continued|continual|further|instruct(?:ion)?)[ -]*$"
)
_OTHER_STORY = Caseless(
    r"\b(?:continu\w+|further|first|second|third|initial\w*|then|followed|phases?|stages?"
    r"|mid|fine-?tun\w+|finetun\w+|incremental\w*|original|other|most|comparable|existing|similar|larger than|unlike"
    r"|than|compared|outperform\w*|versus|vs|aims?|tokeni[sz]ers?|encoders?|teacher|draft|reward|adapters?|anneal\w*"
    r"|extended|extension|will|would|shall|plan(?:s|ned)?|prun\w+|distill\w+|warm|base model|previous|earlier"
    r"|predecessor)\b"
)
"""Words before the verb or behind it that speak of another model, or of a part of the training."""
_IN_GAP = Caseless(
    r"^[ -](?:data|corpus|set\b|mix)|, (?:an?|the) |\b(?:which|that|contain(?:s|ed|ing)?|released"
    r"|reproduction|evaluat\w+|instead|until|reaching|subset of the|up)\b"
)
"""Words that begin to tell of something else, such as how large the data set is."""
_PARTLY = Caseless(
    r"^,? (?:then|plus) [~\d]|^ and ~?\d[\d.,]* ?[tb]\w* (?:\w+ )?tokens|^ (?:per|each|a|every) |^ ?/"
    r"|^[^.;:(]{0,80}\b(?:epochs?\b|followed by (?!supervised|sft|fine|post|instruct|align)|continu|warm-?up"
    r"|(?:in|during|for|at) (?:this|that|(?:each )?(?:stage|phase)|the (?:first|second|third|final|initial|last)) )"
    r"|\b(?:further|then) (?:pre-? ?)?train|\b(?:another|additional) \d|\bstarting (?:with|from) |\bweights of\b"
    r"|^ (?:of|from) [^,.;:]{0,60}\b(?:instruct|conversation|dialog|chat\b|sft\b|preference|fine-?tun)"
)
"""What follows an amount that is not, or perhaps not, all that the model saw."""
_SIZES = re.compile(r"(?<![\w.])(\d+(?:\.\d+)?)\s?[Bb]\b(?! of|illion)")
_NAMED = re.compile(
    r"\b(?:[A-Z][A-Za-z]*[-_.]?\d[\w.-]*|[A-Z][A-Za-z]*-[A-Z\d][\w.-]*"
    r"|(?i:(?:code|open)?llama|mi[sx]tral|gemma|qwen|falcon|pythia|gpt|phi|bloom|opt|palm|t5|yi|deepseek|olmo|mpt|glm"
    r"|baichuan|internlm|nemotron|granite|starcoder|stablelm|claude|gemini|chinchilla|redpajama-incite)(?![a-z]))"
)
"""What looks like the name of a model."""
_BEGINNING = re.compile(r"([A-Za-z]+)(?:[-_]?v?(\d+(?:\.\d+)*)(?![\w.]*[bB]))?")
_CLAUSE = re.compile(r"[.;:!?。；] |, (?:while|whereas|but|and) ")
_TOTAL = Caseless(r"\btotal")
_CONTINUED = Caseless(r"\b(?:continu\w+|further) (?:pre-? ?)?train")


class Told(NamedTuple):
    """Tokens that a passage tells of, where it does so, and whether it calls them the total."""

    amount: int
    passage: Passage
    span: tuple[int, int] | None
    is_total: bool


def read_training_tokens(observed: Observed, words: OwnWords) -> Iterator[Evidence]:
    """The number of tokens that the release was trained on, where its card tells just one."""
    if _is_made_from_others(observed):
        return
    told = list(_all_told(observed, words))
    totals = [one for one in told if one.is_total]
    is_continued = any(_CONTINUED.search(p.lower) for p in words.near("token") if p.kind != "code")
    for agreed in (totals,) if is_continued else (told, totals):
        if len({one.amount for one in agreed}) == 1:
            amount, passage, span, _ = agreed[0]
            yield observed.said(
                "components.data_size", "training-tokens", passage, value=str(amount), around=span
            )
            return


def _is_made_from_others(observed: Observed) -> bool:
    """Whether another publisher pre-trained it: its card tells of that in passing, or of what was added."""
    owner = observed.snapshot.id.partition("/")[0].lower()
    return any(base.partition("/")[0].lower() != owner for base in observed.bases)


def _all_told(observed: Observed, words: OwnWords) -> Iterator[Told]:
    name, tuned = release_name(observed), is_tuned(observed)
    for passage in words.near("token"):
        if passage.kind in {"heading", "code"}:
            continue
        for amount, span, is_pre in _told_in(observed, name, passage):
            if is_pre or not tuned or amount >= LARGEST_TUNING:
                yield Told(amount, passage, span, bool(_TOTAL.search(passage.text)))


def _told_in(
    observed: Observed, name: ReleaseName, passage: Passage
) -> Iterator[tuple[int, tuple[int, int] | None, bool]]:
    if passage.kind == "row" and passage.head:
        for cell in cells_on_tokens(observed.snapshot.id, passage):
            yield cell.amount, None, cell.is_pre
        return
    text = passage.text
    for found in _statements(text):
        if (
            stance(text, found.start, found.end) is Stance.STATED
            and not addresses_users(text)
            and not speaks_of_base(observed, text, found.start)
            and _is_own(observed, name, text, found)
        ):
            yield found.amount, (found.start, found.end), found.is_pre
    on = topic(passage)
    opens = passage.kind == "sentence" and _DATA_HEADING.fullmatch("".join(passage.section[-1:]))
    for found in (*_labels(text), *(_opening(text) if opens else ())):
        if on == "training" or (
            on != "evaluation" and _OF_TRAINING.search(text, found.start, found.end)
        ):
            yield found.amount, (found.start, found.end), found.is_pre


@lru_cache(maxsize=TEXTS)
def _statements(text: str) -> tuple[Amount, ...]:
    """What sentences tell of all the tokens of a training."""
    return tuple(
        amount
        for pattern in (_TOLD, _NOUN, _SEEN)
        for match in pattern.finditer(text)
        if (amount := amount_of(match)) is not None
        and not _PARTLY.search(text[match.end() :])
        and not _IN_GAP.search(match.groupdict().get("gap") or "")
        and not _OTHER_STORY.search(text[: match.start()] + (match.groupdict().get("gap") or ""))
    )


@lru_cache(maxsize=TEXTS)
def _labels(text: str) -> tuple[Amount, ...]:
    """What stands behind labels such as "Training tokens:"; in a list of several, the first."""
    return tuple(
        amount
        for match in _LABELLED.finditer(text)
        if (amount := amount_of(match)) is not None
        and (match["tokens"] or not _UNSURE_LABEL.search(match[0]))
        and not _NOT_OWN_LABEL.search(text[: match.start()])
        and not _PARTLY.search(text[match.end() :])
    )


@lru_cache(maxsize=TEXTS)
def _opening(text: str) -> tuple[Amount, ...]:
    """The amount that a sentence begins with: "15T tokens of public text"."""
    match = _OPENING.match(text)
    amount = match and not _PARTLY.search(text[match.end() :]) and amount_of(match)
    return (amount,) if amount else ()


def _clause(text: str, at: int) -> str:
    """What stands in a clause before an offset."""
    start = max((m.end() for m in _CLAUSE.finditer(text, 0, at)), default=0)
    return text[start:at]


def _is_own(observed: Observed, name: ReleaseName, text: str, found: Amount) -> bool:
    """Whether the clause speaks of this release: it names no other model, and no other size alone."""
    before = _clause(text, found.start)
    sizes, own = _SIZES.findall(before), sizes_in(observed.snapshot.id)
    if sizes and own and own.isdisjoint(map(float, sizes)):
        return False
    return (
        not _NAMED.search(before)
        or name.is_in(before.lower())
        or (not observed.bases and _family(observed.snapshot.id).is_in(before.lower()))
    )


def _family(release_id: str) -> ReleaseName:
    """The well-known or short name that the name of a release begins with, such as "Llama 3" or "Yi"."""
    begun = _BEGINNING.match(release_id.rpartition("/")[2])
    if begun is None or not (len(begun[1]) < 3 or _NAMED.fullmatch(begun[1])):
        return ReleaseName((), "")
    return ReleaseName((begun[1].lower(),), begun[2] or "")
