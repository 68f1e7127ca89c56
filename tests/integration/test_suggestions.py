"""What a page that isn't there suggests, on both databases."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from tests.integration.catalog import fill


@pytest.fixture
def catalog(read_only_client) -> FlaskClient:
    return read_only_client(fill)


def suggested(client: FlaskClient, path: str) -> list[str]:
    response = client.get(path)
    assert response.status_code == 404
    found = re.search(
        r"<p>(?:The nearest names:|Did you mean[^<]*)</p><ul>(.*?)</ul>", response.text
    )
    return re.findall(r'href="([^"]+)"', found[1]) if found else []


LLAMA = "/models/meta-llama/Llama-2-7b"
OLMO = "/models/allenai/OLMo-7B"
FIRST = [
    ("/models/meta-lama/Llama-2-7b", LLAMA),
    ("/models/meta-llama/Llama-2-7c", LLAMA),
    ("/models/facebook/Llama-2-7b", LLAMA),
    ("/models/Llama-2-7b", LLAMA),
    ("/models/meta-llama--Llama-2-7b", LLAMA),
    ("/models/allenai OLMo 7B", OLMO),
    ("/models/models--allenai--OLMo-7B", OLMO),
    ("/models/alenai/olmo_7b", OLMO),
    ("/cards/allenai/OLMo7B", OLMO),
    ("/allenai/OLMo-7B", OLMO),
    ("/request?release=allenai/OLMo7", OLMO),
    ("/model/allenai/OLMo-7B", OLMO),
    ("/organizations/alenai", "/organizations/allenai"),
    ("/organizations/Meta-Llama3", "/organizations/meta-llama"),
    ("/leaderbord", "/leaderboard"),
    ("/Models", "/models"),
    ("/organisations", "/organizations"),
]
NONE = [
    "/models/zzz/qqqq",
    "/organizations/qqqqqq",
    "/a/b/c/d",
    "/models/%1b",
    "/" + "x" * 3000,
]


def test_the_first_suggestion(catalog: FlaskClient, subtests: pytest.Subtests):
    for path, expected in FIRST:
        with subtests.test(path):
            assert suggested(catalog, path)[0] == expected


def test_nothing_is_suggested_for_nonsense(catalog: FlaskClient, subtests: pytest.Subtests):
    for path in NONE:
        with subtests.test(path[:40]):
            assert suggested(catalog, path) == []


def test_on_an_empty_registry(client: FlaskClient, subtests: pytest.Subtests):
    for path in [p for p, _ in FIRST] + NONE:
        with subtests.test(path[:40]):
            assert client.get(path).status_code == 404


def test_an_address_of_the_hub_leads_to_the_release(catalog: FlaskClient):
    address = "/models/https://huggingface.co/allenai/OLMo-7B/tree/main"
    response = catalog.get(address, follow_redirects=True)
    assert response.status_code == 200
    assert response.request.path == OLMO


def test_what_is_only_known_by_name_is_not_suggested(catalog: FlaskClient):
    assert "/models/org/old-name" not in suggested(catalog, "/models/org/old-nam")


def test_what_a_view_says_is_missing_is_told(catalog: FlaskClient, subtests: pytest.Subtests):
    for path, told in (
        ("/disclosures/99", "There is no disclosure 99."),
        ("/requests/99", "There is no request 99."),
        ("/nothing-of-ours-at-all", "There is nothing at this address."),
    ):
        with subtests.test(path):
            assert f'<p class="lead">{told}</p>' in catalog.get(path).text
