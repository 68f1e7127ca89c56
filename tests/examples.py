"""Examples: the blocks of code in the docs, how each language is run, and what it must print."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
from playwright.sync_api import Page

HOST = "https://example.org"
"""What stands for the address of a catalog."""
REST = "…"
"""What stands for anything: in a text, as a value, and as the key or the last item of what is left out."""

_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$(?:\n```(text|json)\n(.*?)^```$)?", re.M | re.S)


@dataclass(frozen=True)
class Example:
    """One block. ``told`` is what the next block says that it prints, which is ``text`` or ``json``."""

    file: str
    line: int
    language: str
    code: str
    told_as: str
    told: str

    @property
    def checks_itself(self) -> bool:
        """Whether rubbish would be noticed."""
        return bool(self.told) or "assert" in self.code


@dataclass(frozen=True)
class Place:
    """Where examples run: a folder, the address of a catalog, the database behind it, and a page of a browser on it."""

    folder: Path
    address: str
    database_url: str
    page: Page


def examples(path: Path) -> Iterator[Example]:
    """The blocks of a document in a language that can be run."""
    text = path.read_text(encoding="utf-8")
    for found in _BLOCK.finditer(text):
        language, code, told_as, told = found.groups("")
        if language in RUNNERS:
            line = text[: found.start()].count("\n") + 1
            yield Example(path.name, line, language, code, told_as, told)


def run(example: Example, place: Place) -> str:
    """What an example prints, with the catalog's address written as in the docs. Raises what it raises."""
    code = example.code.replace(HOST, place.address)
    return RUNNERS[example.language](code, place).replace(place.address, HOST).replace("\r", "")


def is_as_told(example: Example, printed: str) -> bool:
    """Whether it printed what it was to print."""
    if example.told_as == "json":
        return _alike(json.loads(example.told), json.loads(printed))
    lines = (re.escape(line.rstrip()).replace(REST, ".*") for line in example.told.splitlines())
    found = "\n".join(line.rstrip() for line in printed.strip("\n").splitlines())
    return re.fullmatch("\n".join(lines), found) is not None


def _alike(told: Any, found: Any) -> bool:
    if told == REST:
        return True
    if isinstance(told, Mapping) and isinstance(found, Mapping):
        named = told.keys() - {REST}
        is_whole = REST in told or named == found.keys()
        return is_whole and named <= found.keys() and all(_alike(told[k], found[k]) for k in named)
    if isinstance(told, list) and isinstance(found, list):
        named_items = told[:-1] if told[-1:] == [REST] else told
        is_whole = len(named_items) == len(found) or named_items is not told
        return is_whole and all(_alike(t, f) for t, f in zip(named_items, found, strict=False))
    return bool(told == found)


def _bash(code: str, place: Place) -> str:
    programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    env = {**os.environ, "PATH": programs, "DATABASE_URL": place.database_url}
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", code],
        cwd=place.folder, env=env, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def _python(code: str, place: Place) -> str:
    out = io.StringIO()
    with contextlib.chdir(place.folder), contextlib.redirect_stdout(out):
        exec(compile(code, "<example>", "exec"), {"__name__": "__main__"})
    return out.getvalue()


def _javascript(code: str, place: Place) -> str:
    function = f"""async () => {{
      const lines = [];
      const console = {{ log: (...values) => lines.push(values.join(" ")) }};
      {code}
      return lines.join("\\n");
    }}"""
    return str(place.page.evaluate(function))


def _sql(code: str, place: Place) -> str:
    """As `duckdb -csv` prints it."""
    out = io.StringIO()
    with contextlib.chdir(place.folder), duckdb.connect() as connection:
        found = connection.execute(code)
        lines = csv.writer(out, lineterminator="\n")
        lines.writerow(column[0] for column in found.description or ())
        lines.writerows(found.fetchall())
    return out.getvalue()


RUNNERS = {"bash": _bash, "python": _python, "javascript": _javascript, "sql": _sql}
