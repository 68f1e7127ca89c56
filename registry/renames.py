"""Renames: the name that a repo has now."""

from __future__ import annotations

from collections.abc import Mapping


def name_now(repo_id: str, moves: Mapping[str, str]) -> str:
    """The name that a repo has now, over any number of renames; ``moves`` maps old names to those that followed."""
    seen = {repo_id}
    while (following := moves.get(repo_id, "")) and following not in seen:
        repo_id = following
        seen.add(repo_id)
    return repo_id
