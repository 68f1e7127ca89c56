"""Reads the terms that a card names for its code."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawlers.readers.caseless import Caseless
from crawlers.readers.observed import Observed
from crawlers.readers.scan import OwnWords
from crawlers.readers.stance import Stance, stance
from registry.scoring.evidence import Evidence

_NAME = (
    r"(?:apache(?:[- ]license)?(?:,? ?v(?:ersion)? ?\.?|[- _]+)?2(?:\.0)?"
    r"|apache(?:[- ]licen[cs]e)?|mit\b|bsd(?:[- ]\d[- ]clause)?"
    r"|(?:gnu )?[al]?gpl[-v .]*\d?(?:\.0)?|mpl[- ]?2\.0|cc[- ]by(?:[- ]\w{2})*[- ]?\d?(?:\.\d)?"
    r"|cc0|unlicense|openrail\S*|modified mit)"
)
_CODE_LICENSE = Caseless(
    rf"\b(?:(?:source |training |model |our |the )*code(?:base)?(?: repository)?"
    rf"|github repo(?:sitory)?|scripts)\b[^.;\n]{{0,90}}?\b(?:licen[cs]\w*|releas\w+|under"
    rf"|available|distribut\w+|open-?sourced?|use)\b[^;\n]{{0,40}}?(?P<a>{_NAME})"
    rf"|\bcode[ _%20-]*licen[cs]e\b[^\w\n]{{0,12}}(?:the )?(?P<b>{_NAME})"
    rf"|\blicen[cs]e\W{{0,4}}\(?(?:of the |for the )?code\)?\W{{1,6}}(?P<c>{_NAME})"
    rf"|(?P<d>{_NAME})(?: licen[cs]e)? for (?:the )?(?:source |training )?code\b"
    rf"|(?:代码|源码)[^。\n]{{0,30}}?(?P<e>{_NAME})|(?:under|遵循|依照"
    rf"|基于)[^。.\n]{{0,20}}(?P<f>{_NAME})[^。.\n]{{0,30}}(?:open-?source (?:the )?code"
    rf"|开源[^。]{{0,12}}代码)"
)
_CODE_BADGE = re.compile(rf"code[_ -]*licen[cs]e-(?P<name>{_NAME})", re.IGNORECASE)
MAX_TERMS = 4
"""Terms that are kept; a card that names more lists other people's code."""
_LICENSING = ("licen", "under", "apache", "mit", "协议", "许可", "开源")


def read_code_license(observed: Observed, words: OwnWords) -> Iterator[Evidence]:
    """The terms that the card names for code, each once, in words or else in a badge."""
    seen: set[str] = set()
    for passage in words.near("code", "github repo", "scripts", "代码", "源码"):
        if passage.kind == "code" or not any(word in passage.lower for word in _LICENSING):
            continue
        match = _CODE_LICENSE.search(passage.text)
        if match and stance(passage.text, *match.span()) is not Stance.DENIED:
            value = next(v for v in match.groups() if v)
            if value.lower() not in seen and len(seen) < MAX_TERMS:
                seen.add(value.lower())
                yield observed.said(
                    "code.license", "license", passage, value=value, around=match.span()
                )
    if seen:
        return
    for link, passage in observed.card.links:
        if not link.is_image or "icense" not in link.url:
            continue
        if badge := _CODE_BADGE.search(link.url.replace("%20", " ").replace("_", " ")):
            yield observed.said(
                "code.license", "license", passage, value=badge["name"], target=link.url
            )
            return
