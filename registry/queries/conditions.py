"""Conditions that several queries share."""

from __future__ import annotations

from sqlalchemy import and_, or_
from sqlmodel import col

from registry.models import Release

BASE = "base"
"""The kind of link that leads from a release to what it was made from."""

# A release counts once a source has said something about it, under the name that it has now.
LISTED = and_(
    or_(col(Release.grade_id).is_not(None), col(Release.snapshot_id).is_not(None)),
    col(Release.moved_to) == "",
)
