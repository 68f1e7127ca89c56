"""schema.org: pages as linked data, for search engines and whoever else reads them. Pure.

``root`` is the address of the site with a slash at its end, as in ``https://example.org/``.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote as _quoted

CONTEXT = "https://schema.org"
NAME = "Aperture"
WHAT_IT_IS = "A catalog that grades how open “open” language models are, with the words that each grade rests on."

Data = dict[str, Any]


def site(root: str) -> Data:
    """The site: that it can be searched, and that it is a catalog of data."""
    return _graph(
        {
            "@type": "WebSite",
            "@id": f"{root}#site",
            "name": NAME,
            "url": root,
            "description": WHAT_IT_IS,
            "inLanguage": "en",
            "publisher": _publisher(root),
            "potentialAction": {
                "@type": "SearchAction",
                "target": {
                    "@type": "EntryPoint",
                    "urlTemplate": f"{root}models?q={{search_term_string}}",
                },
                "query-input": "required name=search_term_string",
            },
        },
        {
            "@type": "DataCatalog",
            "@id": f"{root}#catalog",
            "name": f"{NAME}: openness of language models",
            "description": WHAT_IT_IS,
            "url": f"{root}models",
            "isAccessibleForFree": True,
            "creator": _publisher(root),
            "measurementTechnique": f"{root}methodology",
        },
    )


def release(detail: Data, root: str) -> Data:
    """A release as software, with Aperture's review of its openness when it has a grade.

    A review of software is what search engines show a rating of; the rating says that openness is its aspect.
    """
    address = f"{root}{detail['url'].lstrip('/')}"
    software: Data = {
        "@type": "SoftwareApplication",
        "@id": f"{address}#release",
        "name": detail["id"],
        "applicationCategory": "DeveloperApplication",
        "applicationSubCategory": "Language model",
        "url": address,
        "mainEntityOfPage": address,
        "author": _organization(detail["organization"], root),
        "license": _license(detail["license"]),
        "datePublished": detail["created_at"],
        "dateModified": detail["last_modified"],
        "softwareVersion": detail["revision"],
        "sameAs": detail["hub_url"],
        "isBasedOn": [f"{root}models/{_quoted(base)}" for base in detail["base_models"]],
        "interactionStatistic": _downloads(detail["downloads"]),
        "review": _review(detail, address, root),
    }
    trail = [("Models", f"{root}models")]
    if detail["organization"]:
        name = detail["organization"]
        trail.append((name, f"{root}organizations/{_quoted(name)}"))
    return _graph(software, breadcrumbs([*trail, (detail["id"].rpartition("/")[2], address)]))


def organization(name: str, address: str, root: str) -> Data:
    """A publisher's page."""
    return _graph(
        {"@type": "Organization", "name": name, "mainEntityOfPage": address},
        breadcrumbs([("Organizations", f"{root}organizations"), (name, address)]),
    )


def breadcrumbs(trail: list[tuple[str, str]]) -> Data:
    """The way to a page: names and addresses, the page itself last."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": address}
            for place, (name, address) in enumerate(trail, 1)
        ],
    }


def _review(detail: Data, address: str, root: str) -> Data | None:
    if detail["letter"] is None:
        return None
    pillars = ", ".join(
        f"{name} {score:.0f}" for name, score in detail["pillars"].items() if score is not None
    )
    return {
        "@type": "Review",
        "@id": f"{address}#grade",
        "name": f"Openness of {detail['id']}: {detail['letter']}, {detail['class']}",
        "reviewAspect": "openness",
        "reviewBody": f"{detail['class'][:1].upper()}{detail['class'][1:]}. Of 100: {pillars}."
        f" {detail['checked']} of {detail['total']} criteria checked.",
        "reviewRating": {
            "@type": "Rating",
            "ratingValue": round(detail["score"], 1),
            "bestRating": 100,
            "worstRating": 0,
            "reviewAspect": "openness",
            "alternateName": detail["letter"],
            "ratingExplanation": f"{root}methodology",
        },
        "author": _publisher(root),
        "datePublished": detail["graded_at"],
    }


def _graph(*things: Data) -> Data:
    return {"@context": CONTEXT, "@graph": [_told(thing) for thing in things]}


def _told(thing: Data) -> Data:
    """A thing without what is not known of it."""
    return {key: value for key, value in thing.items() if value not in (None, "", [])}


def _publisher(root: str) -> Data:
    return {"@type": "Organization", "@id": f"{root}#aperture", "name": NAME, "url": root}


def _organization(name: str, root: str) -> Data | None:
    if not name:
        return None
    return {"@type": "Organization", "name": name, "url": f"{root}organizations/{_quoted(name)}"}


def _license(name: str) -> Data | None:
    return {"@type": "CreativeWork", "name": name} if name else None


def _downloads(count: int | None) -> Data | None:
    if count is None:
        return None
    return {
        "@type": "InteractionCounter",
        "interactionType": {"@type": "DownloadAction"},
        "userInteractionCount": count,
    }
