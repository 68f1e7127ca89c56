"""A small catalog that the tests of pages, API and browser share."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import unescape

from flask.testing import FlaskClient
from sqlmodel import Session, col, select

from registry.db import make_engine
from registry.models import Reading, Release
from registry.resources import rubric
from registry.scoring.evidence import Evidence, Outcome
from registry.settings import Settings
from tests.factories import NOW, make_crawl, make_reading, make_release, mark

LICENSED = Evidence(
    "weights.license",
    "statement",
    quote="Use is under the <b>Llama 2</b> Community License.",
    place="README.md:7",
    url="https://huggingface.co/meta-llama/Llama-2-7b/blob/abc/README.md?code=true#L7",
    target="javascript:alert(1)",
)
WITHHELD = Evidence(
    "data.access",
    "withheld",
    Outcome.DENIED,
    quote="The data is not published.",
    place="README.md:9",
    url="https://huggingface.co/meta-llama/Llama-2-7b/blob/abc/README.md?code=true#L9",
)
TRAINED = Evidence(
    "components.data_size",
    "training-tokens",
    value="2460000000000",
    quote="It was trained on 2.46T <i>tokens</i>.",
    place="README.md:3",
    url="https://huggingface.co/allenai/OLMo-7B/blob/abc/README.md?code=true#L3",
)
STAGE = Evidence("post.method", "stage", value="dpo", quote="Tuned with DPO.", place="README.md:5")
CARD = """---
license: llama2
---

# Llama 2

Use is under the <b>Llama 2</b> Community License.

The data is not published.
"""
BEST = {c.id: c.levels[0].id for c in rubric().criteria}
BASE = {c.id: "n/a" for c in rubric().criteria if c.pillar == "post"}


def fill(settings: Settings, source: str = "hub") -> None:
    """Writes the catalog to the database of the settings."""
    engine = make_engine(settings.database_url)
    with Session(engine) as session:
        make_crawl(session, source)
        _open_releases(session)
        _closed_releases(session, source)
        _read(session)
        session.commit()
    engine.dispose()


def _read(session: Session) -> None:
    """What is graded has been read, if nothing was found in it."""
    unread = (
        select(Release)
        .outerjoin(Reading, col(Reading.snapshot_id) == col(Release.snapshot_id))
        .where(col(Release.grade_id).is_not(None), col(Reading.snapshot_id).is_(None))
    )
    for release in session.exec(unread).all():
        make_reading(session, release, [])


def _open_releases(session: Session) -> None:
    told = make_release(
        session,
        "allenai/OLMo-7B",
        {**BEST, **BASE},
        card=f"# OLMo\n\n{TRAINED.quote}\n",
        license="apache-2.0",
        downloads=900,
        tokens=int(TRAINED.value),
    )
    make_reading(session, told, [TRAINED])
    make_release(
        session,
        "allenai/OLMo-7B-Instruct",
        {**BEST, "post.method": mark("post.method", "each-stage", evidence=[STAGE])},
        bases={"allenai/OLMo-7B": "finetune"},
        license="apache-2.0",
        downloads=5000,
        parameters=6888095744,
        bits=16.0,
        languages="de en",
    )
    make_release(session, "gpt2", {"weights.access": "open-download"}, organization="", likes=9)
    make_release(
        session, "c++/100%_(odd)", {"weights.access": "open-download"}, task="text-classification"
    )


def _closed_releases(session: Session, source: str) -> None:
    make_release(
        session,
        "meta-llama/Llama-2-7b",
        {
            "weights.access": "approval",
            "weights.license": mark("weights.license", "use-restricted", evidence=[LICENSED]),
            "data.access": mark("data.access", "closed", evidence=[WITHHELD]),
            "code.compute": "unchecked",
            **BASE,
        },
        card=CARD,
        license="llama2",
        downloads=1234567,
        created_at=datetime(2023, 7, 18, tzinfo=UTC),
        details={"aperture": {"as_of": "2026-11-20"}} if source == "sample" else {},
        source=source,
    )
    make_release(
        session,
        "TheBloke/Llama-2-7B-GGUF",
        {
            "weights.access": "open-download",
            "weights.license": mark(
                "weights.license",
                "use-restricted",
                evidence=[LICENSED],
                via="meta-llama/Llama-2-7b",
            ),
        },
        bases={"meta-llama/Llama-2-7b": "quantized"},
        license="",
    )
    make_release(
        session,
        "org/unread",
        card=None,
        graded=False,
        outcome="unchecked",
        failure="The Hub answered 500.",
    )
    make_release(session, "org/old-name", graded=False, moved_to="allenai/OLMo-7B")
    session.add(
        Release(
            id="org/never-seen",
            outcome="absent",
            organization="org",
            seen_at=NOW,
            changed_at=datetime(2026, 1, 1, tzinfo=UTC),
        )
    )


def text_of(client: FlaskClient, path: str, status: int = 200) -> str:
    """The words of a page as a reader sees them."""
    response = client.get(path)
    assert response.status_code == status, path
    words = re.sub(
        r"<(?:script|style|title)\b.*?</(?:script|style|title)>|<[^>]*>",
        " ",
        response.text,
        flags=re.S,
    )
    return (
        " ".join(unescape(words).split()).replace(" .", ".").replace(" ,", ",").replace(" ;", ";")
    )
