"""Tables. They unpack what they hold, and no more: ``store`` writes them, ``queries`` reads them."""

from registry.models.base import Digest
from registry.models.catalog import (
    Crawl,
    CrawlState,
    Dataset,
    Document,
    Event,
    Grade,
    Link,
    Reading,
    Release,
    Snapshot,
    Text,
)
from registry.models.disclosures import Account, Decision, Disclosure, Request
from registry.models.indexes import IndexRecord
from registry.models.links import Citation, WebLink

__all__ = [
    "Account",
    "Citation",
    "Crawl",
    "CrawlState",
    "Dataset",
    "Decision",
    "Digest",
    "Disclosure",
    "Document",
    "Event",
    "Grade",
    "IndexRecord",
    "Link",
    "Reading",
    "Release",
    "Request",
    "Snapshot",
    "Text",
    "WebLink",
]
