"""Words: what a page says, as far as it is told in HTML or as plain text, for finding quotes in it."""

from __future__ import annotations

import codecs
import re

from crawlers.html_tags import parts

_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE | re.ASCII)
_HEAD = 2048
"""Bytes in which a page says how it is encoded."""


def text_of(body: bytes, content_type: str) -> str | None:
    """The words of a page, without its tags; None for what is neither HTML nor plain text."""
    kind = content_type.partition(";")[0].strip().lower()
    is_page = kind in ("text/html", "application/xhtml+xml")
    if not is_page and not kind.startswith("text/"):
        return None
    text = _decoded(body, content_type, is_page=is_page)
    if not is_page:
        return text
    return "".join(part for _, part in parts(text) if isinstance(part, str))


def _decoded(body: bytes, content_type: str, *, is_page: bool) -> str:
    told = _CHARSET.search(content_type)
    if told is None and is_page:
        told = _CHARSET.search(body[:_HEAD].decode("latin-1"))
    try:
        codec = codecs.lookup(told[1] if told else "utf-8")
        if codec._is_text_encoding:  # others unpack: a few bytes may stand for gigabytes
            return body.decode(codec.name, "replace")
    except (LookupError, UnicodeError):
        pass
    return body.decode("utf-8", "replace")
