"""Subject: how documents name a release, and how words and addresses from cards get into them. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlsplit
from uuid import NAMESPACE_URL, UUID, uuid5

from registry.scoring.evidence import Outcome

Data = dict[str, Any]

LONGEST = 2000
"""Characters of one text that a document keeps."""

_ID = re.compile(r"[\w.-]+(?:/[\w.-]+)?", re.ASCII)
_KEPT = "%/:=&?~+!$,;'@()*"
_BARE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
# The last two are marks that turn the direction of text: they would reach beyond their own words.
_NO_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")


def purl(release_id: str, revision: str = "") -> str:
    """The package URL of a Hub repo, empty for a name that no repo can have.

    Format: the type ``huggingface`` of the package URL specification; the version is the revision in lower case.
    """
    if not _ID.fullmatch(release_id):
        return ""
    return f"pkg:huggingface/{release_id}" + (f"@{quote(revision.lower())}" if revision else "")


def page(release: Mapping[str, Any], root: str) -> str:
    """The full address of a release's page; ``root`` is that of the site, with a slash at its end."""
    return f"{root}{release['url'].lstrip('/')}"


def serial(release: Mapping[str, Any], root: str) -> UUID:
    """The number of a release's documents: another one for another grade, revision or site."""
    told = ("revision", "graded_at", "reader_version", "rubric_version")
    return uuid5(NAMESPACE_URL, " ".join([page(release, root), *(str(release[t]) for t in told)]))


def location(release: Mapping[str, Any]) -> str:
    """Where the files of the revision that was read can be had; the package URL where no page is known."""
    hub, revision = address(release["hub_url"]), release["revision"]
    if not hub:
        return purl(release["id"], revision)
    at_hub = revision and hub.endswith(f"/{release['id']}")
    return f"{hub}/tree/{quote(revision)}" if at_hub else hub


def card_location(release: Mapping[str, Any]) -> str:
    """Where the model card of the revision that was read stands; empty when none was read."""
    files = location(release)
    pinned = release["card_url"] and "/tree/" in files
    return files.replace("/tree/", "/blob/", 1) + "/README.md" if pinned else ""


def address(url: str | None) -> str:
    """An address from a card if it leads to the web, with what no URI may hold escaped; else nothing."""
    try:
        parts = urlsplit(url or "")
        web = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:
        return ""
    if not web or len(url or "") > LONGEST:
        return ""
    whole, mark, fragment = _BARE_PERCENT.sub("%25", text(url or "")).partition("#")
    return quote(whole, safe=_KEPT) + mark + quote(fragment, safe=_KEPT)


def text(words: str, most: int = LONGEST) -> str:
    """Words without what is no text: control characters, halves of characters, marks that turn its direction."""
    cut = words if len(words) <= most else f"{words[: most - 1]}…"
    return _NO_TEXT.sub("", cut)


def name_of(release_id: str) -> tuple[str, str]:
    """Publisher and name of a repo; the publisher is empty for those of the Hub's first days, such as ``gpt2``."""
    publisher, _, name = release_id.rpartition("/")
    return publisher, name


def mof_class(release: Mapping[str, Any]) -> str:
    """The class of the Model Openness Framework by Aperture's estimate, such as ``III``; empty for none."""
    found = str(release["frameworks"].get("mof", {}).get("class", "none"))
    return "" if found == "none" else found


def card_tells(release: Mapping[str, Any], fact: str) -> list[str]:
    """What the card says of one of the things that a card should tell, such as ``limitations``."""
    mark = release["criteria"].get("docs.card", {"evidence": []})
    told = (e for e in mark["evidence"] if e["fact"] == fact and e["outcome"] == Outcome.FOUND)
    return [text(e["quote"]) for e in told]
