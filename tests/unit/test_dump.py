"""Dumps: what a Parquet file says of models in the Hub's words, in which order, and how it fails."""

from __future__ import annotations

import builtins
import json
import os
import random
from contextlib import suppress
from pathlib import Path
from typing import Any

import duckdb
import pytest

from crawlers import dump_rows
from crawlers.dump import Dump
from crawlers.hub import Hub
from crawlers.mirror import SAMPLE, Mirror
from crawlers.source import Missing, Page, Selection, SourceError, Unreachable
from tests.hub import FakeHub

EVERYTHING = Selection()


def write(file: Path, query: str, options: str = "", **values: Any) -> Path:
    with duckdb.connect() as connection:
        connection.execute(f"copy ({query}) to '{file}' (format parquet {options})", values)
    return file


def listed(file: Path, **selection: Any) -> list[dict[str, Any]]:
    pages = Dump(file, None).pages(Selection(**selection), None)
    return [dict(m) for page in pages for m in page.models]


def ids(file: Path, **selection: Any) -> list[str]:
    return [m["id"] for m in listed(file, **selection)]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "models.parquet"


@pytest.fixture
def many(file: Path) -> Path:
    """2,500 models in groups of 2,048 rows; downloads are all different, and in no order."""
    return write(
        file,
        "select format('o{}/m{:04}', n % 2, n) as id, (n * 7919) % 10007 as downloads,"
        " if(n % 5 = 0, 'text-generation', 'other') as pipeline_tag from range(2500) r(n)",
        ", row_group_size 2048",
    )


# What is said of a model ------------------------------------------------------------------------


def test_a_dump_says_what_the_hub_says(hub: FakeHub, file: Path):
    hub.model(
        "o/full",
        author="o",
        createdAt="2022-03-02T23:29:04.120Z",
        disabled=False,
        gated="manual",
        tags=["größe", 'a "quoted" one'],
        library_name="transformers",
        cardData={"license": "mit", "base_model": ["a/b", None], "model-index": [{"n": 1.5}]},
        safetensors={"parameters": {"BF16": 7}, "total": 7},
        baseModels={"relation": "finetune", "models": [{"_id": "1", "id": "a/b"}]},
    )
    hub.model("o/bare", gated=False, author="o", pipeline_tag=...)
    rows = [repo.info for repo in hub.repos.values()]
    objects = {"cardData", "safetensors", "baseModels"}
    flat = [
        {k: json.dumps(v) if k in objects else str(v) if k == "gated" else v for k, v in r.items()}
        for r in rows
    ]
    source = file.with_suffix(".json")
    source.write_text(json.dumps(flat))
    write(
        file,
        "select * replace (lastModified::timestamptz as lastModified,"
        " createdAt::timestamptz as createdAt, gated::varchar as gated) from read_json("
        f"'{source}', convert_strings_to_integers=false, map_inference_threshold=-1)",
    )
    (page,) = Hub(hub.url).pages(EVERYTHING, None)
    assert listed(file) == list(page.models)


def test_nulls_and_columns_of_no_use_are_left_out(file: Path):
    write(
        file,
        "select 'o/m' as id, null::varchar as author, null::varchar[] as tags, 'x' as modelId,"
        " null::boolean as private, 3.5 as trendingScore, null::varchar as cardData,"
        " []::varchar[] as siblings",
    )
    assert listed(file) == [{"id": "o/m", "siblings": []}]


