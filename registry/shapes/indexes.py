"""Indexes: what other indexes say of releases and organizations, beside our estimates; never a part of a grade."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypedDict

from registry.shapes.closing import closed
from registry.shapes.values import Count, Moment, ReleaseId

IndexId = Literal["osai", "mot", "fmti", "osmap"]
AgreementKind = Literal["agree", "near", "opposite", "unchecked"]
IndexItemId = Annotated[str, Field(examples=["datasources_basemodel"])]
Correlation = Annotated[float, Field(ge=-1, le=1)]


@closed
class IndexSummary(TypedDict):
    """Another index, and how much of it was imported."""

    id: IndexId
    """Its id here."""
    title: str
    """Its name."""
    short: str
    """Its short name."""
    url: str
    """Where it is."""
    repository: str
    """Where its records are published."""
    licence: Annotated[str, Field(examples=["CC-BY-4.0"])]
    """The licence of its records, by SPDX id."""
    licence_url: str
    """Where that licence can be read."""
    citation: str
    """How it asks to be cited, or what describes it."""
    doi: str | None
    """The DOI of its records, or of what describes it."""
    about: Literal["releases", "organizations"]
    """What its records are about."""
    meaning: str
    """What its verdicts mean."""
    differs: str
    """Why its verdicts and our estimates may differ."""
    records: Count
    """How many of its records were imported."""
    matched: Count
    """How many of them are about something that is known here."""
    dated: Annotated[str, Field(examples=["2026-06", "2026-06-04"])] | None
    """The year, month or day of its newest record; null where nothing was imported."""
    imported_at: Moment | None
    """When a record last changed by an import; null where nothing was imported."""


@closed
class IndexList(TypedDict):
    """The indexes that can be imported."""

    items: list[IndexSummary]
    """The indexes."""
    total: Count
    """How many there are."""


@closed
class AgreementCounts(TypedDict):
    """How verdicts and estimates stand to each other."""

    agree: Count
    """Those that are the same."""
    near: Count
    """Those that are one step apart, on a scale of more than two."""
    opposite: Count
    """Those that are further apart, or the opposite."""
    unchecked: Count
    """Those that could not be checked here."""


@closed
class ItemAgreement(TypedDict):
    """How far an index and our estimates agree on an item."""

    title: str
    """The item's title."""
    counts: AgreementCounts
    """How many verdicts stand how to our estimates."""
    accuracy: Annotated[float, Field(ge=0, le=1)] | None
    """The share of the same verdicts among those checked; null where none was."""
    kappa: Correlation | None
    """Cohen's kappa with quadratic weights; null where nothing was checked."""


@closed
class IndexVerdict(TypedDict):
    """What an index says on one of its items, beside our estimate."""

    item: IndexItemId
    """The item."""
    theirs: str
    """The index's own word."""
    url: str | None
    """The address that it names for it."""
    ours: str | None
    """Our estimate of the same item, or `unchecked`; null where it is not compared."""
    kind: AgreementKind | None
    """How the two stand to each other; null where they are not compared."""
    release: ReleaseId | None
    """The release that our estimate is of; null where they are not compared."""


@closed
class IndexEntry(TypedDict):
    """What an index says of one system or organization."""

    record: str
    """The record's name in the index."""
    name: str
    """What it is about, as the index calls it."""
    organization: str
    """Whose that is, as the index calls it; empty where it does not tell."""
    release: ReleaseId | None
    """The release that it is about; null for none that is known here."""
    named: list[str]
    """All releases that it names, by their ids at the Hub; of a record about an organization, its names there."""
    unmatched: str | None
    """Why it is about nothing that is known here; null where it is."""
    overall: dict[str, str | float | None]
    """What the index makes of all items together."""
    verdicts: list[IndexVerdict]
    """Its verdicts."""
    url: str
    """Where the record can be read."""
    dated: str | None
    """The year, month or day of the record; null where none is known."""


@closed
class IndexDetail(TypedDict):
    """Another index beside our estimates, and one page of its records."""

    index: IndexSummary
    """The index."""
    agreement: dict[str, ItemAgreement]
    """How far both agree, by item."""
    rank_correlation: Correlation | None
    """Spearman's correlation of what both make of whole records; null for fewer than three."""
    items: list[IndexEntry]
    """The records of this page."""
    total: Count
    """How many records there are in all pages."""
