"""The command line: what it says, its exit statuses, and the way from a crawl to an export."""

from __future__ import annotations

import csv
import json
import socket
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from registry.cli import main
from tests.crawling import now, registry_at, releases
from tests.factories import make_release
from tests.hub import FakeHub


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, sqlite_url: str):
    """Runs a command on an empty registry."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", sqlite_url)

    def invoke(*arguments: str) -> Result:
        return CliRunner().invoke(main, arguments)

    return invoke


def commands(group: click.Command, *names: str):
    yield list(names)
    if isinstance(group, click.Group):
        for name, command in group.commands.items():
            yield from commands(command, *names, name)


@pytest.mark.parametrize("names", list(commands(main)), ids=" ".join)
@pytest.mark.parametrize("option", ["--help", "-h"])
def test_help(run, names: list[str], option: str):
    result = run(*names, option)
    assert result.exit_code == 0
    assert result.stdout.startswith("Usage: ")


def later() -> str:
    """The present moment, which is later than what a fake Hub's repos were changed at."""
    return f"{now():%FT%T.000Z}"


def assert_failed(result: Result, status: int, words: str) -> None:
    """One line on standard error says what is wrong; nobody sees a traceback."""
    assert result.exit_code == status, result.output
    assert isinstance(result.exception, SystemExit)
    assert words in result.stderr
    assert result.stdout == ""
    if status == 1:
        assert len(result.stderr.splitlines()) == 1
        assert result.stderr.startswith("Error: ")


@pytest.mark.parametrize(
    "arguments",
    [
        ["crawl", "--source", "mirror"],
        ["crawl", "--source", "elsewhere"],
        ["crawl", "--source", "mirror", "nowhere"],
        ["crawl", "."],
        ["crawl", "--limit", "0"],
        ["crawl", "--limit", "many"],
        ["export", "--format", "pdf"],
        ["export", "--format", "parquet"],
        ["export", "--since", "soon"],
        ["evaluate"],
        ["evaluate", "--truth", "nowhere.csv"],
        ["up", "--limit", "-1"],
        ["nothing"],
        ["grade", "--nothing"],
    ],
)
def test_wrong_usage(run, arguments: list[str]):
    result = run(*arguments)
    assert result.exit_code == 2
    assert "Usage: " in result.stderr
    assert result.stdout == ""


def test_a_hub_out_of_reach(run):
    assert_failed(run("crawl"), 1, "http://127.0.0.1:9 does not answer (no connection")


@pytest.mark.parametrize("endpoint", ["hub", "http://[", "ftp://hub"])
def test_an_endpoint_that_is_none(run, monkeypatch, endpoint: str):
    monkeypatch.setenv("HF_ENDPOINT", endpoint)
    assert_failed(run("crawl"), 1, "check HF_ENDPOINT")


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("nonsense", "Could not parse SQLAlchemy URL"),
        ("mysql://localhost/x", "mysql is neither sqlite nor postgresql"),
        ("postgresql://127.0.0.1:9/x", "Connection refused"),
        ("postgres://127.0.0.1:9/x", "Connection refused"),
        ("sqlite:////dev/null/x/y.db", "Not a directory: /dev/null/x"),
        ("sqlite:////dev/null", "The database can't be used"),
    ],
)
@pytest.mark.parametrize("command", ["crawl", "grade", "export"])
def test_a_database_out_of_reach(run, monkeypatch, command: str, url: str, words: str):
    monkeypatch.setenv("DATABASE_URL", url)
    assert_failed(run(command), 1, words)


def test_an_empty_database(run, monkeypatch, tmp_path: Path):
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/new/empty.db")
    assert_failed(run("export"), 1, "aperture db upgrade")
    assert run("db", "upgrade").exit_code == 0
    assert run("export").exit_code == 0


def test_a_folder_that_is_no_mirror(run):
    assert_failed(run("crawl", "--source", "mirror", "."), 1, "holds no folder 'models'")


@pytest.mark.parametrize("command", ["serve", "up"])
def test_a_port_in_use(run, command: str):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert_failed(run(command, "--port", port), 1, "choose another with --port")


def test_a_full_disk(run, sqlite_url: str):
    with registry_at(sqlite_url) as session:
        make_release(session, "o/m")
        session.commit()
    assert_failed(run("export", "--out", "/dev/full"), 1, "No space left on device")
    assert_failed(run("export", "--out", "/nowhere/x"), 1, "No such file or directory")


def test_labels_that_can_not_be_used(run, sqlite_url: str):
    with registry_at(sqlite_url) as session:
        make_release(session, "o/m")
        session.commit()
    for content, words in (
        (b"a,b\n1,2\n", "lacks the columns criterion, id, level"),
        (b"id,criterion,level\nx/y,data.access,closed\n", "none of the labelled releases"),
        (b"id,criterion,level\no/m\n", "end too early"),
        (b"id,criterion,level\no/m,weights.base,via-base\n", "nothing to compare"),
        (b"id,criterion,level\n\xe9,x,y\n", "codec can't decode"),
        (b"", "lacks the columns"),
    ):
        Path("truth.csv").write_bytes(content)
        result = run("evaluate", "--truth", "truth.csv")
        assert result.exit_code == 1, content
        assert words in result.stderr
        assert isinstance(result.exception, SystemExit)
    Path("truth.csv").write_text("id,dimension,level\no/m,code,open\n")
    result = run("evaluate", "--truth", "truth.csv", "--framework", "none")
    assert "no framework 'none'" in result.stderr


