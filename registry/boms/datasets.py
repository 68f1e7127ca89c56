"""Data sets that a release, or a base of it, is said to have been trained on. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from registry.boms.subject import address, text
from registry.scoring.evidence import Outcome

_SOURCES = "data.sources"
_NAMING = frozenset({"corpus", "dataset", "name"})
"""Facts whose value is the name of a set."""
_STANDING = {"public": "found", "gated": "gated", "gone": "gone"}
"""What is known of a linked repo, in the words of the ledger."""


@dataclass(frozen=True, slots=True)
class NamedSet:
    """A data set as it is named.

    ``url`` leads to it and is empty when nothing does; ``license`` is the tag that it declares; ``standing`` tells
    what is known of getting it (``registry.scoring.ledger.rows``); ``stage`` is the stage of training; ``via`` the
    base that was trained on it, empty when the release itself was. ``quote`` and ``source`` are the words that name
    it and their address.
    """

    name: str
    url: str
    license: str
    standing: str
    stage: str
    via: str
    quote: str
    source: str

    @property
    def is_published(self) -> bool:
        """Whether it is known to be, or to have been put, somewhere."""
        return bool(self.url) and self.standing != "gone"


def named_sets(release: Mapping[str, Any]) -> list[NamedSet]:
    """The sets of pre-training, then those of each stage after it, each once for each model trained on it."""
    found: dict[tuple[str, str], NamedSet] = {}
    for named in [*_tuned_on(release), *_pretrained_on(release)]:
        found.setdefault((named.via, named.url or named.name.lower()), named)
    return sorted(found.values(), key=lambda one: (one.via, one.stage != "pretraining"))


def _pretrained_on(release: Mapping[str, Any]) -> Iterator[NamedSet]:
    """What the evidence on the sources names."""
    states = {link["repo"]: link["state"] for link in release["links"] if link["kind"] == "dataset"}
    mark = release["criteria"].get(_SOURCES, {"evidence": [], "via": ""})
    for e in mark["evidence"]:
        if e["fact"] in _NAMING and e["outcome"] == Outcome.FOUND and e["value"]:
            standing = _STANDING.get(states.get(e["value"], ""), "named")
            stage = e["stage"] or "pretraining"
            yield NamedSet(
                text(e["value"]), address(e["target"]), "", standing, stage, mark["via"],
                text(e["quote"]), address(e["url"]),
            )  # fmt: skip


def _tuned_on(release: Mapping[str, Any]) -> Iterator[NamedSet]:
    """The sets of the ledger; what a set was made from, or was merely released beside it, is none of them."""
    for row in release["ledger"]["stages"]:
        for one in row["sets"]:
            if not one["role"]:
                yield NamedSet(
                    text(one["name"]), address(one["url"]), one["license"], one["standing"],
                    row["stage"], row["via"], "", address(one["source"]),
                )  # fmt: skip
