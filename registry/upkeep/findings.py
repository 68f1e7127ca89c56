"""Findings: what a check found that does not agree, and what was done about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that does not agree. ``advice`` says what was or can be done; ``is_mended``: nothing remains to do."""

    what: str
    count: int
    examples: tuple[str, ...] = ()
    advice: str = ""
    is_mended: bool = False

    def __str__(self) -> str:
        """One line for a reader."""
        more = ", …" if self.count > len(self.examples) else ""
        named = f": {', '.join(self.examples)}{more}" if self.examples else ""
        return f"{self.what}: {self.count:,}{named}.{f' {self.advice}' if self.advice else ''}"


def shown(values: Iterable[object]) -> tuple[str, ...]:
    """The first few of them, as examples."""
    return tuple(str(value) for value, _ in zip(values, range(EXAMPLES), strict=False))
