"""The leaderboard, the organizations and the summaries of training content as pages, on both databases."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, datetime
from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session

from registry.db import make_engine
from registry.scoring.claims import measured_claims
from registry.scoring.evidence import Evidence
from registry.settings import Settings
from tests.factories import make_crawl, make_release, mark, marks
from tests.integration.catalog import BASE, BEST, LICENSED, text_of

CLAIM = Evidence(
    "claim", "open-source", quote="An <b>open-source</b> model.", place="README.md:3", url="https://x.org/c#L3"
)  # fmt: skip
SUMMARY = Evidence(
    "docs.training_summary",
    "summary",
    quote="See our public summary of training content.",
    place="README.md:5",
    url="https://huggingface.co/good/Open-7B/blob/abc/README.md?code=true#L5",
    target="https://good.example/summary.pdf",
)
TERMS = {"weights.license": mark("weights.license", "use-restricted", evidence=[LICENSED])}
SINCE = {"created_at": datetime(2026, 1, 5, tzinfo=UTC)}


def fill(settings: Settings) -> None:
    """Releases whose order depends on what counts."""
    engine = make_engine(settings.database_url)
    with Session(engine) as session:
        make_crawl(session)
        summary = {
            "docs.training_summary": mark("docs.training_summary", "published", evidence=[SUMMARY])
        }
        make_release(
            session, "good/Open-7B", {**BEST, **BASE, **summary}, downloads=10, parameters=7 * 10**9
        )
        make_release(
            session, "good/Open-7B-Chat", {"code.compute": "unchecked", **BASE},
            bases={"good/Open-7B": "finetune"}, downloads=900_000, **SINCE,
        )  # fmt: skip
        data = {c: level for c, level in BEST.items() if c.startswith("data.")}
        make_release(session, "Data/only", {**data, **BASE}, downloads=30)
        code = {c: level for c, level in BEST.items() if c.startswith(("code.", "weights."))}
        make_release(session, "Data/none", {**code, **BASE}, downloads=20)
        said = {**TERMS, "weights.access": mark("weights.access", "open-download")}
        make_release(
            session, "big/Llama", {**said, **BASE}, downloads=2_000_000, parameters=70 * 10**9,
            told={"claims": measured_claims([CLAIM], marks({**said, **BASE}))}, **SINCE,
        )  # fmt: skip
        make_release(session, "big/old", dict(BASE), downloads=150_000)
        make_release(session, "big/=evil", dict(BASE), downloads=140_000)
        make_release(session, "nowhere/unread", graded=False)
        session.commit()
    engine.dispose()


@pytest.fixture
def boards(read_only_client) -> FlaskClient:
    return read_only_client(fill)


def ranking(client: FlaskClient, query: str = "") -> list[tuple[str, str]]:
    """Rank and release, row by row."""
    page = client.get(f"/leaderboard?{query}").text
    rows = re.findall(
        r'<td role="cell" class="rank">([^<]+)</td>.*?<a href="/models/([^"]+)"', page, re.S
    )
    return [(rank, release.partition("?")[0]) for rank, release in rows]


def test_releases_are_ranked_by_what_is_certain(boards: FlaskClient):
    assert [r for _, r in ranking(boards)][:3] == ["good/Open-7B", "Data/none", "Data/only"]
    page = text_of(boards, "/leaderboard")
    assert "100.0 A" in page
    assert "1 more of its family" in page
    assert "up to" not in page, "what could not be checked is of a release that is folded"
    assert "up to" in text_of(boards, "/leaderboard?fold=no")
    assert "Against the rubric" not in page


def test_what_is_equal_shares_a_rank(boards: FlaskClient):
    ranks = {release: rank for rank, release in ranking(boards)}
    assert ranks["big/old"] == ranks["big/%3Devil"]
    assert len(ranks) == 6


def test_own_weights(boards: FlaskClient):
    query = "w.data=100&w.weights=0&w.code=0&w.docs=0"
    assert [r for _, r in ranking(boards, query)][:2] == ["Data/only", "good/Open-7B"]
    page = text_of(boards, f"/leaderboard?{query}")
    assert "Your own weights make this order: weights 0, data 100, code 0" in page
    assert re.search(r"1 ▲ up 2 100.0 A Data/ ?only", page)
    assert "same" in page
    back = unescape(
        re.search(
            r'<a href="([^"]+)">Back to the rubric', boards.get(f"/leaderboard?{query}").text
        )[1]
    )
    assert back == "/leaderboard"


def test_weights_of_nothing_are_told_and_the_rubric_s_are_used(boards: FlaskClient):
    query = "&".join(f"w.{p}=0" for p in ("weights", "data", "code", "post", "docs"))
    page = text_of(boards, f"/leaderboard?{query}")
    assert "With every weight at 0 nothing would count" in page
    assert ranking(boards, query) == ranking(boards)
    odd = text_of(boards, "/leaderboard?w.data=1000&w.x=1")
    assert "w.data must be a whole number from 0 to 100" in odd
    assert "There is no pillar 'x' to weigh" in odd


def test_what_has_none_of_the_weighed_pillars_is_not_ranked(boards: FlaskClient):
    page = text_of(boards, "/leaderboard?w.weights=0&w.data=0&w.code=0&w.docs=0&fold=no")
    assert "7 more have none of the pillars that you weigh, and are not ranked" in page


def test_bounds_under_own_weights(boards: FlaskClient):
    page = text_of(boards, "/leaderboard?w.weights=0&w.data=0&w.docs=0&w.post=0&fold=no")
    assert re.search(r"0.0 F up to 20.0 good/ ?Open-7B-Chat", page)


def test_filters_are_chips_that_keep_the_weights(boards: FlaskClient):
    page = boards.get("/leaderboard?w.data=90&derived=no&min_downloads=25").text
    chips = [unescape(c) for c in re.findall(r'<li><a href="([^"]+)" title="Remove', page)]
    assert len(chips) == 2
    assert all("w.data=90" in chip for chip in chips)
    assert any("min_downloads" not in chip and "derived=no" in chip for chip in chips)
    names = [r for _, r in ranking(boards, "derived=no&min_downloads=25")]
    assert "good/Open-7B" not in names
    assert "Data/only" in names


def test_organizations_and_families(boards: FlaskClient):
    page = text_of(boards, "/leaderboard?board=organizations")
    assert re.search(r"1 good [\d.]+ 100.0 Open-7B 2", page)
    assert "3 organizations" in page
    few = text_of(boards, "/leaderboard?board=organizations&at_least=9")
    assert "Nothing meets these conditions" in few
    families = text_of(boards, "/leaderboard?board=families")
    assert "1 family." in families
    assert re.search(
        r"1 good/ ?Open-7B 100.0 [\d.]+ 100.0 [\d.]+ to 100.0 2 in this family", families
    )
    link = "/models?family=good%2FOpen-7B&amp;fold=no"
    assert link in boards.get("/leaderboard?board=families").text
    assert "2 releases" in text_of(boards, unescape(link))


def test_claims_with_what_contradicts_them(boards: FlaskClient):
    response = boards.get("/leaderboard?board=claims")
    page = text_of(boards, "/leaderboard?board=claims")
    assert "1 release, downloaded 2,000,000 times in a month together" in page
    assert "An <b>open-source</b> model." in page
    assert "<b>open-source</b>" not in response.text
    assert "its licence puts conditions on who may use it" in page
    assert "Use is under the <b>Llama 2</b> Community License." in page
    assert 'href="/cards/big/Llama#L3"' in response.text
    assert page.index("A claim counts as not met") < page.index("An <b>open-source</b> model.")
    assert "Nothing meets these conditions" in text_of(
        boards, "/leaderboard?board=claims&class=closed"
    )


def test_no_claims(client: FlaskClient):
    page = text_of(client, "/leaderboard?board=claims")
    assert "No claim was contradicted" in page
    assert "Nothing meets these conditions" not in page


def test_own_weights_are_told_of_before_the_form(boards: FlaskClient):
    page = boards.get("/leaderboard?w.data=90").text
    assert page.index("Your own weights make this order") < page.index('id="choose"')
    assert '<details class="weighing" open>' in page
    assert '<details class="weighing">' in boards.get("/leaderboard").text


def test_unknown_downloads_are_not_shown_as_none(client: FlaskClient, settings):
    fill(settings)
    engine = make_engine(settings.database_url)
    with Session(engine) as session:
        make_release(session, "silent/one", downloads=None)
        make_release(session, "half/told", downloads=162_000)
        make_release(session, "half/silent", downloads=None)
        session.commit()
    engine.dispose()
    for path in ("/organizations", "/leaderboard?board=organizations"):
        rows = [
            " ".join(row.split()) for row in re.findall(r"<tr.*?</tr>", client.get(path).text, re.S)
        ]
        last = {
            name: re.findall(r">([^<>]*)</td></tr>", row)
            for row in rows
            for name in ("silent", "half")
            if f'<span class="repo">{name}</span>' in row
        }
        assert last == {"silent": ["–"], "half": ["≥ 162,000"]}
    assert "How often they are downloaded is not known" in text_of(client, "/organizations/silent")
    assert "At least 162,000 downloads in a month" in text_of(client, "/organizations/half")


def test_an_organization(boards: FlaskClient):
    page = text_of(boards, "/organizations/big")
    assert "3 graded releases" in page
    assert "3 of 3 are originals" in page
    assert "What it discloses least" in page
    assert "What a disclosure would bring" in page
    assert "first half of 2026 1" in page
    assert "How its openness develops" in page
    good = text_of(boards, "/organizations/good")
    assert "Its families" in good
    assert "What it discloses least" not in good, "its one original discloses everything"


def test_an_organization_in_another_case_and_misspelt(boards: FlaskClient):
    moved = boards.get("/organizations/BIG")
    assert (moved.status_code, moved.location) == (308, "/organizations/big")
    assert "The nearest names: good" in text_of(boards, "/organizations/goood", 404)
    assert "Did you mean one of these? good" in text_of(boards, "/organizations?q=goood")
    unread = text_of(boards, "/organizations/nowhere")
    assert "None of its 1 release has a grade yet" in unread


def test_the_list_of_organizations(boards: FlaskClient):
    def names(query: str) -> list[str]:
        page = boards.get(f"/organizations?{query}").text
        return re.findall(r'class="name"><a href="/organizations/([^"]+)"', page)

    assert names("") == ["good", "Data", "big"]
    assert names("sort=name") == ["big", "Data", "good"]
    assert names("sort=releases")[0] == "big"
    assert names("q=DAT") == ["Data"]
    assert names("at_least=3") == ["big"]
    assert "There is no order 'x'" in text_of(boards, "/organizations?sort=x&at_least=a&y=1")


def test_a_board_has_an_address_of_its_own(boards: FlaskClient):
    for query, own in (
        ("?board=families&w.data=90&page=2", "?board=families"),
        ("?w.data=90", ""),
    ):
        page = boards.get(f"/leaderboard{query}").text
        canonical = unescape(re.search(r'<link rel="canonical" href="([^"]+)"', page)[1])
        assert canonical.endswith(f"/leaderboard{own}")


def test_summaries_of_training_content(boards: FlaskClient):
    page = text_of(boards, "/eu-summaries")
    assert "1 release links to such a summary" in page
    assert "See our public summary of training content." in page
    assert "good.example/summary.pdf" in page
    assert "revision 5e4a0b15e4" in page
    assert "None was found for any of the 3 originals" in page
    assert re.search(r"released since 2 August 2025 1 .*big/Llama 5 Jan 2026", page)
    assert re.search(r"released before, or at an unknown time 2", page)
    assert "is no legal judgement" in page
    assert "good 1 0 0 big 0 1 2" in page


def test_summaries_as_csv(boards: FlaskClient):
    response = boards.get("/eu-summaries.csv")
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in response.headers["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(response.text)))
    assert [r["release"] for r in rows] == ["good/Open-7B", "big/Llama", "big/old", "big/=evil"]
    assert rows[0]["url"] == "https://good.example/summary.pdf"
    assert rows[0]["revision"] == "5e4a0b1" * 5
    assert (rows[1]["summary"], rows[1]["released"]) == ("none found", "2026-01-05")
