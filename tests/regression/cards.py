"""Cards built from passages: each a section of its own, of one release."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from hypothesis import strategies as st

from registry.scoring.grade import Grade
from registry.scoring.rubric import NOT_APPLICABLE
from tests.regression.passages import Passage, passages
from tests.unit.cases import RELEASE, rubric

TUNED = f"{RELEASE}-chat"
_HEADING = re.compile(r"\A\s*(?:#|<h\d)")


@dataclass(frozen=True)
class Built:
    """A card of some sections, and what is known of what it links to."""

    parts: tuple[Passage, ...]
    release: str

    @property
    def sections(self) -> list[str]:
        """The text of each part below a heading: its own, or one that says nothing."""
        return [_section(p.card) for p in self.parts]

    def grade(self, card: str | None = None) -> Grade:
        """What the rubric makes of it, or of another card of the same release."""
        datasets = {i: d for p in self.parts for i, d in p.datasets.items()}
        shown = replace(self.parts[0], release=self.release, datasets=datasets)
        return shown.grade(joined(self.sections) if card is None else card)


def joined(sections: Iterable[str]) -> str:
    """A card of those sections."""
    return "# Brook\n\n" + "\n\n".join(sections) + "\n"


def _section(text: str) -> str:
    return text.strip() if _HEADING.match(text) else f"## About Brook\n\n{text.strip()}"


def _can_be_part(passage: Passage) -> bool:
    """Whether a passage says all in its text, and leaves the rest of a card alone."""
    embeds = "Original model card" in passage.card or "[^1]" in passage.card
    free = not passage.metadata["siblings"] and not passage.bases and not embeds
    return free and not passage.card.lstrip().startswith("---")


BASE_PARTS = tuple(p for p in passages() if _can_be_part(p) and p.release == RELEASE)
TUNED_PARTS = tuple(p for p in passages() if _can_be_part(p) and p.release.startswith(TUNED[:12]))


def built(most: int = 4) -> st.SearchStrategy[Built]:
    """Cards of base models and of tuned ones."""
    return st.one_of(
        st.lists(st.sampled_from(parts), min_size=1, max_size=most, unique_by=lambda p: p.name).map(
            lambda chosen, release=release: Built(tuple(chosen), release)
        )
        for parts, release in ((BASE_PARTS, RELEASE), (TUNED_PARTS, TUNED))
    )


def points(grade: Grade) -> dict[str, float]:
    """The points of every criterion; what does not apply is worth nothing."""
    return {m.criterion: m.points or 0.0 for m in grade.marks}


def risen(before: Grade, after: Grade, *but: str) -> dict[str, str]:
    """The criteria on which a grade is worth more than another, with both levels; some left out."""
    earlier = {m.criterion: m for m in before.marks}
    found = {}
    for mark in after.marks:
        was = earlier[mark.criterion]
        if mark.criterion in but or NOT_APPLICABLE in {was.level, mark.level}:
            continue
        if (mark.points or 0) > (was.points or 0):
            found[mark.criterion] = f"{was.level} -> {mark.level}"
    return found


def best(passage: Passage) -> frozenset[str]:
    """The criteria that a passage earns the best level on."""
    top = {c.id: c.levels[0].id for c in rubric().criteria}
    return frozenset(c for c, level in passage.levels.items() if top[c] == level)
