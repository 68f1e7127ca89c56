"""Reads the recipe of a training: the settings that a card gives, item by item."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache

from crawlers.passages import Passage
from crawlers.readers.caseless import Caseless
from crawlers.readers.lettered import lettered
from crawlers.readers.observed import Observed
from crawlers.readers.pretraining import tells_of_another_model
from crawlers.readers.recipe_items import ITEMS, Item
from crawlers.readers.scan import OwnWords, mentions
from crawlers.readers.stance import Stance, stance
from crawlers.readers.subjects import (
    addresses_users,
    speaks_of_base,
    under_training,
    under_usage,
)
from crawlers.readers.training_costs import asks_users
from crawlers.remembered import TEXTS
from registry.scoring.evidence import Evidence, Outcome

RECIPE = "code.recipe"
BESIDE = 12
"""Lines within which a row or an item stands beside the learning rate, and is a setting too."""

_SEEDS = (
    "learning",
    "learn rate",
    " lr",
    "--lr",
    "lr=",
    "lr:",
    "batch",
    "optim",
    "adam",
    "schedul",
    "warm",
    "cosine",
    "decay",
    "epoch",
    "steps",
    "iteration",
    "token",
    "16",
    "fp8",
    "fp32",
    "precision",
    "length",
    "sequence",
    "context",
    "seq_",
    "max_len",
    "pieces",
    "学习率",
    "taux d'",
    "lernrate",
    "tasa de",
)
"""One of these stands in every passage on an item."""
_VALUE, _LABEL = 24, 30
"""Characters of a value that stands alone below a heading, which is then its label."""
_DIGIT = re.compile(r"\d")
_NAMES = ("adam", "optim", "cosine", "linear", "constant", "precision", "epoch")
"""Words of items that are told without a digit."""
_TRAINER_CODE = (
    "learning_rate",
    "num_train_epochs",
    "epochs",
    "optimizer",
    "train_batch_size",
    "--lr",
    "trainingarguments",
    "micro_batch_size",
    "lr:",
    "lr=",
    "lr =",
)
"""Words of which a block of code holds at least one when it sets up a training."""
_NOT_SET = r"(?:ed|ing|s)?\b(?! (?:set|data ?set|split|sentences))"
_TRAINING_WORD = lettered(
    rf"\btrain{_NOT_SET}|\bpre-?train{_NOT_SET}|\bpost-?train{_NOT_SET}|\bretrain{_NOT_SET}"
    r"|fine-?tun|distill|\bkd\b|hyper-?param|训练|微调|預訓練|entrenad|entra[iî]n|trainiert"
)
_TUNED = Caseless(r"(?:train|tun)ed\b")
_WAS = re.compile(
    r"\b(?:was|were|been|is|are|we) (?:\w+ly |also |just )?(?:pre-?|post-?|fine-?)?$", re.IGNORECASE
)
_OF_BATCH = re.compile(r"batch[-_ ]?sizes?[^,;.]{0,8}$", re.IGNORECASE)
_NOT_DURATION = re.compile(
    r"context|window|inference steps|per_second|denois|warm-?up|per (?:second|batch|step)"
    r"|checkpoint every|max_new|vocab|every \d|batch size",
    re.IGNORECASE,
)
_WITHHELD = re.compile(
    r"(?:hyper-?parameters?|training (?:recipe|details|procedure|configuration)|learning rate)",
    re.IGNORECASE,
)
_OTHER_TABLE = Caseless(r"\bloss\b|benchmark|latency|throughput|memory")
_TOTAL = re.compile(r"\W*(?:total|sum|合计|总计)\b", re.IGNORECASE)
_COMPOSITION_TABLE = re.compile(
    r"data ?set|source|corpus|subset|domain|language|proportion|weight(?! decay)", re.IGNORECASE
)


def read_recipe(observed: Observed, words: OwnWords) -> Iterator[Evidence]:
    """What the card says of how the training was set: for each item the first words on it."""
    wanted = list(ITEMS)
    settings = sorted(p.line for p in words.near("learning rate", "learning_rate"))
    for passage in _likely(words):
        if passage.kind == "heading" or _is_aside(passage):
            continue
        if tells_of_another_model(observed, passage):
            continue
        if passage.kind == "code" and not _is_own_setting(observed, passage, words):
            continue
        beside = _is_beside(passage.line, settings)
        topical = under_training(passage) or (beside and passage.kind in {"row", "item"})
        shape = not observed.bases and _is_of_its_shape(passage)
        concerned = _items_near(passage)
        for item in [item for item in wanted if item in concerned]:
            of_item = topical or (item.fact == "context-length" and shape)
            evidence = _stated(observed, item, passage, of_item)
            if evidence is not None:
                yield evidence
                wanted.remove(item)
        if not wanted:
            return
    yield from _withheld(observed)


def _is_of_its_shape(passage: Passage) -> bool:
    """Whether a row gives layers and sequence length, of a model from scratch the one it learned by."""
    head = passage.head.lower()
    return "sequence length" in head and "layers" in head


def _is_beside(line: int, settings: Sequence[int]) -> bool:
    """Whether one of the settings' lines, in rising order, is near."""
    following = bisect_left(settings, line - BESIDE)
    return following < len(settings) and settings[following] <= line + BESIDE


