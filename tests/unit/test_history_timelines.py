"""What the history of a release shows, as values and on its page."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from flask import Flask, render_template_string
from hypothesis import given
from hypothesis import strategies as st

from registry.history import (
    Graded,
    Kind,
    Moment,
    Seen,
    Standing,
    State,
    graded,
    movement,
    seen,
    timeline,
)
from registry.resources import folder
from registry.scoring.evidence import Outcome
from registry.views import formats
from tests.unit.cases import rubric

ID = "acme/brook-7b"
OPEN = Standing(1, "8", "1.0", 63.5, "C", "open data", {"data.access": "downloadable"})
SHUT = replace(OPEN, snapshot_id=2, score=58.0, levels={"data.access": "gated"})
REGRADED = replace(SHUT, rubric_version="1.1", score=70.0, letter="B")


def day(n: int) -> datetime:
    return datetime(2026, 3, n, tzinfo=UTC)


def moment(n: int, snapshot_id: int | None, **metadata: Any) -> Moment:
    return Moment(day(n), snapshot_id, State(ID, metadata=metadata))


MOMENTS = [moment(1, 1, gated=False), moment(5, 2, gated="auto"), moment(7, 3, gated="auto")]
GRADINGS = [(day(2), OPEN), (day(6), SHUT), (day(9), REGRADED)]


def whole() -> list[Seen | Graded]:
    return [*seen(MOMENTS), *graded(GRADINGS, rubric())]


def test_a_movement_stands_with_the_change_that_it_followed_from() -> None:
    entries = timeline(whole())
    assert [e.at for e in entries] == [day(9), day(5), day(1)]
    regraded, gated, first = entries
    assert not regraded.words
    assert regraded.movement is not None
    assert regraded.movement.words.startswith("The rubric changed from 1.0 to 1.1; the grade rose")
    assert [c.kind for c in gated.changes] == [Kind.GATED]
    assert gated.movement is not None
    assert gated.movement.direction == "fell"
    assert first.words == ("First seen.",)
    assert first.movement is not None
    assert first.movement.before is None


def test_a_return_to_an_earlier_snapshot_has_a_movement_of_its_own() -> None:
    back = [*GRADINGS[:2], (day(9), replace(OPEN, score=63.5))]
    moments = [*MOMENTS[:2], moment(8, 1, gated=False)]
    entries = timeline([*seen(moments), *graded(back, rubric())])
    assert [(e.at, e.movement and e.movement.direction) for e in entries] == [
        (day(8), "rose"),
        (day(5), "fell"),
        (day(1), "first"),
    ]


def test_a_movement_without_its_change_still_counts() -> None:
    entries = timeline([*seen(MOMENTS[:1]), *graded(GRADINGS, rubric())])
    assert [e.at for e in entries] == [day(9), day(6), day(1)]


def test_a_new_rubric_is_no_consequence_of_a_change() -> None:
    unmoved = replace(OPEN, snapshot_id=2)
    regraded = replace(unmoved, rubric_version="1.1", score=70.0)
    gradings = [(day(2), OPEN), (day(6), unmoved), (day(9), regraded)]
    entries = timeline([*seen(MOMENTS), *graded(gradings, rubric())])
    assert [(e.at, e.movement is not None) for e in entries] == [
        (day(9), True),
        (day(5), False),
        (day(1), True),
    ]


def test_of_two_moments_of_one_snapshot_the_last_one_moved_the_grade() -> None:
    moments = [*MOMENTS[:2], moment(8, 1, gated=False)]
    entries = timeline([*seen(moments), *graded([(day(9), OPEN)], rubric())])
    assert [e.movement is not None for e in entries] == [True, False, False]


def test_an_entry_is_of_kinds_and_complete_once_its_grade_moved() -> None:
    entries = timeline(whole())
    assert [(e.kinds, e.updated) for e in entries] == [
        (("grade-rose",), day(9)),
        (("gated", "grade-fell"), day(6)),
        (("added", "graded"), day(2)),
    ]
    assert entries[1].at == day(5)


def test_nothing_to_show() -> None:
    assert timeline([]) == ()
    (only,) = timeline(seen([moment(1, 1), moment(2, 2, gated="auto")]))
    assert only.is_first


def test_gone_and_back() -> None:
    gone = Moment(day(6), None, State(ID, Outcome.ABSENT))
    moments = [MOMENTS[0], gone, moment(8, 2, gated="manual")]
    entries = timeline(seen(moments))
    assert [[str(c.kind) for c in e.changes] for e in entries] == [
        ["returned", "gated"],
        ["gone"],
        [],
    ]


@given(st.permutations(MOMENTS), st.permutations(GRADINGS), st.randoms())
def test_the_order_of_what_is_given_makes_no_difference(moments, gradings, chance) -> None:
    events = [*seen(moments), *graded(gradings, rubric())]
    chance.shuffle(events)
    assert timeline(events) == timeline(whole())


def test_plain_values() -> None:
    east = timezone(timedelta(hours=2))
    entry = replace(timeline(whole())[1], at=datetime(2026, 3, 5, 1, tzinfo=east))
    told = entry.as_dict()
    assert told["at"] == "2026-03-04T23:00:00Z"
    assert (told["updated"], told["kinds"]) == ("2026-03-06T00:00:00Z", ["gated", "grade-fell"])
    assert told["words"] == [told["changes"][0]["words"]]
    assert told["changes"][0]["kind"] == "gated"
    assert (told["first"], told["movement"]["causes"]) == (False, ["release"])


# On the page --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def app() -> Flask:
    app = Flask("registry", template_folder=str(folder("templates")))
    formats.init_app(app)
    return app


def page(app: Flask, events: list[Seen | Graded]) -> str:
    release = {"url": f"/models/{ID}", "history": [e.as_dict() for e in timeline(events)]}
    source = '{% import "_history.html" as part %}{{ part.history(release) }}'
    with app.app_context():
        return render_template_string(source, release=release)


def test_the_page_shows_entries(app: Flask) -> None:
    html = page(app, whole())
    assert html.index("9 Mar 2026") < html.index("5 Mar 2026") < html.index("1 Mar 2026")
    assert '<time class="soft" datetime="2026-03-05T00:00:00Z">5 Mar 2026</time>' in html
    assert "<li>Access became gated: whoever accepts the terms is let in at once.</li>" in html
    assert "(The rubric changed from 1.0 to 1.1)" in html
    assert "The release changed" not in html
    assert '<a href="#data.access">Access to the data</a>: downloadable' in html
    assert "No change since" not in html


def test_the_page_of_a_release_that_has_not_changed(app: Flask) -> None:
    html = page(app, list(seen(MOMENTS[:1])))
    assert 'No change since it was first seen on <time datetime="2026-03-01T00:00:00Z">' in html
    assert "<li>" not in html
    assert "Nothing is known of its past yet." in page(app, [])


def test_what_the_hub_says_is_no_markup(app: Flask) -> None:
    front = {"license": "<script>alert(1)</script>"}
    moments = [moment(1, 1, cardData={}), moment(2, 2, cardData=front)]
    html = page(app, list(seen(moments)))
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_of_a_long_history_the_last_entries_come_first(app: Flask) -> None:
    states = [moment(1, n, gated=bool(n % 2)) for n in range(90)]
    moments = [replace(m, at=m.at + timedelta(days=m.snapshot_id or 0)) for m in states]
    html = page(app, list(seen(moments)))
    assert html.count("<time") == 60
    assert "<summary>82 earlier</summary>" in html
    assert 'And 30 more, in the <a href="/api/v1/models/acme/brook-7b">JSON</a>' in html


def test_a_first_grade_is_a_movement(app: Flask) -> None:
    first = movement(None, OPEN, rubric())
    assert first is not None
    html = page(app, [*seen(MOMENTS[:1]), Graded(day(2), first)])
    assert "No change since it was first seen" in html
