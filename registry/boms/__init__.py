"""Bills of materials: a graded release with its evidence as CycloneDX, SPDX and MOF documents. Pure.

Each is made of what ``registry.serialize.detail`` returns of a release that has a grade, and says no more than
that: what is not known is left out, or said to be unknown where a format asks for it. The time in a document is the
time of the grade, and its ids follow from what was graded, so that the same records always give the same document.
"""

from __future__ import annotations

from registry.boms.cyclonedx import cyclonedx
from registry.boms.mof import mof, mof_yaml
from registry.boms.spdx import spdx

__all__ = ["cyclonedx", "mof", "mof_yaml", "spdx"]
