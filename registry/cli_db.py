"""The commands ``db``: the schema, what the database holds, backups of it, and whether all in it agrees."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from registry.console import progress
from registry.settings import Settings
from registry.upkeep import UpkeepError

if TYPE_CHECKING:
    from sqlalchemy import Engine

FILE = click.Path(dir_okay=False, path_type=Path)


@contextmanager
def database(*, newest: bool = False) -> Iterator[Engine]:
    """The database of the settings; with ``newest``, one that has the newest schema. Its errors are one line each."""
    from registry import db
    from registry.upkeep import schema

    with db.engine_on(Settings.load().database_url) as engine:
        try:
            if newest:
                with engine.connect() as connection:
                    schema.require_newest(connection)
            yield engine
        except UpkeepError as error:
            raise click.ClickException(f"{error}.") from error


@click.group("db")
def db_group() -> None:
    """Look after the database."""


@db_group.command("upgrade")
def upgrade() -> None:
    """Bring the database to the newest schema."""
    from registry import db

    settings = Settings.load()
    db.migrate(settings.database_url)
    click.echo("The database has the newest schema.")


@db_group.command("stats")
@click.option("--json", "as_json", is_flag=True, help="One JSON object, with sizes in bytes.")
def stats_command(as_json: bool) -> None:
    """Tell how much the database holds, and how much room that takes."""
    from registry.upkeep import stats, stats_words

    with (
        database(newest=True) as engine,
        progress("Looking") as bar,
        engine.connect() as connection,
    ):
        found = stats.gather(connection, bar.show)
    if as_json:
        click.echo(json.dumps(asdict(found), indent=1))
        return
    for line in stats_words.lines(found):
        click.echo(line)


@db_group.command("backup")
@click.argument("file", type=FILE)
@click.option("--force", is_flag=True, help="Replace FILE if it is there.")
def backup_command(file: Path, force: bool) -> None:
    """Write all that the database holds to FILE, as it is now. Crawls and the site may go on.

    FILE is an SQLite file, whichever the database: `db restore` takes it into SQLite and PostgreSQL alike.
    """
    from rich.filesize import decimal

    from registry.upkeep import backup

    with database() as engine, progress("Writing the backup") as bar:
        size = backup.write(engine, file, bar.show, force=force)
    click.echo(f"{file} holds the registry, in {decimal(size)}.")


@db_group.command("restore")
@click.argument("file", type=FILE)
@click.option("--force", is_flag=True, help="Replace what the database holds.")
def restore_command(file: Path, force: bool) -> None:
    """Fill the database from a backup FILE, and bring it to the newest schema."""
    from registry.upkeep import restore

    with database() as engine, progress("Restoring") as bar:
        version = restore.read(engine, file, bar.show, force=force)
    click.echo(f"The database holds what {file} held (schema {version}).")
    click.echo("`aperture grade` makes anew what a backup leaves out.")


@db_group.command("check")
@click.option("--mend", is_flag=True, help="Delete or mark what does not agree, to be made anew.")
@click.option(
    "--sample",
    type=click.IntRange(min=0),
    default=200,
    show_default=True,
    help="Releases drawn by chance to be graded anew and compared.",
)
@click.pass_context
def check_command(context: click.Context, mend: bool, sample: int) -> None:
    """Find out whether all that the database holds agrees. Exit status 1 says that something is left to be done."""
    from registry.policy import Policy
    from registry.upkeep import check

    policy = Policy.bundled()
    now = datetime.now(UTC)
    with database(newest=True) as engine, progress("Checking") as bar:
        found = list(check.run(engine, policy, now, bar.show, mend=mend, sample=sample))
    for finding in found:
        click.echo(str(finding))
    if not found:
        click.echo("All agrees.")
    if not all(finding.is_mended for finding in found):
        context.exit(1)
