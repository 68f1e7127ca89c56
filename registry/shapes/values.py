"""Values: the kinds of numbers and words that shapes are made of, with their ranges."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

Score = Annotated[float, Field(ge=0, le=100)]
"""A score of 0 to 100, to a tenth."""
Points = Annotated[float, Field(ge=0, le=1)]
"""What a level is worth, 0 to 1."""
Count = Annotated[int, Field(ge=0)]
Ordinal = Annotated[int, Field(ge=1)]
"""A number that counts from 1, such as a rank."""
Moment = Annotated[
    str, Field(json_schema_extra={"format": "date-time"}, examples=["2026-11-20T14:02:00Z"])
]
"""A moment in ISO 8601 with its offset from UTC."""
OwnAddress = Annotated[str, Field(json_schema_extra={"format": "uri-reference"})]
"""An address on this site, from its root."""

# What the rubric names: its file may change, and so these are no closed sets.

PillarId = Annotated[str, Field(examples=["data"])]
CriterionId = Annotated[str, Field(examples=["data.access"])]
CriterionTitle = Annotated[str, Field(examples=["access to the data"])]
LevelId = Annotated[str, Field(examples=["in-part", "unchecked", "n/a"])]
Letter = Annotated[str, Field(examples=["C"])]
OpennessClass = Annotated[str, Field(examples=["open weights"])]
LicenseLevel = Annotated[str, Field(examples=["use-restricted"])]
FrameworkId = Annotated[str, Field(examples=["osai"])]
FrameworkState = Annotated[str, Field(examples=["partial", "unchecked"])]
ReleaseId = Annotated[str, Field(examples=["allenai/OLMo-7B"])]

Effort = Literal["low", "medium", "high"]
LevelShape = Literal["open", "partial", "withheld", "undisclosed", "unchecked", "n/a"]
LicenseClass = Literal["open-source", "use-restricted", "non-commercial", "none"]
Relation = Literal["finetune", "adapter", "quantized", "merge", "distilled", "copy", ""]
"""How a release was made from its base; empty where that is not stated."""
DocumentKind = Literal["paper", "post", "repository", "collection", "page"]
