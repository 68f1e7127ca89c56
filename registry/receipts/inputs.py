"""Inputs: what a grade depends on beside its snapshot, as a receipt tells it and as a policy takes it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from registry.policy import Beside
from registry.receipts import receipt_address
from registry.scoring.case import Dataset
from registry.scoring.evidence import Evidence, Outcome
from registry.shapes.receipts import BaseGrade, ReceiptBase, ReceiptDataset, ReceiptInputs
from registry.verdicts import KeptBase


def dataset_told(name: str, known: Dataset) -> ReceiptDataset:
    """What is known of a dataset repo that a release links to under a name."""
    told: ReceiptDataset = {
        "name": name,
        **asdict(known),  # type: ignore[typeddict-item]
        "outcome": known.outcome.value,
    }
    return told


def base_told(
    base: str, revision: str, graded_at: str, digest: str, verdict: Mapping[str, Any]
) -> BaseGrade:
    """The grade of a base, with its verdict as it is kept."""
    return {
        "revision": revision,
        "graded_at": graded_at,
        "verdict_digest": digest,
        "verdict": verdict,  # type: ignore[typeddict-item]
        "receipt": receipt_address(base),
    }


def unseen(bases: Iterable[ReceiptBase], named: Iterable[str]) -> list[str]:
    """The bases that no grade is known of; ``named`` are those of which only a name is."""
    return [*(base["id"] for base in bases if base["grade"] is None), *named]


def datasets_of(inputs: ReceiptInputs) -> dict[str, Dataset]:
    """The states of datasets by the names under which the release links to them."""
    return {
        told["name"]: Dataset(
            id=told["id"],
            outcome=Outcome(told["outcome"]),
            gated=told["gated"],
            license=told["license"],
            documented=told["documented"],
            url=told["url"],
            bare=told["bare"],
        )
        for told in inputs["datasets"]
    }


def beside_of(inputs: ReceiptInputs) -> Beside:
    """What is known beside the snapshot. Raises ValueError for what is no evidence."""
    disclosed = tuple(Evidence.from_dict(told) for told in inputs["disclosures"])
    return Beside(disclosed, frozenset(inputs["gone"]))


def bases_of(inputs: ReceiptInputs) -> list[tuple[str, KeptBase | None]]:
    """The bases in order with what they hand on. Raises KeyError, TypeError or ValueError for what is no verdict."""
    return [
        (base["id"], KeptBase.of(base["id"], base["grade"]["verdict"]) if base["grade"] else None)
        for base in inputs["bases"]
    ]
