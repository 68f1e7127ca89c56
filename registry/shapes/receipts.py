"""Receipts: all by which anybody can recompute a grade."""

from __future__ import annotations

from typing import Annotated, Literal, NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from registry.shapes.closing import closed
from registry.shapes.evidence import Day, Document, Origin, Place
from registry.shapes.snapshots import Seen, Sha256
from registry.shapes.summary import PillarScores
from registry.shapes.values import (
    Count,
    CriterionId,
    Letter,
    LicenseLevel,
    Moment,
    OpennessClass,
    Ordinal,
    OwnAddress,
    ReleaseId,
    Score,
)
from registry.shapes.verdicts import (
    FrameworkResults,
    KeptClaim,
    KeptLevel,
    KeptPiece,
    KeptStage,
    KeptVerdict,
)


@closed
class CardSpan(TypedDict):
    """Where the words of a quote stand in the card, from 0, the end not included."""

    start: Count
    """The first character, in the card as text."""
    end: Count
    """The character after the last."""
    byte_start: Count
    """The first byte, in the file."""
    byte_end: Count
    """The byte after the last."""


@closed
class ReceiptQuote(TypedDict):
    """One piece of evidence with its place."""

    criterion: str
    """The criterion that it bears on, or a topic that several criteria need, such as `lineage`."""
    fact: str
    """What was seen."""
    outcome: Seen
    """What came of looking."""
    origin: Origin
    """Who says so."""
    value: str
    """What exactly was seen; empty where the fact says it all."""
    quote: str
    """The words as a reader of the card sees them, or the field of the metadata with its value; empty for none."""
    target: str
    """The address that the words link to; empty for none."""
    stage: str
    """The stages of post-training that the words tie the fact to, parted by blanks."""
    dated: Day
    """The day on which a disclosure was accepted; empty for what was read in a snapshot."""
    release: ReleaseId
    """Whose words they are: the release's own, or those of a base."""
    place: Place
    """Where they stand, in short; empty for nowhere."""
    file: Annotated[str, Field(examples=["README.md", "metadata", "files"])]
    """A file of the repo, `metadata`, or `files` for the list of files; empty for nowhere."""
    line: Ordinal | None
    """The line of the file on which the words begin, or what they are part of; null where the place is no line."""
    field: str | None
    """The field of the metadata, or of the card's front matter; null where the place is no field."""
    url: str
    """The address of the words, pinned to the revision; empty for none."""
    card: CardSpan | None
    """Where the words stand in the release's card, but for white space and signs of emphasis between them; null for
    those that do not stand there as they are quoted, and for those of a base."""


@closed
class ReceiptAwait(TypedDict):
    """Why a grade awaits being made anew."""

    cause: Literal["release", "readers", "rubric", "disclosures", "links", "dataset", "base"]
    """What has changed since it was made or found to hold."""
    name: str
    """The repo that changed, or the version that is in force now; empty for the release itself."""
    changed_at: Moment | None
    """When that changed; null where it is not known."""


@closed
class ReceiptSnapshot(TypedDict):
    """The snapshot that a grade rests on."""

    digest: Sha256
    """The key of the snapshot: a digest of all that the source said, but for counters such as downloads."""
    metadata_digest: Sha256
    """SHA-256 of the metadata as JSON with sorted keys and no blanks, counters included."""
    card_digest: Sha256 | None
    """SHA-256 of the card's bytes; null where there is none."""
    card_outcome: Seen
    """What came of looking for the card."""
    statement_digest: NotRequired[Sha256 | None]
    """SHA-256 of the bytes of the `TRANSPARENCY.yaml`; null where there is none."""
    files: Count
    """How many files are listed."""
    page: str
    """The address of the repo's page."""
    taken_at: Moment
    """When the source said so first."""
    address: OwnAddress
    """Where the snapshot is to be had."""


@closed
class ReceiptPolicy(TypedDict):
    """What made a grade."""

    readers: str
    """The version of the readers."""
    rubric: str
    """The version of the rubric."""
    files: Annotated[dict[str, Sha256], Field(examples=[{"rubric.toml": "0" * 64}])]
    """SHA-256 of the rubric, the licence table and each framework, by file; empty where another rubric is in force."""


