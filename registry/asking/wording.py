"""Wording: the text of a discussion that asks a publisher for what a release lacks.

It says what was read and when, and never more; words of others stand in it as code, so that they can't do anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from registry.asking.markdown import code
from registry.asking.missing import How, Missing
from registry.level_words import plain

LONGEST = 30_000
"""Letters that a text has at most; a test holds this."""
LONGEST_TITLE = 120
_UNREAD = {
    "post": "blog post",
    "page": "project page",
    "repository": "repository",
    "collection": "collection",
}


@dataclass(frozen=True, slots=True)
class About:
    """The release that is asked about: its id, the revision that was read and the day, the rubric's version; ``page``
    is the whole address of its page here, ``requests`` that of the requests on it."""

    release_id: str
    revision: str
    read_on: date | None
    rubric_version: str
    page: str
    requests: str


def title(chosen: Sequence[Missing]) -> str:
    """The title: it holds no word of others."""
    start, names = "Could you disclose more", [m.criterion.title for m in chosen]
    for number in range(len(names), 0, -1):
        rest = f" and {len(names) - number} more" if number < len(names) else ""
        told = f"{start}: {', '.join(names[:number])}{rest}?"
        if len(told) <= LONGEST_TITLE:
            return told
    return f"{start} about this model?"


def body(about: About, chosen: Sequence[Missing]) -> str:
    """The text, as Markdown."""
    return "\n\n".join([*_opening(about), _list(about, chosen), *_closing(about)]) + "\n"


def _opening(about: About) -> Iterator[str]:
    yield (
        f"Hello! [Aperture]({about.page}) is a public registry of how open language models are. It goes by what model "
        f"cards, metadata and files say. For {code(about.release_id)} it could not find everything that one needs to "
        "study, check or rebuild a model. Could you say more about the following?"
    )
    at = f", at revision {code(about.revision[:12])}" if about.revision else ""
    on = f" on {_day(about.read_on)}" if about.read_on else ""
    yield (
        f"This is what was read{on}{at}, judged by version {about.rubric_version} of the registry's rubric. An "
        "automatic reading can be wrong: if something is there and was missed, a link to it is all that is needed."
    )


def _list(about: About, chosen: Sequence[Missing]) -> str:
    return "\n".join(
        line for number, one in enumerate(chosen, 1) for line in _item(about, number, one)
    )


def _item(about: About, number: int, one: Missing) -> Iterator[str]:
    of = one.criterion
    lead = " " * len(f"{number}. ")
    yield f"{number}. **{of.title[0].upper()}{of.title[1:]}**: {of.question}"
    yield f"{lead}- {_finding(one)}{_quoted(one)}"
    if one.unread:
        kinds = " and ".join(
            dict.fromkeys(f"a {_UNREAD.get(kind, 'paper')}" for kind in one.unread)
        )
        yield (
            f"{lead}- The card links to {kinds} that the registry has not read. If the answer stands there, a sentence "
            "in the card that says so is enough."
        )
    yield f"{lead}- {_asked(one)} {of.remedy.text}"
    yield f"{lead}- Details: <{about.page}#{of.id}>"


def _finding(one: Missing) -> str:
    meaning = one.criterion.level(one.level).meaning
    named = f"“{plain(one.level)}”"
    if one.how is How.PARTIAL:
        return f"Disclosed in part, {named}: {meaning}"
    if one.how is How.UNDISCLOSED:
        return f"As far as could be read, {named}: {meaning}"
    if one.quote:
        return f"You say that this is withheld, {named}."
    if one.retold:
        return f"Somebody disclosed to the registry that this is withheld, {named}. Is that so?"
    return f"Read as being withheld, {named}: {meaning}"


def _quoted(one: Missing) -> str:
    if not one.quote:
        return ""
    place = f"{code(one.place, 80)}" if one.place else ""
    whose = f" of its base {code(one.via, 200)}" if one.via else ""
    where = f" ({place}{whose})" if place else ""
    return f" The words{where}: {code(one.quote)}"


def _asked(one: Missing) -> str:
    if one.how is How.WITHHELD:
        return "Could you say why, or publish a description of it? What would settle it:"
    if one.how is How.PARTIAL:
        return "What would complete it:"
    return "What would settle it:"


def _closing(about: About) -> Iterator[str]:
    yield (
        "You can answer here, in the model card, or in a file `TRANSPARENCY.yaml` in this repository, which the "
        "registry reads as your own statement. To say that something stays closed, and why, is an answer, too. As "
        "publisher you also have a right of reply: your own words then stand beside each criterion, on "
        f"[the release's page]({about.page})."
    )
    yield (
        "Aperture has not posted this, and does not post anything: it prepares the text, and a person who wants to "
        f"know posted it. [What was asked, and how long the answer took]({about.requests}), is public."
    )


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
