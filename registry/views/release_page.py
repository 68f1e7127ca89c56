"""Release page: what the page of one release shows beside what is serialized of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import request

from registry.citing import citation
from registry.framework_items import why_they_differ
from registry.pedigree import generations, offspring, root


def beside(release: Mapping[str, Any]) -> dict[str, Any]:
    """The tree of its lineage, why frameworks differ, how to cite it, and the full address of its page."""
    line = release["lineage"]
    address = request.host_url.rstrip("/") + release["url"]
    return {
        "address": address,
        "above": generations(line["bases"]),
        "below": offspring(line["derivatives"], line["derived"]),
        "root": root(release["id"], line["bases"]),
        "why": why_they_differ(release["framework_items"]) if release["framework_items"] else "",
        "cite": citation(release, address) if release["letter"] else None,
    }
