"""Shapes: what the JSON API answers with, as types that mypy checks serializers by and OpenAPI schemas are made from.

Nothing is checked against them while a request is answered.
"""

from __future__ import annotations

from registry.shapes.boards import (
    Alternative,
    Alternatives,
    ClaimBoard,
    ClaimingRelease,
    RankedRelease,
    ReleaseBoard,
    Tradeoff,
)
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
    StateCounts,
)
from registry.shapes.evidence import (
    Component,
    Criterion,
    Document,
    Evidence,
    Improvement,
    Located,
    Remedy,
    UnreadDocument,
)
from registry.shapes.groups import (
    CriterionCounts,
    Downloads,
    Family,
    FamilyList,
    Group,
    HalfYear,
    Organization,
    OrganizationList,
    OrganizationProfile,
)
from registry.shapes.history import Attribution, Change, Entry, Movement, Standing, Step
from registry.shapes.ledger import Ledger, LedgerCell, LedgerDataset, LedgerStage
from registry.shapes.licences import License, LicensePlace, Licensing
from registry.shapes.policy import (
    BandDefinition,
    ClassDefinition,
    ComponentDefinition,
    CriterionDefinition,
    FrameworkDefinition,
    FrameworkList,
    ItemDefinition,
    LevelDefinition,
    PillarDefinition,
    RubricDefinition,
    SourceDefinition,
    StateDefinition,
)
from registry.shapes.release import (
    Bounds,
    Detail,
    DetailInShort,
    Lineage,
    Link,
    Relative,
    Release,
    Reply,
)
from registry.shapes.requests import DisclosureRequest, RequestCounts, RequestList
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
from registry.shapes.trends import Trend, TrendColumn, Trends

__all__ = [
    "Against", "Alternative", "Alternatives", "Attribution", "BandDefinition", "Bounds", "Change", "Claim",
    "ClaimBoard", "ClaimingRelease", "ClassDefinition", "ComparedCell", "ComparedCriterion",
    "ComparedFramework", "ComparedPillar", "ComparedRelease", "ComparedStage", "Comparison",
    "Component", "ComponentDefinition", "CrawlRun", "Crawls", "Criterion", "CriterionCounts", "CriterionDefinition",
    "Detail", "DetailInShort", "DisclosureRequest", "Document", "Downloads", "Entry", "Estimate", "EstimateInShort",
    "Evidence", "FailureCounts", "FailureReason", "Family", "FamilyList", "Finding", "FrameworkDefinition",
    "FrameworkList", "GradeCounts", "GradeVersion", "Group", "HalfYear", "Improvement", "ItemDefinition", "ItemState",
    "JobCounts", "Ledger", "LedgerCell", "LedgerDataset", "LedgerStage", "LevelAndPoints", "LevelDefinition",
    "License", "LicensePlace", "Licensing", "Line", "Lineage", "Link", "Located", "Movement", "Organization",
    "OrganizationList", "OrganizationProfile", "ParameterProblem", "PillarDefinition", "PillarScores",
    "Problem", "RankedRelease", "Relative", "Release", "ReleaseBoard", "Remedy", "Reply", "RepoCounts",
    "RequestCounts", "RequestList", "RubricDefinition", "SourceDefinition", "Standing", "StateCounts",
    "StateDefinition", "Status",
    "StatusNumbers", "Step", "Summary", "Tradeoff", "Trend", "TrendColumn", "Trends", "UnreadDocument",
    "UnseenCounts",
]  # fmt: skip
