"""Meta: what a page says of itself to search engines and to whoever is sent its address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote, urlencode

from flask import Flask, request
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from registry import schema_org
from registry.filters import DEFAULT_LIMIT, Asked, parse
from registry.resources import rubric

SITE = "Aperture"
CARD = "card.png"


@dataclass(frozen=True, slots=True)
class Alternate:
    """The same page in another format."""

    type: str
    title: str
    href: str


@dataclass(frozen=True, slots=True)
class Meta:
    """What stands in the head of a page.

    ``canonical`` and ``image`` are whole addresses, ``alternates`` start at the root. An error has no canonical one.
    ``data`` is linked data, None when there is none. A page that is not ``listed`` asks search engines to leave it out.
    """

    title: str
    description: str
    kind: str
    canonical: str
    image: str
    image_alt: str
    listed: bool
    alternates: tuple[Alternate, ...]
    data: Mapping[str, Any] | None


def init_app(app: Flask) -> None:
    """Makes what a page says of itself known to templates."""
    app.jinja_env.globals.update(page_meta=page_meta, absolute=absolute)


def absolute(path: str = "") -> str:
    """The whole address of something on this site, as this request reached it."""
    return f"{request.url_root}{path.lstrip('/')}"


@pass_context
def page_meta(context: Context, title: str, description: str) -> Meta:
    """What the page that is being rendered says of itself; its title and description as its blocks have them."""
    release, asked = context.get("release"), context.get("asked")
    about: Mapping[str, Any] | None = release if _is_whole(release) else None
    filters = _filters() if isinstance(asked, Asked) else _compared()
    path = quote(request.path) + (f"?{filters}" if filters else "")
    address = absolute(context.get("canonical") or path)
    faulty = "error" in context
    return Meta(
        title=Markup(title).striptags().removesuffix(f" · {SITE}"),
        description=Markup(description).striptags(),
        kind="article" if about else "website",
        canonical="" if faulty else address,
        image=absolute(f"{about['url']}/{CARD}" if about else CARD),
        image_alt=_picture(about),
        listed=not faulty and not filters,
        alternates=() if faulty else _alternates(about, asked),
        data=_data(context, about),
    )


def _is_whole(release: Any) -> bool:
    """Whether it is a release as pages show one, and not some other thing of that name."""
    return isinstance(release, Mapping) and release.keys() >= {"id", "url", "letter", "score"}


def _filters() -> str:
    """The filters and the page asked for, always in one order: without how it is sorted, or what isn't known."""
    known = parse(request.args.items(multi=True), rubric())
    chosen = {name: tuple(sorted(values)) for name, values in known.chosen.items()}
    limit = known.limit if known.page > 1 else DEFAULT_LIMIT
    return replace(known, chosen=chosen, order="", limit=limit).query()


def _compared() -> str:
    """The releases that a page compares, as they are asked for."""
    return urlencode([("id", one) for one in request.args.getlist("id")])


def _picture(release: Mapping[str, Any] | None) -> str:
    if release is None:
        return f"{SITE}: how open is this “open” language model, really?"
    if release["letter"] is None:
        return f"{release['id']}: not graded"
    return f"{release['id']}: grade {release['letter']}, {release['score']:.1f} of 100"


def _alternates(release: Mapping[str, Any] | None, asked: Any) -> tuple[Alternate, ...]:
    atom, json = "application/atom+xml", "application/json"
    if release is not None:
        return (
            Alternate(json, f"{release['id']} as JSON", f"/api/v1{release['url']}"),
            Alternate(atom, f"Changes of {release['id']}", f"{release['url']}/changes.atom"),
        )
    if isinstance(asked, Asked) and request.path == "/models":
        query = f"?{asked.query(page=1)}" if asked.query(page=1) else ""
        return (
            Alternate(json, "This list as JSON", f"/api/v1/models{query}"),
            Alternate(atom, "Newly graded in this list", f"/models.atom{query}"),
            Alternate(atom, "Changes of this list", f"/changes.atom{query}"),
        )
    if request.endpoint == "organizations.organization":
        path = quote(request.path)
        return (Alternate(atom, "Changes of its releases", f"{path}/changes.atom"),)
    return ()


def _data(context: Context, release: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    root = request.url_root
    if release is not None:
        is_its_page = quote(request.path) == release["url"]
        return schema_org.release(dict(release), root) if is_its_page else None
    if request.path == "/":
        return schema_org.site(root)
    publisher = context.get("told")
    if request.endpoint == "organizations.organization" and publisher is not None:
        return schema_org.organization(publisher.name, absolute(quote(request.path)), root)
    return None
