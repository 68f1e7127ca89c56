"""Terms: the licences that a publisher declares, and those that Aperture concludes, as SPDX expressions. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from registry.scoring.licenses import License, LicenseTable
from registry.scoring.rubric import UNCHECKED

NONE = "NONE"
"""There are no terms: we looked, and nothing is granted."""
NOASSERTION = "NOASSERTION"
"""Nothing can be said of the terms."""

_DECLARED_IN = (("tag", "name"), ("card",), ("file",))
"""Places where a publisher declares terms: fields of the metadata before prose before the names of files."""


@dataclass(frozen=True, slots=True)
class Terms:
    """An SPDX expression, ``NONE`` or ``NOASSERTION``, the licences it is made of, and a word on why."""

    expression: str
    licenses: tuple[tuple[str, str, str], ...] = ()
    """Of each its id (SPDX or LicenseRef-…), its name, and the address of its text if one is known."""
    comment: str = ""


def declared(release: Mapping[str, Any], table: LicenseTable) -> Terms:
    """What the publisher declares: in the fields for it, else in the card, else by the name of a file."""
    places = release["licenses"]["places"] if release["licenses"] else []
    for group in _DECLARED_IN:
        told = [one for p in places if p["place"] in group for one in p["licenses"]]
        if told:
            return _joined(told, release["license"], table)
    spoken = any(p["quote"] for p in places)
    if spoken or _unchecked(release):
        return Terms(NOASSERTION, comment="Nothing that names terms could be read.")
    return Terms(
        NONE, comment="Neither metadata nor card nor the name of a file tells of a licence."
    )


def concluded(release: Mapping[str, Any], table: LicenseTable) -> Terms:
    """What holds according to Aperture, from all places together and from the bases."""
    trace = release["licenses"]
    if not trace or _unchecked(release):
        return Terms(NOASSERTION, comment="The licence could not be checked.")
    why = " ".join([release["criteria"]["weights.license"]["reason"], *trace["conflicts"]])
    counting = [p for p in trace["places"] if p["counts"]]
    named = [one for p in counting for one in p["licenses"]]
    if named:
        found = _joined(named, release["license"], table)
    elif counting and counting[0]["place"] == "condition":
        found = _on_condition(counting[0], declared(release, table), table)
    elif trace["needs_review"]:
        found = Terms(NOASSERTION)  # there are terms, which nobody has read
    elif trace["effective"]:
        found = of_words(trace["effective"], table)
    else:  # where terms are spoken of, without saying which, there may be some
        found = Terms(declared(release, table).expression)
    return replace(found, comment=why)


def _on_condition(place: Mapping[str, Any], told: Terms, table: LicenseTable) -> Terms:
    """What is declared and, beside it, what a sentence of the card asks for, which goes by its own words."""
    ident = of_words(place["says"], table).expression
    words = (ident, place["quote"] or place["says"], place["url"] or "")
    if not told.licenses:
        return Terms(ident, (words,))
    before = f"({told.expression})" if " OR " in told.expression else told.expression
    return Terms(f"{before} AND {ident}", (*told.licenses, words))


def of_words(words: str, table: LicenseTable) -> Terms:
    """What a declared tag, or the name of a licence, comes to."""
    found = table.resolve(words)
    return Terms(found.id, tuple(_of_table(one) for one in found.licenses))


def _joined(told: Iterable[Mapping[str, Any]], tag: str, table: LicenseTable) -> Terms:
    """All of the licences that places name; between those of the tag stands what the tag puts there."""
    licenses = {one["id"]: (one["id"], one["name"], _of_text(one["url"])) for one in told}
    by_tag = table.resolve(tag)
    same = {one.id for one in by_tag.licenses} == set(licenses)
    expression = by_tag.id if same else " AND ".join(licenses)
    return Terms(expression, tuple(licenses.values()))


def _of_table(one: License) -> tuple[str, str, str]:
    return one.id, one.name, _of_text(one.url)


def _of_text(url: str | None) -> str:
    """The address of a licence's text; the SPDX list has no pages of what is not on it."""
    return "" if not url or "spdx.org/licenses/LicenseRef-" in url else url


def _unchecked(release: Mapping[str, Any]) -> bool:
    return bool(release["criteria"]["weights.license"]["level"] == UNCHECKED)
