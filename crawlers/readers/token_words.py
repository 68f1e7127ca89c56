"""How numbers of tokens are written: in billions and trillions, about so many, or from so many to so many."""

from __future__ import annotations

import re
from typing import NamedTuple

LEAST, MOST = 10**9, 10**14
"""Fewer make a batch, a context or a fine-tuning; more than that nobody has."""
_UNITS = {"t": 10**12, "b": 10**9}

_UNIT = r"(?:trillion|tn|t|billion|bn|b)"
AMOUNT = (
    r"(?<![\w.,$€])(?:(?P<whole>\d{1,3}(?:,\d{3}){3,4})(?![\w,.]\d)|(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,5}(?:\.\d{1,4})?)"
    rf"(?:\+? ?{_UNIT})?(?: ?(?:[-–~]|to) ?\d[\d.]{{0,6}})?\+? ?[- ]?(?P<unit>{_UNIT})\b\+?)"
)
"""Of a range, the lower end."""
TOKENS = (
    r"[ -]{1,2}(?:(?!of\b|in\b|with\b|from\b|for\b|to\b|on\b|at\b|per\b|param|model|unique|more\b|additional|new\b"
    r"|instruct|context)[\w/&-]+,? ){0,5}?tokens?\b(?! ?/)"
)
QUALIFIED = (
    r"(?:(?:an?|the|about|approximately|approx\.?|around|roughly|nearly|almost|over|more than|at least|some|just|only"
    r"|(?:grand )?total(?: of)?|full|entire|whole|massive|estimated|[~≈>≥∼±])\s?){0,4}"
)


class Amount(NamedTuple):
    """A number of tokens, where it is told, and whether pre-training is spoken of."""

    amount: int
    start: int
    end: int
    is_pre: bool


def amount_of(match: re.Match[str]) -> Amount | None:
    """The number that a match of ``AMOUNT`` tells; None for what can't be meant."""
    if match["whole"]:
        amount = int(match["whole"].replace(",", ""))
    else:
        unit = _UNITS[match["unit"][0].lower()]
        amount = round(float(match["number"].replace(",", "")) * unit)
    if not LEAST <= amount <= MOST:
        return None
    told = match.groupdict().get("verb") or match[0]
    return Amount(amount, match.start(), match.end(), "pre" in told.lower())
