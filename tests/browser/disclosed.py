"""Disclosed: what people told of the sample's releases, one disclosure of each status, for pages to show."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Engine
from sqlmodel import Session

from registry import store
from registry.disclosing import Action, By
from registry.resources import rubric

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
RELEASE = "meta-llama/Llama-3.1-8B-Instruct"
CLAIMS = (
    ("data.sources", "described", "The report tells of the sources in its third section."),
    ("code.compute", "hardware-and-time", "Hours and hardware stand in the card of the base."),
    ("docs.paper", "detailed", "The report has 92 pages."),
    ("data.access", "", "Parts of the corpus can be downloaded elsewhere."),
)


def fill(engine: Engine) -> None:
    """Discloses things, and decides on some: accepted, in review, rejected, received."""
    with Session(engine) as session:
        for number, (criterion, level, claim) in enumerate(CLAIMS):
            columns = {
                "kind": "claim", "release_id": RELEASE, "criterion": criterion, "claim": claim,
                "level": level, "url": "https://arxiv.org/abs/2407.21783", "origin": "disclosure",
                "quote": "The Llama 3 Herd of Models", "key": "00" * 32, "likeness": f"{number:064x}",
            }  # fmt: skip
            store.save_disclosures(session, [columns], NOW)
        for number, action, told in (
            (1, Action.REVIEW, {}),
            (1, Action.ACCEPT, {"level": "described", "reason": "It says so, in general."}),
            (2, Action.REVIEW, {}),
            (3, Action.REJECT, {"reason": "The card links to it already."}),
        ):
            store.decide(session, number, store.Act(action, By.MODERATOR, **told), rubric(), NOW)
        session.commit()
