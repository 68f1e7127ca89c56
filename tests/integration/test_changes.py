"""Feeds and API of what changed, on both databases."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session

from registry import store
from registry.db import make_engine
from registry.models import Event, Grade, Release, Snapshot
from registry.queries import changes as walking
from registry.scoring.marks import Mark
from registry.views import changing
from tests.factories import NOW, make_grade, make_release, make_snapshot, marks
from tests.integration.catalog import BEST, fill

ATOM = "{http://www.w3.org/2005/Atom}"
EDITED, REGRADED, REREAD, GONE, MOVED = (
    NOW + timedelta(hours=n, minutes=minutes)
    for n, minutes in ((1, 0), (1, 5), (2, 0), (3, 0), (24, 0))
)


@pytest.fixture
def changed(client: FlaskClient, settings) -> FlaskClient:
    """The catalog, in which a card was edited and its grade rose, our reading of one changed, and so did what another
    is made from, one is gone, and one was renamed and then edited."""
    fill(settings)
    engine = make_engine(settings.database_url)
    with Session(engine) as session:
        gpt2 = session.get_one(Release, "gpt2")
        edited = make_snapshot(session, "gpt2", "# Another card\n", {}, "hub")
        edited.taken_at = EDITED
        gpt2.snapshot_id = edited.id
        add_event(session, "gpt2", "snapshot", EDITED, edited.id)
        regrade(session, "gpt2", BEST, REGRADED, edited)
        regrade(session, "meta-llama/Llama-2-7b", BEST, REREAD, reader_version="2")
        regrade(session, "TheBloke/Llama-2-7B-GGUF", BEST, REREAD)
        add_event(session, "c++/100%_(odd)", "gone", GONE, None, "The Hub answered 404.")
        make_release(session, "new/former", graded=False, moved_to="new/name")
        now = make_release(session, "new/name", card="# Renamed\n", license="mit")
        again = session.get_one(Snapshot, now.snapshot_id)
        again.taken_at = MOVED
        add_event(session, "new/former", "gone", MOVED, None, "It is now new/name.")
        add_event(session, "new/name", "moved", MOVED, None, "new/former")
        session.get_one(Grade, now.grade_id).graded_at = MOVED + timedelta(minutes=1)
        session.commit()
    engine.dispose()
    return client


def add_event(
    session: Session, name: str, what: str, at: Any, snapshot_id: int | None, note: str = ""
) -> None:
    session.add(
        Event(kind="model", repo_id=name, at=at, what=what, snapshot_id=snapshot_id, note=note)
    )
    session.flush()


def regrade(
    session: Session,
    release_id: str,
    levels: dict[str, str | Mark],
    at: Any,
    snapshot: Snapshot | None = None,
    **fields: Any,
) -> None:
    release = session.get_one(Release, release_id)
    grade = make_grade(
        release_id, snapshot or session.get_one(Snapshot, release.snapshot_id), marks(levels)
    )
    for name, value in {"graded_at": at, **fields}.items():
        setattr(grade, name, value)
    store.save_documents(session, {grade.kept.digest: grade.kept.body})
    session.add(grade)
    session.flush()
    release.grade_id, release.graded_at = grade.id, at
    session.flush()


def feed(client: FlaskClient, path: str) -> ElementTree.Element:
    response = client.get(path)
    assert response.status_code == 200, response.text
    assert response.content_type == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(response.data)


def entries(root: ElementTree.Element) -> dict[str, ElementTree.Element]:
    return {e.findtext(f"{ATOM}title") or "": e for e in root.iter(f"{ATOM}entry")}


def items(client: FlaskClient, query: str = "") -> list[dict[str, Any]]:
    """Every item, page by page."""
    found: list[dict[str, Any]] = []
    address = f"/api/v1/changes?{query}"
    while address:
        response = client.get(address)
        assert response.status_code == 200, response.text
        found += response.json["items"]
        link = response.headers.get("Link", "")
        address = link.partition(">")[0].lstrip("<")
    return found


def test_a_feed_of_all_that_changed(changed: FlaskClient):
    told = entries(feed(changed, "/changes.atom"))
    assert list(told) == [
        "new/name: It was renamed from new/former to new/name.",
        "c++/100%_(odd): The repo was deleted or made private.",
        "TheBloke/Llama-2-7B-GGUF: " + moved(told, "TheBloke"),
        "meta-llama/Llama-2-7b: " + moved(told, "meta-llama"),
        "gpt2: The model card was rewritten: 1 line added, 5 removed.",
        "6 releases were added",
    ]
    edited = told["gpt2: The model card was rewritten: 1 line added, 5 removed."]
    assert [c.get("term") for c in edited.findall(f"{ATOM}category")] == [
        "card-edited",
        "grade-rose",
    ]
    assert edited.findtext(f"{ATOM}updated") == REGRADED.isoformat()
    assert "The publisher edited." in (edited.findtext(f"{ATOM}summary") or "")
    assert edited.find(f"{ATOM}link").get("href") == "http://localhost/models/gpt2#history"
    added = told["6 releases were added"].findtext(f"{ATOM}summary") or ""
    assert "allenai/OLMo-7B: Its first grade is 100.0 (A), open source AI." in added
    assert "new/name" not in added


def moved(told: dict[str, ElementTree.Element], start: str) -> str:
    """The title of a day's single grade, without the name."""
    title = next(title for title in told if title.startswith(start))
    why = {"TheBloke": "What it derives from or links to changed; the grade rose from"}
    assert why.get(start, "The readers changed from 1 to 2; the grade rose from") in title
    return title.partition(": ")[2]


