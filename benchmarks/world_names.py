"""Names of releases that do not exist, made from those that do, as publishers make theirs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from random import Random

SIZES = ("0.5B", "1B", "1.5B", "3B", "4B", "7B", "8B", "9B", "12B", "13B", "14B", "24B", "32B", "34B", "70B",
         "72B", "120B", "235B")  # fmt: skip
VERSIONS = ("1", "1.1", "1.5", "2", "2.5", "3", "3.1", "3.2", "3.5", "4", "4.1", "5")
SUFFIXES = {
    "finetune": ("-Instruct", "-Chat", "-SFT", "-DPO", "-finetuned", "-Coder", "-Math", "-Medical", "-de", "-ja",
                 "-zh", "-RP", "-v2", "-abliterated", "-R1"),
    "adapter": ("-LoRA", "-qlora", "-lora-sft", "-adapter", "-dpo-lora"),
    "quantized": ("-GGUF", "-AWQ", "-GPTQ-Int4", "-4bit", "-8bit", "-FP8", "-exl2", "-i1-GGUF", "-mlx-4bit"),
    "merge": ("-merge", "-slerp", "-TIES", "-x2", "-MoE"),
    "distilled": ("-distilled", "-distill", "-small"),
}  # fmt: skip
PLAIN = ("", "", "", "-base", "-Instruct", "-Chat", "-preview", "-it", "-hf")

_SYLLABLES = ("al", "an", "ar", "bel", "cor", "dan", "el", "fen", "gra", "hel", "in", "jo", "ka", "lu", "mar", "ne",
              "ori", "pa", "qui", "ra", "sol", "ta", "ul", "ver", "wen", "xi", "yu", "zen")  # fmt: skip
_AFTER = ("", "", "", "-ai", "AI", "-labs", "Lab", "-research", "hub", "_nlp", "7", "42")
_SIZE = re.compile(r"(?<=[-_])\d+(?:\.\d+)?[bBmM](?![A-Za-z0-9])")
_VERSION = re.compile(r"(?<=[A-Za-z-])\d(?:\.\d)?(?=-)")
_STEM = re.compile(r"[A-Za-z]{3,}")
_BITS = (
    ("GGUF", 4.9),
    ("AWQ", 4.25),
    ("GPTQ", 4.25),
    ("4bit", 4.5),
    ("exl2", 5.0),
    ("8bit", 8.5),
    ("FP8", 8.1),
)


class Namer:
    """Makes ids that were not there before, always the same ones for the same seed."""

    def __init__(self, rng: Random, organizations: Sequence[str], count: int) -> None:
        self._rng = rng
        self._known = organizations
        made = {self._word(3) + rng.choice(_AFTER) for _ in range(count // 5 + 1)}
        self._made = sorted(made)
        rng.shuffle(self._made)
        self._stems = [self._word(2).capitalize() for _ in range(1000)]
        self.taken: set[str] = set()

    def original(self, like: str) -> str:
        """An id for a release that derives from none, after one of those that there are."""
        rng, name = self._rng, like.rpartition("/")[2]
        if rng.random() < 0.35:
            name = _STEM.sub(rng.choice(self._stems), name, count=1)
        name = _VERSION.sub(lambda _: rng.choice(VERSIONS), name, count=1)
        name = _SIZE.sub(lambda _: rng.choice(SIZES), name, count=1)
        return self._free(f"{self._organization()}/{name[:70]}{rng.choice(PLAIN)}")

    def derived(self, base: str, relation: str) -> str:
        """An id for a release that was made from another in this way."""
        suffix = self._rng.choice(SUFFIXES.get(relation, SUFFIXES["finetune"]))
        return self._free(f"{self._organization()}/{base.rpartition('/')[2][:70]}{suffix}")

    def _organization(self) -> str:
        """A few publish much, and most little."""
        pool = self._known if self._rng.random() < 0.3 else self._made
        return pool[int(len(pool) * self._rng.random() ** 3)]

    def _free(self, wanted: str) -> str:
        found, number = wanted, 2
        while found in self.taken:
            number = self._rng.randrange(2, 100) if number < 100 else number + 1
            found, number = f"{wanted}-{number}", number * 3
        self.taken.add(found)
        return found

    def _word(self, most: int) -> str:
        rng = self._rng
        return "".join(rng.choice(_SYLLABLES) for _ in range(rng.randint(2, most + 1)))


def size_of(release_id: str) -> int | None:
    """The parameters that a name tells of."""
    found = _SIZE.search(release_id)
    if found is None:
        return None
    return int(float(found[0][:-1]) * (1e9 if found[0][-1] in "bB" else 1e6))


def bits_of(release_id: str, otherwise: float | None) -> float | None:
    """The bits of a parameter that a name tells of."""
    return next((bits for sign, bits in _BITS if sign in release_id), otherwise)
