"""Template text: what the Hub's blank model card and automatic card writers leave behind. It says nothing."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from crawlers.passages import Passage

_PLACEHOLDER = re.compile(
    r"[\[(<{]?\s*(?:more information needed|needs more information|information needed|to be added|to be filled"
    r"|todo|tbd|tba|n/?a|coming soon|placeholder|fill (?:this )?in|insert .{1,40} here|xxx+|[.…]{2,}|…"
    r"|none|unknown|待补充|敬请期待|no information(?: is)?(?: yet)? (?:available|given|provided)"
    r"|not (?:yet )?(?:available|applicable|specified|provided))"
    r"\s*[\])>}]?[.!…]*",
    re.IGNORECASE,
)
_PLACEHOLDER_BEGINS = frozenset("[(<{mnitfcpxu.…待敬")
_DECORATION = " *_`|-–—•"  # with the dashes that cards have
MAX_LABEL = 60
"""Characters of what stands before a colon and is a label; more are a sentence."""

LEFT_BY_TEMPLATES = (
    "this modelcard aims to be a base template for new models",
    "it has been generated using this raw template",
    "transformers model that has been pushed on the hub",
    "this model card has been automatically generated",
    "this model card has been generated automatically according to the information the trainer",
    "you should probably proofread and complete it",
    "should be made aware of the risks, biases and limitations of the model",
    "more information needed for further recommendations",
    "use the code below to get started with the model",
    "carbon emissions can be estimated using the machine learning impact calculator",
    "presented in lacoste et al",
    "add your description here",
    "describe your model here",
)
"""Sentences of templates, or enough of them to be known by, in lower case."""

_SHORTEST = min(map(len, LEFT_BY_TEMPLATES))


def told_and_left(
    passages: Sequence[Passage], signs: Collection[str] = LEFT_BY_TEMPLATES
) -> tuple[list[Passage], int]:
    """The passages that are no template text, and how many are.

    ``signs`` are the sentences of templates, or other texts, that stand somewhere in the card: the
    others need not be looked for in each passage.
    """
    left = [sentence for sentence in LEFT_BY_TEMPLATES if sentence in signs]
    told = [p for p in passages if not is_template(p, left)]
    return told, len(passages) - len(told)


def is_template(passage: Passage, left: Sequence[str] = LEFT_BY_TEMPLATES) -> bool:
    """Whether a passage is untouched template text or a placeholder. Headings are never: they may have content.

    ``left`` are the sentences of templates that it may hold.
    """
    kind, text = passage.kind, passage.text
    if kind == "heading" or kind == "code":
        return False
    label, mark, rest = text.partition(":")
    has_label = mark and len(label.removesuffix("[optional]")) <= MAX_LABEL
    words = (rest if has_label else text).strip(_DECORATION)
    if not words and not passage.links:
        is_label = kind != "sentence" or len(text.split()) <= 3
        return (is_label and text.strip(_DECORATION).endswith(":")) or not text.strip(" *_`|-")
    if left and len(text) >= _SHORTEST:
        lower = passage.lower
        for sentence in left:
            if sentence in lower:
                return True
    if not words or words[0].lower() not in _PLACEHOLDER_BEGINS:
        return False
    return bool(_PLACEHOLDER.fullmatch(words))
