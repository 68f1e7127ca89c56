"""Other indexes, from the command that takes them in to pages and API, on both databases."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from click.testing import CliRunner, Result
from flask.testing import FlaskClient
from sqlmodel import Session, col, select

from registry import store
from registry.cli import main
from registry.db import make_engine
from registry.filters.indexes import PAGE_SIZE
from registry.models import IndexRecord
from registry.settings import Settings
from tests import index_files as made
from tests.factories import make_release
from tests.integration.catalog import text_of

OPEN = {"weights.access": "open-download", "weights.license": "open-source", "docs.review": "full"}
INSTRUCT = "https://huggingface.co/allenai/Olm-7B-Instruct"
SYSTEMS = {
    "olm.yaml": made.osai(
        "Olm <b>", INSTRUCT, "Olm-7B-Instruct",
        cells={"weights_endmodel": "open", "paper": "open"}, weights=["javascript:alert(1)", INSTRUCT],
    ),
    "lost.yaml": made.osai("Lost", "https://huggingface.co/nobody/lost"),
    "_parameters.yml": b"- name: Availability\n",
    "bad.yaml": b"system: a: b\n",
}  # fmt: skip
MODELS = {"Olm.yml": made.mot("Olm-7B", hub="allenai/Olm-7B", components={"model_card": "MIT"})}
COMPANIES = {
    "Dec2025_scores.csv": made.fmti(
        {"Ai2": ["Crawling"], "Nobody": []}, ["Crawling", "System prompt"]
    )
}
PRODUCTS = made.osmap("olm-7b", ["https://huggingface.co/allenai/Olm-7B"])
ALL = {"osai": SYSTEMS, "mot": MODELS, "fmti": COMPANIES, "osmap": PRODUCTS}


def run(settings: Settings, *words: str) -> Result:
    return CliRunner().invoke(main, ["import", *words], env={"DATABASE_URL": settings.database_url})


def fill_releases(settings: Settings) -> None:
    engine = make_engine(settings.database_url)
    with Session(engine) as session:
        make_release(session, "allenai/Olm-7B", OPEN)
        make_release(session, "allenai/Olm-7B-Instruct", OPEN | {"docs.review": "none"})
        session.commit()
    engine.dispose()


def fill(settings: Settings) -> None:
    """A few releases, and what four indexes say of them."""
    fill_releases(settings)
    with TemporaryDirectory() as folder:
        for source, files in ALL.items():
            path = made.written(Path(folder) / source, files)
            assert run(settings, source, str(path)).exit_code == 0


@pytest.fixture
def client(read_only_client) -> FlaskClient:
    return read_only_client(fill)


@pytest.fixture
def empty(read_only_client) -> FlaskClient:
    return read_only_client(fill_releases)


def kept(settings: Settings) -> dict[str, IndexRecord]:
    engine = make_engine(settings.database_url)
    with Session(engine, expire_on_commit=False) as session:
        rows = session.exec(select(IndexRecord).order_by(col(IndexRecord.record))).all()
    engine.dispose()
    return {f"{row.source}/{row.record}": row for row in rows}


# The command ------------------------------------------------------------------------------------


def test_an_import_is_counted_replaced_and_changes_nothing_twice(
    settings: Settings, tmp_path: Path
):
    fill_releases(settings)
    folder = made.written(tmp_path / "osai", SYSTEMS)
    result = run(settings, "osai", str(folder), "--dated", "2026-06", "--verbose")
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines() == [
        "4 files read: 2 records kept (2 new, 0 changed, 0 as before; 0 gone).",
        "1 are about releases here, 1 fit none.",
        "1 fit none of the releases:",
        "  Lost: nobody/lost is not in the registry",
        "1 hold no record of their own:",
        "  _parameters.yml: it holds no fields",
        "1 unreadable:",
        "  bad.yaml: malformed YAML: mapping values are not allowed in this context in line 1",
    ]
    before = kept(settings)
    olm = before["osai/olm"]
    assert (olm.release_id, olm.named, olm.dated, olm.why) == (
        "allenai/Olm-7B-Instruct", ["allenai/Olm-7B-Instruct"], "2026-06", "",
    )  # fmt: skip
    assert olm.verdicts["weights_endmodel"] == {"word": "open", "url": INSTRUCT}
    assert olm.url.endswith("/main-database/blob/HEAD/olm.yaml")

    again = run(settings, "osai", str(folder), "--dated", "2026-06")
    assert "(0 new, 0 changed, 2 as before; 0 gone)" in again.stdout
    assert {k: r.imported_at for k, r in kept(settings).items()} == {
        k: r.imported_at for k, r in before.items()
    }

    (folder / "lost.yaml").unlink()
    (folder / "olm.yaml").write_bytes(made.osai("Olm", INSTRUCT, "Olm-7B-Instruct"))
    third = run(settings, "osai", str(folder), "--dated", "2026-06")
    assert "(0 new, 1 changed, 0 as before; 1 gone)" in third.stdout
    assert list(kept(settings)) == ["osai/olm"]


def test_other_indexes_are_left_alone_and_a_rename_is_followed(settings: Settings, tmp_path: Path):
    engine = make_engine(settings.database_url)
    with Session(engine) as session:
        make_release(session, "allenai/Olm-8B", OPEN)
        make_release(session, "allenai/Olm-7B", graded=False, moved_to="allenai/Olm-8B")
        session.commit()
    engine.dispose()
    for source in ("mot", "osmap"):
        assert (
            run(settings, source, str(made.written(tmp_path / source, ALL[source]))).exit_code == 0
        )
    found = kept(settings)
    assert sorted(found) == ["mot/Olm", "osmap/olm-7b"]
    assert found["mot/Olm"].named == ["allenai/Olm-8B"]


def test_nothing_is_lost_when_there_is_nothing_to_import(settings: Settings, tmp_path: Path):
    folder = made.written(tmp_path / "mot", MODELS)
    assert run(settings, "mot", str(folder)).exit_code == 0
    wrong = made.written(tmp_path / "wrong", {"a.yml": b"- nothing\n"})
    result = run(settings, "mot", str(wrong))
    assert result.exit_code == 1
    assert "None of 1 file" in result.stderr
    (tmp_path / "none").mkdir()
    result = run(settings, "mot", str(tmp_path / "none"))
    assert result.exit_code == 1
    assert "holds no file whose name ends in .yaml or .yml" in result.stderr
    assert run(settings, "mot", str(folder), "--dated", "yesterday").exit_code == 2
    assert run(settings, "other", str(folder)).exit_code == 2
    assert list(kept(settings)) == ["mot/Olm"]


def test_hidden_and_linked_files_are_not_read(settings: Settings, tmp_path: Path):
    secret = tmp_path / "secret.yml"
    secret.write_bytes(made.mot("Secret"))
    folder = made.written(tmp_path / "mot", MODELS | {".git/hidden.yml": made.mot("Hidden")})
    (folder / "link.yml").symlink_to(secret)
    assert "1 file read: 1 record kept" in run(settings, "mot", str(folder)).stdout


def test_all_or_nothing(settings: Settings):
    row = {
        "record": "a", "name": "A", "organization": "", "named": [], "release_id": "", "why": "",
        "verdicts": {}, "overall": {}, "url": "", "dated": "",
    }  # fmt: skip
    engine = make_engine(settings.database_url)
    now = datetime(2026, 11, 22, tzinfo=UTC)
    with Session(engine) as session:
        store.replace_index(session, "osai", [row], now)
        session.commit()
        with pytest.raises(Exception, match=r"(?i)not.null"):
            store.replace_index(session, "osai", [row | {"record": "b", "name": None}], now)
        session.rollback()
    engine.dispose()
    assert list(kept(settings)) == ["osai/a"]


# Pages ------------------------------------------------------------------------------------------


def test_which_indexes_there_are(client: FlaskClient):
    shown = text_of(client, "/indexes")
    assert "European Open Source AI Index" in shown
    assert "2: 1 is about releases here, 1 fit none" in shown
    assert "count in no grade" in shown
    page = client.get("/indexes").text
    assert 'href="https://creativecommons.org/licenses/by/4.0/"' in page
    assert 'href="https://doi.org/10.5281/zenodo.15386042"' in page


def test_nothing_imported_says_how(empty: FlaskClient):
    shown = text_of(empty, "/indexes")
    assert "Nothing is imported yet" in shown
    assert "aperture import osai main-database" in shown
    assert "It is not imported here" in text_of(empty, "/indexes/mot")


def test_agreement_by_item_and_what_differs(client: FlaskClient):
    shown = text_of(client, "/indexes/osai")
    assert "Paper Is there a peer-reviewed publication?" in shown
    page = client.get("/indexes/osai?item=paper").text
    assert 'href="/models/allenai/Olm-7B-Instruct#docs.review"' in page
    assert "main-database/blob/HEAD/olm.yaml" in page
    assert "No verdicts that agree" in text_of(client, "/indexes/osai?item=paper&kind=agree")
    assert "beyond the last one" in text_of(client, "/indexes/osai?page=9")


def test_what_makes_no_sense_is_told(client: FlaskClient):
    shown = text_of(client, "/indexes/osai?item=zzz&kind=zzz&page=zzz&zzz=1&show=x")
    assert shown.count("It was left out.") == 5
    assert client.get("/indexes/zzz").status_code == 404


def test_records_that_fit_none(client: FlaskClient):
    shown = text_of(client, "/indexes/osai?show=unmatched")
    assert "nobody/lost is not in the registry" in shown
    assert "1 record, each with why" in shown


def test_beside_a_release_attributed_and_escaped(client: FlaskClient, empty: FlaskClient):
    address = "/models/allenai/Olm-7B-Instruct/indexes"
    shown, page = text_of(client, address), client.get(address).text
    assert "What others say" in shown
    assert "OSAI on Olm <b>" in shown
    assert "Olm <b>" not in page
    assert "javascript:" not in page
    assert "They count in no grade" in shown
    assert re.search(r"Paper open closed opposite", shown)
    beside = text_of(client, "/models/allenai/Olm-7B-Instruct/frameworks")
    assert "OSAI: 2 of 12 open, a partial one counting half" in beside
    assert "None says anything" in text_of(empty, "/models/allenai/Olm-7B/indexes")
    assert client.get("/models/ALLENAI/olm-7b/indexes").status_code in {308, 404}


def test_beside_an_organization(client: FlaskClient):
    shown = text_of(client, "/organizations/allenai")
    assert "FMTI on Ai2" in shown
    assert "1 of 2 indicators met" in shown


def test_a_grade_is_what_it_was(client: FlaskClient, empty: FlaskClient):
    address = "/api/v1/models/allenai/Olm-7B-Instruct?fields=score,high,letter,criteria,frameworks"
    assert client.get(address).json == empty.get(address).json


# The API ----------------------------------------------------------------------------------------


def test_indexes_as_json(client: FlaskClient, empty: FlaskClient):
    told = client.get("/api/v1/indexes").json
    assert [(i["id"], i["records"], i["matched"]) for i in told["items"]] == [
        ("osai", 2, 1), ("mot", 1, 1), ("fmti", 2, 1), ("osmap", 1, 1),
    ]  # fmt: skip
    assert told["items"][0]["licence"] == "CC-BY-4.0"
    assert {i["imported_at"] for i in empty.get("/api/v1/indexes").json["items"]} == {None}


def test_one_index_as_json(client: FlaskClient):
    told = client.get("/api/v1/indexes/osai?release=allenai/Olm-7B-Instruct").json
    assert told["total"] == 1
    (record,) = told["items"]
    paper = next(v for v in record["verdicts"] if v["item"] == "paper")
    assert paper == {
        "item": "paper", "theirs": "open", "url": None, "ours": "closed", "kind": "opposite",
        "release": "allenai/Olm-7B-Instruct",
    }  # fmt: skip
    assert told["agreement"]["paper"]["counts"] == {
        "agree": 0,
        "near": 0,
        "opposite": 1,
        "unchecked": 0,
    }
    assert told["rank_correlation"] is None
    assert client.get("/api/v1/indexes/osai").json["items"][0]["unmatched"]
    assert client.get("/api/v1/indexes/zzz").status_code == 404


def test_of_a_company_every_indicator_is_told_and_some_are_compared(client: FlaskClient):
    (record, _) = client.get("/api/v1/indexes/fmti").json["items"]
    kinds = {v["item"]: v["kind"] for v in record["verdicts"]}
    assert kinds["System prompt"] is None
    assert record["named"] == ["allenai"]


# Many -------------------------------------------------------------------------------------------


def fill_many(settings: Settings) -> None:
    with TemporaryDirectory() as folder:
        files = {f"m{n:03}.yml": made.mot(f"Model {n:03}") for n in range(PAGE_SIZE + 3)}
        assert run(settings, "mot", str(made.written(Path(folder), files))).exit_code == 0


def test_long_lists_come_in_pages(read_only_client):
    client = read_only_client(fill_many)
    second = client.get("/indexes/mot?show=unmatched&page=2").text
    assert re.findall(r">Model (\d+)<", second) == [
        f"{n:03}" for n in range(PAGE_SIZE, PAGE_SIZE + 3)
    ]
    assert 'rel="prev"' in second
    reply = client.get("/api/v1/indexes/mot?page=2")
    assert 'page=3>; rel="next"' in reply.headers["Link"]
    assert reply.json["items"][0]["name"] == "Model 025"
