"""Store: every write to the registry, by topic."""

from __future__ import annotations

from registry.store.crawls import CONTINUES, begin_crawl, save_progress
from registry.store.grades import save_grades
from registry.store.repos import (
    REPO_TABLES,
    Failure,
    Saved,
    Taken,
    replace_links,
    retry_after,
    save_failure,
    save_move,
    save_readings,
    save_taken,
    touch,
    touch_moved,
)
from registry.store.rows import insert_new, save_documents, upsert

__all__ = [
    "CONTINUES",
    "REPO_TABLES",
    "Failure",
    "Saved",
    "Taken",
    "begin_crawl",
    "insert_new",
    "replace_links",
    "retry_after",
    "save_documents",
    "save_failure",
    "save_grades",
    "save_move",
    "save_progress",
    "save_readings",
    "save_taken",
    "touch",
    "touch_moved",
    "upsert",
]
