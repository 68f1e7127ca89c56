"""Who may import whom, how long a module may be, and what no tracked file may hold.

A name in a rule stands for the module or package of that name and all that is in it.
"""

from __future__ import annotations

import ast
import re
import statistics
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OURS = ("registry", "crawlers")

WITH_A_DATABASE = ("registry.db", "registry.models", "registry.queries", "registry.serialize")

IMPURE = (
    *("asyncio", "glob", "http", "logging", "multiprocessing", "os", "pathlib.Path", "random"),
    *("secrets", "shutil", "socket", "sqlite3", "subprocess", "tempfile", "threading", "time"),
    *("urllib.request", "uuid"),
)
"""What reaches outside of a function's arguments: files, clock, chance, network, processes."""


@dataclass(frozen=True)
class Rule:
    """`who` may not import `never`, but `may` even so; `except_` lists modules that are free."""

    who: str
    never: tuple[str, ...]
    why: str
    may: tuple[str, ...] = ()
    except_: tuple[str, ...] = ()


RULES = [
    Rule(
        "registry",
        never=("crawlers",),
        except_=(
            "registry.cli",
            "registry.cli_lint",
            "registry.cli_verify",
            "registry.cli_links",
            "registry.cli_worker",
            "registry.wsgi",
        ),
        why="dependencies point one way; the command line and the server are where both are wired",
    ),
    Rule(
        "registry.history",
        never=("registry", "third-party", *IMPURE),
        may=("registry.history", "registry.scoring"),
        why="what became of a release is told from what was seen, whoever looked",
    ),
    Rule(
        "registry.scoring",
        never=("registry", "third-party", "datetime", "pathlib", *IMPURE),
        may=("registry.scoring", "license_expression"),
        why="a judge is a pure function of its arguments",
    ),
    Rule(
        "registry.scoring.evidence",
        never=("registry.scoring.rubric", "registry.scoring.judges", "registry.scoring.grade"),
        why="evidence knows no points",
    ),
    Rule(
        "crawlers.readers",
        never=(
            *("registry", *IMPURE),
            *("crawlers.http", "crawlers.hub", "crawlers.mirror", "crawlers.dump"),
        ),
        may=(
            *("registry.scoring.evidence", "registry.scoring.licenses", "registry.statements"),
            "os.path.commonprefix",  # knows strings only, in spite of its home
        ),
        why="who observes neither fetches nor judges",
    ),
    Rule(
        "crawlers.cards",
        never=(
            *("registry", *IMPURE),
            *("crawlers.http", "crawlers.hub", "crawlers.mirror", "crawlers.dump"),
        ),
        may=(
            *("registry.scoring.evidence", "registry.scoring.licenses", "registry.statements"),
            "os.path.commonprefix",  # knows strings only, in spite of its home
        ),
        why="who observes neither fetches nor judges",
    ),
    Rule("registry.views", never=("registry.scoring.grade",), why="nothing is graded in a request"),
    Rule(
        "registry.views",
        never=("registry.store",),
        except_=(
            *("registry.views.accounts", "registry.views.asking", "registry.views.disclosures"),
            *(
                "registry.views.deciding",
                "registry.views.moderation",
                "registry.views.api.disclosing",
            ),
            *("registry.views.statements", "registry.views.submitting"),
            *("registry.views.oauth", "registry.views.replies"),
        ),
        why="a GET never writes",
    ),
    Rule("registry.filters", never=("flask", "sqlalchemy", "sqlmodel", *IMPURE), why="it is pure"),
    *(
        Rule(
            f"registry.{name}",
            never=("flask", "sqlalchemy", "sqlmodel", "registry.queries", *IMPURE),
            why="what travels with a page is made of plain values",
        )
        for name in (
            *("badge", "citing", "dots", "drawing", "feed_days", "feeds", "schema_org", "spelling"),
            "turns",
        )
    ),
    Rule(
        "registry.shapes",
        never=("registry", "flask", "sqlalchemy", "sqlmodel", *IMPURE),
        may=("registry.shapes",),
        why="shapes say what is told, and know nobody who tells it",
    ),
    Rule(
        "registry.plain",
        never=("flask", "sqlalchemy", "sqlmodel", "registry.queries", *IMPURE),
        why="plain values are made of what whoever asks has found",
    ),
    Rule(
        "registry.indexes",
        never=("flask", "sqlalchemy", "sqlmodel", *WITH_A_DATABASE, *IMPURE),
        why="what others say is read, matched and compared the same, whoever has the files",
    ),
    Rule(
        "registry.boms",
        never=("flask", "sqlalchemy", "sqlmodel", "registry.queries", *IMPURE),
        may=("uuid.NAMESPACE_URL", "uuid.UUID", "uuid.uuid5"),  # made of names alone, not of chance
        why="the same grade always makes the same documents",
    ),
    Rule(
        "registry.linting",
        never=("flask", "sqlalchemy", "sqlmodel", *WITH_A_DATABASE, *IMPURE),
        why="a draft is linted without a database",
    ),
    Rule(
        "registry.openapi",
        never=("flask", "sqlalchemy", "sqlmodel", "registry.queries", "registry.views", *IMPURE),
        why="a document is made of declarations, and a page of a document",
    ),
    Rule(
        "registry.receipts",
        never=("flask", "sqlalchemy", "sqlmodel", "registry.queries", "registry.models", *IMPURE),
        why="whoever has a receipt and a snapshot needs nothing else to recompute a grade",
    ),
    Rule(
        "registry.disclosing",
        never=("flask", "sqlalchemy", "sqlmodel", *WITH_A_DATABASE, *IMPURE),
        why="what may become of a disclosure follows from what is known of it",
    ),
    Rule(
        "registry.asking",
        never=("flask", "sqlalchemy", "sqlmodel", *WITH_A_DATABASE, *IMPURE),
        why="what to ask, and what answers it, follows from what is known of a release",
    ),
    Rule(
        "registry.statements",
        never=("flask", "sqlalchemy", "sqlmodel", *WITH_A_DATABASE, *IMPURE),
        why="a statement is checked the same everywhere, with or without a registry",
    ),
    *(
        Rule(
            f"registry.{name}",
            never=("flask", "sqlalchemy", "sqlmodel", *WITH_A_DATABASE, *IMPURE),
            why="what a look makes of a link follows from the two alone",
        )
        for name in ("links.quoted_words", "links.rules", "links.states")
    ),
    Rule("registry", never=("authlib", "joserfc"), why="who somebody is tells a door"),
    Rule("registry.models", never=("flask", "registry.store"), why="no behaviour"),
    *(
        Rule(
            package,
            never=("httpx", "httpcore", "httpx2", "huggingface_hub"),
            except_=("crawlers.http", "crawlers.hub", "crawlers.identity", "crawlers.links.door"),
            why="only the doors open connections",
        )
        for package in OURS
    ),
    *(
        Rule(
            package, never=("requests", "urllib.request", "http.client", "urllib3"), why="the doors"
        )
        for package in OURS
    ),
]

