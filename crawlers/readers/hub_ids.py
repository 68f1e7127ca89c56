"""Hub ids: what is the id of a model repo, and which links lead to one."""

from __future__ import annotations

import re
from functools import lru_cache

_ID = re.compile(r"[A-Za-z0-9][\w.-]{0,95}/[A-Za-z0-9_][\w.-]{0,95}")
_HUB_LINK = re.compile(
    r"^(?:https?:)?(?://)?(?:www\.)?(?:huggingface\.co|hf\.co)/([\w.-]+/[\w.-]+)", re.IGNORECASE
)
_NOT_ORGANIZATIONS_WORDS = (
    "datasets spaces papers collections docs blog models "
    "tasks organizations posts learn join settings "
    "new api pricing enterprise chat inference assets login transformers front"
)
_NOT_ORGANIZATIONS = frozenset(_NOT_ORGANIZATIONS_WORDS.split())
LEGACY_NAME = re.compile(
    r"(?:gpt2|distilgpt2|openai-gpt|ctrl|t5|bert|roberta|distilbert|distilroberta|albert|xlnet"
    r"|xlm|camembert"
    r"|electra|bart|transfo-xl)(?:-[a-z0-9-]+)*(?:-v\d)?"
)
"""Models from before the Hub had organizations are still named without one."""


def as_model_id(text: str) -> str:
    """The model id that a text or a Hub address names, or an empty text when it names none."""
    text = text.strip().strip("\"'`<>").rstrip("/")
    if linked := linked_model(text):
        return linked
    if _ID.fullmatch(text) and ".." not in text and text.partition("/")[0].lower() not in _LOCAL:
        return text
    return text if LEGACY_NAME.fullmatch(text) else ""


_LOCAL_WORDS = (
    "models model workspace srv root home data output outputs "
    "results checkpoint checkpoints ckpt mnt tmp"
)
_LOCAL = frozenset(_LOCAL_WORDS.split())


@lru_cache(maxsize=8192)
def linked_model(url: str) -> str:
    """The id of the model repo that an address on the Hub leads to, or an empty text."""
    match = _HUB_LINK.match(url) if "hf.co/" in url or "huggingface.co/" in url else None
    if match is None:
        return ""
    org, _, name = match[1].partition("/")
    return "" if org.lower() in _NOT_ORGANIZATIONS else f"{org}/{name.rstrip('.')}"


def is_repo_page(url: str) -> bool:
    """Whether a Hub address leads to a repo itself and not to a file of it, such as another repo's
    licence."""
    return not re.search(r"/(?:blob|resolve|raw|discussions|commit)/", url)


_QUANTIZATION = re.compile(
    r"(?:[-_.]|\b)(?:i1[-_])?(?:gguf|ggml|gptq|awq|exl[23]|fp8(?:[-_]dynamic)?|nvfp4|mxfp[48]"
    r"|int[48]|w\d+a\d+"
    r"|[2-8]-?bits?|bnb|mlx|onnx(?:-web)?|openvino|imatrix|quanti[sz]ed|marlin|hqq|aqlm"
    r"|autoround|q[2-8](?:_[0-9k]\w*)?"
    r"|\d\.\d+bpw|128g|sharded|safetensors|ct2)(?=[-_.]|$)",
    re.IGNORECASE,
)
_FORMAT = re.compile(r"[-_.](?:hf|bf16|fp16|float16|float32)(?=[-_.]|$)", re.IGNORECASE)


@lru_cache(maxsize=1024)
def is_named_quantized(model_id: str) -> bool:
    """Whether a release's name says that it is another's weights in a smaller or another format."""
    return bool(_QUANTIZATION.search(model_id.rpartition("/")[2]))


@lru_cache(maxsize=8192)
def stem(name: str) -> str:
    """A model's name without organization, format and punctuation, to tell whether two are the same
    model."""
    bare = name.rpartition("/")[2]
    bare = _FORMAT.sub("", _QUANTIZATION.sub("", bare))
    return re.sub(r"[^a-z0-9]", "", bare.lower())
