"""Reads the software around a release: what builds and runs it, and what lies in its files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from crawlers.readers.observed import Observed, texts
from crawlers.readers.repositories import repositories
from crawlers.readers.scan import OwnWords
from crawlers.readers.stance import Stance
from crawlers.remembered import TEXTS
from registry.scoring.evidence import Evidence

TOPIC = "components"
ARCHITECTURE_LIBRARIES = frozenset(
    {
        *(
            "transformers",
            "diffusers",
            "sentence-transformers",
            "timm",
            "open_clip",
            "fairseq",
            "fairseq2",
        ),
        *(
            "nemo",
            "keras",
            "espnet",
            "speechbrain",
            "flair",
            "stanza",
            "spacy",
            "ultralytics",
            "gliner",
        ),
        *(
            "llama.cpp",
            "gguf",
            "mlx",
            "vllm",
            "sglang",
            "ctranslate2",
            "setfit",
            "peft",
            "adapters",
        ),
    }
)
"""Open source libraries that hold the code of the architectures that they run."""
_IMPORT = re.compile(
    r"^\s*(?:from|import)\s+(transformers|diffusers|sentence_transformers|timm|open_clip|fairseq2?|nemo"
    r"|espnet2?|speechbrain|flair|stanza|spacy|ultralytics|gliner|llama_cpp|mlx_lm|vllm|sglang|ctranslate2"
    r"|setfit|peft|adapters)\b",
    re.MULTILINE,
)
_COMMAND = re.compile(r"\b(vllm serve|llama-(?:cli|server)|sglang\.launch_server|mlx_lm\.\w+)\b")
_REMOTE = "trust_remote_code"
_FILES = {
    "architecture_code": re.compile(r"(?:^|/)model(?:l?ing)?(?:_\w+)?\.py$"),
    "inference_code": re.compile(
        r"(?:^|/)(?:inference|infer|generate|predict|run|demo|app|chat|handler)[\w-]*\.py$"
    ),
    "optimizer_states": re.compile(
        r"(?:^|/)(?:optimizer[\w.-]*\.(?:pt|pth|bin|safetensors)|[\w.-]*optim_states[\w.-]*\.pt|scheduler\.pt)$"
    ),
    "libraries": re.compile(
        r"(?:^|/)(?:requirements[\w.-]*\.txt|environment\.ya?ml|pyproject\.toml)$"
    ),
}
"""The names of files that hold a component."""
_FORMAT = re.compile(
    r"(?<![a-z0-9])(gguf|gptq|awq|exl2|bnb|nf4|(?:w\d)?a?\d{1,2}[- ]?bits?|int[48]|fp(?:4|8|16|32)|mxfp4|nvfp4|bf16)"
    r"(?![a-z0-9])",
    re.IGNORECASE,
)


def read_software(observed: Observed, words: OwnWords) -> Iterator[Evidence]:
    """Code of the architecture and of inference, libraries, optimizer states and number format."""
    named = tuple(_named_libraries(observed))
    shown = tuple(_shown_libraries(observed, words))
    files = observed.files
    modelling = _with("architecture_code", files)
    own_code = bool(modelling) or _REMOTE in words.text
    if modelling:
        yield observed.listed(f"{TOPIC}.architecture_code", "file", modelling)
    for topic, evidence in _libraries(named, shown):
        if topic != "architecture_code" or not own_code:
            yield evidence
    yield from _configuration(observed)
    yield from _in_files(observed, files)
    for repository in repositories(observed):
        if "inference" in repository.holds and repository.stance is Stance.STATED:
            name = f"{repository.owner}/{repository.name}"
            yield observed.said(
                f"{TOPIC}.inference_code",
                "repository",
                repository.passage,
                value=name,
                target=repository.url,
            )


def _libraries(
    named: tuple[Evidence, ...], shown: tuple[Evidence, ...]
) -> Iterator[tuple[str, Evidence]]:
    for told in (*named, *shown):
        for topic in ("architecture_code", "inference_code", "libraries"):
            yield topic, replace(told, criterion=f"{TOPIC}.{topic}")


def _named_libraries(observed: Observed) -> Iterator[Evidence]:
    """The library that the Hub or the front matter names."""
    field = "library_name"
    library = observed.snapshot.metadata.get(field)
    if isinstance(library, str) and library.lower() in ARCHITECTURE_LIBRARIES:
        yield observed.recorded(TOPIC, "library", field, value=library.lower())
        return
    for name in texts(observed.front.get(field)):
        if name.lower() in ARCHITECTURE_LIBRARIES:
            yield observed.in_front_matter(TOPIC, "library", field, value=name.lower())
            return
    tags = {t.lower() for t in observed.tags("")} & ARCHITECTURE_LIBRARIES
    for tag in sorted(tags)[:1]:
        yield observed.recorded(TOPIC, "library", "tags", value=tag, quote=f"tags: {tag}")


def _shown_libraries(observed: Observed, words: OwnWords) -> Iterator[Evidence]:
    """The library that the code in the card runs the model with."""
    for passage in words.near("import ", "vllm", "llama", "sglang", "mlx_lm"):
        if passage.kind != "code":
            continue
        match = _IMPORT.search(passage.text) or _COMMAND.search(passage.text)
        if match:
            name = match[1].replace("_", "-")
            yield observed.said(TOPIC, "library", passage, value=name, around=match.span())
            return


def _configuration(observed: Observed) -> Iterator[Evidence]:
    """What the Hub read in the model's configuration and weights."""
    config = observed.snapshot.metadata.get("config")
    if isinstance(config, dict):
        names = texts(config.get("architectures")) or texts(config.get("model_type"))
        if names:
            yield observed.recorded(
                f"{TOPIC}.architecture", "configuration", "config", value=names[0], quote=names[0]
            )
    weights = observed.snapshot.metadata.get("safetensors")
    formats = weights.get("parameters") if isinstance(weights, dict) else None
    if isinstance(formats, dict) and formats:
        named = ", ".join(map(str, formats))[:80]
        yield observed.recorded(
            f"{TOPIC}.precision", "format", "safetensors", value=named, quote=named
        )
    name = observed.snapshot.id.partition("/")[2].replace("_", "-")
    if match := _FORMAT.search(name):
        yield observed.recorded(f"{TOPIC}.precision", "format", "id", value=match[1], quote=name)


def _with(topic: str, files: tuple[str, ...]) -> tuple[str, ...]:
    return tuple([name for name in files if topic in _held_by(name)])


@lru_cache(maxsize=TEXTS)
def _held_by(name: str) -> tuple[str, ...]:
    """The components that a file of this name holds."""
    return tuple(topic for topic, pattern in _FILES.items() if pattern.search(name))


def _in_files(observed: Observed, files: tuple[str, ...]) -> Iterator[Evidence]:
    for topic in ("inference_code", "optimizer_states", "libraries"):
        if found := _with(topic, files):
            yield observed.listed(f"{TOPIC}.{topic}", "file", found)
    widgets = observed.front.get("widget")
    outputs = (
        [w for w in widgets if isinstance(w, dict) and w.get("output")]
        if isinstance(widgets, list)
        else []
    )
    if outputs:
        yield observed.in_front_matter(f"{TOPIC}.sample_outputs", "output", "widget")