SETTINGS = "registry.settings"
LONGEST = 300
LONGEST_MEDIAN = 120


# Reading ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Module:
    name: str
    path: Path
    tree: ast.Module
    lines: int

    @property
    def package(self) -> str:
        return self.name if self.path.name == "__init__.py" else self.name.rpartition(".")[0]


@cache
def modules() -> tuple[Module, ...]:
    paths = sorted(path for package in OURS for path in (ROOT / package).rglob("*.py"))
    return tuple(map(read, paths))


def read(path: Path) -> Module:
    parts = path.relative_to(ROOT).with_suffix("").parts
    name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
    text = path.read_text(encoding="utf-8")
    return Module(name, path, ast.parse(text, str(path)), len(text.splitlines()))


def imports(module: Module) -> Iterator[tuple[int, str]]:
    """Line and full dotted name of each import, wherever in the module it stands."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                ancestors = module.package.split(".")
                kept = ancestors[: len(ancestors) - node.level + 1]
                base = ".".join([*kept, *filter(None, [base])])
            yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)


def inside(name: str, packages: tuple[str, ...]) -> bool:
    return any(name == package or name.startswith(f"{package}.") for package in packages)


def forbids(rule: Rule, name: str) -> bool:
    if inside(name, rule.may):
        return False
    top = name.split(".")[0]
    third_party = top not in sys.stdlib_module_names and top not in OURS
    return inside(name, rule.never) or (third_party and "third-party" in rule.never)


def breaches(rule: Rule, module: Module) -> list[str]:
    if not inside(module.name, (rule.who,)) or inside(module.name, rule.except_):
        return []
    return [
        f"{module.path.relative_to(ROOT)}:{line} imports {name}"
        for line, name in imports(module)
        if forbids(rule, name)
    ]


def tracked_files() -> list[Path]:
    """What git tracks or would: the files that others get."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    paths = (ROOT / name for name in listed.split("\0") if name)
    return [path for path in paths if path.is_file() and not path.is_symlink()]


