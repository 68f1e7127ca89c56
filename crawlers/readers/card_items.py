"""Reads which of the nine things that a model card should tell (Mitchell et al. 2019) a card tells,
with substance."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from crawlers.passages import Passage
from crawlers.readers.card_item_words import (
    ADDRESS,
    CITATION,
    HEADINGS,
    LABEL_WORDS,
    LICENSED,
    NOT_THE_ITEM,
    NUMBERED,
    OTHERS,
    POINTER,
    TRAINING,
    WORDS,
)
from crawlers.readers.observed import Observed, texts
from crawlers.readers.stance import Stance, stance
from registry.scoring.evidence import Evidence


def read_items(observed: Observed) -> Iterator[Evidence]:
    """The items of ``docs.card`` that the card tells: one passage or field for each."""
    found = _below_headings(observed)
    for item, (triggers, words) in WORDS.items():
        if item not in found and (passage := _in_words(item, triggers, words, observed)):
            found[item] = passage
    for item, passage in found.items():
        yield observed.said("docs.card", item, passage)
    yield from _declared(observed, found)


def _below_headings(observed: Observed) -> dict[str, Passage]:
    found: dict[str, Passage] = {}
    promised: dict[tuple[str, ...], tuple[str, ...]] = {}
    section: tuple[str, ...] | None = None
    items: tuple[str, ...] = ()
    for passage in observed.card.passages:
        if passage.kind == "heading":
            continue
        if passage.section is not section:
            section = passage.section
            if section not in promised:
                promised[section] = _promised(section)
            items = promised[section]
        if (
            len(passage.text) < 40
            and TRAINING in passage.lower
            and passage.kind != "row"
            and (label := _as_label(passage))
        ):
            items = label
            continue
        for item in items:
            if item not in found and _has_substance(item, passage):
                found[item] = passage
    return found


def _promised(section: tuple[str, ...]) -> tuple[str, ...]:
    """What the two innermost headings promise; below "Original model card" all is said of another
    model."""
    if any(heading.lower().startswith("original") for heading in section):
        return ()
    return tuple(dict.fromkeys(item for heading in section[-2:] for item in _items_of(heading)))


@lru_cache(maxsize=4096)
def _items_of(heading: str) -> tuple[str, ...]:
    """The items that a heading announces. Remembered, for thousands of cards have the same
    headings."""
    if NOT_THE_ITEM.search(heading):
        return ()
    return tuple(item for item, pattern in HEADINGS.items() if pattern.search(heading[:200]))


def _as_label(passage: Passage) -> tuple[str, ...]:
    """What a short line promises that stands as a heading without being one ("**Training
    Data**")."""
    words = passage.text.strip(" *_:：")
    if passage.links or len(words.split()) > LABEL_WORDS or words.endswith((".", "!", "?")):
        return ()
    return tuple(item for item in _items_of(words) if item.startswith("training"))


def _in_words(
    item: str, triggers: tuple[str, ...], words: re.Pattern[str], observed: Observed
) -> Passage | None:
    for passage in observed.card.mentioning(*triggers):
        if passage.kind == "heading" or any(
            h.startswith("original") for h in passage.section_lower
        ):
            continue
        match = words.search(passage.text)
        if (
            match
            and _has_substance(item, passage)
            and (item in {"usage", "contact", "evaluation"} or not OTHERS.search(passage.text))
        ):
            return passage
    return None


def _has_substance(item: str, passage: Passage) -> bool:
    """Whether a passage says something on the item, and is no echo of the heading, promise or mere
    pointer."""
    text = passage.text
    if passage.kind == "code":
        return _code_tells(item, text)
    if item == "evaluation":
        return _shows_results(passage)
    if item == "contact":
        return bool(CITATION.search(text) or ADDRESS.search(text))
    count = len(text.split()) if text.isascii() else max(len(text.split()), len(text) // 3)
    if count < (3 if passage.links else 4):
        return False
    if item.startswith("training") and (
        (POINTER.search(text) and not _names_data(item, passage)) or OTHERS.search(text)
    ):
        return False
    return stance(text) is not Stance.PROMISED


def _names_data(item: str, passage: Passage) -> bool:
    return item == "training-data" and any(
        "datasets/" in link.url or "/" in link.text for link in passage.links
    )


def _code_tells(item: str, text: str) -> bool:
    if item == "usage":
        return len(text) > 20
    if item == "contact":
        return bool(CITATION.search(text))
    if item == "training-procedure":
        return "learning_rate" in text or "learning-rate" in text
    return (item == "architecture" and ("(layers)" in text or "hidden_size" in text)) or (
        item == "evaluation"
        and bool(NUMBERED.search(text))
        and "{" not in text
        and "import" not in text
    )


def _shows_results(passage: Passage) -> bool:
    if any(link.is_image for link in passage.links):
        return not re.search(r"badge|shields\.io|logo", passage.links[0].url)
    return (
        (bool(NUMBERED.search(passage.text)) and len(passage.text) > 6)
        or len(passage.text.split()) > 10
        or bool(passage.links)
    )


def _declared(observed: Observed, found: dict[str, Passage]) -> Iterator[Evidence]:
    """Items that front matter or tags settle: the licence, the data, results."""
    front = observed.front
    tag = next(observed.tags("license:"), "")
    if texts(front.get("license")) or texts(front.get("license_name")):
        yield observed.in_front_matter("docs.card", "license", "license")
    elif tag:
        yield observed.recorded("docs.card", "license", "tags", quote=f"license:{tag}")
    else:
        yield from _license_told(observed)
    if "training-data" not in found and texts(front.get("datasets")):
        yield observed.in_front_matter("docs.card", "training-data", "datasets")
    if "evaluation" not in found and front.get("model-index"):
        yield observed.in_front_matter("docs.card", "evaluation", "model-index")


def _license_told(observed: Observed) -> Iterator[Evidence]:
    for passage in observed.card.mentioning("licen", "协议", "许可"):
        below = bool(passage.section) and "licen" in passage.section[-1].lower()
        if passage.kind not in {"heading", "code"} and (below or LICENSED.search(passage.text)):
            yield observed.said("docs.card", "license", passage)
            return