@closed
class ReceiptDataset(TypedDict):
    """What the registry knows of a dataset repo that a release links to."""

    name: str
    """The name under which the release links to it."""
    id: str
    """What it is called now."""
    outcome: Seen
    """Whether it is there."""
    gated: str
    """Empty, auto or manual."""
    license: str
    """The licence as it is declared; empty for none."""
    documented: bool
    """Whether its card describes the data."""
    bare: bool
    """Whether its card was read and does not."""
    url: str
    """The address of its page; empty where it has not been seen."""


@closed
class BaseGrade(TypedDict):
    """The grade of a base, with what it hands on."""

    revision: str
    """The revision of the base that was graded."""
    graded_at: Moment
    """When."""
    verdict_digest: Sha256
    """The key of the verdict."""
    verdict: KeptVerdict
    """The verdict, of which marks and ledger are handed on."""
    receipt: OwnAddress
    """Where the base's own receipt is to be had."""


@closed
class ReceiptBase(TypedDict):
    """A base that the registry knows the id of."""

    id: ReleaseId
    """The name that it has now."""
    named: list[str]
    """The names by which the release's card or metadata call it."""
    grade: BaseGrade | None
    """Its grade; null where the registry has none."""


@closed
class ReceiptInputs(TypedDict):
    """What a grade depends on beside the snapshot."""

    datasets: list[ReceiptDataset]
    """The dataset repos that the release links to."""
    bases: list[ReceiptBase]
    """What it was made from."""
    unseen: list[str]
    """The bases that no grade is known of, those included of which only a name in words is known."""
    disclosures: list[KeptPiece]
    """The evidence of accepted disclosures, in the order in which they were accepted."""
    gone: list[str]
    """The addresses that no longer answer, of those that evidence rests on."""
    circular: list[str]
    """Names of bases that were left out, as they derive from the release themselves."""


@closed
class ReceiptMark(KeptLevel):
    """What was made of one criterion."""

    reason: str
    """Why it is at that level, in a sentence."""
    evidence: list[Count]
    """What it rests on: numbers, from 0, of the receipt's quotes."""
    speaks: bool
    """Whether the release itself says anything on the matter."""
    via: str
    """The base that the level comes from or is capped by; empty for the release's own."""
    unread: list[Document]
    """The documents that were not read and might raise it."""
    own: KeptLevel | None
    """The level before lineage where that changed it, else null."""


_OfClass = TypedDict(
    "_OfClass",
    {"class": Annotated[OpennessClass, Field(description="The openness class.")]},
)


@closed
class ReceiptResult(_OfClass):
    """A grade."""

    score: Score
    """What is certain, of 100."""
    high: Score
    """What it could be if all that is unchecked turned out open."""
    letter: Letter
    """The letter."""
    license_class: LicenseLevel
    """The class of the licence in effect."""
    checked: Count
    """How many criteria could be checked."""
    total: Count
    """How many apply."""
    pillars: PillarScores
    """The scores of the pillars."""
    criteria: dict[CriterionId, ReceiptMark]
    """By criterion level, points and reason."""
    components: dict[str, ReceiptMark]
    """The same of what only frameworks ask for, and no score counts."""
    frameworks: FrameworkResults
    """The estimates for other frameworks."""
    ledger: list[KeptStage]
    """Post-training, stage by stage."""
    claims: list[KeptClaim]
    """What the publisher claims, against the marks."""
    verdict_digest: Sha256
    """The key under which the registry keeps all of this but the numbers."""


@closed
class Receipt(TypedDict):
    """All by which anybody can recompute a grade."""

    schema: Literal[1]
    """The version of this shape."""
    release: ReleaseId
    """The release."""
    revision: str
    """The revision that was graded; empty where the source names none."""
    graded_at: Moment
    """When this grade was made first."""
    confirmed_at: Moment
    """When it was last found to hold."""
    awaits: list[ReceiptAwait]
    """What has changed since then; empty where the grade is up to date."""
    snapshot: ReceiptSnapshot
    """What it rests on."""
    policy: ReceiptPolicy
    """What made it."""
    inputs: ReceiptInputs
    """What it depends on besides."""
    read: Count
    """How many of the quotes, which are the first ones, were read in the snapshot."""
    quotes: list[ReceiptQuote]
    """All that was read in the snapshot; then what else marks rest on: words of bases, and findings on datasets."""
    result: ReceiptResult
    """The grade itself."""
