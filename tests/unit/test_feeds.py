"""Feeds as Atom: their structure, names that stay, and text that XML can't hold."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree

from registry.feeds import BEGUN, Entry, feed, graded_entry, history_entries

ATOM = "{http://www.w3.org/2005/Atom}"
ROOT = "https://aperture.example:8443/"
AT = datetime(2026, 11, 21, 10, 30, tzinfo=UTC)
TITLES = {"weights": "Weights", "data": "Data", "post": "Post-training"}
SUMMARY: dict[str, Any] = {
    "id": "org/model",
    "url": "/models/org/model",
    "score": 74.0,
    "high": 80.0,
    "letter": "B",
    "class": "open weights",
    "pillars": {"weights": 90.0, "data": 30.4, "post": None},
    "checked": 17,
    "total": 18,
    "license": "mit",
    "base_models": ["org/base"],
}


def parsed(*entries: Entry, title: str = "Feed") -> ElementTree.Element:
    return ElementTree.fromstring(
        feed(ROOT, "/models?q=x", "/models.atom?q=x", title, entries).encode()
    )


def text(element: ElementTree.Element, path: str) -> str:
    found = element.find("/".join(ATOM + part for part in path.split("/")))
    assert found is not None, path
    return found.text or ""


def history(*told: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": "org/model",
        "organization": "org",
        "url": "/models/org/model",
        "hub_url": "https://huggingface.co/org/model",
        "history": list(told),
    }


def moment(at: str, words: str, kind: str = "", movement: str = "") -> dict[str, Any]:
    return {
        "at": at,
        "words": [words] if words else [],
        "updated": at,
        "kinds": [kind] if kind else [],
        "changes": [{"kind": kind}] if kind else [],
        "movement": {"words": movement} if movement else None,
        "by": [{"who": "relicensed", "words": "The publisher relicensed"}] if kind else [],
    }


def test_a_feed_has_what_the_standard_asks_for():
    root = parsed(graded_entry(SUMMARY, AT, TITLES))
    assert root.tag == f"{ATOM}feed"
    assert text(root, "title") == "Feed"
    assert text(root, "updated") == "2026-11-21T10:30:00+00:00"
    assert text(root, "author/name") == "Aperture"
    assert text(root, "id") == "tag:aperture.example,2026:/models.atom?q=x"
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links == {"alternate": f"{ROOT}models?q=x", "self": f"{ROOT}models.atom?q=x"}
    for entry in root.findall(f"{ATOM}entry"):
        for part in ("title", "updated", "id", "summary", "author/name"):
            assert text(entry, part), part


def test_an_empty_feed_is_always_as_old():
    assert text(parsed(), "updated") == BEGUN.isoformat()
    assert feed(ROOT, "/", "/a", "t", ()) == feed(ROOT, "/", "/a", "t", ())


def test_a_graded_release_says_what_stands_out():
    entry = graded_entry(SUMMARY, AT, TITLES)
    assert entry.title == "org/model: B 74.0, open weights"
    assert entry.sentences == (
        "Grade B, 74.0 of 100, up to 80.0; open weights. 17 of 18 criteria checked.",
        "Most open: weights, 90 of 100. Least open: data, 30.",
        "Its declared licence is mit. It derives from org/base.",
    )
    bare = {**SUMMARY, "high": 74.0, "pillars": {"weights": 74.0}, "license": "", "base_models": []}
    assert graded_entry(bare, AT, TITLES).sentences == (
        "Grade B, 74.0 of 100; open weights. 17 of 18 criteria checked.",
    )


def test_text_is_text_and_control_characters_are_shown_as_such():
    odd = "<b>\x00\x0b\ud800\ufffe&\U0001f600</b>"
    root = parsed(Entry("/models/x", "n", odd, AT, (odd,), author=odd), title=odd)
    shown = "<b>\ufffd\ufffd\ufffd\ufffd&\U0001f600</b>"
    assert (
        text(root, "title") == text(root, "entry/title") == text(root, "entry/author/name") == shown
    )
    assert text(root, "entry/summary").startswith("<p>&lt;b&gt;")


def test_history_is_told_as_by_whom_it_was_made():
    told = history(
        moment("2026-11-03T00:00:00Z", "", movement="The rubric changed; the grade rose."),
        moment(
            "2026-11-02T00:00:00Z", "The licence changed.", "license-changed", "The grade fell."
        ),
    )
    rubric, release = history_entries(told)
    assert (rubric.author, rubric.title) == (
        "Aperture",
        "org/model: The rubric changed; the grade rose.",
    )
    assert (release.author, release.author_path) == ("org", "organizations/org")
    assert release.categories == ("license-changed",)
    assert release.sentences == (
        "The publisher relicensed.",
        "The licence changed.",
        "The grade fell.",
        "As seen at https://huggingface.co/org/model; graded by Aperture.",
    )


def test_names_of_entries_stay_when_new_ones_come():
    old = [moment("2026-11-02T00:00:00Z", "b"), moment("2026-11-02T00:00:00Z", "a")]
    before = {e.name: e.sentences[0] for e in history_entries(history(*old))}
    new = moment("2026-11-05T00:00:00Z", "c")
    after = {e.name: e.sentences[0] for e in history_entries(history(new, *old))}
    assert len(before) == 2
    assert before.items() <= after.items()
