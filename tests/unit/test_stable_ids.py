"""The ids that others build on: those of rubric 1 are there for ever, as docs/api.md promises.

Add what is new to the lists; take nothing away, and rename nothing.
"""

from __future__ import annotations

import pytest

from registry.resources import rubric

LEVELS = """
weights.access: open-download click-through approval delta-only withheld
weights.license: open-source use-restricted non-commercial none
weights.base: open restricted closed
weights.checkpoints: published some none
data.sources: itemised named-in-part described undisclosed closed
data.access: downloadable reconstructible gated in-part undisclosed closed
data.license: open restricted unknown
data.datasheet: full partial none
data.processing: code described undisclosed closed
code.training: complete part none closed
code.license: open restricted none
code.recipe: full some undisclosed closed
code.evaluation: harness-and-results results none
code.compute: hardware-and-time one undisclosed closed
post.method: each-stage in-general undisclosed closed
post.instructions: downloadable in-part described undisclosed closed
post.preferences: downloadable in-part described undisclosed closed
post.reward: published described undisclosed closed
post.annotation: published described undisclosed closed
post.code: published part none closed
docs.card: comprehensive partial none
docs.paper: detailed partial none
docs.review: full partial none
docs.training_summary: published none
"""
OTHERS = {
    "pillars": ["weights", "data", "code", "post", "docs"],
    "letters": list("ABCDEF"),
    "classes": ["open source AI", "open data", "open weights", "restricted weights", "closed"],
}


def test_this_list_is_for_rubric_1():
    assert rubric().version.startswith("1.")


@pytest.mark.parametrize("promised", LEVELS.strip().splitlines())
def test_every_promised_criterion_has_its_levels(promised: str):
    criterion_id, _, levels = promised.partition(": ")
    assert [level.id for level in rubric().criterion(criterion_id).levels] == levels.split()


def test_every_criterion_is_promised():
    promised = [line.partition(":")[0] for line in LEVELS.strip().splitlines()]
    assert [c.id for c in rubric().criteria] == promised


@pytest.mark.parametrize("kind", OTHERS)
def test_pillars_letters_and_classes_are_promised_too(kind: str):
    assert [one.id for one in getattr(rubric(), kind)] == OTHERS[kind]
