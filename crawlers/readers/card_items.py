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
    NEEDED,
    NOT_THE_ITEM,
    NUMBERED,
    OTHERS,
    OTHERS_HINTS,
    POINTER,
    TRAINING,
    WORDS,
)
from crawlers.readers.caseless import Caseless
from crawlers.readers.cues import has_any
from crawlers.readers.evaluation import names_only_others
from crawlers.readers.observed import Observed, texts
from crawlers.readers.pretraining import tells_of_another_model
from crawlers.readers.stance import is_promised
from crawlers.readers.withheld import denials
from crawlers.remembered import TEXTS
from registry.scoring.evidence import Evidence

_OF_MAKING = frozenset({"training-data", "training-procedure"})
_NEGATION = re.compile(r"\b(?:not|never|no|none|neither|cannot)\b|n['’]t\b", re.IGNORECASE)
_NOT_DONE = Caseless(
    r"\b(?:is|are|was|were|has|have) (?:not|never)(?: been)? (?:\w+ )?(?:trained|tuned|aligned) (?:on"
    r"|with|by|using)\b"
)
_NO_EVALUATION = re.compile(r"contaminat|coming soon")
_LIMIT = re.compile(
    r"\b(?:not|no|only|never|cannot|may|might|could|however|but|bias\w*|risks?|limit\w*|fails?|without"
    r"|inaccurate|errors?|careful|caution|avoid|out-of-scope|struggles?|less|worse|poor\w*)\b|n['’]t\b",
    re.IGNORECASE,
)
"""Words of which a limit has one, below a heading that announces uses and limits together."""
_DECORATION = re.compile(r"badge|shields\.io|logo")


def read_items(observed: Observed) -> Iterator[Evidence]:
    """The items of ``docs.card`` that the card tells: one passage or field for each."""
    found = _below_headings(observed)
    for item in WORDS:
        if item not in found and (passage := _in_words(item, observed)):
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
            items = tuple([item for item in promised[section] if item not in found])
        if (
            len(passage.text) < 40
            and TRAINING in passage.lower
            and passage.kind != "row"
            and (label := _as_label(passage))
        ):
            items = label
            continue
        for item in items:
            if item in found or not _has_substance(item, passage):
                continue
            if not (item in _OF_MAKING and _is_not_its_own(observed, passage)):
                found[item] = passage
    return found


def _promised(section: tuple[str, ...]) -> tuple[str, ...]:
    """What the two innermost headings promise; below "Original model card" all is said of another
    model."""
    if not section or any(heading[:8].lower() == "original" for heading in section):
        return ()
    items = _items_of(section[-1])
    return tuple(dict.fromkeys((*_items_of(section[-2]), *items))) if len(section) > 1 else items


@lru_cache(maxsize=4096)
def _items_of(heading: str) -> tuple[str, ...]:
    """The items that a heading announces. Remembered, for thousands of cards have the same
    headings."""
    begun, lower = heading[:200], heading.lower()
    items = tuple(
        item
        for item, (hints, pattern) in HEADINGS.items()
        if has_any(lower, hints) and pattern.search(begun)
    )
    return () if items and NOT_THE_ITEM.search(lower) else items


def _as_label(passage: Passage) -> tuple[str, ...]:
    """What a short line promises that stands as a heading without being one ("**Training
    Data**")."""
    words = passage.text.strip(" *_:：")
    if passage.links or len(words.split()) > LABEL_WORDS or words.endswith((".", "!", "?")):
        return ()
    return tuple(item for item in _items_of(words) if item.startswith("training"))


def _in_words(item: str, observed: Observed) -> Passage | None:
    triggers, _ = WORDS[item]
    needed = NEEDED.get(item)
    for passage in observed.card.mentioning(*triggers):
        if passage.kind == "heading" or (needed and not has_any(passage.lower, needed)):
            continue
        if (
            _tells_of(item, passage.text)
            and not any(h.startswith("original") for h in passage.section_lower)
            and _has_substance(item, passage)
            and not (item in _OF_MAKING and _is_not_its_own(observed, passage))
            and not (item == "evaluation" and names_only_others(observed, passage.text))
            and (item in {"usage", "contact", "evaluation"} or not _is_of_others(passage))
        ):
            return passage
    return None


@lru_cache(maxsize=TEXTS)
def _tells_of(item: str, text: str) -> bool:
    return WORDS[item][1].search(text) is not None


def _is_not_its_own(observed: Observed, passage: Passage) -> bool:
    """Whether a passage keeps back what it names, or tells it of another model."""
    if tells_of_another_model(observed, passage) or _NOT_DONE.search(passage.text):
        return True
    return any(_NEGATION.search(denial.how) for denial in denials(passage.text))


def _has_substance(item: str, passage: Passage) -> bool:
    """Whether a passage says something on the item, and is no echo of the heading, promise or mere
    pointer."""
    text = passage.text
    if passage.kind == "code":
        return _code_tells(item, text)
    if item == "evaluation":
        return _shows_results(passage) and not _NO_EVALUATION.search(
            " ".join((passage.lower, *passage.section_lower[-1:]))
        )
    if item == "limitations" and _is_on_uses_too(passage) and not _LIMIT.search(passage.text):
        return False
    if item == "contact":
        return bool(CITATION.search(text) or ADDRESS.search(text))
    count = len(text.split()) if text.isascii() else max(len(text.split()), len(text) // 3)
    short = item == "architecture" and passage.kind == "item" and ":" in text
    if count < (2 if short else 3 if passage.links else 4):
        return False
    if item.startswith("training") and (
        (POINTER.search(text) and not _names_data(item, passage)) or _is_of_others(passage)
    ):
        return False
    return not is_promised(text)


def _is_on_uses_too(passage: Passage) -> bool:
    """Whether the heading above announces uses along with limits ("Intended uses & limitations")."""
    heading = passage.section_lower[-1] if passage.section else ""
    return "use" in heading and "limit" in heading


def _is_of_others(passage: Passage) -> bool:
    return has_any(passage.lower, OTHERS_HINTS) and bool(OTHERS.search(passage.text))


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
    return (
        item == "architecture" and ("(layers)" in text or "(0): " in text or "hidden_size" in text)
    ) or (
        item == "evaluation"
        and bool(NUMBERED.search(text))
        and "{" not in text
        and "import" not in text
    )


def _shows_results(passage: Passage) -> bool:
    if any(link.is_image for link in passage.links):
        return not _DECORATION.search(passage.links[0].url)
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
