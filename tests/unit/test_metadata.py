"""What is taken from metadata, digests of snapshots, and settings."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.catalog import catalog_fields, declared_license
from crawlers.snapshots import COUNTERS, Snapshot, digest
from registry.settings import Settings, default_database_url


@pytest.mark.parametrize(
    ("field", "value", "column", "expected"),
    [
        ("downloads", 5, "downloads", 5),
        ("downloads", None, "downloads", None),
        ("downloads", True, "downloads", None),
        ("downloads", 2**80, "downloads", 2**62),
        ("likes", 2**80, "likes", 2**62),
        ("likes", "5", "likes", None),
        ("pipeline_tag", " a\0b ", "task", "ab"),
        ("pipeline_tag", "\ud800x", "task", "x"),
        ("pipeline_tag", "x" * 999, "task", "x" * 200),
        ("safetensors", {"total": 7}, "parameters", 7),
        ("safetensors", {"total": -7}, "parameters", None),
        ("safetensors", 7, "parameters", None),
        (
            "createdAt",
            "2024-05-06T07:08:09.000Z",
            "created_at",
            datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC),
        ),
        ("createdAt", "2024-05-06", "created_at", datetime(2024, 5, 6, tzinfo=UTC)),
        ("createdAt", "0001-01-01T00:00:00+23:00", "created_at", None),
        ("createdAt", "yesterday", "created_at", None),
        ("lastModified", 5, "last_modified", None),
    ],
)
def test_catalog_fields(field: str, value: object, column: str, expected: object):
    assert catalog_fields({field: value})[column] == expected


@pytest.mark.parametrize(
    ("front", "tags", "expected"),
    [
        ({"license": "MIT"}, [], "mit"),
        ({"license": ["apache-2.0", "mit"]}, [], "apache-2.0"),
        ({"license": []}, ["license:mit"], "mit"),
        ({"license": {"a": 1}}, ["license:mit"], "mit"),
        ({"license": "other", "license_name": "Llama3"}, [], "llama3"),
        ({"license": "other", "license_name": 3}, [], "other"),
        ({}, ["x", 5, "license:openrail"], "openrail"),
        ({}, "license:mit", ""),
        ({}, None, ""),
    ],
)
def test_declared_license(front, tags, expected: str):
    assert declared_license(front, tags) == expected


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=8,
)
METADATA = st.dictionaries(st.sampled_from(["sha", "tags", "gated", "x"]), JSON)


@given(METADATA)
def test_nothing_in_metadata_raises(metadata):
    catalog_fields({"downloads": metadata, "likes": metadata, **metadata})
    declared_license(metadata, metadata.get("tags"))
    assert Snapshot("model", "a/b", "", metadata, "").files == ()


@given(METADATA, st.dictionaries(st.sampled_from(sorted(COUNTERS)), JSON))
def test_counters_and_order_do_not_move_the_digest(metadata, counters):
    plain = digest("model", "a/b", metadata, "found", "c")
    assert (
        digest("model", "a/b", {**counters, **dict(reversed(metadata.items()))}, "found", "c")
        == plain
    )


def test_everything_else_moves_the_digest():
    told = ("model", "a/b", {"gated": False}, "found", "c")
    others = [
        ("dataset", *told[1:]),
        ("model", "a/c", *told[2:]),
        (*told[:2], {"gated": "auto"}, *told[3:]),
        (*told[:2], {"gated": None}, *told[3:]),
        (*told[:2], {}, *told[3:]),
        (*told[:3], "unchecked", "c"),
        (*told[:4], "d"),
    ]
    assert len({digest(*one) for one in [told, *others]}) == len(others) + 1


def test_addresses_are_pinned_to_the_revision():
    snapshot = Snapshot("model", "a/b", "abc", {}, "https://h/a/b")
    assert snapshot.file_url("README.md", 7) == "https://h/a/b/blob/abc/README.md?code=true#L7"
    assert snapshot.file_url("a b.md") == "https://h/a/b/blob/abc/a%20b.md"
    assert snapshot.files_url == "https://h/a/b/tree/abc"
    retold = Snapshot("model", "a/b", "abc", {"aperture": {}}, "https://h/a/b")
    assert retold.file_url("README.md", 7) == retold.files_url == "https://h/a/b"


# Settings ---------------------------------------------------------------------------------------


def test_the_environment_goes_before_the_file(tmp_path: Path):
    dotenv = tmp_path / ".env"
    dotenv.write_text("HF_ENDPOINT=http://file/\nDATABASE_URL=sqlite:///file\nHF_TOKEN\n")
    told_by_file = Settings("sqlite:///file", "http://file", None, openid_provider="http://file")
    assert Settings.load({}, dotenv) == told_by_file
    told = {"HF_ENDPOINT": "http://environment//", "HF_TOKEN": "t"}
    assert Settings.load(told, dotenv) == Settings(
        "sqlite:///file", "http://environment", "t", openid_provider="http://environment"
    )


def test_defaults(tmp_path: Path):
    empty = {"HF_ENDPOINT": "", "DATABASE_URL": "", "HF_TOKEN": ""}
    for environ in ({}, empty):
        told = Settings.load(environ, tmp_path / "none")
        assert told == Settings(default_database_url(), "https://huggingface.co", None)
