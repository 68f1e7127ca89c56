"""About: what a file says of itself, and under which terms it may be used."""

from __future__ import annotations

from datetime import datetime
from importlib.metadata import version

from registry.citing import catalog_citation
from registry.exports.asked import Asked
from registry.resources import rubric

LICENCE = "CC BY 4.0"
LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/"
TERMS = (
    "Grades, levels and estimates are Aperture's own, and anyone may use them under CC BY 4.0. Ids, declared licences "
    "and counts are facts as the Hub tells them. No quotes are in here: those belong to the authors of the model cards."
)


def about(asked: Asked, count: int, at: datetime) -> dict[str, str]:
    """By name what is told of an export: its contents, version, date, licence, and how to cite it."""
    what = "Own levels alone" if asked.own else "All that counts"
    return {
        "title": "Aperture: openness of language models",
        "releases": str(count),
        "levels": f"{what}; estimates of other frameworks are Aperture's, never those indexes' own verdicts",
        **({"since": f"{asked.since:%Y-%m-%dT%H:%M:%SZ}"} if asked.since else {}),
        "made_at": f"{at:%Y-%m-%dT%H:%M:%SZ}",
        "rubric_version": rubric().version,
        "aperture_version": version("aperture-registry"),
        "licence": LICENCE,
        "licence_url": LICENCE_URL,
        "terms": TERMS,
        "citation": catalog_citation(count, rubric().version, f"{at:%Y-%m-%d}")["plain"],
    }
