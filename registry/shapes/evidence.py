"""Evidence: what a level rests on, and what could still settle it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypedDict

from registry.shapes.closing import closed
from registry.shapes.values import (
    CriterionId,
    CriterionTitle,
    DocumentKind,
    Effort,
    LevelId,
    LevelShape,
    Moment,
    OwnAddress,
    Points,
    ReleaseId,
)

Origin = Literal["metadata", "card", "publisher", "disclosure"]
Day = Annotated[str, Field(examples=["", "2026-11-20"])]
Place = Annotated[str, Field(examples=["README.md:12", "README.md:license", "metadata:gated"])]


@closed
class Located(TypedDict):
    """Words of a release, and where they stand."""

    quote: str
    """The words as a reader of the card sees them, or the field of the metadata with its value; empty for none."""
    place: Place
    """Where they stand: a line or a field of the card, a field of the metadata, the list of files; empty for
    nowhere."""
    url: str
    """The address of that place on the Hub, pinned to the revision; empty for none."""
    release: ReleaseId
    """Whose words they are: the release's own, or those of a base."""
    card_url: OwnAddress | None
    """The address of the words in the card as it is stored on this site; null for what stands in no card."""


@closed
class Evidence(Located):
    """One fact that bears on one criterion."""

    criterion: Annotated[str, Field(examples=["data.sources"])]
    """The criterion that it bears on, or a topic that several criteria need, such as `lineage`."""
    fact: Annotated[str, Field(examples=["dataset"])]
    """What was seen."""
    outcome: Literal["found", "denied", "absent", "unchecked"]
    """What came of looking: found; denied, as the publisher states that it is withheld or does not exist; absent, as
    there is nothing; unchecked, as nobody could look."""
    value: Annotated[str, Field(examples=["allenai/dolma"])]
    """What exactly was seen; empty where the fact says it all."""
    target: str
    """The address that the words link to, as it is written there; empty for none."""
    origin: Origin
    """Who says so: the metadata, the card, the publisher beside it, or somebody whose disclosure was accepted."""
    stage: Annotated[str, Field(examples=["sft", "dpo kto"])]
    """The stages of post-training that the words tie the fact to, parted by blanks; empty where they don't."""
    dated: Day
    """The day on which a disclosure was accepted; empty for what was read in a snapshot."""


@closed
class LinkStatus(TypedDict):
    """What came of looking whether an address still answers that evidence rests on."""

    status: Literal["unchecked", "alive", "moved", "changed", "failing", "gone"]
    """Alive; moved to another address for good; changed, as words that were quoted from it are not there any more;
    failing, but not often enough to say that it is gone; gone, so that nothing counts that rests on it; unchecked,
    as its server does not let us look."""
    checked_at: Moment
    """When somebody looked last."""
    failing_since: Moment | None
    """Since when it fails; null where it does not."""
    leads_to: str
    """The other address that it has moved to; empty for none."""
    problem: str
    """Why it did not answer; empty where it did."""


@closed
class Document(TypedDict):
    """A document that the card links to and that has not been read."""

    kind: DocumentKind
    """What kind of document it is."""
    title: str
    """Its title, or what the card calls it."""
    url: str
    """Its address as the card gives it; empty where it gives none."""


@closed
class UnreadDocument(Document):
    """A document that has not been read, and what it might settle."""

    may_settle: list[CriterionTitle]
    """The titles of the criteria that it might settle."""


@closed
class Remedy(TypedDict):
    """How a publisher can reach a better level."""

    text: str
    """What to do."""
    effort: Effort
    """How much work that is."""


@closed
class Criterion(TypedDict):
    """One criterion with the level of a release, and what that rests on."""

    title: CriterionTitle
    """Its title."""
    question: str
    """The question that it asks."""
    level: LevelId
    """A level of the criterion, `unchecked` or `n/a`."""
    shape: LevelShape
    """How open that is. Withheld is what the publisher states to be withheld, undisclosed what nothing tells of."""
    points: Points | None
    """What the level is worth for certain, 0 to 1; null where the criterion does not apply."""
    ceiling: Points | None
    """What it could be worth if all that is unchecked turned out open, and the unread documents told all they can."""
    reason: str
    """Why it is at that level, in a sentence."""
    via: str
    """The id of the base that the level comes from or is capped by; empty for the release's own."""
    speaks: bool
    """Whether the release itself says anything on the matter."""
    evidence: list[Evidence]
    """What the level rests on."""
    unread: list[Document]
    """The documents that were not read and might raise it."""
    remedy: Remedy
    """How a publisher can reach a better level."""


@closed
class Component(TypedDict):
    """Something observed beside the criteria, which frameworks ask for, such as model code or a model card."""

    title: str
    """What it is."""
    level: LevelId
    """Whether it was found: `found`, `absent`, `denied` (said to be withheld) or `unchecked`."""
    evidence: list[Evidence]
    """What that rests on."""


@closed
class Improvement(TypedDict):
    """A criterion below its best level, and what that level would bring."""

    criterion: CriterionId
    """The criterion."""
    title: CriterionTitle
    """Its title."""
    level: LevelId
    """Where the release stands now."""
    to: LevelId
    """The best level."""
    gain: Annotated[float, Field(ge=0, le=100)]
    """What it would add to the score, in points of 100."""
    effort: Effort
    """How much work it is for the publisher."""
    text: str
    """What to do."""
    via: str
    """The id of the base that the present level comes from; empty for the release's own."""
