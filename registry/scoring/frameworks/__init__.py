"""Frameworks: other people's rubrics, evaluated over the same marks. Each is one TOML file in this folder."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from registry.scoring.frameworks.aa import RULES as AA_RULES
from registry.scoring.frameworks.aa import verdict as aa_verdict
from registry.scoring.frameworks.fmti import verdict as fmti_verdict
from registry.scoring.frameworks.items import (
    CLOSED,
    OPEN,
    PARTIAL,
    Estimate,
    Finding,
    Framework,
    Item,
    Rule,
    Source,
    Verdict,
    parse_framework,
)
from registry.scoring.frameworks.known import Known, Marks, StoredMarks
from registry.scoring.frameworks.mof import RULES as MOF_RULES
from registry.scoring.frameworks.mof import verdict as mof_verdict
from registry.scoring.frameworks.osaid import RULES as OSAID_RULES
from registry.scoring.frameworks.osaid import osaid
from registry.scoring.frameworks.osaid import verdict as osaid_verdict
from registry.scoring.marks import Mark

__all__ = [
    "CLOSED",
    "OPEN",
    "PARTIAL",
    "Estimate",
    "Finding",
    "Framework",
    "Item",
    "Source",
    "StoredMarks",
    "estimate",
    "flat_estimates",
    "osaid",
    "parse_framework",
]

RULES: Mapping[str, Rule] = MappingProxyType({**MOF_RULES, **OSAID_RULES, **AA_RULES})
"""What settles an item that plain mappings can't settle, by the name that its TOML gives it."""

VERDICTS: Mapping[str, Callable[[Framework, Mapping[str, str], Known], Verdict]] = MappingProxyType(
    {
        "none": lambda _framework, _states, _marks: {},
        "mof": mof_verdict,
        "osaid": osaid_verdict,
        "aa": aa_verdict,
        "fmti": fmti_verdict,
    }
)
"""What a framework makes of the states of its items taken together, by the name that its TOML gives it."""


def estimate(framework: Framework, marks: Iterable[Mark] | Known) -> Estimate:
    """Aperture's estimate of a framework's items and of its verdict, never that index's own."""
    known = marks if isinstance(marks, Known) else Marks(marks)
    findings = {
        item.id: RULES[item.rule].finding(framework, item, known)
        if item.rule
        else item.found(known)
        for item in framework.items
    }
    states = {item: found.state for item, found in findings.items()}
    return Estimate(VERDICTS[framework.verdict](framework, states, known), findings)


def flat_estimates(
    frameworks: Iterable[Framework], marks: Iterable[Mark] | Known
) -> dict[str, dict[str, str | int | float]]:
    """``estimate(…).flat`` of each framework by its id, without working out the reasons for it."""
    known = marks if isinstance(marks, Known) else Marks(marks)
    return {framework.id: _flat(framework, known) for framework in frameworks}


def _flat(framework: Framework, known: Known) -> dict[str, str | int | float]:
    states = {
        item.id: RULES[item.rule].state(framework, item, known) if item.rule else item.state(known)
        for item in framework.items
    }
    return {**VERDICTS[framework.verdict](framework, states, known), **states}
