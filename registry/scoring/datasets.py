"""Linked datasets: the repos that evidence leads to, and what the evidence on one comes to."""

from __future__ import annotations

import re
from collections.abc import Iterable

from registry.scoring import links
from registry.scoring.case import Dataset
from registry.scoring.evidence import Evidence, Outcome

_ID = re.compile(r"[\w.-]+(?:/[\w.-]+)?")
_PAGE = re.compile(r"https?://(?:www\.)?(?:huggingface\.co|hf\.co)/datasets/([\w.-]+(?:/[\w.-]+)?)")
_PAGE_OF_REPO = re.compile(r"/(?:viewer|tree|blob|raw|discussions)$")
TOPIC = "dataset"
"""The topic under which the reader of dataset repos files its facts."""


def dataset_of(evidence: Evidence) -> str:
    """The dataset repo that evidence names (fact ``dataset``) or links to; empty when none."""
    if evidence.criterion in (TOPIC, links.TOPIC):  # not every linked repo is one of training data
        return ""
    if evidence.fact == "dataset" and _ID.fullmatch(evidence.value):
        return evidence.value
    match = _PAGE.match(evidence.target)
    return _PAGE_OF_REPO.sub("", match[1]) if match else ""


def linked_datasets(evidence: Iterable[Evidence]) -> tuple[str, ...]:
    """The dataset repos to look up for a release, once each, in order."""
    found = (dataset_of(e) for e in evidence if e.outcome is Outcome.FOUND)
    return tuple(dict.fromkeys(filter(None, found)))


def dataset_from_evidence(dataset: str, evidence: Iterable[Evidence], url: str) -> Dataset:
    """A dataset repo that exists, as the evidence read in it describes it."""
    facts = {e.fact: e.value for e in evidence if e.criterion == TOPIC}
    return Dataset(
        id=dataset,
        outcome=Outcome.FOUND,
        gated=facts.get("gated", ""),
        license=facts.get("license", ""),
        documented="documented" in facts,
        bare="bare" in facts,
        url=url,
    )
