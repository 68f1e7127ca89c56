"""Attribution: who brought about what an entry of a timeline tells, in words and as a mark."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from registry.history.kinds import Change, Kind
from registry.history.movements import Cause, Movement


class By(StrEnum):
    """What happened, by whom. API and pages give these: a name stays as it is once it is out."""

    DISCLOSED = "disclosed"
    REMOVED = "removed"
    RELICENSED = "relicensed"
    GATED = "gated"
    UNGATED = "ungated"
    EDITED = "edited"
    HUB = "hub"
    DISCLOSURE = "disclosure"
    LINK = "link"
    RELATED = "related"
    RUBRIC = "rubric"
    READERS = "readers"
    SEEN = "seen"


WORDS = {
    By.DISCLOSED: "The publisher disclosed",
    By.REMOVED: "The publisher removed",
    By.RELICENSED: "The publisher relicensed",
    By.GATED: "The publisher gated",
    By.UNGATED: "The publisher ungated",
    By.EDITED: "The publisher edited",
    By.HUB: "The Hub acted",
    By.DISCLOSURE: "A disclosure was decided on",
    By.LINK: "An evidence link changed",
    By.RELATED: "A base or a dataset changed",
    By.RUBRIC: "Our rubric changed",
    By.READERS: "Our reading changed",
    By.SEEN: "First seen",
}

_OF_KIND = {
    Kind.GONE: By.REMOVED,
    Kind.RETURNED: By.DISCLOSED,
    Kind.RENAMED: By.EDITED,
    Kind.MADE_PRIVATE: By.REMOVED,
    Kind.MADE_PUBLIC: By.DISCLOSED,
    Kind.DISABLED: By.HUB,
    Kind.ENABLED: By.HUB,
    Kind.GATED: By.GATED,
    Kind.UNGATED: By.UNGATED,
    Kind.GATE_CHANGED: By.GATED,
    Kind.LICENSE_CHANGED: By.RELICENSED,
    Kind.WEIGHTS_ADDED: By.DISCLOSED,
    Kind.WEIGHTS_REMOVED: By.REMOVED,
    Kind.BASE_CHANGED: By.EDITED,
    Kind.DATA_ADDED: By.DISCLOSED,
    Kind.DATA_REMOVED: By.REMOVED,
    Kind.CARD_ADDED: By.DISCLOSED,
    Kind.CARD_REMOVED: By.REMOVED,
    Kind.CARD_EDITED: By.EDITED,
    Kind.STATEMENT_ADDED: By.DISCLOSED,
    Kind.STATEMENT_REMOVED: By.REMOVED,
    Kind.STATEMENT_EDITED: By.EDITED,
}
OF_CAUSE = {
    Cause.RUBRIC: By.RUBRIC,
    Cause.READERS: By.READERS,
    Cause.DISCLOSURE: By.DISCLOSURE,
    Cause.LINK: By.LINK,
    Cause.RELATED: By.RELATED,
}


def attributed(
    changes: Iterable[Change], movement: Movement | None, is_first: bool
) -> tuple[By, ...]:
    """Each that had a part in an entry, once, in the order of ``By``.

    Of a movement that the release's own change brought about, the change says it.
    """
    found = {_OF_KIND[change.kind] for change in changes}
    if is_first:
        found.add(By.SEEN)
    if movement and movement.before:
        found |= {OF_CAUSE[cause] for cause in movement.causes if cause in OF_CAUSE}
    return tuple(by for by in By if by in found)
