"""Bands: sizes, training tokens and amounts of memory, as people speak of them."""

from __future__ import annotations

from collections.abc import Mapping

INFINITE = float("inf")

SIZES: Mapping[str, tuple[float, float]] = {
    "under-1b": (0, 1e9),
    "1b-4b": (1e9, 4e9),
    "4b-10b": (4e9, 10e9),
    "10b-40b": (10e9, 40e9),
    "40b-100b": (40e9, 100e9),
    "over-100b": (100e9, INFINITE),
}
"""Parameters, from the lower bound to below the upper one."""
SIZE_WORDS: Mapping[str, str] = {
    "under-1b": "under 1 B",
    "1b-4b": "1 to 4 B",
    "4b-10b": "4 to 10 B",
    "10b-40b": "10 to 40 B",
    "40b-100b": "40 to 100 B",
    "over-100b": "100 B or more",
}

TOKENS: Mapping[str, tuple[float, float]] = {
    "under 300 B": (0, 300e9),
    "300 B to 1 T": (300e9, 1e12),
    "1 to 2 T": (1e12, 2e12),
    "2 to 5 T": (2e12, 5e12),
    "5 to 15 T": (5e12, 15e12),
    "15 T or more": (15e12, INFINITE),
}
"""Tokens that a release was trained on, by what a band is called."""

MEMORIES: Mapping[str, tuple[float, float]] = {
    str(gigabytes): (0, gigabytes + 0.5) for gigabytes in (4, 8, 16, 24, 32, 64, 128)
}
"""Gigabytes that a machine has; what fits into one fits into every larger one."""

PRECISIONS: Mapping[str, tuple[str, float]] = {
    "memory": ("as published", INFINITE),
    "memory_8bit": ("at 8 bits", 8.5),
    "memory_4bit": ("at 4 bits", 4.5),
}
"""By filter: how the weights are loaded, in words, and the most bits that a parameter then takes (with the scales that
quantized weights carry)."""

BESIDES_WEIGHTS = 1.2
"""Memory needed by that of the weights: context and activations take a fifth more in a usual conversation."""
