"""Store: every write to the registry, by topic."""

from __future__ import annotations

from registry.store.accounts import (
    AccountError,
    accounts,
    add_account,
    count_attempt,
    disable,
    enable,
    end_session,
    end_sessions,
    forgive,
    set_password,
)
from registry.store.claims import AlreadyClaimedError, save_claim
from registry.store.crawls import CONTINUES, begin_crawl, save_progress
from registry.store.departures import save_move, touch_moved, withdraw_releases
from registry.store.disclosed_links import link_disclosed
from registry.store.disclosures import (
    Act,
    UnknownDisclosureError,
    decide,
    save_disclosures,
    save_statement_reread,
)
from registry.store.grades import save_grades
from registry.store.identities import DisabledError, save_identity
from registry.store.indexes import Replaced, replace_index
from registry.store.links import (
    Cited,
    Leased,
    give_back,
    lease_links,
    save_citations,
    save_disclosed,
    save_look,
)
from registry.store.repos import (
    REPO_TABLES,
    Failure,
    Saved,
    Taken,
    replace_links,
    retry_after,
    save_failure,
    save_readings,
    save_taken,
    touch,
)
from registry.store.requests import (
    UnknownRequestError,
    save_answers,
    save_discussion,
    save_request,
)
from registry.store.rereads import save_reread
from registry.store.rows import insert_new, save_documents, upsert
from registry.store.texts import forget_words, save_words

__all__ = [
    "CONTINUES",
    "REPO_TABLES",
    "AccountError",
    "Act",
    "AlreadyClaimedError",
    "Cited",
    "DisabledError",
    "Failure",
    "Leased",
    "Replaced",
    "Saved",
    "Taken",
    "UnknownDisclosureError",
    "UnknownRequestError",
    "accounts",
    "add_account",
    "begin_crawl",
    "count_attempt",
    "decide",
    "disable",
    "enable",
    "end_session",
    "end_sessions",
    "forget_words",
    "forgive",
    "give_back",
    "insert_new",
    "lease_links",
    "link_disclosed",
    "replace_index",
    "replace_links",
    "retry_after",
    "save_answers",
    "save_citations",
    "save_claim",
    "save_disclosed",
    "save_disclosures",
    "save_discussion",
    "save_documents",
    "save_failure",
    "save_grades",
    "save_identity",
    "save_look",
    "save_move",
    "save_progress",
    "save_readings",
    "save_request",
    "save_reread",
    "save_statement_reread",
    "save_taken",
    "save_words",
    "set_password",
    "touch",
    "touch_moved",
    "upsert",
    "withdraw_releases",
]
