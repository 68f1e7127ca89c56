"""Who brought about what a timeline tells."""

from __future__ import annotations

import pytest

from registry.history import By, Cause, Change, Kind, Movement, Standing, attributed
from registry.history.attribution import WORDS

STANDING = Standing(1, "1", "1", 50.0, "C", "open weights", {})


def change(kind: Kind) -> Change:
    return Change(kind, "", "", "Something changed.")


def moved(*causes: Cause, before: Standing | None = STANDING) -> Movement:
    return Movement(before, STANDING, causes, (), "rose", "", "It moved.")


def test_every_kind_and_every_actor_has_words():
    for kind in Kind:
        (by,) = attributed([change(kind)], None, False)
        assert WORDS[by]
    assert set(WORDS) == set(By)


@pytest.mark.parametrize(
    ("kind", "by"),
    [
        (Kind.DATA_ADDED, By.DISCLOSED),
        (Kind.WEIGHTS_REMOVED, By.REMOVED),
        (Kind.LICENSE_CHANGED, By.RELICENSED),
        (Kind.GATED, By.GATED),
        (Kind.DISABLED, By.HUB),
    ],
)
def test_changes_of_a_release_are_its_publishers(kind: Kind, by: By):
    assert attributed([change(kind)], None, False) == (by,)


def test_each_actor_is_named_once_and_in_order():
    changes = [change(Kind.CARD_EDITED), change(Kind.DATA_ADDED), change(Kind.CARD_ADDED)]
    told = attributed(changes, moved(Cause.RELEASE, Cause.RUBRIC), False)
    assert told == (By.DISCLOSED, By.EDITED, By.RUBRIC)


def test_what_is_ours_is_told_as_ours():
    assert attributed([], moved(Cause.RUBRIC, Cause.READERS), False) == (By.RUBRIC, By.READERS)
    assert attributed([], moved(Cause.RELATED), False) == (By.RELATED,)
    assert attributed([], moved(Cause.RELEASE, before=None), True) == (By.SEEN,)
