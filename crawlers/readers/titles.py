"""Titles and names: whether a paper's title speaks of this release, of another version, or of
something else."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache


class Fit(StrEnum):
    """How a title relates to a release."""

    SAME = "same"
    OTHER_VERSION = "other-version"
    UNRELATED = "unrelated"


@dataclass(frozen=True, slots=True)
class ModelName:
    """What is telling in a release's name: its words, the generation number, and the word that
    number stands at."""

    words: tuple[str, ...]
    version: str
    organization: str = ""


_GENERIC_WORDS = (
    "meta chat instruct it base hf sft dpo rlhf rm gguf awq gptq "
    "fp8 fp16 bf16 int4 int8 4bit 8bit preview beta alpha final model"
    " large small medium mini tiny nano micro super ultra "
    "plus pro lite flash max xl xxl xs huge exp v delta the deduped"
    " inst lm llm ai hybrid moe dense dev test release merged "
    "gated pretrain pretrained pt uncased cased en zh multilingual"
    " japanese chinese korean german english french spanish "
    "italian arabic russian dutch vietnamese thai polish swedish"
    " llamafile instruction tuned finetuned ft sharded kto patch window crop reg sentence "
    "orpo ppo simpo grpo rlvr rl uncensored next speciale air a of and"
)
_GENERIC = frozenset(_GENERIC_WORDS.split())
_BASE_FAMILIES_WORDS = "llama mistral mixtral qwen gemma pythia falcon yi neox mpt bloom"
_BASE_FAMILIES = frozenset(_BASE_FAMILIES_WORDS.split())
_PRODUCTS_WORDS = (
    "coder code math vl vision audio omni reasoning think "
    "thinking dev agent prover guard guardian reward embed embedding"
    " translate medical med video ocr safety function tool search long r1 h1 h1r zero"
)
_PRODUCTS = frozenset(_PRODUCTS_WORDS.split())
"""Words by which a publisher tells one product of a family from another: the family's paper is then
of another release."""
_SIZE = re.compile(
    r"^(?:e|a|active)?\d+(?:[._p]\d+)?(?:x\d+)?[bmkt]$|^\d+k$|^\d{3,}$|^\d+x\d+[bm]$|^\d+e$",
    re.IGNORECASE,
)
_VERSION_WORD = re.compile(r"^v\d+(?:[._]\d+)*$", re.IGNORECASE)
_SPLIT = re.compile(r"[-_ /:,()\[\]{}&+|]+|\.(?=[a-z])|(?<=[a-z]{3})\.(?=\D)", re.IGNORECASE)
_NUMBERED = re.compile(r"^([a-zü]+)-?v?(\d+(?:\.\d+)*)$", re.IGNORECASE)
_BARE_NUMBER = re.compile(r"\d+(?:[._]\d+)*")
_POINT_AS_UNDERSCORE = re.compile(r"(?<=[-_a-z]\d)_(?=\d(?:$|[-_bm]))")
"""In "Acme-1_5" or "acme-1_6b", for an account that has no point in its names."""
_PARTED_BY_P = re.compile(r"\d+p\d+")
_FIRST_VERSION = re.compile(r"0.*|1(?:\.[0-4](?:\.\d+)*)?|1\d+.*")
"""Versions of which a title need not speak: the first ones, which 1.5 is no more."""
_NO_LETTERS_OR_DIGITS = re.compile(r"[^a-z0-9]")
_NO_PART_OF_A_NAME = bytes(c for c in range(128) if not (chr(c).isalnum() or chr(c) == "."))
_VERSION_AFTER = re.compile(r"[- ]?v?(\d+(?:\.\d+)*)(?![\d.]*[bmk]\b)(?!\w)")
"""What follows a name where its version stands: "2" in "OLMo 2"."""


def plain(text: str) -> str:
    """Lower case without accents: "Tülu" is "tulu"."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).lower()