def _likely(words: OwnWords) -> Iterator[Passage]:
    """The passages with a word of an item and a digit or a name, in order."""
    for passage in words.near(*_SEEDS):
        if _DIGIT.search(passage.text) or mentions(passage.lower, _NAMES):
            yield passage


def _is_aside(passage: Passage) -> bool:
    """Whether a passage stands among advice on use, and does not tell how the model was trained."""
    if not under_usage(passage):
        return False
    if not mentions(passage.lower, ("trained", "tuned")):
        return True
    text = passage.text
    return not any(
        _WAS.search(text, max(0, m.start() - 40), m.start()) for m in _TUNED.finditer(text)
    )


def _is_own_setting(observed: Observed, passage: Passage, words: OwnWords) -> bool:
    """Whether a code block may hold this release's settings, and is not offered to users.

    What loads the finished model does something with it, and tells not how it came about.
    """
    if "from_pretrained" in passage.lower and observed.snapshot.id.lower() in passage.lower:
        return False
    if (
        under_usage(passage)
        or passage.text.lstrip()[:1] == "@"
        or not any(t in passage.lower for t in _TRAINER_CODE)
    ):
        return False
    return not addresses_users(words.introduction(passage))


def _stated(observed: Observed, item: Item, passage: Passage, topical: bool) -> Evidence | None:
    for text in _texts(item, passage):
        match = _match(item, text, topical)
        if match is None:
            continue
        of_others = asks_users(text) or speaks_of_base(observed, text, match.start())
        if passage.kind != "code" and of_others:
            continue
        value = next((v for v in match.groups() if v), match[0])
        around = match.span() if text is passage.text else None
        return observed.said(RECIPE, item.fact, passage, value=value.strip(" ,."), around=around)
    return None


def _items_near(passage: Passage) -> frozenset[Item]:
    """The items of which a word stands in a passage, in the heading or in the head above it."""
    above = _items_in(passage.section[-1]) if passage.section else frozenset[Item]()
    return _items_in(passage.text).union(above, _items_in(passage.head))


@lru_cache(maxsize=TEXTS)
def _items_in(text: str) -> frozenset[Item]:
    lower = text.lower()
    return frozenset([item for item in ITEMS if mentions(lower, item.triggers)])


def _texts(item: Item, passage: Passage) -> Iterator[str]:
    """The words of a passage that could state an item, and the cells of a row with their heads."""
    if item in _items_in(passage.text):
        yield passage.text
    heading = passage.section[-1] if passage.section else ""
    if len(passage.text) < _VALUE and len(heading) < _LABEL and item in _items_in(heading):
        yield f"{heading}: {passage.text}"
    if not passage.head or item not in _items_in(passage.head):
        return
    listed = item.fact == "duration" and _COMPOSITION_TABLE.search(passage.head)
    if not listed or _TOTAL.match(passage.text):
        yield from _labelled_cells(passage.head, passage.text)


@lru_cache(maxsize=TEXTS)
def _match(item: Item, text: str, topical: bool) -> re.Match[str] | None:
    match = item.evident.search(text)
    if match is None and item.in_training and (topical or _tells_of_training(text)):
        match = item.in_training.search(text)
    if match and item.fact == "duration":
        before, after = max(0, match.start() - 24), match.end() + 14
        if _NOT_DURATION.search(text, max(0, match.start() - 12), after):
            return None
        if _OF_BATCH.search(text[before : match.start()]):
            return None
    return match


@lru_cache(maxsize=TEXTS)
def _tells_of_training(text: str) -> bool:
    return bool(_TRAINING_WORD.search(text.lower()))


@lru_cache(maxsize=TEXTS)
def _labelled_cells(head: str, row: str) -> tuple[str, ...]:
    """The cells of a row, each with what the head of its column says: ``Learning rate: 3e-4``."""
    if _OTHER_TABLE.search(head):
        return ()
    pairs = zip(head.split(" | "), row.split(" | "), strict=False)
    return tuple(
        f"{label.strip()}: {cell.strip()}"
        for label, cell in pairs
        if label.strip() and len(label) < 60 and len(cell) < 60
    )


def _withheld(observed: Observed) -> Iterator[Evidence]:
    for passage in observed.card.mentioning(
        "hyperparameter", "hyper-parameter", "training details", "training recipe"
    ):
        match = _WITHHELD.search(passage.text)
        if (
            match
            and passage.kind != "heading"
            and stance(passage.text, *match.span()) is Stance.DENIED
        ):
            yield observed.said(
                RECIPE, "hyperparameters", passage, outcome=Outcome.DENIED, around=match.span()
            )
            return
