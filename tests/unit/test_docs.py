"""Docs that fail when they lie: commands, settings, parameters and criteria are all told."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from registry import resources
from registry.cli import main
from registry.filters import make_fields
from registry.settings import SETTINGS

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
API = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")


def commands(group: click.Group, path: str = "aperture") -> list[str]:
    """Every command with its whole path."""
    found = []
    for name, command in group.commands.items():
        whole = f"{path} {name}"
        found += commands(command, whole) if isinstance(command, click.Group) else [whole]
    return found


@pytest.mark.parametrize("command", commands(main))
def test_every_command_is_in_the_readme(command: str) -> None:
    assert f"`{command}`" in README


@pytest.mark.parametrize("setting", [s.name for s in SETTINGS])
def test_every_setting_is_in_the_readme(setting: str) -> None:
    assert f"`{setting}`" in README


@pytest.mark.parametrize("parameter", sorted(make_fields(resources.rubric())))
def test_every_filter_is_in_the_api_docs(parameter: str) -> None:
    assert f"`{parameter}`" in API


@pytest.mark.parametrize("criterion", resources.rubric().criteria, ids=lambda c: c.id)
def test_every_criterion_explains_itself(criterion: object) -> None:
    for name in ("title", "question", "why", "how"):
        assert len(getattr(criterion, name)) > 5, name
    assert all(len(level.meaning) > 10 for level in criterion.levels)  # type: ignore[attr-defined]
    assert len(criterion.remedy.text) > 20  # type: ignore[attr-defined]
    assert criterion.remedy.effort in {"low", "medium", "high"}  # type: ignore[attr-defined]


def test_there_are_24_criteria() -> None:
    assert len(resources.rubric().criteria) == 24


def test_pictures_of_the_readme_are_there() -> None:
    assert (ROOT / "docs" / "pages" / "release-1280-light.png").is_file()


def test_the_guide_to_the_api_names_all_its_parts() -> None:
    parts = [line.removeprefix("## ") for line in API.splitlines() if line.startswith("## ")]
    named = [line[3:].partition("]")[0] for line in API.splitlines() if line.startswith("- [")]
    assert named == parts