def test_entries_are_those_of_the_release(changed: FlaskClient):
    everywhere = {
        e.findtext(f"{ATOM}id"): ElementTree.tostring(e)
        for e in feed(changed, "/changes.atom").iter(f"{ATOM}entry")
    }
    own = feed(changed, "/models/gpt2/changes.atom").findall(f"{ATOM}entry")
    assert everywhere[own[0].findtext(f"{ATOM}id")] == ElementTree.tostring(own[0])
    history = changed.get("/api/v1/models/gpt2/history").json["entries"]
    _, item = items(changed, "kind=card-edited")
    assert item == {
        **history[0],
        "release": "gpt2",
        "organization": "",
        "url": "/models/gpt2#history",
    }


def test_a_feed_of_an_organization(changed: FlaskClient):
    root = feed(changed, "/organizations/new/changes.atom")
    assert list(entries(root)) == ["new/name: It was renamed from new/former to new/name."]
    assert root.findtext(f"{ATOM}title") == "Changes: published by new · Aperture"
    assert root.findtext(f"{ATOM}id") == "tag:localhost,2026:/organizations/new/changes.atom"
    single = entries(feed(changed, "/organizations/c++/changes.atom"))
    assert list(single)[1] == "c++/100%_(odd) was added"
    link = single["c++/100%_(odd) was added"].find(f"{ATOM}link")
    assert link.get("href") == "http://localhost/models/c%2B%2B/100%25_%28odd%29#history"
    again = changed.get("/organizations/META-llama/changes.atom")
    assert (again.status_code, again.location) == (308, "/organizations/meta-llama/changes.atom")
    assert changed.get("/organizations/nobody/changes.atom").status_code == 404
    assert changed.get("/organizations/new/changes.atom?x=1").status_code == 400


def test_a_feed_of_a_search(changed: FlaskClient):
    root = feed(changed, "/changes.atom?q=llama&sort=name&page=2")
    assert root.findtext(f"{ATOM}title") == "Changes: mentions “llama” · Aperture"
    assert [t.partition(":")[0] for t in entries(root)] == [
        "TheBloke/Llama-2-7B-GGUF",
        "meta-llama/Llama-2-7b",
        "2 releases were added",
    ]
    assert not entries(feed(changed, "/changes.atom?q=nothing"))
    response = changed.get("/changes.atom?license=mit")
    assert response.headers["Cache-Control"] == "public, max-age=300"
    has = {"If-None-Match": response.headers["ETag"]}
    assert changed.get("/changes.atom?license=mit", headers=has).status_code == 304
    wrong = changed.get("/changes.atom?licence=mit")
    assert (wrong.status_code, wrong.json["nearest"]) == (400, "license")


def test_pages_of_the_api_hold_each_change_once(
    changed: FlaskClient, subtests: pytest.Subtests, monkeypatch: pytest.MonkeyPatch
):
    whole = items(changed)
    assert [(i["release"], i["kinds"][0]) for i in whole[:5]] == [
        ("new/name", "renamed"),
        ("c++/100%_(odd)", "gone"),
        ("TheBloke/Llama-2-7B-GGUF", "grade-rose"),
        ("meta-llama/Llama-2-7b", "grade-rose"),
        ("gpt2", "card-edited"),
    ]
    assert len(whole) == 5 + 6
    assert [i["updated"] for i in whole] == sorted((i["updated"] for i in whole), reverse=True)
    for limit in (1, 2, 4):
        with subtests.test(limit=limit):
            assert items(changed, f"limit={limit}") == whole
    with subtests.test("little is looked through at once"):
        monkeypatch.setattr(walking, "SPAN", 1)
        monkeypatch.setattr(walking, "MOST_SPANS", 1)
        assert items(changed) == whole
        assert [i["release"] for i in items(changed, "kind=gone")] == ["c++/100%_(odd)"]


def test_the_api_narrows(
    changed: FlaskClient, subtests: pytest.Subtests, monkeypatch: pytest.MonkeyPatch
):
    of = {
        "kind=grade-rose": ["TheBloke/Llama-2-7B-GGUF", "meta-llama/Llama-2-7b", "gpt2"],
        "kind=gone&kind=renamed": ["new/name", "c++/100%_(odd)"],
        "kind=added&organization=allenai": ["allenai/OLMo-7B-Instruct", "allenai/OLMo-7B"],
        "since=2026-11-20T15:00:00Z": ["new/name", "c++/100%_(odd)"],
        "q=llama&since=2026-11-20T14:00:00Z": ["TheBloke/Llama-2-7B-GGUF", "meta-llama/Llama-2-7b"],
        "organization=new": ["new/name"],
    }
    for few in (changing.FEW, 0):  # looked up by name, and picked from all
        monkeypatch.setattr(changing, "FEW", few)
        for query, releases in of.items():
            with subtests.test(query=query, few=few):
                assert [i["release"] for i in items(changed, query)] == releases


def test_before_anything_changed(client: FlaskClient, subtests: pytest.Subtests):
    assert not entries(feed(client, "/changes.atom"))
    assert items(client) == []
    for nothing in ("cursor=1-999999999999999999", "cursor=999999999999999999-1", "cursor=0-0"):
        with subtests.test(nothing):
            assert items(client, nothing) == []
    for wrong in ("cursor=1", "cursor=1-2-3", "kind=x", "since=soon", "page=2", "limit=101"):
        with subtests.test(wrong):
            response = client.get(f"/api/v1/changes?{wrong}")
            assert response.status_code == 400
            assert response.json["parameter"] == wrong.partition("=")[0]