@lru_cache(maxsize=1024)
def model_name(model_id: str) -> ModelName:
    """The telling parts of a release's name."""
    called = _POINT_AS_UNDERSCORE.sub(".", plain(model_id.rpartition("/")[2]))
    tokens = [t for t in _SPLIT.split(called) if t]
    words: list[str] = []
    versions: dict[str, str] = {}
    for token in tokens:
        if token.isalpha():  # neither a size nor a version
            if token not in _GENERIC:
                words.append(token)
            continue
        token = token.replace("p", ".") if _PARTED_BY_P.fullmatch(token) else token
        numbered = _NUMBERED.match(token)
        if _SIZE.match(token) or token in _GENERIC:
            continue
        if _VERSION_WORD.match(token):
            if (
                words and len(tokens) > 1 and token.startswith("v") and "." not in token.strip("v")
            ) or _is_generation(token, tokens):
                versions.setdefault(words[-1] if words else "", token.lstrip("v").replace("_", "."))
        elif _BARE_NUMBER.fullmatch(token):
            if words and words[-1] not in versions:
                versions[words[-1]] = token.replace("_", ".")
        elif numbered:
            if numbered[1] not in _GENERIC:
                words.append(numbered[1])
                versions[numbered[1]] = numbered[2]
        else:
            words.append(token)
    telling = [w for w in words if w not in _BASE_FAMILIES] or words[:1]
    version = next((versions[w] for w in telling if w in versions), "")
    organization = _squashed(plain(model_id.rpartition("/")[0]))
    return ModelName(tuple(telling), version, organization)


def _squashed(text: str) -> str:
    return _NO_LETTERS_OR_DIGITS.sub("", text)


def _is_generation(token: str, tokens: list[str]) -> bool:
    """Whether "v3.2" is the model's generation (it follows its name) rather than an update at the
    end."""
    return tokens.index(token) == 1


def fit(title: str, name: ModelName) -> Fit:
    """How a title relates to a release of that name."""
    text = plain(title)
    joined = text.encode("ascii", "ignore").translate(None, _NO_PART_OF_A_NAME).decode("ascii")
    present = [w for w in name.words if _mentions(w, text, joined)]
    missing = [w for w in name.words if w not in present]
    head = text.partition(":")[0].strip()
    if _is_of_its_publisher(head, text, name):
        return Fit.SAME
    if head in _BASE_FAMILIES and head != name.words[0]:
        return Fit.UNRELATED
    if not present or (
        name.words[0] in missing and all(w in _BASE_FAMILIES or w in _PRODUCTS for w in present)
    ):
        return Fit.UNRELATED
    if any(w in _PRODUCTS for w in missing):
        return Fit.OTHER_VERSION
    told = _version_in(text, present)
    if told and name.version and told != name.version:
        return Fit.OTHER_VERSION
    if not told and name.version and not _FIRST_VERSION.fullmatch(name.version):
        return Fit.OTHER_VERSION
    return Fit.SAME


def _is_of_its_publisher(head: str, text: str, name: ModelName) -> bool:
    """Whether a title names the publisher for its models: "Acme: Open LLMs"."""
    return (
        head != text
        and _squashed(head) == name.organization
        and name.organization not in name.words
        and _MODELS.search(text) is not None
    )


_MODELS = re.compile(r"^(?!.*(?:tool|librar|framework|platform)).*\b(?:llms?|models?)\b")


def _mentions(word: str, text: str, joined: str) -> bool:
    if len(word) > 3:
        return word in joined
    return any(
        not _is_letter(text[at - 1 : at])
        and not _is_letter(text[at + len(word) : at + len(word) + 1])
        for at in _places(word, text)
    )


def _is_letter(character: str) -> bool:
    return "a" <= character <= "z"


def _places(word: str, text: str) -> Iterator[int]:
    """Where a word begins in a text. Patterns made for each name would have to be compiled, which
    takes longer than to read the title."""
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + 1)


def _version_in(text: str, words: list[str]) -> str:
    """The version that stands at one of the words in a title: "OLMo 2", "Qwen2.5",
    "DeepSeek-V3"."""
    for word in words:
        for at in _places(word, text):
            if match := _VERSION_AFTER.match(text, at + len(word)):
                return match[1]
        if (end := _end_spaced(word, text)) and (match := _VERSION_AFTER.match(text, end)):
            return match[1]
    return ""


def _end_spaced(word: str, text: str) -> int:
    """Where a name ends that a title writes in several words: "stablelm" as "Stable LM"."""
    if len(word) < 5 or word in text:
        return 0
    places = [at for at, c in enumerate(text) if c.isalnum()]
    at = "".join([text[p] for p in places]).find(word)
    return places[at + len(word) - 1] + 1 if at >= 0 else 0
