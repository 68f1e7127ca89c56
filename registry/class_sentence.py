"""Class sentence: the openness class of a release in one sentence, which its levels make.

Pure. The class gives the sentence its first words; all that follows says what the levels say, so that the two can
be read against each other.
"""

from __future__ import annotations

from collections.abc import Mapping

from registry.history.phrases import capitalized
from registry.scoring.openness import OPEN_DATA, OPEN_SOURCE_AI
from registry.scoring.rubric import NOT_APPLICABLE, UNCHECKED

ACCESS, LICENSE = "weights.access", "weights.license"
DATA, SOURCES = "data.access", "data.sources"
CODE, POST_CODE = "code.training", "post.code"
FREE = "open-source"

_WHO = {
    "open-download": "anyone may download",
    "click-through": "anyone who agrees to a form may download",
    "approval": "the publisher decides who may download",
}
_LIMITS = {
    "use-restricted": "conditions limit their use",
    "non-commercial": "nobody may use them commercially",
    "none": "no licence was found that allows their use",
    UNCHECKED: "their licence could not be checked",
}
_ELSE = {
    "delta-only": "only a difference to weights that are not free to get is published",
    "withheld": "the weights are not published",
    UNCHECKED: "whether anyone may download the weights could not be checked",
}
_DATA = {
    "downloadable": "the training data can be downloaded",
    "reconstructible": "the training data can be rebuilt from what is published",
    "gated": "the training data can be had behind a gate",
    "in-part": "part of the training data can be had",
    "closed": "the publisher withholds the training data",
    UNCHECKED: "whether the training data can be had could not be checked",
}
_NAMED = {
    "itemised": "the training data is named, and no way to get it is told",
    "named-in-part": "the training data is named in part, and no way to get it is told",
    "described": "only the kinds of training data are told",
    "undisclosed": "the data behind them is not disclosed",
    "closed": "the publisher keeps the training data secret",
    UNCHECKED: "no way to get the training data is told",
}
"""What is said of data that no way leads to, by how far it is named."""
_CODE = {
    "complete": "the training code is published",
    "part": "part of the training code is published",
    "none": "the training code is not published",
    "closed": "the publisher withholds the training code",
    UNCHECKED: "whether the training code is published could not be checked",
}


def class_sentence(openness: str, levels: Mapping[str, str]) -> str:
    """The class and what it rests on, such as "Open weights: anyone may download and use the weights; …".

    ``levels`` maps ids of criteria to levels. What does not apply, or is not among them, is left out.
    """
    clauses = [_weights(levels), _data(levels)]
    if openness in {OPEN_SOURCE_AI, OPEN_DATA}:
        clauses.append(_code(levels))
    told = "; ".join(filter(None, clauses))
    return f"{capitalized(openness)}: {told}." if told else f"{capitalized(openness)}."


def _weights(levels: Mapping[str, str]) -> str:
    access = levels.get(ACCESS, "")
    if access not in _WHO:
        return _ELSE.get(access, "")
    terms = levels.get(LICENSE, "")
    if access == "approval":
        limit = "whoever has them may use them" if terms == FREE else _LIMITS.get(terms, "")
        return f"{_WHO[access]} the weights{f', and {limit}' if limit else ''}"
    if terms == FREE:
        return f"{_WHO[access]} and use the weights"
    limit = _LIMITS.get(terms, "")
    return f"{_WHO[access]} the weights{f', but {limit}' if limit else ''}"


def _data(levels: Mapping[str, str]) -> str:
    access = levels.get(DATA, NOT_APPLICABLE)
    if access == "undisclosed":
        return _NAMED.get(levels.get(SOURCES, ""), _NAMED[UNCHECKED])
    return _DATA.get(access, "")


def _code(levels: Mapping[str, str]) -> str:
    """Without the post-training code, what trained a tuned model is published in part at most."""
    level = levels.get(CODE, NOT_APPLICABLE)
    if level == "complete" and levels.get(POST_CODE) in {"none", "part", "closed"}:
        return _CODE["part"]
    return _CODE.get(level, "")
