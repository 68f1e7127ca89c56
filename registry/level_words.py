"""Level words: what a level of a criterion means for a release, as part of a sentence."""

from __future__ import annotations

from collections.abc import Mapping

from registry.scoring.rubric import UNCHECKED, Rubric

_SAYS_NO_DATA = "{does} not say what {it} {was} trained on"

CLAUSES: Mapping[str, Mapping[str, str]] = {
    "data.access": {
        "downloadable": "publish{es} {its} data",
        "reconstructible": "tell{s} how {its} data can be put together again",
        "gated": "share{s} {its} data on request",
        "in-part": "publish{es} part of {its} data",
        "undisclosed": _SAYS_NO_DATA,
        "closed": "keep{s} {its} data closed",
    },
    "code.training": {
        "complete": "publish{es} {its} training code",
        "part": "publish{es} part of {its} training code",
        "none": "publish{es} no training code",
        "closed": "keep{s} {its} training code closed",
    },
    "weights.license": {
        "open-source": "may be used for anything",
        "use-restricted": "restrict{s} what {it} may be used for",
        "non-commercial": "forbid{s} commercial use",
        "none": "declare{s} no licence",
    },
    "weights.access": {
        "open-download": "can be downloaded by anyone",
        "click-through": "can be downloaded once one has agreed to terms",
        "approval": "must be asked for",
        "delta-only": "{is} published as a difference to other weights",
        "withheld": "{is} not published",
    },
    "post.instructions": {
        "downloadable": "publish{es} the instructions {it} {was} tuned on",
        "in-part": "publish{es} part of the instructions {it} {was} tuned on",
        "described": "describe{s} the instructions {it} {was} tuned on",
        "undisclosed": "{does} not say which instructions {it} {was} tuned on",
        "closed": "keep{s} the instructions {it} {was} tuned on closed",
    },
    "data.sources": {
        "itemised": "list{s} the sources of {its} data",
        "named-in-part": "name{s} some sources of {its} data",
        "described": "only describe{s} {its} data",
        "undisclosed": _SAYS_NO_DATA,
        "closed": "keep{s} the sources of {its} data closed",
    },
    "post.method": {
        "each-stage": "tell{s} each stage of {its} post-training",
        "in-general": "tell{s} of {its} post-training in general",
        "undisclosed": "{does} not say how {it} {was} post-trained",
        "closed": "keep{s} {its} post-training closed",
    },
    "weights.checkpoints": {
        "published": "publish{es} {its} checkpoints",
        "some": "publish{es} some checkpoints",
        "none": "publish{es} no checkpoints",
    },
}
"""By criterion and level what a release does, in the order in which readers ask; `{s}` and such follow the number."""

ONE = {"s": "s", "es": "es", "its": "its", "it": "it", "does": "does", "was": "was", "is": "is"}
SEVERAL = {
    "s": "",
    "es": "",
    "its": "their",
    "it": "they",
    "does": "do",
    "was": "were",
    "is": "are",
}

_STATES: Mapping[str, Mapping[str, str]] = {
    "weights.access": {
        "open-download": "anyone can download the weights",
        "click-through": "the weights can be had after a click",
        "approval": "the weights must be asked for",
        "withheld": "the weights are not published",
    },
    "weights.license": {
        "open-source": "the licence allows any use",
        "use-restricted": "the licence restricts use",
        "non-commercial": "the licence forbids commercial use",
        "none": "no licence is declared",
    },
    "weights.base": {"open": "its base is open, too"},
    "weights.checkpoints": {
        "published": "checkpoints are published",
        "some": "some checkpoints are published",
        "none": "no checkpoints are published",
    },
    "data.sources": {
        "itemised": "the sources of its data are listed",
        "named-in-part": "some sources of its data are named",
        "described": "its data is described",
    },
    "data.access": {
        "downloadable": "data can be downloaded",
        "reconstructible": "data can be put together again",
        "gated": "data can be had on request",
        "in-part": "part of the data can be downloaded",
        "undisclosed": "data is not disclosed",
        "closed": "data is closed",
    },
    "data.processing": {"code": "the code that processed the data is published"},
    "code.training": {
        "complete": "training code is published",
        "part": "part of the training code is published",
        "none": "no training code is published",
    },
    "code.recipe": {"full": "the training recipe is told in full"},
    "code.compute": {"hardware-and-time": "hardware and time of training are told"},
    "post.method": {"each-stage": "each stage of post-training is told"},
    "post.instructions": {
        "downloadable": "instruction data can be downloaded",
        "in-part": "part of the instruction data can be downloaded",
    },
    "post.preferences": {
        "downloadable": "preference data can be downloaded",
        "in-part": "part of the preference data can be downloaded",
    },
    "post.code": {"published": "post-training code is published"},
}


def state(rubric: Rubric, criterion_id: str, level: str) -> str:
    """What a level means, in a few words that can stand in a list: ``data can be downloaded``."""
    known = _STATES.get(criterion_id, {}).get(level)
    title = rubric.criterion(criterion_id).title
    if level == UNCHECKED:
        return f"{title} could not be checked"
    return known or f"{title}: {plain(level)}"


def clause(criterion_id: str, level: str, number: int) -> str:
    """What so many releases of that level do: ``publish their data``. Raises KeyError when there are no such words."""
    return CLAUSES[criterion_id][level].format(**(ONE if number == 1 else SEVERAL))


def plain(level: str) -> str:
    """A level as words."""
    return level if level == "n/a" else level.replace("-", " ")