def lines_matching(pattern: re.Pattern[str]) -> list[str]:
    found = []
    for path in tracked_files():
        content = path.read_bytes()
        if b"\0" in content[:8000]:
            continue
        for number, line in enumerate(content.decode("utf-8", "replace").splitlines(), 1):
            match = pattern.search(line)
            if match:
                found.append(f"{path.relative_to(ROOT)}:{number} holds {match[0]}")
    return found


# Imports ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.who} never {rule.never[0]}")
def test_imports(rule: Rule):
    found = [breach for module in modules() for breach in breaches(rule, module)]
    assert not found, f"{rule.why}:\n" + "\n".join(found)


@pytest.mark.parametrize(
    ("path", "source", "line"),
    [
        ("registry/queries.py", "from crawlers.hub import Hub", "imports crawlers.hub.Hub"),
        ("registry/scoring/judges/data.py", "from ... import db", "imports registry.db"),
        ("registry/scoring/grade.py", "import yaml", "imports yaml"),
        ("registry/scoring/grade.py", "def f():\n    from datetime import date", "datetime.date"),
        ("crawlers/readers/data.py", "from registry.scoring import rubric", "scoring.rubric"),
        ("crawlers/mirror.py", "import httpx", "imports httpx"),
        ("registry/views/pages.py", "from .. import store", "imports registry.store"),
    ],
)
def test_a_breach_is_seen(path: str, source: str, line: str):
    module = Module(
        path.removesuffix(".py").replace("/", "."), ROOT / path, ast.parse(source), lines=1
    )
    found = [breach for rule in RULES for breach in breaches(rule, module)]
    assert any(line in breach for breach in found)


def test_only_settings_reads_the_environment():
    names = {"environ", "environb", "getenv", "getenvb", "putenv"}
    found = []
    for module in modules():
        if module.name == SETTINGS:
            continue
        direct = {name.removeprefix("os.") for _, name in imports(module) if inside(name, ("os",))}
        used = {
            node.attr
            for node in ast.walk(module.tree)
            if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "os"
        }
        if names & (direct | used):
            found.append(str(module.path.relative_to(ROOT)))
    assert not found, f"only {SETTINGS} may touch the environment"


def test_scoring_opens_no_file():
    found = [
        f"{module.path.relative_to(ROOT)}:{node.lineno}"
        for module in modules()
        if inside(module.name, ("registry.scoring", "crawlers.readers"))
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in {"open", "print", "input"}
    ]
    assert not found


# Size -------------------------------------------------------------------------------------------


def test_no_module_is_too_long():
    found = {module.name: module.lines for module in modules() if module.lines > LONGEST}
    assert not found, f"split what passes {LONGEST} lines"


def test_most_modules_are_short():
    lengths = [module.lines for module in modules() if module.lines > 1]
    assert statistics.median(lengths) <= LONGEST_MEDIAN


def test_modules_say_what_lives_there():
    found = [m.name for m in modules() if m.tree.body and not ast.get_docstring(m.tree)]
    assert not found, "a module says in its first line what lives there"


# Text -------------------------------------------------------------------------------------------


def test_no_paths_of_one_machine():
    """Joined from parts, so that this file does not hold them itself."""
    folders = [
        "work/(?:main|shared|[.])",
        "root/",
        "home/[a-z]+/",
        "Users/[A-Za-z]+/",
        "opt/(?:pypi|wheels)",
    ]
    pattern = re.compile("(?<![\\w./])/" + f"(?:{'|'.join(folders)})")
    assert not lines_matching(pattern)


def test_no_addresses_of_package_registries():
    hosts = [
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("registry", "npmjs"),
        ("deb", "debian", "org"),
    ]
    pattern = re.compile("|".join("[.]".join(parts) for parts in hosts))
    assert not lines_matching(pattern)
