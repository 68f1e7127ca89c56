"""Reads weights: the files and gate of a release, its licence, and its training checkpoints."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from crawlers.passages import Passage
from crawlers.readers.caseless import Caseless
from crawlers.readers.checkpoints import read_checkpoints
from crawlers.readers.hub_ids import is_named_quantized
from crawlers.readers.license_terms import read_license
from crawlers.readers.observed import Observed
from crawlers.readers.stance import Stance, stance
from crawlers.remembered import TEXTS
from registry.scoring.evidence import Evidence, Origin, Outcome

_WEIGHT_FILE = re.compile(
    r"\.(?:safetensors|gguf|ggml|ggmlv3|pt|pth|ckpt|h5|onnx|onnx_data|msgpack|npz|npy|tflite"
    r"|mlmodel|mlpackage|pdparams|nemo|keras"
    r"|pkl|pickle|joblib|engine|llamafile|distcp|pte|task|marian|zarr|tar)$|\.data-\d+-of-\d+$"
    r"|\.mlmodelc/|\.(?:tar\.gz|zip)$",
    re.IGNORECASE,
)
_BIN = re.compile(r"\.bin(?:\.part\w*)?$|ggml[\w.-]*\.bin$", re.IGNORECASE)
_SHARD_FOLDER = re.compile(
    r"^(?:ckpt|checkpoint|weights|params|model_?states?|tensor)[\w.-]*/(?!.*\.(?:md|json|txt|py"
    r"|ya?ml|png)$)",
    re.IGNORECASE,
)
_NOT_WEIGHTS = re.compile(
    r"(?:^|/)(?:training_args|optimizer|scheduler|rng_state|random_states|scaler|trainer_state"
    r"|tokenizer|vocab|spiece|sentencepiece"
    r"|merges|dataset|events|imatrix|logs?|eval|results|arrow|train|test|valid)[\w.-]*$",
    re.IGNORECASE,
)
_OTHER_FILES = (".json", ".md", ".txt", ".py", ".yaml", ".yml", ".png", ".gitattributes")
"""Most files that hold no weights end so, which spares them the patterns."""
_ADAPTER = re.compile(r"(?:^|/)adapter_model\.(?:safetensors|bin|pt)$")
_DELTA_NAME = re.compile(r"(?:^|[-_.])(?:delta|xor|weight-?diff|diff)(?:[-_.]|$)", re.IGNORECASE)
_DELTA = Caseless(
    r"(?:this|these|repo\w*|release\w*|provide|contains?|host\w*|only)\b[^.;]{0,50}\b(?:delta"
    r"|difference|diff|xor(?:ed)?)[- ]?(?:of )?(?:model )?(?:weights|checkpoints?)"
    r"|delta[\"'”]? (?:model|weights?)[\"'”]? (?:can(?:not|'t) be|must be|need|has to|have to"
    r"|is (?:to be )?applied)"
    r"|(?:apply|add|recover|convert|merge|restore|combine)\w*\b[^.;]{0,70}\b(?:delta|weight diff"
    r"|xor)\b"
    r"|权重[^。；]{0,24}(?:差值|差分)|(?:差值|差分|增量)权重"
)
_DELTA_TRIGGERS = ("delta", "difference", "diff ", "diff-", "xor", "差值", "差分", "增量权重")
_NO_LONGER_DELTA = re.compile(
    r"\b(?:not|no|without|already|instead of|rather than|no longer|merged)\b", re.IGNORECASE
)
_MAGNET = re.compile(r"magnet:\?xt=|\.torrent\b", re.IGNORECASE)


def read_weights(observed: Observed) -> Iterator[Evidence]:
    """Facts on ``weights.access`` (gate, weights, adapter, delta, elsewhere), ``weights.license``
    and
    ``weights.checkpoints``."""
    yield from _gate(observed)
    yield from _files(observed)
    yield from _delta(observed)
    yield from read_license(observed)
    yield from read_checkpoints(observed)


def _gate(observed: Observed) -> Iterator[Evidence]:
    metadata = observed.snapshot.metadata
    if metadata.get("disabled") is True:
        yield observed.recorded("weights.access", "disabled", "disabled")
    given = str(metadata.get("gated", "")).strip().lower()
    if given in {"auto", "manual"}:
        yield observed.recorded("weights.access", "gate", "gated", value=given)
    elif given in {"true", "1"}:
        yield observed.recorded("weights.access", "gate", "gated", value="auto")
    elif given in {"false", "0"}:
        yield observed.recorded("weights.access", "no-gate", "gated")


def _files(observed: Observed) -> Iterator[Evidence]:
    if not isinstance(observed.snapshot.metadata.get("siblings"), list):
        yield Evidence(
            "weights.access",
            "weights",
            Outcome.UNCHECKED,
            value="the source gives no list of files",
            place="files",
            url=observed.snapshot.files_url,
            origin=Origin.METADATA,
        )
        return
    weights = tuple(f for f in observed.files if _is_weights(f))
    adapters = tuple(f for f in weights if _ADAPTER.search(f))
    if adapters and len(adapters) == len(weights):
        yield observed.listed("weights.access", "adapter", adapters)
    elif weights:
        yield observed.listed("weights.access", "weights", weights)
    else:
        yield from _elsewhere(observed)


@lru_cache(maxsize=TEXTS)
def _is_weights(name: str) -> bool:
    lower = name.lower()
    if lower.endswith(_OTHER_FILES) and ".mlmodelc/" not in lower:
        return False
    found = _WEIGHT_FILE.search(name) or _BIN.search(name) or _SHARD_FOLDER.search(name)
    return bool(found) and not _NOT_WEIGHTS.search(name)


def _elsewhere(observed: Observed) -> Iterator[Evidence]:
    """Weights that the card leads to outside of the repo: a torrent or the files themselves."""
    for passage in observed.card.mentioning("magnet:", ".torrent"):
        if _MAGNET.search(passage.text):
            yield observed.said("weights.access", "elsewhere", passage)
    for link, passage in observed.card.links:
        if (
            not link.is_image
            and _WEIGHT_FILE.search(link.url)
            and "huggingface.co/datasets" not in link.url
        ):
            yield observed.said(
                "weights.access", "elsewhere", passage, value=link.text, target=link.url
            )
            return


def _delta(observed: Observed) -> Iterator[Evidence]:
    """Words that say the weights are a difference; the name alone tells it where there is no card
    to ask."""
    name = observed.snapshot.id.rpartition("/")[2]
    named = bool(_DELTA_NAME.search(name))
    told = [
        observed.said("weights.access", "delta", passage, around=match.span())
        for passage in observed.card.mentioning(*_DELTA_TRIGGERS)
        if (match := _delta_words(passage))
    ]
    if not named and (not told or is_named_quantized(name)):
        return
    yield from told
    if named and (told or not observed.card.passages):
        yield Evidence(
            "weights.access",
            "delta",
            value=name,
            quote=observed.snapshot.id,
            place="metadata:id",
            url=observed.snapshot.page,
            origin=Origin.METADATA,
        )


def _delta_words(passage: Passage) -> re.Match[str] | None:
    match = _DELTA.search(passage.text) if passage.kind != "code" else None
    if match is None or _NO_LONGER_DELTA.search(passage.text[: match.start() + 20]):
        return None
    if passage.section and passage.section[0].lower().startswith("original"):
        return None
    return match if stance(passage.text, *match.span()) is not Stance.PROMISED else None
