"""Verifying: whatever is changed in a receipt or its snapshot is found, and what is no receipt is told in a line."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from functools import reduce
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlmodel import Session

from registry.cli import main
from registry.db import engine_on
from registry.receipts.parts import verdict_digest
from tests.integration.receipted import checked, differing, documents_of, fill

RELEASE = "tuned/one"


@pytest.fixture(scope="module")
def registry_file(_migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A registry in which everything is graded."""
    folder = tmp_path_factory.mktemp("receipted")
    for file in _migrated_sqlite.parent.glob(f"{_migrated_sqlite.name}*"):
        shutil.copyfile(file, folder / file.name)
    path = folder / _migrated_sqlite.name
    fill(f"sqlite:///{path}", folder / "mirror")
    return path


@pytest.fixture(scope="module")
def originals(registry_file: Path) -> dict[str, tuple[bytes, bytes]]:
    """Receipts and their snapshots, as they are sent."""
    with engine_on(f"sqlite:///{registry_file}") as engine, Session(engine) as session:
        names = (RELEASE, "odd/bytes", "odd/bare")
        return {name: documents_of(session, name) for name in names}


@pytest.fixture
def run(registry_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Runs the command on what is handed over as files."""
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{registry_file}")

    def invoke(receipt: bytes, snapshot: bytes | None = None, *more: str) -> Result:
        files = [tmp_path / "receipt.json", tmp_path / "snapshot.json"]
        files[0].write_bytes(receipt)
        files[1].write_bytes(snapshot or b"")
        given = ("--snapshot", str(files[1])) if snapshot is not None else ()
        return CliRunner().invoke(main, ["verify", str(files[0]), *given, *more])

    return invoke


# Tampering --------------------------------------------------------------------------------------

Change = Callable[[Any], Any]


def at(path: str, change: Change) -> Change:
    """A change of one value in a document, which is named by keys and numbers with slashes between."""
    *outer, last = [int(key) if key.isdigit() else key for key in path.split("/")]

    def changed(document: Any) -> None:
        inner = reduce(lambda value, key: value[key], outer, document)
        inner[last] = change(inner[last])

    return changed


def to(path: str, value: Any) -> Change:
    return at(path, lambda _: value)


def without(path: str, number: int) -> Change:
    return at(path, lambda values: values[:number] + values[number + 1 :])


def base_made_better(receipt: Any) -> None:
    """A base's marks, and the digest of its verdict as it should be with them."""
    base = receipt["inputs"]["bases"][0]
    mark = base["grade"]["verdict"]["marks"]["data.processing"]
    mark["level"], mark["points"], mark["ceiling"] = "code", 1.0, 1.0
    grade = base["grade"]
    grade["verdict_digest"] = verdict_digest(grade["verdict"], base["id"], grade["revision"])


def base_ungraded(receipt: Any) -> None:
    receipt["inputs"]["bases"][0]["grade"] = None
    receipt["inputs"]["unseen"].insert(0, receipt["inputs"]["bases"][0]["id"])


def moved_in_card(quotes: Any) -> Any:
    moved = next(quote for quote in quotes if quote["card"])
    moved["card"]["start"] -= 1
    return quotes


def quote_left_out(receipt: Any) -> None:
    receipt["quotes"].pop(0)
    receipt["read"] -= 1
    for part in ("criteria", "components"):
        for mark in receipt["result"][part].values():
            mark["evidence"] = [max(0, number - 1) for number in mark["evidence"]]


TAMPERED = {
    "a level": (to("result/criteria/data.access/level", "closed"), "grade"),
    "points": (to("result/criteria/data.access/points", 0.9), "grade"),
    "a reason": (to("result/criteria/code.compute/reason", "Because."), "grade"),
    "the score": (to("result/score", 99.0), "grade"),
    "the letter": (to("result/letter", "A"), "grade"),
    "the class": (to("result/class", "open source AI"), "grade"),
    "an estimate": (to("result/frameworks/mof/class", "I"), "grade"),
    "the digest of the verdict": (to("result/verdict_digest", "0" * 64), "grade"),
    "what a level rests on": (to("result/criteria/weights.license/evidence", []), "grade"),
    "a quote": (to("quotes/0/quote", "Everything is open."), "evidence"),
    "the place of a quote": (to("quotes/0/line", 3), "evidence"),
    "an address": (to("quotes/0/url", "https://example.org"), "evidence"),
    "the place of words in the card": (at("quotes", moved_in_card), "evidence"),
    "a quote left out": (quote_left_out, "evidence"),
    "a quote made up": (at("quotes", lambda q: [*q, q[-1]]), "grade"),
    "the words of a base": (at("quotes", lambda q: [*q[:-1], {**q[-1], "quote": "No."}]), "grade"),
    "the digest of the card": (to("snapshot/card_digest", "0" * 64), "snapshot"),
    "the digest of the metadata": (to("snapshot/metadata_digest", "0" * 64), "snapshot"),
    "the digest of the snapshot": (to("snapshot/digest", "0" * 64), "snapshot"),
    "the number of files": (to("snapshot/files", 7), "snapshot"),
    "the revision": (to("revision", "f" * 40), "snapshot"),
    "the release": (to("release", "tuned/other"), "snapshot"),
    "the readers": (to("policy/readers", "0"), "policy"),
    "the rubric": (to("policy/rubric", "0"), "policy"),
    "the digest of the rubric": (to("policy/files/rubric.toml", "0" * 64), "policy"),
    "a framework left out": (at("policy/files", lambda f: dict(list(f.items())[:-1])), "policy"),
    "marks of a base": (
        to("inputs/bases/0/grade/verdict/marks/data.access/level", "closed"),
        "inputs",
    ),
    "claims of a base": (to("inputs/bases/0/grade/verdict/claims", [{}]), "inputs"),
    "the digest of a base": (to("inputs/bases/0/grade/verdict_digest", "0" * 64), "inputs"),
    "the name of a base": (to("inputs/bases/0/id", "allenai/OLMo-8B"), "inputs"),
    "a base left out": (without("inputs/bases", 0), "inputs"),
    "an unseen base made up": (to("inputs/unseen", ["nobody/knows"]), "inputs"),
    "a dataset": (to("inputs/datasets/0/outcome", "absent"), "grade"),
    "a dataset left out": (to("inputs/datasets", []), "inputs"),
    "a base ungraded": (base_ungraded, "grade"),
    "marks of a base and their digest": (base_made_better, "grade"),
}


@pytest.mark.parametrize("what", TAMPERED)
def test_what_was_changed_in_a_receipt_is_found(what: str, originals):
    receipt, snapshot = originals[RELEASE]
    change, check = TAMPERED[what]
    changed = json.loads(receipt)
    change(changed)
    assert changed != json.loads(receipt)
    found = differing(checked(json.dumps(changed).encode(), snapshot))
    assert check in {one.partition(":")[0] for one in found}


@pytest.mark.parametrize(
    ("change", "check"),
    [
        (at("card/text", lambda text: f"{text}It was trained on 99 A100 GPUs.\n"), "snapshot"),
        (at("metadata", lambda told: {**told, "gated": "manual"}), "snapshot"),
        (at("metadata", lambda told: {**told, "downloads": 12}), "snapshot"),
        (to("revision", "f" * 40), "snapshot"),
        (to("id", "tuned/other"), "snapshot"),
        (to("metadata/siblings", 5), "snapshot"),
        (to("page", "https://example.org/tuned/one"), "evidence"),
        (to("card", None), "evidence"),
        (to("card_outcome", "unchecked"), "grade"),
    ],
)
def test_what_was_changed_in_a_snapshot_is_found(change: Change, check: str, originals):
    receipt, snapshot = originals[RELEASE]
    changed = json.loads(snapshot)
    change(changed)
    found = differing(checked(receipt, json.dumps(changed).encode()))
    assert check in {one.partition(":")[0] for one in found}


def test_odd_bytes_and_numbers_come_through(originals, run):
    for name in ("odd/bytes", "odd/bare"):
        assert differing(checked(*originals[name])) == []
        assert run(*originals[name]).exit_code == 0


# The command ------------------------------------------------------------------------------------


def test_what_differs_is_told(originals, run):
    receipt, snapshot = originals[RELEASE]
    changed = json.loads(receipt)
    changed["policy"]["readers"] = "1\x1b[2J"
    changed["result"]["letter"] = "A" * 500
    result = run(json.dumps(changed).encode(), snapshot)
    assert result.exit_code == 1
    lines = result.output.splitlines()
    assert [line.split()[0] for line in lines if line[:1] != " "] == [
        RELEASE, "same", "differs", "same", "same", "differs", "Not",
    ]  # fmt: skip
    assert "The receipt needs readers 1 [2J, rubric" in lines[-1]
    assert "\x1b" not in result.output
    assert max(map(len, lines)) < 400
    told = run(json.dumps(changed).encode(), snapshot, "--json")
    assert told.exit_code == 1
    answer = json.loads(told.output)
    assert answer["same"] is False
    assert [c["name"] for c in answer["checks"] if not c["same"]] == ["policy", "grade"]
    assert answer["checks"][4]["differences"][0]["what"] == "letter"


def test_the_registry_knows_what_a_receipt_alone_does_not(originals, run):
    receipt, snapshot = originals[RELEASE]
    for change in (base_made_better, base_ungraded, to("inputs/datasets/0/license", "mit")):
        changed = json.loads(receipt)
        change(changed)
        alone = run(json.dumps(changed).encode(), snapshot)
        asked = run(json.dumps(changed).encode(), snapshot, "--database")
        assert "differs registry" not in alone.output
        assert "differs registry" in asked.output
        assert asked.exit_code == 1
    changed = json.loads(receipt)
    changed["snapshot"]["digest"] = "0" * 64
    gone = run(json.dumps(changed).encode())
    assert gone.exit_code == 1
    assert "the database has no snapshot with its digest" in gone.stderr


DEEP = b"[" * 100_000 + b"]" * 100_000
HOSTILE: dict[str, tuple[Change | bytes, str]] = {
    "nothing": (b"", "can't be read as JSON"),
    "no JSON": (b"<html>", "can't be read as JSON"),
    "no UTF-8": (b"\xff\xfe{}", "can't be read as JSON"),
    "too deep to read": (DEEP, "no receipt"),
    "too deep": (to("result/claims", [{"a": json.loads("[" * 300 + "]" * 300)}]), "nested deeper"),
    "a list": (b"[]", "no receipt"),
    "another version": (to("schema", 2), "schema: Input should be 1"),
    "a key missing": (lambda receipt: receipt.pop("inputs"), "inputs: Field required"),
    "a key too many": (lambda receipt: receipt.update(note="x"), "note: Extra inputs"),
    "a number for words": (to("release", 7), "release: Input should be a valid string"),
    "a digest that is none": (to("snapshot/digest", "0"), "snapshot.digest: String should match"),
    "a quote that is missing": (
        to("result/criteria/data.access/evidence", [10_000]),
        "rests on a quote that is missing",
    ),
    "a verdict without marks": (
        to("inputs/bases/0/grade/verdict/marks", {}),
        "no grade can be made (verdict on allenai/OLMo-7B",
    ),
    "a mark on a piece that is missing": (
        to("inputs/bases/0/grade/verdict/marks/data.access/evidence", [999]),
        "no grade can be made (verdict on allenai/OLMo-7B",
    ),
    "no moment": (to("confirmed_at", "yesterday"), "Invalid isoformat string"),
    "no offset": (to("confirmed_at", "2026-11-20T12:00:00"), "is no moment"),
    "the last moment": (to("confirmed_at", "9999-12-31T23:59:59Z"), "is no moment"),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_what_is_no_receipt_is_told_in_a_line(what: str, originals, run):
    made, message = HOSTILE[what]
    receipt, snapshot = originals[RELEASE]
    if not isinstance(made, bytes):
        changed = json.loads(receipt)
        made(changed)
        made = json.dumps(changed).encode()
    result = run(made, snapshot, "--database")
    assert result.exit_code == 1
    assert message in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert result.output == result.stderr


def test_what_is_no_snapshot_is_told_in_a_line(originals, run, monkeypatch):
    receipt, snapshot = originals[RELEASE]
    told = json.loads(snapshot)
    both = {**told["card"], "base64": "AAAA"}
    for made, message in (
        (b"{}", "no snapshot: schema: Field required"),
        (json.dumps({**told, "card": both}).encode(), "in either text or base64"),
        (
            json.dumps({**told, "card": {**both, "text": None, "base64": "%"}}).encode(),
            "its card is no base64",
        ),
    ):
        result = run(receipt, made)
        assert result.exit_code == 1
        assert message in result.stderr
        assert len(result.stderr.splitlines()) == 1
    monkeypatch.setattr("registry.receipts.loading.LONGEST_RECEIPT", 1000)
    assert "no receipt: it is longer than" in run(receipt, snapshot).stderr


def test_wrong_usage(tmp_path: Path):
    for arguments in (["verify"], ["verify", str(tmp_path / "none")], ["verify", "--what"]):
        assert CliRunner().invoke(main, arguments).exit_code == 2
