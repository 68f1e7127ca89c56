"""Feeds: newly graded releases and the history of one release, as Atom. Pure.

``root`` is the address of the site with a slash at its end, as in ``https://example.org/``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from io import StringIO
from typing import Any
from urllib.parse import quote, urlsplit

from feedgenerator import Atom1Feed  # type: ignore[import-untyped]

from registry.history import By

CONTENT_TYPE = Atom1Feed.content_type
AUTHOR = "Aperture"
BEGUN = datetime(2026, 1, 1, tzinfo=UTC)
"""When nothing has happened yet; also the year in which the site could first name things (RFC 4151)."""

# XML 1.0 has no place for these, even escaped.
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: ``path`` is its page on this site, ``name`` tells it from all others of that page. It leads there, or
    to the page at ``further``.

    ``sentences`` are plain text; ``author`` is who brought about what it tells.
    """

    path: str
    name: str
    title: str
    updated: datetime
    sentences: tuple[str, ...]
    author: str = AUTHOR
    author_path: str = ""
    categories: tuple[str, ...] = ()
    further: str = ""


class _Feed(Atom1Feed):
    """A feed of ours: one without entries is as old as the site, not as new as the question for it."""

    def latest_post_date(self) -> datetime:
        return max((item["updateddate"] for item in self.items), default=BEGUN)


def feed(root: str, path: str, own_path: str, title: str, entries: Iterable[Entry]) -> str:
    """An Atom feed: ``path`` is the page that it stands for, ``own_path`` the feed itself, both with their queries."""
    made = _Feed(
        title=_clean(title),
        link=_whole(root, path),
        description=None,
        language="en",
        author_name=AUTHOR,
        author_link=root,
        feed_url=_whole(root, own_path),
        feed_guid=_tag(root, own_path),
    )
    for entry in entries:
        made.add_item(
            title=_clean(entry.title),
            link=_whole(root, entry.further or entry.path),
            description="".join(f"<p>{escape(_clean(s))}</p>" for s in entry.sentences),
            unique_id=_tag(root, entry.path, entry.name),
            updateddate=entry.updated,
            author_name=_clean(entry.author),
            author_link=_whole(root, entry.author_path),
            categories=entry.categories,
        )
    out = StringIO()
    made.write(out, "utf-8")
    return out.getvalue()


def graded_entry(
    summary: Mapping[str, Any], graded_at: datetime, pillars: Mapping[str, str]
) -> Entry:
    """A graded release: score, class and what stands out. ``pillars`` gives the pillars their titles."""
    letter, openness = summary["letter"], summary["class"]
    bound = f", up to {summary['high']:.1f}" if summary["high"] - summary["score"] >= 0.05 else ""
    return Entry(
        path=summary["url"],
        name="grade",
        title=f"{summary['id']}: {letter} {summary['score']:.1f}, {openness}",
        updated=graded_at,
        sentences=(
            f"Grade {letter}, {summary['score']:.1f} of 100{bound}; {openness}. "
            f"{summary['checked']} of {summary['total']} criteria checked.",
            *_outstanding(summary, pillars),
            *_made_from(summary),
        ),
        categories=(openness, f"grade {letter}"),
    )


def history_entries(detail: Mapping[str, Any]) -> list[Entry]:
    """What became of a release, newest first.

    What its publisher changed is told as by the publisher; what only Aperture sees otherwise, as by Aperture.
    """
    entries: list[Entry] = []
    times: Counter[str] = Counter()
    for told in reversed(
        detail["history"]
    ):  # so that the names of old entries stay when new ones come
        times[told["at"]] += 1
        name = told["at"] + (f"-{times[told['at']]}" if times[told["at"]] > 1 else "")
        entries.append(_history_entry(detail, told, name))
    return entries[::-1]


def _history_entry(detail: Mapping[str, Any], told: Mapping[str, Any], name: str) -> Entry:
    movement = told["movement"]
    sentences = [*told["words"], *([movement["words"]] if movement else [])]
    told_by = "; ".join(by["words"] for by in told["by"] if by["who"] != By.SEEN)
    by_publisher = bool(told["changes"]) and bool(detail["organization"])
    source = f"As seen at {detail['hub_url']}" if detail["hub_url"] else "As Aperture saw it"
    return Entry(
        path=f"{detail['url']}#history",
        name=name,
        title=f"{detail['id']}: {sentences[0] if sentences else 'changed'}"[:200],
        updated=datetime.fromisoformat(told["updated"]),
        sentences=(
            *([f"{told_by}."] if told_by else []),
            *sentences,
            f"{source}; graded by Aperture.",
        ),
        author=detail["organization"] if by_publisher else AUTHOR,
        author_path=f"organizations/{quote(detail['organization'])}" if by_publisher else "",
        categories=tuple(told["kinds"]),
    )


def _outstanding(summary: Mapping[str, Any], titles: Mapping[str, str]) -> tuple[str, ...]:
    """The most and the least open pillar, when they are not the same."""
    scores = {name: score for name, score in summary["pillars"].items() if score is not None}
    if not scores or max(scores.values()) == min(scores.values()):
        return ()
    most, least = max(scores, key=scores.__getitem__), min(scores, key=scores.__getitem__)
    return (
        f"Most open: {titles[most].lower()}, {scores[most]:.0f} of 100. "
        f"Least open: {titles[least].lower()}, {scores[least]:.0f}.",
    )


def _made_from(summary: Mapping[str, Any]) -> tuple[str, ...]:
    told = []
    if summary["license"]:
        told.append(f"Its declared licence is {summary['license']}.")
    if summary["base_models"]:
        told.append(f"It derives from {', '.join(summary['base_models'][:3])}.")
    return (" ".join(told),) if told else ()


def _whole(root: str, path: str) -> str:
    return root + path.lstrip("/")


def _tag(root: str, path: str, name: str = "") -> str:
    """A name for good (RFC 4151), which stays when the site is reached in another way."""
    host = urlsplit(root).hostname or "localhost"
    page = path.partition("#")[0]
    return f"tag:{host},{BEGUN.year}:{page}{f'#{quote(name)}' if name else ''}"


def _clean(text: str) -> str:
    return _NO_XML.sub("\ufffd", text)
