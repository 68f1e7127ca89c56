"""Template text: what the Hub's blank model card and automatic card writers leave behind. It says nothing."""

from __future__ import annotations

import re

from crawlers.passages import Passage

_PLACEHOLDER = re.compile(
    r"[\[(<{]?\s*(?:more information needed|needs more information|information needed|to be added|to be filled"
    r"|todo|tbd|tba|n/?a|coming soon|placeholder|fill (?:this )?in|insert .{1,40} here|xxx+|[.…]{2,}|待补充|敬请期待)"
    r"\s*[\])>}]?[.!…]*",
    re.IGNORECASE,
)
_LABEL = re.compile(r"^[^:]{0,60}(?:\[optional\])?\s*:\s*")

_LEFT_BY_TEMPLATES = (
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


def is_template(passage: Passage) -> bool:
    """Whether a passage is untouched template text or a placeholder. Headings are never: they may have content."""
    if passage.kind in {"heading", "code"}:
        return False
    words = _LABEL.sub("", passage.text, count=1).strip(" *_`|-–•")  # a dash that cards have
    if not words and not passage.links:
        label = passage.kind != "sentence" or len(passage.text.split()) <= 3
        return (label and passage.text.strip().endswith(":")) or not passage.text.strip(" *_`|-")
    if any(sentence in passage.lower for sentence in _LEFT_BY_TEMPLATES):
        return True
    return bool(_PLACEHOLDER.fullmatch(words))
