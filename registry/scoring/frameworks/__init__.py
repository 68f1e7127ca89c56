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
    Marks,
    Source,
    Verdict,
    parse_framework,
)
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
    "estimate",
    "osaid",
    "parse_framework",
]

RULES: Mapping[str, Callable[[Framework, Item, Marks], Finding]] = MappingProxyType(
    {**MOF_RULES, **OSAID_RULES, **AA_RULES}
)
"""What settles an item that plain mappings can't settle, by the name that its TOML gives it."""

VERDICTS: Mapping[str, Callable[[Framework, Mapping[str, Finding], Marks], Verdict]] = (
    MappingProxyType(
        {
            "none": lambda _framework, _findings, _marks: {},
            "mof": mof_verdict,
            "osaid": osaid_verdict,
            "aa": aa_verdict,
            "fmti": fmti_verdict,
        }
    )
)
"""What a framework makes of its items taken together, by the name that its TOML gives it."""


def estimate(framework: Framework, marks: Iterable[Mark]) -> Estimate:
    """Aperture's estimate of a framework's items and of its verdict, never that index's own."""
    known = {m.criterion: m for m in marks}
    findings = {
        item.id: RULES[item.rule](framework, item, known) if item.rule else item.found(known)
        for item in framework.items
    }
    return Estimate(VERDICTS[framework.verdict](framework, findings, known), findings)
