"""Asking: requests for disclosure, what counts as an answer to one, and how long answers take.

Pure: whoever asks brings what the registry knows, and the time.
"""

from __future__ import annotations

from registry.asking.answers import Answer, Answered, Look, Wanted, answers
from registry.asking.missing import DEFAULT_MOST, MOST, Missing, by_default, missing
from registry.asking.pace import Asking, Pace, pace
from registry.asking.places import discussion_in, hub_page, new_discussion
from registry.asking.wording import About, body, title

__all__ = [
    "DEFAULT_MOST",
    "MOST",
    "About",
    "Answer",
    "Answered",
    "Asking",
    "Look",
    "Missing",
    "Pace",
    "Wanted",
    "answers",
    "body",
    "by_default",
    "discussion_in",
    "hub_page",
    "missing",
    "new_discussion",
    "pace",
    "title",
]
