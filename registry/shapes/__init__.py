"""Shapes: what the JSON API answers with, as types that mypy checks serializers by and OpenAPI schemas are made from.

Nothing is checked against them while a request is answered.
"""

from __future__ import annotations

from registry.shapes.claims import Against, Claim
from registry.shapes.comparison import (
    ComparedCell,
    ComparedCriterion,
    ComparedFramework,
    ComparedPillar,
    ComparedRelease,
    ComparedStage,
    Comparison,
)
from registry.shapes.errors import ParameterProblem, Problem
from registry.shapes.estimates import (
    Estimate,
    EstimateInShort,
    Finding,
    ItemState,
    Rest,
    StateCounts,
)
from registry.shapes.evidence import (
    Criterion,
    Document,
    Evidence,
    Improvement,
    Located,
    Remedy,
    UnreadDocument,
)
from registry.shapes.history import Attribution, Change, Entry, Movement, Standing, Step
from registry.shapes.ledger import Ledger, LedgerCell, LedgerDataset, LedgerStage
from registry.shapes.licences import License, LicensePlace, Licensing
from registry.shapes.release import Bounds, Detail, DetailInShort, Lineage, Link, Relative, Release
from registry.shapes.status import (
    CrawlRun,
    Crawls,
    FailureCounts,
    FailureReason,
    GradeCounts,
    GradeVersion,
    JobCounts,
    RepoCounts,
    Status,
    StatusNumbers,
    UnseenCounts,
)
from registry.shapes.summary import LevelAndPoints, Line, PillarScores, Summary

__all__ = [
    "Against", "Attribution", "Bounds", "Change", "Claim", "ComparedCell", "ComparedCriterion",
    "ComparedFramework", "ComparedPillar", "ComparedRelease", "ComparedStage", "Comparison", "CrawlRun",
    "Crawls", "Criterion", "Detail", "DetailInShort", "Document", "Entry", "Estimate", "EstimateInShort",
    "Evidence", "FailureCounts", "FailureReason", "Finding", "GradeCounts", "GradeVersion", "Improvement",
    "ItemState", "JobCounts", "Ledger", "LedgerCell", "LedgerDataset", "LedgerStage", "LevelAndPoints",
    "License", "LicensePlace", "Licensing", "Line", "Lineage", "Link", "Located", "Movement",
    "ParameterProblem", "PillarScores", "Problem", "Relative", "Release", "Remedy", "RepoCounts", "Rest",
    "Standing", "StateCounts", "Status", "StatusNumbers", "Step", "Summary", "UnreadDocument", "UnseenCounts",
]  # fmt: skip
