"""Release: everything that is known of one release."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypedDict

from registry.shapes.claims import Claim
from registry.shapes.closing import closed
from registry.shapes.estimates import Estimate, EstimateInShort
from registry.shapes.evidence import (
    Component,
    Criterion,
    Evidence,
    Improvement,
    LinkStatus,
    Place,
    UnreadDocument,
)
from registry.shapes.history import Entry
from registry.shapes.ledger import Ledger
from registry.shapes.licences import Licensing
from registry.shapes.summary import PillarScores, Summary
from registry.shapes.values import (
    Count,
    CriterionId,
    CriterionTitle,
    FrameworkId,
    Letter,
    Moment,
    Ordinal,
    OwnAddress,
    Relation,
    ReleaseId,
    Score,
)


@closed
class Bounds(TypedDict):
    """Why the score may be higher than is certain."""

    unchecked: list[CriterionTitle]
    """The titles of the criteria that could not be checked."""
    unread: list[UnreadDocument]
    """Documents that are linked and were not read."""


@closed
class Relative(TypedDict):
    """A base or a derivative."""

    id: ReleaseId
    """Its id."""
    relation: Relation
    """How the derived one of the two was made; empty where that is not stated."""
    generation: Ordinal
    """How many steps lie between: 1 for a direct one."""
    known: bool
    """Whether the registry has seen it."""
    letter: Letter | None
    """Its letter; null without a grade."""
    score: Score | None
    """Its score, of 100; null without a grade."""
    of: ReleaseId
    """Of a base, what was made from it; of a derivative, what it was made from."""


@closed
class Lineage(TypedDict):
    """What a release was made from, and what was made from it."""

    bases: list[Relative]
    """Its bases, and their bases, the nearest first."""
    derivatives: list[Relative]
    """The most downloaded releases that were made from it, at most 20."""
    derived: dict[Relation, Count]
    """By relation how many releases were made from it, the most frequent first."""
    inherited: list[CriterionId]
    """The criteria whose level is a base's, as the release itself says nothing."""
    capped: list[CriterionId]
    """The criteria whose level a base limits."""


@closed
class Link(TypedDict):
    """An address that the card links to."""

    kind: Literal[
        "model",
        "dataset",
        "code",
        "paper",
        "license",
        "documentation",
        "demo",
        "blog",
        "community",
        "collection",
        "training log",
        "video",
        "weights elsewhere",
        "page",
    ]
    """What kind of thing stands there."""
    text: str
    """The words of the link."""
    url: str
    """The address as it is written."""
    place: Place
    """Where the link stands."""
    repo: str
    """The id of the model or dataset that it leads to; empty for any other address."""
    state: Literal["public", "gated", "gone", "unchecked", ""]
    """What is known of that repo; empty where nobody has looked."""


@closed
class Reply(TypedDict):
    """What the publisher replies to a criterion. It bears on no grade."""

    number: Ordinal
    """The number by which it was submitted."""
    organization: Annotated[str, Field(examples=["allenai"])]
    """Who replies: the publisher of the release."""
    text: str
    """The reply, plain text of one paragraph or several."""
    at: Moment
    """When it was submitted."""
    url: OwnAddress
    """The address of its page on this site."""


@closed
class Release(Summary):
    """One release, but for what frameworks make of it item by item."""

    training_tokens: Count | None
    """On how many tokens the card says that this very model was trained; null where it tells none, or more than one
    number."""
    training_tokens_evidence: Evidence | None
    """The words that say so."""
    sentence: str | None
    """What its openness class means for it, in a sentence."""
    criteria: dict[CriterionId, Criterion]
    """Every criterion of the rubric, by its id; empty without a grade."""
    frameworks: dict[FrameworkId, dict[str, str | float]]
    """By framework the estimate of its verdict and of each of its items, all beside each other, as in the export."""
    replies: dict[CriterionId, list[Reply]]
    """By criterion what the publisher replies to it, the latest first; criteria without any are left out."""
    pillars_high: PillarScores
    """The score of each pillar if everything unchecked turned out open."""
    bounds: Bounds
    """Why the score may be higher than is certain."""
    claims: list[Claim]
    """What its publisher claims, and what measuring makes of it; contradicted claims first."""
    improve: list[Improvement]
    """What would raise the score, the most first; what could not be checked comes last."""
    open_disclosures: dict[CriterionId, Count]
    """By criterion how many claims on it were disclosed and wait for a decision; those without any are left out."""
    licenses: Licensing | None
    """The licence place by place; null without a grade."""
    ledger: Ledger
    """Post-training stage by stage."""
    lineage: Lineage
    """What it was made from, and what was made from it."""
    links: list[Link]
    """What its card links to, in the order of the card."""
    link_status: dict[str, LinkStatus]
    """What came of looking at the addresses that its evidence rests on, by address, where somebody has looked."""
    history: list[Entry]
    """What became of it, the newest first."""
    outcome: Literal["found", "absent", "unchecked"]
    """Whether its repo is there: absent where there is none any more, unchecked where nobody could look."""
    failure: str
    """Why its repo or its card could not be fetched last; empty where it could."""
    revision: str
    """The revision that was read; empty for none."""
    graded_at: Moment | None
    """When it was graded."""
    seen_at: Moment | None
    """When a source last spoke of it."""
    reader_version: str | None
    """The version of the readers that found the evidence."""
    rubric_version: str | None
    """The version of the rubric that it is graded under."""
    retold: bool
    """Whether its card is told in our own words, as in the bundled sample."""
    card_url: OwnAddress | None
    """The address of its card as it is stored on this site."""
    hub_url: str | None
    """The address of its page on the Hub."""


@closed
class Detail(Release):
    """One release with level, reason and evidence of each criterion, remedies, lineage and history."""

    framework_items: dict[FrameworkId, Estimate]
    """By framework every item with its state, why it is in that, and what it rests on; empty without a grade."""
    components: dict[Annotated[str, Field(examples=["components.crawler"])], Component]
    """What was observed beside the criteria, by its id; items of frameworks rest on it, too."""


@closed
class DetailInShort(Release):
    """One release, without the reasons of frameworks."""

    framework_items: dict[FrameworkId, EstimateInShort]
    """By framework every item with its state; empty without a grade."""
