"""The command `lint`: what a draft of a model card would earn, for a publisher's desk and for CI."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from registry import resources
from registry.settings import Settings
from registry.statements import FILE

if TYPE_CHECKING:
    from registry.linting.draft import Lookup
    from registry.linting.requirements import Requirement

MOST_FILES = 10_000


@click.command()
@click.argument("card", type=click.Path(allow_dash=True), required=False)
@click.option(
    "--statement",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The TRANSPARENCY.yaml that will be beside the card.",
)
@click.option(
    "--statement-template",
    is_flag=True,
    help="Print a TRANSPARENCY.yaml to fill in, and do nothing else.",
)
@click.option("--id", "release_id", default="", help="The id that it will have: org/name.")
@click.option(
    "--files",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The folder that will be uploaded: the names of its files tell of weights and licence.",
)
@click.option("--weights", is_flag=True, help="The full weights will be beside the card.")
@click.option(
    "--gated", type=click.Choice(["auto", "manual"]), help="The gate that will stand before them."
)
@click.option(
    "--registry",
    "use_registry",
    is_flag=True,
    help="Take what the registry at DATABASE_URL knows of its base and its datasets.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    show_default=True,
    help="github: annotations of GitHub Actions.",
)
@click.option("--min-score", type=click.FloatRange(0, 100), help="The score that it must reach.")
@click.option(
    "--require",
    "required",
    multiple=True,
    metavar="CRITERION=LEVEL",
    help="A level that it must reach, or a better one: data.sources=named-in-part. May be repeated.",
)
@click.pass_context
def lint(
    ctx: click.Context,
    card: str | None,
    statement: Path | None,
    statement_template: bool,
    release_id: str,
    folder: Path | None,
    weights: bool,
    gated: str | None,
    use_registry: bool,
    form: str,
    min_score: float | None,
    required: tuple[str, ...],
) -> None:
    """Grade the draft CARD (a README.md; - reads standard input), and list the cheapest steps up.

    A CARD named TRANSPARENCY.yaml is graded as a statement without a card.

    Needs no network and no database. Ends with status 1 when a requirement is not met, or the card can't be read.
    """
    if statement_template:
        click.echo(_template(), nl=False)
        return
    if card is None:
        raise click.UsageError("Missing argument 'CARD'.")
    from crawlers.drafts import lint as linted
    from registry.linting.draft import WEIGHTS, Draft, DraftIdError
    from registry.linting.requirements import unmet

    wanted = _requirements(required)
    if folder is not None and weights:
        raise click.UsageError("--weights says what --files is to show: give one of them.")
    files = WEIGHTS if weights else _names(folder) if folder is not None else None
    data, told = _read(card), None if statement is None else _read(str(statement))
    if statement is None and Path(card).name == FILE:
        data, told = b"", data
    draft = Draft(data, release_id, files, gated or "", told)
    with _lookup(use_registry) as lookup:
        try:
            report = linted(draft, lookup)
        except DraftIdError as error:
            raise click.UsageError(f"--id: {error}.") from error
    failed = list(unmet(report, wanted, min_score))
    for line in _shown(form, report, "README.md" if card == "-" else card, failed):
        click.echo(line)
    if failed or any(warning["kind"] == "malformed" for warning in report["warnings"]):
        ctx.exit(1)


def _template() -> str:
    return (resources.PACKAGE / "statements" / "template.yaml").read_text(encoding="utf-8")


def _requirements(written: tuple[str, ...]) -> list[Requirement]:
    from registry.linting.requirements import RequirementError, parse_requirement

    try:
        return [parse_requirement(each, resources.rubric()) for each in written]
    except RequirementError as error:
        raise click.UsageError(f"--require: {error}.") from error


def _read(card: str) -> bytes:
    from registry.linting.draft import LARGEST

    # One byte more than is read tells that there is more.
    with click.open_file(card, "rb") as file:
        data: bytes = file.read(LARGEST + 1)
    return data


def _names(folder: Path) -> tuple[str, ...]:
    """The names of the files below a folder, but for those that a version control keeps for itself."""
    found = (p.relative_to(folder) for p in sorted(folder.rglob("*")) if p.is_file())
    return tuple([p.as_posix() for p in found if p.parts[0] != ".git"][:MOST_FILES])


@contextmanager
def _lookup(use_registry: bool) -> Iterator[Lookup]:
    if not use_registry:
        from registry.linting.draft import nothing_known

        yield nothing_known
        return
    from functools import partial

    from sqlmodel import Session

    from registry import db
    from registry.regrade.known import known

    with db.engine_on(Settings.load().database_url) as engine, Session(engine) as session:
        yield partial(known, session)


def _shown(form: str, report: dict[str, Any], file: str, failed: list[str]) -> Iterator[str]:
    if form == "json":
        yield json.dumps({**report, "unmet": failed}, ensure_ascii=False, indent=2)
    elif form == "github":
        from registry.linting.github import workflow_commands

        yield from workflow_commands(report, file, failed)
    else:
        from registry.linting.terminal import lines

        yield from lines(report, file, resources.rubric(), failed)
