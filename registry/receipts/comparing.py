"""Comparing: where two JSON values differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

MISSING = "(nothing)"


@dataclass(frozen=True, slots=True)
class Difference:
    """At one place a receipt says one thing, and what was recomputed another."""

    what: str
    receipt: Any
    here: Any

    def as_dict(self) -> dict[str, Any]:
        """The difference as plain values."""
        return {"what": self.what, "receipt": self.receipt, "here": self.here}


def differences(receipt: Any, here: Any, what: str = "") -> Iterator[Difference]:
    """Every place at which two values differ, outermost names first."""
    if isinstance(receipt, Mapping) and isinstance(here, Mapping):
        for name in (*receipt, *(n for n in here if n not in receipt)):
            inner = f"{what}.{name}" if what else str(name)
            yield from differences(receipt.get(name, MISSING), here.get(name, MISSING), inner)
    elif _is_list(receipt) and _is_list(here):
        for number, pair in enumerate(zip_longest(receipt, here, fillvalue=MISSING)):
            yield from differences(*pair, f"{what}[{number}]")
    elif receipt != here or isinstance(receipt, bool) is not isinstance(here, bool):
        yield Difference(what, receipt, here)


def _is_list(value: Any) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)
