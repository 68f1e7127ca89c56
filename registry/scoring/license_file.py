"""The licence file: reads the text of `licenses.toml` into a table. Callers pass the text."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import Any

import license_expression as expressions  # type: ignore[import-untyped, unused-ignore]

from registry.scoring.license_names import NOISE, TOKEN, key_of
from registry.scoring.licenses import License, LicenseClass, LicenseTable

_WORDS = ("undeclared", "own", "non_commercial")
_SPDX = "https://spdx.org/licenses/{id}.html"


def parse_table(toml_text: str) -> LicenseTable:
    """The table in `licenses.toml`'s text. Raises ValueError when it is no TOML, has an unknown
    class or a spelling that two licences share; KeyError for a missing field."""
    data = tomllib.loads(toml_text)
    names: dict[str, License] = {}
    links, families, alone, triggers = [], [], set(), set()
    for terms, spellings, entry in _entries(data["group"], data["suits"]):
        links += [(part, terms) for part in entry.get("links", ())]
        families += [(re.compile(part), terms) for part in entry.get("families", ())]
        for spelling in spellings:
            key, mention = key_of(spelling), entry["mention"]
            if names.setdefault(key, terms) != terms:
                raise ValueError(f"{spelling!r} is {names[key].id} and {terms.id}")
            if mention == "alone" or (mention == "versioned" and re.search(r"\d", key)):
                alone.add(key)
            first = TOKEN.findall(spelling.lower())[0]
            if mention != "never" and first not in NOISE and first.isalpha() and len(first) > 1:
                triggers |= {first.encode(), first.encode() + b"v"}
    listed: dict[str, License] = {}
    for terms, _, _ in _entries(data["listed"], data["suits"]):
        if (other := names.get(key_of(terms.id)) or listed.get(terms.id)) and other != terms:
            raise ValueError(f"{terms.id!r} stands in the table twice")
        listed[terms.id] = terms
    return LicenseTable(
        version=data["version"],
        licenses=tuple(dict.fromkeys((*names.values(), *listed.values()))),
        names=names,
        listed=listed,
        alone=frozenset(alone),
        links=tuple(sorted(links, key=lambda link: -len(link[0]))),
        named_links=data["named_links"],
        families=tuple(families),
        words={kind: frozenset(data[kind]) for kind in _WORDS},
        triggers=frozenset(triggers),
        prefixes=frozenset(key[:end] for key in names for end in range(len(key) + 1)),
        spdx=expressions.get_spdx_licensing(),
    )


def _entries(
    groups: list[dict[str, Any]], suits: dict[str, list[str]]
) -> Iterator[tuple[License, set[str], dict[str, Any]]]:
    """Each licence of the groups with its spellings and its entry, versions written out."""
    for group in groups:
        for entry in [*group.get("licenses", ()), *({"id": one} for one in group.get("ids", ()))]:
            full = {"mention": "near", "name": entry["id"], "url": _SPDX, **group, **entry}
            for version in [*full.get("versions", ["-"]), *([""] if "unversioned" in full else [])]:
                ident = full["id"].format(v=version) if version else full["unversioned"]
                spelt = [full["name"], *full.get("aliases", ())]
                forms = [form.format(v=version).rstrip(" -") for form in spelt]
                terms = License(
                    id=ident,
                    name=forms[0],
                    cls=LicenseClass(full["class"]),
                    url=full["url"].format(id=ident),
                    reason=full["reason"],
                    status=full.get("status", ""),
                    suits=frozenset(kind for kind, ids in suits.items() if ident in ids),
                )
                yield terms, {ident.removeprefix("LicenseRef-"), *forms}, full
