"""Submitting: what form and API share: claims are checked, counted, and kept with the secret to withdraw them by."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from flask import current_app, request
from werkzeug.exceptions import TooManyRequests

from registry import queries, store
from registry.disclosing.claims import FIELDS, Author, Claim, Wrong, claim_of, release_id_of
from registry.disclosing.replies import Reply
from registry.logs import log
from registry.metrics import Metrics
from registry.models import Disclosure
from registry.plain.disclosures import effect_on, in_full
from registry.queries.disclosures import Submitted
from registry.resources import rubric
from registry.shapes.disclosures import DisclosureInFull
from registry.views import finder, reading, writing
from registry.views.limits import count_submission

MOST_BYTES = 64_000
"""Of one claim, whether it is sent by the form or to the API."""
TRAP = "website"
"""A field that people do not see, and that programs fill in."""
SIZED = frozenset(
    {"disclosures.submit", "disclosures.withdraw", "api.submit_disclosure", "replies.send"}
)


@dataclass(frozen=True, slots=True)
class Received:
    """What was kept: its number, and the secret by which it can be withdrawn, which is told once and kept nowhere."""

    number: int
    secret: str


def keep_small() -> None:
    """Has nobody read more of a request than a claim can have."""
    if request.endpoint in SIZED:
        request.max_content_length = request.max_form_memory_size = MOST_BYTES


def checked(given: Mapping[str, str]) -> tuple[Claim | None, tuple[Wrong, ...]]:
    """The claim that was given, or what is wrong with it."""
    return claim_of({name: given.get(name, "") for name in FIELDS}, rubric(), known_id)


def known_id(written: str) -> str | None:
    """The id under which the registry knows a release; None for one that it does not know."""
    name = release_id_of(written)
    found = queries.brief(reading(), name)
    return found.release.id if found else finder().suggestions.canonical_id(reading(), name)


def keep(claim: Claim | Reply, author: Author) -> Received:
    """Keeps a claim or a reply. Raises TooManyRequests beyond the limit, and store.AlreadyClaimedError."""
    secret = new_secret()
    try:
        count_submission()
        with writing() as session:
            columns = claim.columns(digest_of(secret), author)
            return Received(store.save_claim(session, columns, datetime.now(UTC)), secret)
    except TooManyRequests:
        note_unkept("limit")
        raise
    except store.AlreadyClaimedError:
        note_unkept("same")
        raise


def new_secret() -> str:
    """A secret that nobody guesses."""
    return secrets.token_urlsafe(24)


def digest_of(secret: str) -> str:
    """What is kept of a secret: with this much chance in it, it needs no salt."""
    return hashlib.sha256(secret.strip().encode("utf-8", "replace")).hexdigest()


def is_authors(row: Disclosure, secret: str) -> bool:
    """Whether a secret is that of a disclosure, found out in the same time for each."""
    return hmac.compare_digest(digest_of(secret), row.key)


def note_unkept(why: str) -> None:
    """Counts what was sent and not kept: beyond the ``limit``, the ``same`` again, or by who fell for the ``trap``."""
    made: Metrics = current_app.extensions["metrics"]
    made.unkept.labels(why).inc()
    log.info("disclosure.unkept", why=why)


def told(found: Submitted) -> DisclosureInFull:
    """A disclosure as its page and the API tell it."""
    effect = None
    if found.row.criterion:
        release_id = found.row.release_id
        graded = queries.verdicts(reading(), [release_id]).get(release_id)
        known = queries.brief(reading(), release_id) if graded else None
        counted = known.grade.disclosures.split() if known and known.grade else ()
        marks = graded.verdict.marks if graded else {}
        effect = effect_on(found.row, marks, counted, rubric())
    made = in_full(found.row, found.decisions, found.together, found.link, effect)
    whole: DisclosureInFull = made  # type: ignore[assignment]
    return whole
