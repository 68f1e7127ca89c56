"""Licence knowledge: what a declared, linked or quoted name stands for, and how restrictive it is.

Names and reasons are data (`licenses.toml`); here is how a name is looked up. The lines between the
classes are the rubric's (`weights.license`, rulings 12 and 15).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from typing import Any
from urllib.parse import unquote

import license_expression as expressions  # type: ignore[import-untyped, unused-ignore]

from registry.scoring.license_names import GAP, LABELLED, TAIL, TOKEN, canonical, is_meant, key_of

_LONGEST = 300  # characters of a declared name or link that are looked at
_OPERATOR = re.compile(r"([(),;/&|]|\s\+\s|\s(?:and|or|with)\s)", re.IGNORECASE)
_SIGNS = {",": "AND", ";": "AND", "/": "AND", "&": "AND", "+": "AND", "|": "OR"}
_ENDING = re.compile(r"\.(?:txt|md|rst|pdf|html?)$", re.IGNORECASE)
_LETTERS = bytes(code if chr(code).islower() and code < 128 else 32 for code in range(256))


class LicenseClass(StrEnum):
    """What terms allow, from the freest to the most restrictive (levels of `weights.license`)."""

    OPEN_SOURCE = "open-source"
    USE_RESTRICTED = "use-restricted"
    NON_COMMERCIAL = "non-commercial"
    NONE = "none"


def most_restrictive(classes: Iterable[LicenseClass]) -> LicenseClass:
    """The most restrictive class; NONE when there are none, for silence grants nothing."""
    return max(classes, key=list(LicenseClass).index, default=LicenseClass.NONE)


@dataclass(frozen=True, slots=True)
class License:
    """One set of terms: SPDX id (or LicenseRef-…), class, where to read it, why that class."""

    id: str
    name: str
    cls: LicenseClass
    url: str
    reason: str
    status: str = ""
    """Who vouches that it is open: osi, fsf, open-data, public-domain or open-model."""
    suits: frozenset[str] = frozenset()
    """The kinds of content that it was made for: code, data, document."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a declaration comes to: `id` is an SPDX expression or NOASSERTION, `known` is False when
    some of the terms are not in the table, `reason` is for a reader."""

    id: str
    cls: LicenseClass
    licenses: tuple[License, ...]
    known: bool
    reason: str

    @property
    def is_open(self) -> bool:
        """Whether anyone may use, change and share the thing for any purpose."""
        return self.cls is LicenseClass.OPEN_SOURCE

    def suits(self, content: str) -> bool:
        """Whether all of it was made for that kind of content: code, data or document."""
        return bool(self.licenses) and all(content in terms.suits for terms in self.licenses)


def _settled(terms: License, known: bool = True) -> Resolved:
    return Resolved(terms.id, terms.cls, (terms,), known, terms.reason)


def _unread(ident: str, name: str, url: str, reason: str, non_commercial: bool = False) -> Resolved:
    """Terms outside the table: use-restricted (ruling 12), unless their name says more."""
    cls = LicenseClass.NON_COMMERCIAL if non_commercial else LicenseClass.USE_RESTRICTED
    return _settled(License(ident, name, cls, url, reason), known=False)


def _combine(parts: list[Resolved], operator: str = "AND") -> Resolved:
    """AND is as open as its most restrictive part; OR as its freest, for the user may choose."""
    parts = list({part.id: part for part in parts}.values())
    if len(parts) == 1:
        return parts[0]
    order = list(LicenseClass).index
    pick, words = (min, "Any one of") if operator == "OR" else (max, "All of")
    decisive = pick(parts, key=lambda part: order(part.cls))
    ids = [f"({part.id})" if " " in part.id else part.id for part in parts]
    licenses = tuple(dict.fromkeys(one for part in parts for one in part.licenses))
    reason = f"{words} {', '.join(ids)}. {decisive.id}: {decisive.reason}"
    ident, known = f" {operator} ".join(ids), all(part.known for part in parts)
    return Resolved(ident, decisive.cls, licenses, known, reason)


@dataclass(frozen=True, slots=True, eq=False)  # there is one: what was looked up is kept by it
class LicenseTable:
    """The table of `licenses.toml`, as `license_file` reads it; lookups ignore case and separators."""

    version: str
    licenses: tuple[License, ...]
    names: Mapping[str, License]
    listed: Mapping[str, License]  # by SPDX id: those that only a licence field names
    alone: frozenset[str]  # keys that name a licence in prose without a word for licence
    links: tuple[tuple[str, License], ...]
    named_links: Mapping[str, str]
    families: tuple[tuple[re.Pattern[str], License], ...]
    words: Mapping[str, frozenset[str]]  # "undeclared", "own" and "non_commercial" of the TOML
    triggers: frozenset[bytes]
    prefixes: frozenset[str]
    spdx: Any

    def resolve(self, tag: object, name: object = None, link: object = None) -> Resolved:
        """What the Hub's `license`, `license_name` and `license_link` come to; never raises.

        They may be of any type, as YAML has them; a list is read as AND. Own terms (`other`, or a
        name beside a tag) are looked up by name, then by link; unread they are use-restricted.
        """
        tags, own = list(self._texts(tag)), self.words["own"]
        parts = [_declared(self, text) for text in tags if text.lower() not in own]
        named = next((text for text in self._texts(name) if text.lower() not in own), "")
        where = next(self._texts(link), "")
        reason = "No licence is declared."
        if named or len(parts) < len(tags) or (where and not parts):
            reason = "Declared as own terms, without naming or linking them."
            parts += [self._own_terms(named, where)] if named or where or parts else []
        return _combine(parts or [Resolved("NOASSERTION", LicenseClass.NONE, (), True, reason)])

    def recognise(self, text: str) -> list[tuple[License, int, int]]:
        """Licences that card prose names, with the span of each name, in the order of the text.

        A short or ambiguous name counts only with a word for licence beside it, so that "MIT" the
        university and "Llama 2" the model don't.
        """
        lower = text.replace("İ", "I").lower()  # The one letter that grows, and would shift spans.
        letters = b" " + lower.encode("ascii", "replace").translate(_LETTERS)
        present = self.triggers.intersection(letters.split())
        starts = {hit.start() for word in present for hit in re.finditer(b" " + word, letters)}
        found: list[tuple[License, int, int]] = []
        for start in sorted(starts):
            taken = start < (found[-1][2] if found else 0) or lower[start - 1 : start].isalnum()
            hit = None if taken else self._name_at(text, lower, start)
            found += [hit] if hit else []
        return found

    def family_terms(self, model_name_or_id: str) -> License | None:
        """The terms that a base's family name settles (ruling 15), or None."""
        lower = model_name_or_id[:_LONGEST].lower()
        return next((terms for pattern, terms in self.families if pattern.search(lower)), None)

    def of_file(self, name: str) -> License | None:
        """The licence that a file is named for: LICENSE-LLAMA3.txt is, a plain LICENSE is not."""
        return self.names.get(key_of(_ENDING.sub("", name[:_LONGEST])))

    def _texts(self, value: object) -> Iterator[str]:
        """What YAML's value declares; numbers, mappings, nested lists and "unknown" say nothing."""
        for item in (value if isinstance(value, list | tuple) else [value])[:20]:
            text = item[:_LONGEST].strip(" \t\r\n[]\"'") if isinstance(item, str) else ""
            if text.lower() not in self.words["undeclared"]:
                yield " ".join(text.split())

    def declared_as(self, text: str) -> Resolved:
        """What one declared name, address or expression comes to."""
        if known := self._linked(text) if "://" in text else self.names.get(key_of(text)):
            return _settled(known)
        if found := self._expression(text):
            return found
        mentions = self.recognise(f"License: {text}")
        if mentions and mentions[0][1] == 9 and mentions[0][0].cls is not LicenseClass.OPEN_SOURCE:
            return _settled(mentions[0][0])  # An open licence may be altered by what follows it.
        return self._own(text, "")

    def _own_terms(self, name: str, link: str) -> Resolved:
        declared = _declared(self, name) if name else self._own("", link)
        linked = None if declared.known else self._linked(link)
        return _settled(linked) if linked else declared

    def _linked(self, link: str) -> License | None:
        """The licence that an address names, by its site, its path or the family of its repo."""
        address = unquote(link).lower().partition("#")[0].partition("?")[0]
        for site, prefix in self.named_links.items():
            _, match, rest = address.partition(site)
            steps = re.sub(r"\.(?:html|txt|md|php)$", "", rest).split("/")
            for count in (2, 1) if match else ():
                if terms := self.names.get(key_of(prefix + "-".join(steps[:count]))):
                    return terms
        file = re.sub(r"\.[a-z]+$", "", address.rpartition("/")[2])
        last = self.names.get(key_of(file)) or self.family_terms(address)
        return next((terms for part, terms in self.links if part in address), last)

    def _expression(self, text: str) -> Resolved | None:
        """An SPDX expression, its names in any spelling; None when some part is no licence."""
        pieces = _OPERATOR.split(text)
        for index, piece in enumerate(pieces):
            known = None if index % 2 else self.names.get(key_of(piece))
            pieces[index] = known.id if known else _SIGNS.get(piece.strip(), piece)
        try:
            return self._evaluate(self.spdx.parse(" ".join(pieces)), text)
        except Exception:  # The parser has errors of its own, and lets others through.
            return None

    def _evaluate(self, node: Any, text: str) -> Resolved | None:
        if isinstance(node, expressions.LicenseWithExceptionSymbol):
            base = self._evaluate(node.license_symbol, text)
            listed = node.exception_symbol.is_exception
            return replace(base, id=str(node)) if base and listed else None
        if isinstance(node, expressions.LicenseSymbol):
            if known := self.names.get(key_of(node.key)):
                return _settled(known)
            known = self.listed.get(node.key)
            word = node.key.isalpha()  # "Fair" and "Intel" are licences, "fair" and "intel" not
            return _settled(known) if known and (not word or node.key in text) else None
        found = [part for child in node.args if (part := self._evaluate(child, text))]
        operator = "OR" if isinstance(node, self.spdx.OR) else "AND"
        return _combine(found, operator) if len(found) == len(node.args) else None

    def _own(self, name: str, link: str) -> Resolved:
        slug = re.sub(r"[^a-z0-9.]+", "-", name.lower())[:64].strip("-.") or "other"
        barred = any(word in f"-{slug}- {name.lower()}" for word in self.words["non_commercial"])
        reason = "Own terms, not read" + ("; their name bars commerce." if barred else ".")
        url = link if link.startswith(("https://", "http://")) else ""
        return _unread(f"LicenseRef-{slug}", name or "Own terms", url, reason, barred)

    def _name_at(self, text: str, lower: str, start: int) -> tuple[License, int, int] | None:
        """The longest name from `start` on, with its span; None when it doesn't count there."""
        key, at, name, end = "", start, "", start
        while token := TOKEN.match(lower, at):
            key, at = key + canonical(token[0]), token.end()
            label = token[0] == "the" or (token[0] in TAIL and LABELLED.match(lower, at))
            if not key or key not in self.prefixes or (name and label):
                break
            if key in self.names and (key != name or token[0] in TAIL):
                name, end = key, at
            at = gap.end() if (gap := GAP.match(lower, at)) else at
        if not name or lower[end : end + 1].isalnum():
            return None
        counts = name in self.alone or is_meant(text, lower, name, start, end)
        return (self.names[name], start, end) if counts else None


@lru_cache(maxsize=4096)
def _declared(table: LicenseTable, text: str) -> Resolved:
    return table.declared_as(text)  # a few names are what nearly all releases declare
