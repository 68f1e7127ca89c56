"""Formats: numbers, dates and addresses as people read them, for templates."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, g
from markupsafe import Markup, escape

from registry import queries
from registry.level_words import plain
from registry.plain.groups import organization_url
from registry.queries import SampleNotice
from registry.resources import rubric
from registry.serialize import card_url, page_url
from registry.views import finder, iris, reading
from registry.visible import visible

UNITS = ((1_000_000_000_000, "T"), (1_000_000_000, "B"), (1_000_000, "M"), (1_000, "k"))
NOTHING = "–"

_REVISION = re.compile(r"/(?:blob|tree|resolve|raw|revision)/([0-9a-f]{7,64})(?=[/?#]|$)")
_CODE = re.compile(r"`([^`]+)`")


def init_app(app: Flask) -> None:
    """Makes the formats known to templates."""
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(
        number=number, compact=compact, parameters=compact, spelled=spelled, day=day, score=score, percent=percent,
        points=points, external=external, page_url=page_url, card_url=card_url,
        organization_url=organization_url, pillar_level=pillar_level, bare=bare, inline=inline, on=on,
        revision=revision, plain=plain, unbroken=unbroken, visible=visible,
    )  # fmt: skip
    app.jinja_env.globals.update(
        blades_path=iris.blades_path,
        opening_path=iris.opening_path,
        rubric=rubric,
        sample_notice=sample_notice,
        once=once,
        remembered=remembered,
        static=partial(static_address, Path(app.static_folder or "")),
    )


def number(value: int | float | None) -> str:
    """12345 as 12,345."""
    return NOTHING if value is None else f"{value:,.0f}"


def compact(value: int | None) -> str:
    """6738417664 as 6.7 B, on one line: two digits are enough to tell sizes apart."""
    if value is None:
        return NOTHING
    for unit, name in UNITS:
        if value >= unit * 0.9995:
            short = value / unit
            decimals = 0 if short >= 99.5 else 1
            return f"{short:.{decimals}f}\N{NO-BREAK SPACE}{name}"
    return str(value)


def spelled(value: int) -> str:
    """15000000000000 as 15 trillion, with four digits at most."""
    unit, name = (1e12, "trillion") if value >= 1e12 else (1e9, "billion")
    return f"{value / unit:.4g} {name}"


def day(moment: str | datetime | None) -> str:
    """A moment as 12 Mar 2025."""
    if not moment:
        return NOTHING
    try:
        at = moment if isinstance(moment, datetime) else datetime.fromisoformat(moment)
    except ValueError:
        return str(moment)
    return f"{at.day} {at:%b %Y}"


def score(value: float | None) -> str:
    """A score of 0 to 100 with one decimal."""
    return NOTHING if value is None else f"{value:.1f}"


def points(value: float | None) -> str:
    """Points of 0 to 1, as short as they are."""
    return NOTHING if value is None else f"{value:g}"


def percent(part: int, whole: int) -> str:
    """A share; a small one isn't rounded to nothing."""
    share = 100 * part / whole if whole else 0.0
    return f"{share:.0f} %" if share == 0 or share >= 9.95 else f"{share:.1f} %"


@lru_cache(maxsize=4096)
def external(address: str | None) -> str:
    """An address from a card if it leads to the web, else nothing: cards hold scripts too."""
    try:
        parts = urlsplit(address or "")
    except ValueError:
        return ""
    return address or "" if parts.scheme in {"http", "https"} and parts.netloc else ""


def bare(address: str) -> str:
    """An address without what every address has, for showing."""
    return address.partition("://")[2].removeprefix("www.").rstrip("/")


def revision(address: str | None) -> str:
    """The first digits of the revision that an address is pinned to; empty for one that is not."""
    found = _REVISION.search(address or "")
    return found[1][:7] if found else ""


@lru_cache(maxsize=4096)
def inline(text: str) -> Markup:
    """Words with what stands between backticks as code."""
    return Markup(_CODE.sub(r"<code>\1</code>", str(escape(text))))


def unbroken(text: str, names: Iterable[str]) -> Markup:
    """Words in which these names, and the comma after one, stay on one line, where there is room for them."""
    known = "|".join(re.escape(str(escape(n))) for n in sorted(names, key=len, reverse=True))
    kept = re.sub(
        rf"(?<!\w)(?:{known})(?!\w),?", r'<span class="id">\g<0></span>', str(escape(text))
    )
    return Markup(kept)


def on(items: Iterable[Mapping[str, Any]], criterion: str) -> list[Mapping[str, Any]]:
    """Those that are about a criterion."""
    return [item for item in items if item["criterion"] == criterion]


def pillar_level(value: float | None) -> str:
    """The level that a pillar's score falls into; n/a without one."""
    if value is None:
        return "n/a"
    return next(b.id for b in rubric().pillar_levels if value >= b.floor)


def sample_notice() -> SampleNotice | None:
    """What every page says when it shows the bundled sample."""
    return finder().once("sample", lambda: queries.sample_notice(reading()))


@lru_cache(maxsize=4096)
def remembered(macro: Callable[..., Markup], *arguments: Any) -> Markup:
    """What a macro makes of arguments, made once: lists repeat the same few marks and cells many times."""
    return macro(*arguments)


def once(name: str) -> bool:
    """Whether the page that is being made has not asked for this name before: an id may stand only once in it."""
    names: set[str] = g.setdefault("names", set())
    fresh = name not in names
    names.add(name)
    return fresh


@cache
def static_address(folder: Path, name: str) -> str:
    """The address of a static file, which changes with its contents: it may be kept for long."""
    contents = (folder / name).read_bytes()
    return f"/static/{name}?v={hashlib.sha256(contents).hexdigest()[:12]}"
