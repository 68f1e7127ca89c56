"""The command `lint`: what it prints, its exit status, and that the workflows of its documentation run."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from registry.cli import main
from registry.linting.github import workflow_commands
from registry.statements.reading import parse
from tests.statements import example

DOCS = Path(__file__).parents[2] / "docs" / "linting.md"
GOOD = """---
license: apache-2.0
---

# Nimbus 7B

Nimbus 7B was pre-trained from scratch on [FineWeb](https://huggingface.co/datasets/HuggingFaceFW/fineweb).
It was trained on 64 NVIDIA H100 GPUs for 21 days.
"""
BAD = "---\nlicense: cc-by-nc-4.0\n---\n\n# Nimbus, 100% open: a model\n\nThis is an open-source model.\n"


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("README.md").write_text(GOOD, encoding="utf-8")
    Path("BAD.md").write_text(BAD, encoding="utf-8")


def run(*words: str, stdin: str = "") -> Result:
    result = CliRunner(catch_exceptions=False).invoke(main, ["lint", *words], input=stdin)
    assert "Traceback" not in result.output
    return result


def test_it_tells_people():
    result = run("README.md")
    assert result.exit_code == 0
    first = result.output.splitlines()[0]
    assert re.match(r"README\.md: [A-F], \d+\.\d of 100, up to \d+\.\d \([A-F]\)", first)
    for words in (
        "data.sources           itemised",
        "? weights.access",
        "(line 7)",
        "Cheapest steps up",
        "in the card:",
    ):
        assert words in result.output
    assert "\x1b" not in result.output
    assert not any(line != line.rstrip() for line in result.output.splitlines())


def test_it_reads_standard_input_and_names_of_files():
    told = json.loads(run("-", "--format", "json", "--weights", stdin=GOOD).output)
    assert told["criteria"]["weights.access"]["level"] == "open-download"
    assert told["unmet"] == []
    told = json.loads(run("README.md", "--format", "json", "--files", ".").output)
    assert told["criteria"]["weights.access"]["level"] == "withheld"
    Path("model.safetensors").touch()
    told = json.loads(
        run("README.md", "--format", "json", "--files", ".", "--gated", "auto").output
    )
    assert told["criteria"]["weights.access"]["level"] == "click-through"


def test_requirements_decide_the_exit_status():
    assert run("README.md", "--require", "data.sources=named-in-part").exit_code == 0
    result = run("BAD.md", "--require", "data.sources=described", "--min-score", "50")
    assert result.exit_code == 1
    assert "Not met: The score is" in result.output
    assert "Not met: data.sources is “undisclosed”" in result.output


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        (("missing.md",), 1, "missing.md"),
        (("README.md", "--require", "data.source=itemised"), 2, "nearest is data.sources"),
        (("README.md", "--require", "data.sources=itemized"), 2, "nearest is itemised"),
        (("README.md", "--id", "a b"), 2, "no id"),
        (("README.md", "--min-score", "200"), 2, "200"),
        (("README.md", "--files", ".", "--weights"), 2, "one of them"),
    ],
)
def test_what_goes_wrong_is_one_line(words: tuple[str, ...], status: int, told: str):
    result = run(*words)
    assert result.exit_code == status
    assert told in result.stderr.splitlines()[-1]
    assert result.stdout == ""


def test_front_matter_that_the_hub_would_refuse_fails():
    result = run("-", stdin="---\nlicense: mit\ntags: [a\n---\n# A\n")
    assert result.exit_code == 1
    assert "README.md:4: The front matter can't be read" in result.output


def test_annotations_of_github():
    result = run("BAD.md", "--format", "github", "--require", "data.sources=described")
    assert result.exit_code == 1
    lines = result.output.splitlines()
    assert all(re.match(r"::(?:error|warning|notice) file=BAD\.md,", line) for line in lines)
    assert lines[0].startswith("::error file=BAD.md,title=Requirement not met::data.sources is")
    assert any(line.startswith("::warning file=BAD.md,line=7,title=Model card::") for line in lines)
    report = {"letter": "F", "score": 1.0, "high": 1.0, "sentence": "", "steps": [], "warnings": []}
    (first, _) = workflow_commands(report, "a,b:c.md", ["50 %\nof it"])
    assert first == "::error file=a%2Cb%3Ac.md,title=Requirement not met::50 %25%0Aof it"


def commands() -> list[str]:
    """What the workflows of the documentation have a machine run."""
    found = []
    for block in re.findall(r"```yaml\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL):
        flow = yaml.safe_load(block)
        for job in (*flow.get("jobs", {}).values(), *filter(_is_of_gitlab, flow.values())):
            found += [step["run"] for step in job.get("steps", ()) if "run" in step]
            found += job.get("script", [])
    return found


def _is_of_gitlab(job: object) -> bool:
    return isinstance(job, dict) and "script" in job


def test_the_workflows_of_the_documentation_run():
    lints = [command for command in commands() if command.startswith("aperture ")]
    assert len(lints) == 2
    for command in lints:
        _, name, *words = shlex.split(command)
        assert name == "lint"
        good = run(*words)
        assert good.exit_code == 0, good.output
        Path("README.md").write_text(BAD, encoding="utf-8")
        assert run(*words).exit_code == 1
        Path("README.md").write_text(GOOD, encoding="utf-8")
    assert any(command.startswith("python -m pip install ./") for command in commands())


def test_a_statement_counts_beside_the_card_or_alone():
    Path("TRANSPARENCY.yaml").write_text(example(), encoding="utf-8")
    alone = run("README.md", "--format", "json")
    both = run("README.md", "--statement", "TRANSPARENCY.yaml", "--format", "json")
    assert json.loads(both.stdout)["score"] > json.loads(alone.stdout)["score"] + 20
    told = run("TRANSPARENCY.yaml", "--require", "code.recipe=full")
    assert told.exit_code == 0
    assert "The card is empty" not in told.output
    Path("TRANSPARENCY.yaml").write_text("transparency: 1\nwieghts: {}\n", encoding="utf-8")
    told = run("README.md", "--statement", "TRANSPARENCY.yaml")
    assert told.exit_code == 1
    assert "TRANSPARENCY.yaml:2: `wieghts` is no key of a statement" in told.output
    assert run("README.md", "--statement", "missing.yaml").exit_code == 2


def test_the_template_of_a_statement_is_one():
    told = run("--statement-template")
    assert told.exit_code == 0
    assert parse(told.output).statement is not None
    assert run().exit_code == 2
