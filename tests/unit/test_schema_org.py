"""Linked data: what it says of a release, of the site and of the way to a page."""

from __future__ import annotations

from typing import Any

from registry import schema_org

ROOT = "https://aperture.example/"
DETAIL: dict[str, Any] = {
    "id": "org/model",
    "organization": "org",
    "url": "/models/org/model",
    "score": 74.0,
    "letter": "B",
    "class": "open source AI",
    "pillars": {"weights": 90.0, "data": 30.4, "post": None},
    "checked": 17,
    "total": 18,
    "license": "mit",
    "created_at": "2024-02-01T00:00:00Z",
    "last_modified": "2025-03-12T00:00:00Z",
    "graded_at": "2026-11-21T10:00:00Z",
    "revision": "abc",
    "hub_url": "https://huggingface.co/org/model",
    "base_models": ["org/base model"],
    "downloads": 12,
}


def things(data: dict[str, Any]) -> dict[str, dict[str, Any]]:
    assert data["@context"] == "https://schema.org"
    return {thing["@type"]: thing for thing in data["@graph"]}


def test_a_release_is_software_with_a_review():
    software = things(schema_org.release(DETAIL, ROOT))["SoftwareApplication"]
    assert software["name"] == "org/model"
    assert software["author"]["url"] == "https://aperture.example/organizations/org"
    assert software["isBasedOn"] == ["https://aperture.example/models/org/base%20model"]
    assert software["sameAs"] == "https://huggingface.co/org/model"
    review = software["review"]
    assert review["reviewAspect"] == review["reviewRating"]["reviewAspect"] == "openness"
    assert review["reviewRating"]["ratingValue"] == 74.0
    assert (review["reviewRating"]["worstRating"], review["reviewRating"]["bestRating"]) == (0, 100)
    assert review["datePublished"] == "2026-11-21T10:00:00Z"
    assert review["reviewBody"] == (
        "Open source AI. Of 100: weights 90, data 30. 17 of 18 criteria checked."
    )
    assert review["author"]["name"] == "Aperture"


def test_what_is_not_known_is_not_said():
    nothing = dict.fromkeys(DETAIL) | {
        "id": "gpt2",
        "url": "/models/gpt2",
        "organization": "",
        "pillars": {},
        "base_models": [],
    }
    told = things(schema_org.release(nothing, ROOT))
    assert set(told["SoftwareApplication"]) == {
        *("@type", "@id", "name", "applicationCategory", "applicationSubCategory", "url"),
        "mainEntityOfPage",
    }
    names = [step["name"] for step in told["BreadcrumbList"]["itemListElement"]]
    assert names == ["Models", "gpt2"]


def test_breadcrumbs_lead_from_the_list_to_the_release():
    steps = things(schema_org.release(DETAIL, ROOT))["BreadcrumbList"]["itemListElement"]
    assert [(s["position"], s["name"], s["item"]) for s in steps] == [
        (1, "Models", f"{ROOT}models"),
        (2, "org", f"{ROOT}organizations/org"),
        (3, "model", f"{ROOT}models/org/model"),
    ]


def test_the_site_can_be_searched():
    told = things(schema_org.site(ROOT))
    assert told["WebSite"]["potentialAction"]["target"]["urlTemplate"] == (
        "https://aperture.example/models?q={search_term_string}"
    )
    assert told["DataCatalog"]["url"] == "https://aperture.example/models"


def test_an_organization():
    address = f"{ROOT}organizations/org"
    told = things(schema_org.organization("org", address, ROOT))
    assert told["Organization"] == {
        "@type": "Organization",
        "name": "org",
        "mainEntityOfPage": address,
    }
