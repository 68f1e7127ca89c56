"""Queries: every read of the database, by topic. They answer with rows and never write."""

from __future__ import annotations

from registry.queries.catalog import Listed, iter_releases, listing, most_downloaded, most_open
from registry.queries.crawls import SampleNotice, latest_crawl, sample_notice, uses_sample
from registry.queries.dossiers import Dossier, Relative, dossier
from registry.queries.facets import facets
from registry.queries.figures import Headline, headline
from registry.queries.names import canonical_id, nearest_ids
from registry.queries.organizations import Organization, organization, organizations
from registry.queries.status import status
from registry.queries.texts import CardText, card_text

__all__ = [
    "CardText",
    "Dossier",
    "Headline",
    "Listed",
    "Organization",
    "Relative",
    "SampleNotice",
    "canonical_id",
    "card_text",
    "dossier",
    "facets",
    "headline",
    "iter_releases",
    "latest_crawl",
    "listing",
    "most_downloaded",
    "most_open",
    "nearest_ids",
    "organization",
    "organizations",
    "sample_notice",
    "status",
    "uses_sample",
]
