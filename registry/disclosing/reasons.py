"""Reasons: what moderators often say, to be picked and added to."""

from __future__ import annotations

REASONS = (
    "The page behind the link does not say so.",
    "Nothing that anybody could check backs it. A link to public words is needed.",
    "The release itself says so already, and it counts.",
    "The link does not open, or only for those who sign in.",
    "It is about another release, or another version of this one.",
    "It is about the base model, and reaches this release through its lineage.",
    "The same was decided on before.",
    "It is no disclosure: advertising, an insult, or none that could be understood.",
)
"""Why something is rejected; each a whole sentence, which is public."""
LONGEST_REASON = 1000
"""Characters of a reason."""


def reason_of(picked: str, added: str) -> str:
    """The reason of what was picked, if it is one of the above, and of what was added in words."""
    told = picked if picked in REASONS else ""
    return " ".join(filter(None, (told, added.strip())))[:LONGEST_REASON]
