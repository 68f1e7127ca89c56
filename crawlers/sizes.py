"""Sizes: how many parameters a release has, and how many bits each takes as published. Observed, from metadata alone.

What is certain goes first: the Hub's count of the files, then what the name says. Where a name says several things, or
counts experts (8x7B) or what of it is active (A3B), it says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

LARGEST = 2**62
UNITS = {"m": 10**6, "b": 10**9}
ASSUMED_BITS = 16.0
"""Of weights of which nothing is known: what nearly all language models are trained and published in."""

_SIZE = re.compile(r"(?<![a-z0-9.])(\d{1,4}(?:\.\d{1,3})?)([bm])(?![a-z0-9.])")
_UNCERTAIN = re.compile(r"\d+x\d|(?<![a-z0-9.])\d+_\d+b(?![a-z0-9])|(?<![a-z0-9.])\d+e(?![a-z0-9])")
"""Products of experts, sizes whose dot may be an underscore, and numbers of experts."""
_SMALLEST_M, _LARGEST_B = 5, 5000

_DTYPE = re.compile(r"(?:bf|f|i|u|float|bfloat|int|uint)(\d{1,2})(?:_\w+)?", re.IGNORECASE)
_PACKED = frozenset({"I32", "U32", "U8", "I8"})
"""Types in which quantized weights are packed, several to a value."""
_IN_NAME = re.compile(
    r"(?<![a-z0-9.])(?:(?P<bits>\d(?:\.\d{1,2})?)[-_]?(?:bits?|bpw)|(?:u?int|w|nf|fp|mxfp|nvfp)(?P<width>[2-8])"
    r"|(?P<half>bf16|fp16|f16|float16)|(?P<full>fp32|f32|float32)|(?P<four>gptq|awq|bnb))(?![0-9.]|bits?)"
)
_GGUF = re.compile(
    r"(?<![a-z0-9])(?:(i?q|tq|mxfp)(\d)(?:_[a-z0-9]+)*|(bf16|f16|fp16)|(f32|fp32))(?![a-z0-9])"
)
_BESIDE = ("mmproj", "imatrix")
"""Beginnings of names of GGUF files that are no weights of the model."""
_WEIGHTS = re.compile(
    r"(?<!training_args)\.(?:safetensors|gguf|ggml|bin|pt|pth|ckpt|h5|onnx|msgpack|npz|nemo)$",
    re.IGNORECASE,
)


def parameters_of(metadata: Mapping[str, Any]) -> int | None:
    """How many parameters a release has in all: as counted in its safetensors or GGUF files, or else by its name."""
    named = _named_size(_name(metadata))
    counted = _whole(_field(metadata, "safetensors", "total"))
    if counted is None:
        counted = _whole(_field(metadata, "gguf", "total"))
    elif _is_packed(metadata):  # values were counted, each of which may hold several
        return max(counted, named or 0)
    return named if counted is None else counted


def bits_of(metadata: Mapping[str, Any]) -> float | None:
    """The mean bits that a parameter takes as published; None for a release without weights, or of unknown files.

    As the types of its safetensors say, or, where values hold several parameters, its configuration; of GGUF files the
    smallest counts. Then go the configuration, the name and the names of files.
    """
    quantized = _quantized_bits(metadata)
    if mean := _mean_bits(metadata):
        return quantized or _named_bits(_name(metadata)) or mean if _is_packed(metadata) else mean
    if quantized:
        return quantized
    files = [file.lower() for file in _files(metadata)]
    gguf = [bits for file in files if (bits := _gguf_bits(file))]
    if gguf:
        return min(gguf)
    named = _named_bits(_name(metadata)) or min(filter(None, map(_named_bits, files)), default=None)
    if named or (named := _declared_bits(metadata)):
        return named
    return ASSUMED_BITS if any(map(_WEIGHTS.search, files)) else None


# Names ------------------------------------------------------------------------------------------


def _name(metadata: Mapping[str, Any]) -> str:
    name = metadata.get("id")
    return name.rpartition("/")[2].lower()[:200] if isinstance(name, str) else ""


def _named_size(name: str) -> int | None:
    if _UNCERTAIN.search(name):
        return None
    told = [(float(number), unit) for number, unit in _SIZE.findall(name.replace("_", "-"))]
    billions = {size for size, unit in told if unit == "b" and 0 < size <= _LARGEST_B}
    millions = {size for size, unit in told if unit == "m" and size >= _SMALLEST_M}
    # Beside billions, millions count something else, such as how long a text may be.
    sizes, unit = (billions, "b") if billions else (millions, "m")
    return round(sizes.pop() * UNITS[unit]) if len(sizes) == 1 else None


def _named_bits(name: str) -> float | None:
    """The bits that a name speaks of; the number in it goes before the method, as in ``gptq-8bit``."""
    found: list[tuple[int, float]] = []
    for told in _IN_NAME.finditer(name.lower()):
        if number := told["bits"] or told["width"]:
            found.append((0, float(number)))
        else:
            found.append((1, 4.0) if told["four"] else (2, 32.0 if told["full"] else 16.0))
    _, bits = min(found, default=(0, 0.0))
    return bits if 0 < bits <= 32 else None


def _gguf_bits(file: str) -> float | None:
    """What a parameter takes in a GGUF file: in blocks (Q4_K_M), their scales take about half a bit more."""
    name = file.rpartition("/")[2]
    if not name.endswith(".gguf") or name.startswith(_BESIDE):
        return None
    told = _GGUF.search(name)
    if told is None:
        return None
    return int(told[2]) + 0.5 if told[2] else 16.0 if told[3] else 32.0


# Metadata ---------------------------------------------------------------------------------------


def _types(metadata: Mapping[str, Any]) -> dict[str, int]:
    """How many values of each type the safetensors hold; truth values and positions are no parameters."""
    given = _field(metadata, "safetensors", "parameters")
    told = given.items() if isinstance(given, dict) else ()
    return {
        str(kind): count
        for kind, value in told
        if kind not in ("BOOL", "I64") and (count := _whole(value))
    }


def _is_packed(metadata: Mapping[str, Any]) -> bool:
    types = _types(metadata)
    return 2 * sum(types.get(kind, 0) for kind in _PACKED) > sum(types.values())


def _mean_bits(metadata: Mapping[str, Any]) -> float | None:
    known = {
        kind: count for kind, count in _types(metadata).items() if _DTYPE.fullmatch(kind.lower())
    }
    total = sum(known.values())
    return round(sum(_width(kind) * n for kind, n in known.items()) / total, 2) if total else None


def _width(kind: str) -> float:
    """The bits of a type; of whole words that nothing tells more of, what they usually hold."""
    told = _DTYPE.fullmatch(kind)
    return 4.0 if kind in ("I32", "U32") or told is None else float(told[1])


def _quantized_bits(metadata: Mapping[str, Any]) -> float | None:
    told = _field(metadata, "config", "quantization_config")
    if not isinstance(told, dict):
        return None
    bits = told.get("bits", told.get("w_bit"))
    if isinstance(bits, (int, float)) and not isinstance(bits, bool) and 0 < bits <= 16:
        return float(bits)
    if told.get("load_in_4bit") is True or told.get("load_in_8bit") is True:
        return 4.0 if told.get("load_in_4bit") is True else 8.0
    method = told.get("quant_method")
    return (
        {"fp8": 8.0, "mxfp4": 4.0, "bitnet": 2.0}.get(method) if isinstance(method, str) else None
    )


def _declared_bits(metadata: Mapping[str, Any]) -> float | None:
    for field in ("torch_dtype", "dtype"):
        declared = _field(metadata, "config", field)
        told = _DTYPE.fullmatch(declared) if isinstance(declared, str) else None
        if told and 0 < int(told[1]) <= 64:
            return float(told[1])
    return None


def _files(metadata: Mapping[str, Any]) -> Iterator[str]:
    listed = metadata.get("siblings")
    for file in listed if isinstance(listed, list) else ():
        if isinstance(file, dict) and isinstance(name := file.get("rfilename"), str):
            yield name


def _field(metadata: Mapping[str, Any], outer: str, inner: str) -> Any:
    told = metadata.get(outer)
    return told.get(inner) if isinstance(told, dict) else None


def _whole(value: object) -> int | None:
    """A number of things that any database takes."""
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        return None
    return min(value, LARGEST)
