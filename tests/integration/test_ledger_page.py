"""The post-training ledger on a release's page and in the API, on both databases."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session

from registry.db import make_engine
from registry.scoring.ledger.rows import Cell, DataSet, Row, Standing, State
from registry.settings import Settings
from tests.factories import make_release
from tests.integration.catalog import text_of

CARD = "# Brook\n\nTuned with SFT.\n\nThen <b>aligned</b> with DPO on rankings.\n"
HERE = "https://huggingface.co/acme/brook/blob/0/README.md?code=true#L3"
ROWS = (
    Row("before", "Before", via="hill/rill-chat"),
    Row(
        "sft",
        "Supervised fine-tuning",
        algorithm=Cell(State.OPEN, "SFT", "Tuned with SFT.", "README.md:3", HERE),
        data=Cell(State.PARTIAL, "in part", "Tuned with SFT.", "README.md:3"),
        license=Cell(State.OPEN, "MIT"),
        reward=Cell(State.NOT_APPLICABLE, "n/a"),
        sets=tuple(
            DataSet(f"ann/set-{n}", Standing.GONE if n else Standing.FOUND, license="mit")
            for n in range(70)
        ),
    ),
    Row(
        "dpo",
        "Preference optimization",
        algorithm=Cell(
            State.OPEN,
            "DPO",
            "Then <b>aligned</b> with DPO.",
            "README.md:5",
            target="javascript:alert(1)",
        ),
        data=Cell(State.WITHHELD, "stated to be withheld"),
    ),
)


def fill(settings: Settings) -> None:
    """A release with stages, its copy, one that says nothing, and a base model."""
    engine = make_engine(settings.database_url)
    with Session(engine) as session:
        _add(session, "acme/brook", ROWS)
        copied = [Row(r.stage, r.title, r.algorithm, via=r.via or "acme/brook") for r in ROWS]
        _add(session, "ann/brook-gguf", tuple(copied))
        _add(session, "acme/silent-chat", ())
        none = dict.fromkeys(("method", "instructions", "preferences"), "n/a")
        levels = {f"post.{name}": level for name, level in none.items()}
        make_release(session, "acme/spring", levels, card=CARD)
        session.commit()
    engine.dispose()


@pytest.fixture
def shelf(read_only_client) -> FlaskClient:
    return read_only_client(fill)


def _add(session: Session, release_id: str, rows: tuple[Row, ...]) -> None:
    make_release(session, release_id, card=CARD, told={"ledger": rows})


def test_stages_stand_in_a_table(shelf: FlaskClient):
    page = text_of(shelf, "/models/acme/brook")
    assert (
        "Post-training, stage by stage What happened before: see the stages of hill/rill-chat"
        in page
    )
    assert "Supervised fine-tuning SFT quote “Tuned with SFT.”" in page or "SFT quote" in page
    assert page.index("Supervised fine-tuning") < page.index("Preference optimization")
    assert "ann/set-0 mit ann/set-1 not there, mit" in page
    assert "65 more" in page
    assert "And 10 more, in the JSON" in page
    assert "stated to be withheld" in page


def test_quotes_lead_to_the_card_and_are_escaped(shelf: FlaskClient):
    page = shelf.get("/models/acme/brook").text
    assert 'href="/cards/acme/brook#L3"' in page
    assert "<b>aligned</b>" not in page
    assert "javascript:" not in page


def test_columns_are_named_where_rows_are_stacked(shelf: FlaskClient):
    page = shelf.get("/models/acme/brook").text
    for title in ("Data", "Licence of the data", "Reward or verifier", "Code", "Annotators"):
        assert f'data-label="{title}"' in page


def test_a_copy_shows_its_bases_stages(shelf: FlaskClient):
    page = text_of(shelf, "/models/ann/brook-gguf")
    assert "Via its base acme/brook , of which this is a copy" in page.replace("brook,", "brook ,")
    assert 'href="/cards/acme/brook#L3"' in shelf.get("/models/ann/brook-gguf").text


def test_a_tuned_model_that_does_not_say_how(shelf: FlaskClient):
    assert "It is a tuned model, and does not say how." in text_of(
        shelf, "/models/acme/silent-chat"
    )


def test_a_base_model_has_no_such_section(shelf: FlaskClient):
    assert "stage by stage" not in text_of(shelf, "/models/acme/spring")


def test_the_api_tells_the_same(shelf: FlaskClient):
    ledger = shelf.get("/api/v1/models/acme/brook").json["ledger"]
    assert (ledger["outcome"], ledger["before"]) == ("told", ["hill/rill-chat"])
    assert [row["stage"] for row in ledger["stages"]] == ["sft", "dpo"]
    assert ledger["stages"][0]["data"]["state"] == "partial"
    assert ledger["stages"][0]["sets"][0]["license"] == "mit"
    assert ledger["stages"][1]["algorithm"]["card_url"] == "/cards/acme/brook#L5"
    assert shelf.get("/api/v1/models/acme/spring").json["ledger"]["outcome"] == "n/a"
    silent = shelf.get("/api/v1/models/acme/silent-chat").json["ledger"]
    assert (silent["outcome"], silent["stages"]) == ("undisclosed", [])
