"""Small snapshots and cases for the tests of readers and judges."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from crawlers.cards import parse_card
from crawlers.readers.lineage import find_bases
from crawlers.readers.observed import Observed
from crawlers.snapshots import Snapshot
from registry.scoring.case import Base, Case, Dataset
from registry.scoring.evidence import Evidence, Outcome
from registry.scoring.license_file import parse_table
from registry.scoring.licenses import LicenseTable
from registry.scoring.rubric import Criterion, Rubric, parse_rubric

RELEASE = "acme/brook-7b"


def observed(text: str, *, id: str = RELEASE, kind: str = "model", **metadata: Any) -> Observed:
    """What a reader is given for a card of that text; ``metadata`` is the Hub's JSON."""
    page = f"https://huggingface.co/{'datasets/' if kind == 'dataset' else ''}{id}"
    data = text.encode()
    snapshot = Snapshot(kind, id, "0" * 40, {"id": id, **metadata}, page, data, Outcome.FOUND)
    bare = Observed(snapshot, parse_card(data))
    if kind == "dataset":
        return bare
    bases, relation = find_bases(bare)
    return Observed(snapshot, bare.card, bases, relation)


def case(
    evidence: Iterable[Evidence] = (),
    *,
    id: str = RELEASE,
    datasets: Mapping[str, Dataset] | None = None,
    bases: tuple[Base, ...] = (),
) -> Case:
    """A case with that evidence, and the licences and the rubric of the application."""
    return Case(id, tuple(evidence), licenses(), datasets or {}, bases)


@cache
def licenses() -> LicenseTable:
    """The application's table of licences."""
    return parse_table(_scoring("licenses.toml"))


@cache
def rubric() -> Rubric:
    """The application's rubric."""
    return parse_rubric(_scoring("rubric.toml"))


def criterion(criterion_id: str) -> Criterion:
    """One criterion of the application's rubric."""
    return rubric().criterion(criterion_id)


def _scoring(name: str) -> str:
    return files("registry.scoring").joinpath(name).read_text("utf-8")
