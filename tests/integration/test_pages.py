"""The pages, on both databases."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

import pytest
from flask.testing import FlaskClient

from registry.resources import rubric
from registry.views.security import POLICY
from tests.integration.catalog import fill, text_of

PAGES = [
    "/",
    "/models",
    "/models?q=olmo&data=open&letter=A&class=open+data&sort=data",
    "/models?page=99",
    "/models/allenai/OLMo-7B-Instruct",
    "/models/meta-llama/Llama-2-7b",
    "/models/gpt2",
    "/models/org/unread",
    "/models/org/never-seen",
    "/cards/meta-llama/Llama-2-7b",
    "/cards/org/unread",
    "/leaderboard",
    "/leaderboard?derived=no&min_downloads=1000&fold=no&q=llama&w.data=90&w.post=0",
    "/leaderboard?board=organizations&by=best&at_least=2",
    "/leaderboard?board=families&w.docs=100",
    "/leaderboard?board=claims",
    "/organizations",
    "/organizations?q=lla&sort=name&page=3",
    "/organizations?q=alenai&at_least=2",
    "/organizations/allenai",
    "/eu-summaries",
    "/eu-summaries?list=new&page=2",
    "/about",
    "/exports",
    "/methodology",
    "/frameworks",
    "/models/allenai/OLMo-7B/frameworks",
    "/models/meta-llama/Llama-2-7b/frameworks",
    "/models/gpt2/frameworks",
    "/models/org/unread/frameworks",
]
OTHERS = [
    "/robots.txt",
    "/favicon.ico",
    "/static/aperture.css",
    "/static/release.css",
    "/static/aperture.js",
]
FAULTS = [("/nothing", 404), ("/models/no/such", 404), ("/organizations/nobody", 404)]


@pytest.fixture
def catalog(read_only_client) -> FlaskClient:
    return read_only_client(fill)


def linked(client: FlaskClient, page: str) -> Iterator[bytes]:
    """The stylesheets and scripts of a page."""
    for address in re.findall(r'(?:rel="stylesheet" href|<script src)="([^"]+)"', page):
        with client.get(address) as response:
            assert response.status_code == 200
            yield response.data


def test_pages_answer(catalog: FlaskClient, subtests: pytest.Subtests):
    for path in PAGES:
        with subtests.test(path):
            response = catalog.get(path)
            assert response.status_code == 200
            assert response.text.startswith("<!doctype html>")
            assert len(response.data) + sum(map(len, linked(catalog, response.text))) < 100_000


def test_pages_answer_on_an_empty_catalog(client: FlaskClient, subtests: pytest.Subtests):
    for path in PAGES:
        with subtests.test(path):
            assert client.get(path).status_code in {200, 404}


def test_headers(catalog: FlaskClient, subtests: pytest.Subtests):
    for path in [*PAGES, *OTHERS, *(p for p, _ in FAULTS)]:
        with subtests.test(path):
            with catalog.get(path) as response:  # a static file stays open until then
                headers = response.headers
            assert headers["Content-Security-Policy"] == POLICY
            assert headers["X-Content-Type-Options"] == "nosniff"
            assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
            assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
            assert "camera=()" in headers["Permissions-Policy"]


def test_nothing_inline_and_nothing_from_elsewhere(catalog: FlaskClient, subtests: pytest.Subtests):
    for path in [*PAGES, "/nothing"]:
        with subtests.test(path):
            page = catalog.get(path).text
            # Data and the page's own whole address; neither is run or fetched.
            shown = re.sub(
                r'<script type="application/ld\+json">|<link rel="canonical"[^>]*>', "", page
            )
            assert not re.search(r"<[^>]+\sstyle=|<style|<script(?![^>]*\ssrc=)|\son[a-z]+=", shown)
            assert not re.findall(r'(?:src|<link[^>]*href|action)="(?!/)[^"]*"', shown)


def test_internal_links_lead_somewhere(catalog: FlaskClient, subtests: pytest.Subtests):
    followed: set[str] = set()  # most links are on all pages
    for path in PAGES:
        with subtests.test(path):
            page = catalog.get(path).text
            ids = set(re.findall(r'\sid="([^"]+)"', page))
            assert len(re.findall(r'\sid="', page)) == len(ids), "an id stands twice"
            for href in set(re.findall(r'href="([^"]+)"', page)):
                address = unescape(href)
                if address.startswith("#"):
                    assert address[1:] in ids, address
                elif address.startswith("/") and address not in followed:
                    followed.add(address)
                    with catalog.get(address, follow_redirects=True) as response:
                        assert response.status_code == 200, address


def test_home_counts(catalog: FlaskClient):
    page = text_of(catalog, "/")
    assert "What 6 releases disclose" in page
    assert "Open source AI 2 33 %" in page


LLAMA = "/models/meta-llama/Llama-2-7b"


def test_a_release_says_its_grade_with_bounds(catalog: FlaskClient):
    page = text_of(catalog, "/models/meta-llama/Llama-2-7b")
    assert re.search(
        r"F [\d.]+ of 100. It could reach [\d.]+ : what could not be checked may be open. "
        r"17 of 18 criteria could be checked.",
        page,
    )
    assert "Restricted weights: the publisher decides who may download the weights" in page


def test_a_grade_without_doubt_says_so(catalog: FlaskClient):
    page = text_of(catalog, "/models/allenai/OLMo-7B")
    assert "100.0 of 100. All 18 criteria could be checked." in page


def test_levels_are_told_in_words_and_the_rubric_gives_their_ids(catalog: FlaskClient):
    page = text_of(catalog, "/models/allenai/OLMo-7B")
    assert "open download 1 of 1 Access to the weights" in page
    assert "access to the weights : open download" in text_of(
        catalog, "/models/allenai/OLMo-7B/frameworks"
    )
    assert "included when “click through” or “open download”" in text_of(catalog, "/frameworks")
    steps = re.findall(r": from “([^”]+)” to “([^”]+)”", text_of(catalog, LLAMA))
    assert steps
    assert "-" not in str(steps)
    rubric = text_of(catalog, "/methodology")
    assert "open download open-download 1 " in rubric


def test_a_release_says_its_class_in_the_words_of_its_levels(catalog: FlaskClient):
    page = text_of(catalog, "/models/allenai/OLMo-7B")
    assert "anyone may download and use the weights; the training data can be downloaded" in page
    assert "the publisher withholds the training data" in text_of(
        catalog, "/models/meta-llama/Llama-2-7b"
    )


def test_a_release_can_be_cited_and_compared(catalog: FlaskClient):
    response = catalog.get("/models/allenai/OLMo-7B")
    words = text_of(catalog, "/models/allenai/OLMo-7B")
    assert "Aperture. Openness of allenai/OLMo-7B: grade A, 100.0 of 100. Rubric" in words
    assert "@misc{aperture-allenai-olmo-7b," in words
    assert "http://localhost/models/allenai/OLMo-7B/badge.svg" in words
    assert 'href="/compare?id=allenai/OLMo-7B"' in response.text
    assert 'href="/models/allenai/OLMo-7B/alternatives"' in response.text


def test_the_lineage_can_be_walked_in_both_directions(catalog: FlaskClient):
    base = text_of(catalog, "/models/allenai/OLMo-7B")
    assert re.search(r"OLMo-7B A 1 finetune .*?OLMo-7B-Instruct A", base)
    tuned = catalog.get("/models/allenai/OLMo-7B-Instruct").text
    tree = tuned[tuned.index('<div class="tree">') :]
    assert tree.index('href="/models/allenai/OLMo-7B"') < tree.index('aria-current="true"')
    assert 'href="/models?family=allenai/OLMo-7B&amp;fold=no"' in tuned


def test_what_it_is_about(catalog: FlaskClient):
    page = text_of(catalog, "/about")
    for told in ("What a grade is, and what it is not", "reused by anyone", "Quotes belong to"):
        assert told in page


def test_a_release_says_why_it_is_not_open_source(catalog: FlaskClient):
    page = text_of(catalog, "/models/meta-llama/Llama-2-7b")
    assert "Why it isn’t open source Its terms put conditions on who may use it" in page
    assert "Use is under the <b>Llama 2</b> Community License." in page
    assert "isn’t open source" not in text_of(catalog, "/models/allenai/OLMo-7B")


def test_a_derived_release_says_where_its_licence_comes_from(catalog: FlaskClient):
    page = text_of(catalog, "/models/TheBloke/Llama-2-7B-GGUF")
    assert "This comes from its base meta-llama/Llama-2-7b; declared is nothing." in page
    assert "Licence in effect use-restricted, via meta-llama/Llama-2-7b" in page


def test_evidence_leads_to_the_line_of_the_stored_card(catalog: FlaskClient):
    page = catalog.get("/models/meta-llama/Llama-2-7b").text
    assert 'href="/cards/meta-llama/Llama-2-7b#L9"' in page
    card = catalog.get("/cards/meta-llama/Llama-2-7b").text
    assert re.search(r'<tr id="L9">.*<td>The data is not published.</td>', card)
    assert '<td id="front-license">license: llama2</td>' in card


def test_training_tokens_are_told_with_their_words(catalog: FlaskClient):
    page = catalog.get("/models/allenai/OLMo-7B").text
    assert (
        '<a href="/cards/allenai/OLMo-7B#L3">trained on 2.46 trillion tokens</a>, says its card'
        in page
    )
    assert "<blockquote>It was trained on 2.46T &lt;i&gt;tokens&lt;/i&gt;.</blockquote>" in page
    assert "Training tokens" not in text_of(catalog, "/models/allenai/OLMo-7B-Instruct")
    both = text_of(catalog, "/compare?id=allenai/OLMo-7B&id=allenai/OLMo-7B-Instruct")
    assert "Training tokens 2.46 trillion" in both
    assert "Training tokens not told" in both


def test_cards_are_escaped(catalog: FlaskClient):
    for path in ("/models/meta-llama/Llama-2-7b", "/cards/meta-llama/Llama-2-7b"):
        page = catalog.get(path).text
        assert "<b>Llama 2</b>" not in page
        assert "&lt;b&gt;Llama 2&lt;/b&gt;" in page
        assert "javascript:" not in page


def test_stages_lineage_and_remedies(catalog: FlaskClient):
    page = text_of(catalog, "/models/allenai/OLMo-7B-Instruct")
    assert "Post-training, stage by stage" in page
    assert "allenai/OLMo-7B" in page
    assert "1 derived from it: finetune 1." in text_of(catalog, "/models/allenai/OLMo-7B")
    assert "What would raise it" in text_of(catalog, "/models/meta-llama/Llama-2-7b")


def test_a_release_without_a_grade_says_so(catalog: FlaskClient):
    page = text_of(catalog, "/models/org/unread")
    assert "Not graded. This release could not be read: The Hub answered 500." in page
    assert "Not graded. No such release could be found. Others name it." in text_of(
        catalog, "/models/org/never-seen"
    )


SPELLINGS = [
    ("/models/ALLENAI/olmo-7b", "/models/allenai/OLMo-7B"),
    ("/models/org/old-name", "/models/allenai/OLMo-7B"),
    ("/models/gpt2/", "/models/gpt2"),
    ("/cards/allenai/olmo-7b", "/cards/allenai/OLMo-7B"),
]


def test_other_spellings_lead_to_the_release(catalog: FlaskClient):
    for path, target in SPELLINGS:
        response = catalog.get(path)
        assert (response.status_code, response.location) == (308, target)


def test_a_missing_release_names_the_nearest(catalog: FlaskClient):
    page = text_of(catalog, "/models/alenai/OLMo-7", 404)
    assert "No such release" in page
    assert "The nearest names: allenai/OLMo-7B" in page


def test_a_card_that_nobody_has_seen(catalog: FlaskClient):
    assert "it is known by name only" in text_of(catalog, "/cards/org/never-seen", 404)


def test_other_faults_are_friendly(catalog: FlaskClient):
    assert "No organization 'nobody' is known." in text_of(catalog, "/organizations/nobody", 404)
    refused = catalog.post("/models")
    assert refused.status_code == 405
    assert "GET" in refused.headers["Allow"]
    assert "can be read, not written to" in refused.text


def test_a_fault_of_ours_has_a_page(app, monkeypatch: pytest.MonkeyPatch):
    app.testing = False
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.extensions["reader"] = None
    response = app.test_client().get("/models")
    assert response.status_code == 500
    assert "The fault is ours" in response.text


def test_odd_addresses_are_not_found(catalog: FlaskClient):
    for path in ("/models/a%00b", "/models/%ff%fe", "/organizations/%00", "/cards/%00"):
        assert catalog.get(path).status_code == 404, path


def test_unchanged_pages_are_not_sent_again(catalog: FlaskClient):
    first = catalog.get("/models")
    again = catalog.get("/models", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_the_sample_is_announced_on_every_page(client: FlaskClient, settings):
    fill(settings, source="sample")
    for path in ["/", "/models", "/models/gpt2", "/methodology"]:
        page = text_of(client, path)
        assert (
            "No Hub has been crawled: these are 7 bundled example releases, as of 20 Nov 2026."
            in page
        )


def test_no_banner_on_a_real_catalog(catalog: FlaskClient):
    assert "bundled" not in catalog.get("/").text


def test_the_methodology_is_drawn_from_the_rubric(catalog: FlaskClient):
    page = catalog.get("/methodology").text
    words = unescape(re.sub("</?code>", "`", page))
    for criterion in rubric().criteria:
        assert f'id="{criterion.id}"' in page
        for told in (criterion.question, criterion.why, criterion.how, criterion.remedy.text):
            assert told in words
        for level in criterion.levels:
            assert level.meaning in words
