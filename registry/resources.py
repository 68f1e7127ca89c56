"""Resources: the files that travel with the code, in a checkout and in an installed wheel alike."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from registry.indexes.index import Indexes
    from registry.linting.snippets import Snippet
    from registry.scoring.frameworks import Framework
    from registry.scoring.licenses import LicenseTable
    from registry.scoring.rubric import Rubric

# What parses a file is imported where the file is read: most commands need none of them, or one.

PACKAGE = Path(__file__).parent


def folder(name: str) -> Path:
    """The folder ``templates`` or ``migrations``: inside the package in a wheel, beside it in a checkout."""
    inside = PACKAGE / name
    return inside if inside.is_dir() else PACKAGE.parent / name


@cache
def policy_digests() -> dict[str, str]:
    """SHA-256 of each file that grades are made by, by its name below ``scoring``."""
    scoring = PACKAGE / "scoring"
    files = [scoring / "rubric.toml", scoring / "licenses.toml", *_framework_files()]
    return {
        file.relative_to(scoring).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in files
    }


@cache
def rubric() -> Rubric:
    """The rubric in force."""
    from registry.scoring.rubric import parse_rubric

    return parse_rubric((PACKAGE / "scoring" / "rubric.toml").read_text(encoding="utf-8"))


@cache
def licenses() -> LicenseTable:
    """The licence table in force."""
    from registry.scoring.license_file import parse_table

    return parse_table((PACKAGE / "scoring" / "licenses.toml").read_text(encoding="utf-8"))


@cache
def frameworks() -> tuple[Framework, ...]:
    """Other people's rubrics, evaluated over our evidence."""
    from registry.scoring.frameworks import parse_framework

    return tuple(parse_framework(f.stem, f.read_text(encoding="utf-8")) for f in _framework_files())


@cache
def indexes() -> Indexes:
    """Other indexes: their terms, and how their items stand to our estimates."""
    from registry.indexes.index import parse_indexes

    text = (PACKAGE / "indexes" / "indexes.toml").read_text(encoding="utf-8")
    return parse_indexes(text, frameworks())


@cache
def snippets() -> Mapping[str, Snippet]:
    """What a publisher pastes to reach the best level, by criterion."""
    from registry.linting.snippets import parse_snippets

    return parse_snippets((PACKAGE / "linting" / "snippets.toml").read_text(encoding="utf-8"))


def _framework_files() -> list[Path]:
    return sorted((PACKAGE / "scoring" / "frameworks").glob("*.toml"))
