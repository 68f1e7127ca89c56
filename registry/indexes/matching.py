"""Matching: which release a record of another index is about. By links, else by names; never by a guess. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from registry.indexes.record import Record
from registry.renames import name_now

_BETWEEN = re.compile(r"[\s_-]+")
_VERSION = re.compile(r"(?<=\d)_(?=\d)")
_NUMBER = re.compile(r"\d+(?:\.\d+)*(?:[bmkt](?![a-z]))?")
_STAGES: Mapping[str, str] = {
    **dict.fromkeys(("base", "pt", "pretrain", "pretrained"), "base"),
    **dict.fromkeys(("instruct", "chat", "it", "sft", "dpo", "inst"), "tuned"),
}
"""Words in names that tell a base from what was tuned on it."""


@dataclass(frozen=True, slots=True)
class Match:
    """The release that a record is about, and all ids that it names; ``why`` tells why there is none."""

    release_id: str
    named: tuple[str, ...]
    why: str = ""


class Known:
    """What the registry has: releases by id, whatever the case and the name they had before, and by publisher."""

    def __init__(
        self, moves: Mapping[str, str], organizations: Mapping[str, Sequence[str]]
    ) -> None:
        """``moves`` maps each id to the one that followed, empty where none did; ``organizations`` names of publishers
        to those at the Hub."""
        self._moves = moves
        self._ids = {release_id.lower(): release_id for release_id in moves}
        self._named: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._aliases = {plain(name): ids for name, ids in organizations.items()}
        self._publishers: dict[str, str] = {}
        for release_id in moves:
            publisher, _, name = release_id.rpartition("/")
            self._named[plain(publisher), plain(name)].add(self.now(release_id))
            self._publishers.setdefault(plain(publisher), publisher)

    def now(self, release_id: str) -> str:
        """The id as the registry has it now; unchanged when it does not know it."""
        return name_now(self._ids.get(release_id.lower(), release_id), self._moves)

    def __contains__(self, release_id: object) -> bool:
        return release_id in self._moves

    def publishers(self, name: str) -> tuple[str, ...]:
        """The organizations of the registry that a publisher's name stands for."""
        asked = (*self._aliases.get(plain(name), ()), name)
        found = (self._publishers.get(plain(one), "") for one in asked if one)
        return tuple(dict.fromkeys(filter(None, found)))

    def called(self, publisher: str, name: str) -> tuple[str, ...]:
        """The releases of a publisher that are called so."""
        found: set[str] = set()
        for one in self.publishers(publisher):
            found |= self._named.get((plain(one), plain(name)), set())
        return tuple(sorted(found))


def plain(name: str) -> str:
    """A name without what makes no difference: case, blanks, hyphens. A plus does: Command R+ is not Command R."""
    return _BETWEEN.sub("", _VERSION.sub(".", name.lower()))


def matched(records: Iterable[Record], known: Known) -> dict[str, Match]:
    """By key, which release each record is about. Of several on one release, the one with its very name keeps it."""
    found: dict[str, Match] = {}
    exact: dict[str, list[str]] = defaultdict(list)
    claimed: dict[str, list[str]] = defaultdict(list)
    for record in records:
        match = found[record.key] = _match(record, known)
        if match.release_id:
            claimed[match.release_id].append(record.key)
            if plain(_name_of(match.release_id)) in {plain(record.name), plain(record.model)}:
                exact[match.release_id].append(record.key)
    for release_id, keys in claimed.items():
        kept = keys if len(keys) == 1 else exact[release_id] if len(exact[release_id]) == 1 else []
        for key in set(keys) - set(kept):
            why = f"{len(keys)} of its records lead to {release_id}"
            found[key] = replace(found[key], release_id="", why=why)
    return found


def matched_organizations(records: Iterable[Record], known: Known) -> dict[str, Match]:
    """By key, which organizations of the registry each record is about."""
    found = {record.key: known.publishers(record.organization) for record in records}
    why = "no organization of that name has a release here"
    return {key: Match("", names, "" if names else why) for key, names in found.items()}


def _match(record: Record, known: Known) -> Match:
    ends = tuple(dict.fromkeys(map(known.now, record.hub)))
    named = tuple(dict.fromkeys((*ends, *map(known.now, record.bases))))
    called = record.model or record.name
    if not ends:
        return _by_name(record, called, known, named)
    same = [end for end in ends if plain(_name_of(end)) == plain(called)]
    if len(same or ends) > 1:
        return Match("", named, f"may be about {' or '.join(same or ends)}")
    end = (same or ends)[0]
    if not same:
        other = _by_name(record, called, known, named)
        against = _contradicts(called, _name_of(end))
        if against:
            return other if other.release_id else Match("", named, f"links to {end}, {against}")
        if other.release_id not in {"", end}:
            why = f"links to {end}, and is called as {other.release_id} is"
            return Match("", other.named, why)
    if end not in known:
        return Match("", named, f"{end} is not in the registry")
    return Match(end, named)


def _by_name(record: Record, called: str, known: Known, named: tuple[str, ...]) -> Match:
    found = known.called(record.organization, called)
    if len(found) > 1:
        return Match("", (*found, *named), f"may be about {' or '.join(found)}")
    if not found:
        return Match("", named, "links to no release, and none of that publisher has its name")
    return Match(found[0], tuple(dict.fromkeys((*found, *named))))


def _name_of(release_id: str) -> str:
    return release_id.rpartition("/")[2]


def _contradicts(called: str, name: str) -> str:
    """What in a name says that another model is meant than the linked one; empty where nothing does. A name that tells
    no stage may stand for any; a tuned model always says so."""
    mine, linked = (set(_NUMBER.findall(_VERSION.sub(".", n.lower()))) for n in (called, name))
    if not (mine <= linked or linked <= mine):
        return "which by its name has another size or version"
    told, led_to = (_stages(n) for n in (called, name))
    if told != led_to and (told == {"tuned"} or (told and led_to)):
        return "which by its name is at another stage of training"
    return ""


def _stages(name: str) -> set[str]:
    return {_STAGES[word] for word in re.findall(r"[a-z]+", name.lower()) if word in _STAGES}
