"""Queries: every read of the database, by topic. They answer with rows and never write."""

from __future__ import annotations

from registry.queries.brief import brief
from registry.queries.catalog import Listed, listed
from registry.queries.crawls import SampleNotice, latest_crawl, sample_notice, uses_sample
from registry.queries.dossiers import Dossier, Relative, dossier
from registry.queries.indexes import (
    imported,
    ours_of_organizations,
    ours_of_releases,
    records_of_index,
    records_on,
    release_moves,
)
from registry.queries.links import (
    ChangedWords,
    Checked,
    ListedLink,
    answering_hosts,
    changed_words,
    listed_links,
)
from registry.queries.replies import replies_to
from registry.queries.status import status
from registry.queries.texts import CardText, card_text
from registry.queries.verdicts import Told, verdicts

__all__ = [
    "CardText",
    "ChangedWords",
    "Checked",
    "Dossier",
    "Listed",
    "ListedLink",
    "Relative",
    "SampleNotice",
    "Told",
    "answering_hosts",
    "brief",
    "card_text",
    "changed_words",
    "dossier",
    "imported",
    "latest_crawl",
    "listed",
    "listed_links",
    "ours_of_organizations",
    "ours_of_releases",
    "records_of_index",
    "records_on",
    "release_moves",
    "replies_to",
    "sample_notice",
    "status",
    "uses_sample",
    "verdicts",
]