@pytest.mark.parametrize(
    ("field", "sql", "told"),
    [
        ("gated", "'False'", False),
        ("gated", "'auto'", "auto"),
        ("gated", "false", False),
        ("gated", "true", True),
        ("gated", "''", None),
        ("gated", "1", None),
        ("private", "'true'", True),
        ("disabled", "0", False),
        ("disabled", "'perhaps'", None),
        ("downloads", "12.0::double", 12),
        ("downloads", "'12'", 12),
        ("downloads", "'many'", None),
        ("downloads", "'nan'::double", None),
        ("downloads", "1e30::double", None),
        ("likes", "7::utinyint", 7),
        ("likes", "[7]", None),
        ("author", "'o'::blob", "o"),
        ("author", r"'\xFF'::blob", None),
        ("sha", "12", None),
        ("tags", """'["a", 1, null, "b"]'""", ["a", "b"]),
        ("tags", "'a, b'", None),
        ("tags", """'{"a": 1}'""", None),
        ("tags", "['a', null]", ["a"]),
        ("tags", "{'a': 1}", None),
        ("siblings", "['README.md']", [{"rfilename": "README.md"}]),
        ("siblings", "[{'rfilename': 'a', 'size': 1}, null]", [{"rfilename": "a"}]),
        ("siblings", """'[{"rfilename": "a"}]'""", [{"rfilename": "a"}]),
        ("siblings", "[1, 2]", []),
        ("createdAt", "timestamptz '2024-01-02 03:04:05.678+02'", "2024-01-02T01:04:05.678Z"),
        ("createdAt", "timestamp '2024-01-02 03:04:05'", "2024-01-02T03:04:05.000Z"),
        ("createdAt", "timestamp_ns '2024-01-02 03:04:05'", "2024-01-02T03:04:05.000Z"),
        ("createdAt", "date '2024-01-02'", "2024-01-02T00:00:00.000Z"),
        ("createdAt", "'2024-01-02T03:04:05.678Z'", "2024-01-02T03:04:05.678Z"),
        ("createdAt", "'2024-01-02T03:04:05'", "2024-01-02T03:04:05.000Z"),
        ("createdAt", "'yesterday'", None),
        ("createdAt", "timestamp 'infinity'", None),
        ("createdAt", "1704164645", None),
        ("cardData", """'{"license": "mit"}'::json""", {"license": "mit"}),
        ("cardData", """'{"license": null}'""", {"license": None}),
        ("cardData", """'{"a": NaN}'""", {"a": None}),
        ("cardData", "{'license': 'mit', 'tags': null}", {"license": "mit"}),
        ("cardData", "'[]'", None),
        ("cardData", "''", None),
        ("cardData", """'{"a": 1'""", None),
        ("cardData", """'{"a": 1}, {"b": 2}'""", None),
        ("cardData", """repeat('{"a":', 100000) || '1' || repeat('}', 100000)""", None),
        ("cardData", """'{"a": ' || repeat('9', 5000) || '}'""", ...),
        ("safetensors", "{'total': 5, 'parameters': map {'F32': 5}}", ...),
        ("baseModels", "5", None),
    ],
)
def test_other_types_are_taken_or_left_out(file: Path, field: str, sql: str, told: object):
    write(file, f"select 'o/m' as id, {sql} as \"{field}\" union all select 'o/n', null")
    first, second = listed(file)
    if told is ...:
        assert first["id"] == "o/m"
    else:
        assert first == {"id": "o/m"} | ({} if told is None else {field: told})
    assert second == {"id": "o/n"}


def test_one_broken_text_leaves_its_neighbours(file: Path):
    values = ['{"a": 1}', '{"deep": ' + "[" * 5000 + "]" * 5000 + "}", "{", '{"b": 2}']
    write(
        file,
        "select 'o/m' || i as id, $values[i] as cardData from range(1, 5) r(i)",
        values=values,
    )
    assert [m.get("cardData") for m in listed(file)] == [{"a": 1}, None, None, {"b": 2}]


# Which, and in what order -----------------------------------------------------------------------


def test_pages_in_the_order_of_the_file(many: Path):
    pages = list(Dump(many, None).pages(EVERYTHING, None))
    assert [len(p.models) for p in pages] == [1000, 1000, 500]
    assert [p.cursor is None for p in pages] == [False, False, True]
    assert [m["id"][-4:] for p in pages for m in p.models] == [f"{n:04}" for n in range(2500)]


def test_a_selection(many: Path):
    assert len(ids(many, author="o1")) == 1250
    assert ids(many, author="o") == []
    assert len(ids(many, task="text-generation", author="o0")) == 250
    popular = listed(many, min_downloads=9000)
    assert popular
    assert all(m["downloads"] >= 9000 for m in popular)
    assert len(popular) == sum((n * 7919) % 10007 >= 9000 for n in range(2500))