def test_evaluation(run, sqlite_url: str):
    with registry_at(sqlite_url) as session:
        make_release(session, "o/m", {"data.access": "downloadable"})
        make_release(session, "o/n", {"data.access": "in-part", "data.sources": "described"})
        session.commit()
    Path("truth.csv").write_text(
        "\ufeffid,criterion,level,quote\n"
        'o/m,data.access,downloadable,"over\ntwo lines"\n'
        'o/m,data.sources,itemised,"named\nbelow"\n'
        "o/n,data.access,closed,\n"
        "o/n,data.sources,described,\n"
        "gone/one,data.access,closed,\n"
    )
    result = run("evaluate", "--truth", "truth.csv", "--errors")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0].split()[:4] == ["data.sources", "o/m", "expert", "itemised"]
    assert lines[1] == "    expert: named below"
    # Ranks 4, 0 against 4, 1 of five levels: kappa is 1 - 1 / ((0 + 9 + 16 + 1) / 2).
    assert ["data.access", "2", "0.500", "0.500", "0.500", "0.92"] in [x.split() for x in lines]
    assert ["all", "4", "0.500"] in [line.split()[:3] for line in lines]
    assert "data.access               lowest → in-part 1" in lines
    assert "openness unearned 1.000 (1 of 1 cells where the expert found none)" in lines
    assert lines[-1] == "1 labelled releases have no grade: gone/one"


def test_evaluation_of_a_framework(run, sqlite_url: str):
    with registry_at(sqlite_url) as session:
        make_release(session, "o/m")
        make_release(session, "o/n")
        session.commit()
    Path("osai.csv").write_text(
        "id,dimension,level\no/m,datasources_basemodel,open\no/n,datasources_basemodel,partial\n"
    )
    result = run("evaluate", "--truth", "osai.csv", "--framework", "osai", "--errors")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    matrix = next(i for i, line in enumerate(lines) if line.startswith("expert, then ours"))
    rows = [[int(n) for n in line.split()[1:]] for line in lines[matrix + 1 : matrix + 4]]
    assert [sum(row) for row in rows] == [0, 1, 1]
    wrong = sum(map(sum, rows)) - sum(rows[i][i] for i in range(3))
    assert wrong == sum(line.startswith("datasources_basemodel  o/") for line in lines)


def test_from_a_crawl_to_an_export(run, hub: FakeHub, monkeypatch, sqlite_url: str):
    monkeypatch.setenv("HF_ENDPOINT", hub.url)
    hub.model("o/base", "---\nlicense: mit\n---\n# Base\n\nTrained from scratch.\n")
    hub.model("o/tuned", "---\nlicense: mit\nbase_model: o/base\n---\n# Tuned\n", likes=4)
    assert "2 releases listed: 2 new" in run("crawl").stdout
    assert "2 releases graded, 2 grades new" in run("grade").stdout
    assert "0 releases graded, 0 grades new" in run("grade").stdout
    lines = [json.loads(line) for line in run("export").stdout.splitlines()]
    assert [line["id"] for line in lines] == ["o/base", "o/tuned"]
    tuned = lines[1]
    assert {"score", "letter", "class", "pillars", "criteria", "frameworks"} <= tuned.keys()
    assert tuned["base_models"] == ["o/base"]
    assert (tuned["license"], tuned["likes"]) == ("mit", 4)
    assert set(tuned["pillars"]) == {"weights", "data", "code", "post", "docs"}
    assert set(tuned["criteria"]["data.access"]) >= {"level", "points"}
    assert run("export", "--format", "csv", "--out", "out.csv").exit_code == 0
    with Path("out.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["id"] for row in rows] == ["o/base", "o/tuned"]
    assert rows[1]["data.access"] == tuned["criteria"]["data.access"]["level"]
    assert float(rows[1]["score"]) == tuned["score"]
    assert len(run("export", "--own").stdout.splitlines()) == 2
    assert run("export", "--since", "2999-01-01").stdout == ""
    for form in ("parquet", "sqlite"):
        result = run("export", "--format", form, "--out", "out")
        assert result.stderr.startswith("out holds 2 releases ("), form
    assert "2 unchanged" in run("crawl").stdout
    hub.model("o/tuned", "---\nlicense: apache-2.0\n---\n# Tuned\n", lastModified=later())
    listed, graded = run("crawl", "--grade").stdout.splitlines()
    assert ", 1 changed, " in listed
    assert graded.endswith(" 1 releases graded, 1 grades new or changed.")
    assert set(releases(sqlite_url)) == {"o/base", "o/tuned"}


def test_the_bundled_sample_when_no_hub_is_in_reach(run, monkeypatch):
    served = []
    monkeypatch.setattr("registry.server.serve", lambda *told: served.append(told))
    result = run("up", "--port", "0")
    assert result.exit_code == 0, result.output
    assert "No Hub in reach at http://127.0.0.1:9" in result.stderr
    assert "using the bundled sample" in result.stderr
    assert served == [("127.0.0.1", 0)]


def test_the_sample_never_replaces_what_a_hub_said(run, hub: FakeHub, monkeypatch, sqlite_url):
    hub.model("o/base", "# Base\n")
    with monkeypatch.context() as reachable:
        reachable.setenv("HF_ENDPOINT", hub.url)
        assert run("crawl").exit_code == 0
    monkeypatch.setattr("registry.server.serve", lambda *_: None)
    result = run("up", "--port", "0")
    assert result.exit_code == 0, result.output
    assert "serving what was crawled before" in result.stderr
    assert set(releases(sqlite_url)) == {"o/base"}
