"""Facts: what the metadata of one moment tells of gate, licence, files, datasets and bases. None is not known."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from registry.history.phrases import listing, plain, plains

Metadata = Mapping[str, Any]

_WEIGHTS = re.compile(
    r"\.(?:safetensors|gguf|ggml|bin|pt|pth|ckpt|h5|onnx|onnx_data|msgpack|npz|tflite|mlmodel"
    r"|nemo|keras|pkl|pdparams|llamafile|distcp|pte)$",
    re.IGNORECASE,
)
_OF_TRAINING = re.compile(
    r"(?:^|/)(?:training_args|optimizer|scheduler|scaler|rng_state|random_states|tokenizer|vocab"
    r"|imatrix)[^/]*$",
    re.IGNORECASE,
)
"""Files in the formats of weights that hold none."""


@dataclass(frozen=True, slots=True)
class License:
    """The licences declared, and the name that goes with ``other``: None where nobody could know."""

    ids: tuple[str, ...]
    name: str | None

    @property
    def words(self) -> str:
        """As the Hub shows it; empty when none is declared."""
        shown = listing(self.ids)
        return f"{shown} ({self.name})" if self.name and self._is_named else shown

    def differs(self, other: License) -> bool:
        """Whether another licence is declared, as far as both are known."""
        if _folded(self.ids) != _folded(other.ids):
            return True
        if not self._is_named or self.name is None or other.name is None:
            return False
        return self.name.casefold() != other.name.casefold()

    @property
    def _is_named(self) -> bool:
        return _folded(self.ids) == ("other",)


def flag(name: str) -> Callable[[Metadata], bool | None]:
    """How to read a field that is true or false."""

    def read(metadata: Metadata) -> bool | None:
        value = metadata.get(name)
        return value if isinstance(value, bool) else None

    return read


def gate(metadata: Metadata) -> str | None:
    """``open``, ``auto``, ``manual``, or ``gated`` where the way of approval isn't told."""
    value = metadata.get("gated")
    given = str(value).strip().lower() if isinstance(value, str | bool) else ""
    ways = {"false": "open", "true": "gated", "auto": "auto", "manual": "manual"}
    return ways.get(given)


def weight_files(metadata: Metadata) -> frozenset[str] | None:
    """The files in the list that hold weights, by their names."""
    names = file_names(metadata)
    if names is None:
        return None
    return frozenset(n for n in names if _WEIGHTS.search(n) and not _OF_TRAINING.search(n))


def file_names(metadata: Metadata) -> frozenset[str] | None:
    """The names of all files in the list."""
    listed = metadata.get("siblings")
    if not isinstance(listed, list):
        return None
    return frozenset(plain(f.get("rfilename")) for f in listed if isinstance(f, Mapping))


def license_of_card(metadata: Metadata) -> License | None:
    """The licence that the front matter declares."""
    front = _front(metadata)
    return None if front is None else License(plains(front.get("license")), _name(metadata))


def license_of_tags(metadata: Metadata) -> License | None:
    """The licence that the tags declare; its name stands in the front matter alone."""
    ids = _tagged(metadata, "license:")
    return None if ids is None else License(ids, _name(metadata))


def datasets_of_card(metadata: Metadata) -> frozenset[str] | None:
    """The datasets that the front matter lists."""
    front = _front(metadata)
    return None if front is None else frozenset(plains(front.get("datasets")))


def datasets_of_tags(metadata: Metadata) -> frozenset[str] | None:
    """The datasets that the tags list."""
    found = _tagged(metadata, "dataset:")
    return None if found is None else frozenset(found)


def bases_of_card(metadata: Metadata) -> tuple[str, ...] | None:
    """The base models that the front matter names."""
    front = _front(metadata)
    return None if front is None else plains(front.get("base_model"))


def bases_of_tags(metadata: Metadata) -> tuple[str, ...] | None:
    """The base models that the tags name: ``base_model:a/b`` and ``base_model:finetune:a/b``."""
    found = _tagged(metadata, "base_model:")
    return None if found is None else plains([base.rpartition(":")[2] for base in found])


def _tagged(metadata: Metadata, prefix: str) -> tuple[str, ...] | None:
    tags = metadata.get("tags")
    if not isinstance(tags, list):
        return None
    named = [t for t in tags if isinstance(t, str) and t.startswith(prefix)]
    return plains([t.removeprefix(prefix) for t in named])


def _front(metadata: Metadata) -> Metadata | None:
    front = metadata.get("cardData")
    return front if isinstance(front, Mapping) else None


def _name(metadata: Metadata) -> str | None:
    front = _front(metadata)
    return None if front is None else plain(front.get("license_name"))


def _folded(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted({text.casefold() for text in texts}))
