"""MOT: records of the Model Openness Tool, and the class that its rules make of them. Pure.

Format and rules: https://github.com/lfai/model_openness_tool. A record lists the components that are there; one that
names no licence goes under the release's for its type, or for all. The tool knows licences by their exact SPDX ids;
here they are looked up as anywhere else in the registry, so that "Apache 2.0" is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from registry.boms.mof import NAMES
from registry.indexes.record import (
    NoRecordError,
    Record,
    Said,
    address_of,
    day_of,
    fields_of,
    hub_ids,
    key_of,
    line_of,
    name_of,
    part_of,
)
from registry.scoring.frameworks import Framework
from registry.scoring.frameworks.mof import (
    CLASSES,
    INCLUDED,
    INVALID,
    MISSING,
    NO_CLASS,
    UNLICENSED,
)
from registry.scoring.licenses import LicenseClass, LicenseTable

_BY_NAME = {name.lower(): item for item, name in NAMES.items()}
_UNTOLD = frozenset({"", "unlicensed", "undisclosed", "unknown", "none", "license"})
"""What stands where a licence would, and names none."""
_NOT_THERE = re.compile(r"\bnot includ", re.IGNORECASE)
_PAPER, _REPORT = "research_paper", "technical_report"


def parse(file: str, body: bytes, framework: Framework, licenses: LicenseTable) -> Record:
    """The record of one file; ``framework`` is the Model Openness Framework. Raises FileError and NoRecordError."""
    release = part_of(fields_of(body), "release")
    name = line_of(release.get("name"))
    if not name:
        raise NoRecordError("it names no release")
    types = {item.id: str(item.options["type"]) for item in framework.items}
    verdicts = {item: Said(MISSING) for item in types}
    terms = part_of(release, "license")
    for component in _components(release):
        item = _BY_NAME.get(line_of(component.get("name")).lower(), "")
        if item in verdicts:
            verdicts[item] = Said(
                _state(component, terms, types[item], licenses),
                address_of(component.get("component_path")),
            )
    states = {item: said.word for item, said in verdicts.items()}
    return Record(
        key=key_of(file),
        name=name,
        organization=line_of(release.get("producer")),
        hub=hub_ids([release.get("huggingface")], bare=True),
        verdicts=verdicts,
        overall={
            "class": class_of(states, framework),
            "included": sum(state == INCLUDED for state in states.values()),
            "there": sum(state != MISSING for state in states.values()),
            "of": len(states),
        },
        file=name_of(file),
        dated=day_of(release.get("date")),
    )


def _components(release: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    told = release.get("components")
    for component in told if isinstance(told, list) else ():
        if isinstance(component, dict):
            yield component


def _state(
    component: Mapping[str, Any], terms: Mapping[str, Any], kind: str, licenses: LicenseTable
) -> str:
    """Under which terms a component is there. One whose licence is told not to be there inherits none."""
    told = line_of(component.get("license"))
    if "license" not in component:
        told = _name(terms, kind) or _name(terms, "distribution")
    elif _NOT_THERE.search(told):
        return MISSING
    if told.lower() in _UNTOLD:
        return UNLICENSED
    found = licenses.resolve(told)
    if found.cls is LicenseClass.NONE:
        return UNLICENSED
    return INCLUDED if found.is_open else INVALID


def _name(terms: Mapping[str, Any], kind: str) -> str:
    return line_of(part_of(terms, kind).get("name"))


def class_of(states: Mapping[str, str], framework: Framework) -> str:
    """The class that the tool's rules make of the states of components: a licence is asked of data, too, and a paper
    stands for a report."""
    included = {item for item, state in states.items() if state == INCLUDED}
    if _PAPER in included:
        included.add(_REPORT)
    reached = NO_CLASS
    for name in CLASSES:
        needed = {
            i.id for i in framework.items if i.group == name and i.options.get("required", True)
        }
        if not needed <= included:
            break
        reached = name
    return reached