@pytest.mark.parametrize("at_once", [1000, 20_000])
@pytest.mark.parametrize("limit", [0, 1, 1000, 1500, 3000])
def test_a_limit_takes_the_most_downloaded(
    many: Path, monkeypatch: pytest.MonkeyPatch, at_once: int, limit: int
):
    monkeypatch.setattr(dump_rows, "RANKED_AT_ONCE", at_once)
    expected = sorted(listed(many), key=lambda m: -m["downloads"])
    assert listed(many, limit=limit) == expected[:limit]


def test_a_limit_in_a_dump_that_counts_nothing(file: Path):
    write(file, "select 'o/m' || n as id from range(20) r(n)")
    assert ids(file, limit=2) == ["o/m0", "o/m1"]


def test_unknown_downloads_come_last(file: Path):
    write(file, "select unnest(['o/a', 'o/b', 'o/c']) as id, unnest([null, 1, 2]) as downloads")
    assert ids(file, limit=3) == ["o/c", "o/b", "o/a"]
    assert ids(file, min_downloads=0) == ["o/b", "o/c"]


def test_an_id_that_comes_twice_is_given_twice_and_none_is_left_out(file: Path):
    write(file, "select unnest(['o/a', null, 'o/b', '', 'o/a']) as id, unnest(range(5)) as likes")
    assert [(m["id"], m["likes"]) for m in listed(file)] == [
        *(("o/a", 0), ("o/b", 2), ("", 3), ("o/a", 4))
    ]


@pytest.mark.parametrize("column", ["pipeline_tag", "downloads"])
def test_a_selection_by_what_the_dump_lacks(file: Path, column: str):
    write(file, "select 'o/a' as id")
    selection = Selection(task="x") if column == "pipeline_tag" else Selection(min_downloads=1)
    with pytest.raises(SourceError, match=f"no column '{column}'"):
        next(Dump(file, None).pages(selection, None))


# Going on ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("selection", [EVERYTHING, Selection(limit=2300), Selection(author="o1")])
def test_each_cursor_leads_to_the_rest(many: Path, selection: Selection):
    pages = list(Dump(many, None).pages(selection, None))
    assert len(pages) > 1
    for done, page in enumerate(pages[:-1], 1):
        assert list(Dump(many, None).pages(selection, page.cursor)) == pages[done:]


def first_id(page: Page) -> str:
    return page.models[0]["id"]


def test_another_cursor_begins_again(many: Path):
    dump = Dump(many, None)
    page = next(dump.pages(EVERYTHING, None))
    assert first_id(next(dump.pages(EVERYTHING, page.cursor))) == "o0/m1000"
    for selection in (Selection(limit=1500), Selection(author="o0"), Selection(min_downloads=0)):
        first = next(dump.pages(selection, None))
        assert next(dump.pages(selection, page.cursor)) == first
    for cursor in ("", "x", "1000", "http://127.0.0.1/api/models?cursor=1", f"-1 {page.cursor}"):
        assert next(dump.pages(EVERYTHING, cursor)) == page
    os.utime(many, ns=(0, 0))
    assert first_id(next(dump.pages(EVERYTHING, page.cursor))) == "o0/m0000"


def test_the_same_file_by_another_name_goes_on(many: Path, tmp_path: Path):
    page = next(Dump(many, None).pages(EVERYTHING, None))
    (tmp_path / "latest").symlink_to(many)
    again = next(Dump(tmp_path / "latest", None).pages(EVERYTHING, page.cursor))
    assert first_id(again) == "o0/m1000"


# Cards come from elsewhere ----------------------------------------------------------------------


def test_cards_and_linked_repos_are_asked_of_the_other_source(many: Path):
    mirror = Mirror(SAMPLE, "sample")
    known = next(mirror.pages(Selection(limit=1), None)).models[0]
    dump = Dump(many, mirror)
    assert dump.metadata("model", known["id"]) == known
    assert dump.metadata_since("model", known["id"]) == mirror.metadata_since("model", known["id"])
    assert dump.card("model", known["id"], "") == mirror.card("model", known["id"], "")
    assert dump.page_url("model", known["id"], known) == mirror.page_url(
        "model", known["id"], known
    )


def test_without_another_source_cards_are_not_taken_to_be_missing(many: Path):
    dump = Dump(many, None)
    with pytest.raises(Unreachable, match="the dump holds no cards"):
        dump.card("model", "o/m", "")
    with pytest.raises(Unreachable, match="the dump holds no cards"):
        dump.metadata("dataset", "o/d")
    with pytest.raises(Unreachable, match="the dump holds no cards"):
        dump.metadata_since("model", "o/m")
    assert dump.page_url("dataset", "o/d", {}) == "https://huggingface.co/datasets/o/d"


# Bad files --------------------------------------------------------------------------------------


def test_no_file(tmp_path: Path):
    for file in (tmp_path / "nothing.parquet", tmp_path, tmp_path / "nothing" / "x"):
        with pytest.raises(Missing, match="there is no file"):
            Dump(file, None)


@pytest.mark.parametrize("content", [b"", b"PAR1", b"{}", b"PAR1" * 1000, bytes(5000)])
def test_a_file_that_is_not_parquet(file: Path, content: bytes):
    file.write_bytes(content)
    with pytest.raises(Unreachable, match=r"models\.parquet can't be read as Parquet") as failure:
        Dump(file, None)
    assert "\n" not in str(failure.value)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.999])
def test_a_truncated_file(many: Path, share: float):
    content = many.read_bytes()
    many.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(SourceError):
        Dump(many, None)


def test_a_group_of_rows_in_the_middle_is_broken(file: Path):
    write(
        file,
        "select 'o/m' || n as id, repeat(md5(n::varchar), 50) as author from range(20000) r(n)",
        ", row_group_size 2048",
    )
    with duckdb.connect() as connection:
        told = connection.execute(
            "select coalesce(dictionary_page_offset, data_page_offset), total_compressed_size"
            " from parquet_metadata($file) where row_group_id = 9 and path_in_schema = 'id'",
            {"file": str(file)},
        ).fetchone()
    assert told is not None
    start, size = told
    content = bytearray(file.read_bytes())
    content[start : start + size] = b"\xff" * size
    file.write_bytes(content)
    pages = Dump(file, None).pages(EVERYTHING, None)
    page = next(pages)
    assert (len(page.models), page.models[999]["id"]) == (1000, "o/m999")
    with pytest.raises(Unreachable, match="can't be read as Parquet"):
        list(pages)
    with pytest.raises(Unreachable, match="can't be read as Parquet"):
        list(Dump(file, None).pages(EVERYTHING, page.cursor))


def test_a_damaged_file_is_read_or_refused(many: Path):
    whole, chance = many.read_bytes(), random.Random(1)
    for _ in range(60):
        content = bytearray(whole)
        for _ in range(20):
            content[chance.randrange(len(content))] = chance.randrange(256)
        many.write_bytes(content)
        with suppress(SourceError):
            for page in Dump(many, None).pages(EVERYTHING, None):
                assert all(isinstance(m["id"], str) for m in page.models)


@pytest.mark.parametrize("query", ["select 'o/m' as name", "select 7 as id", "select 'o/m' as ID"])
def test_a_file_without_ids(file: Path, query: str):
    write(file, query)
    with pytest.raises(SourceError, match=r"models\.parquet has no column 'id'"):
        Dump(file, None)


def test_a_file_with_a_strange_name(tmp_path: Path):
    folder = tmp_path / "year=2024"
    folder.mkdir()
    write(folder / "a1 it.parquet", "select 'o/other' as id")
    strange = folder / "a[1] it's {x,y}*.parquet"
    os.rename(write(folder / "plain.parquet", "select 'o/m' as id"), strange)
    assert listed(strange) == [{"id": "o/m"}]


def test_a_file_that_went_away(many: Path):
    dump = Dump(many, None)
    many.unlink()
    with pytest.raises(Missing):
        next(dump.pages(EVERYTHING, None))


def test_without_duckdb(many: Path, monkeypatch: pytest.MonkeyPatch):
    real = builtins.__import__

    def without(name: str, *args: Any, **kwargs: Any) -> Any:
        if name == "duckdb":
            raise ModuleNotFoundError(name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(SourceError, match=r"install aperture-registry\[bulk\]"):
        Dump(many, None)
