"""The command ``export``: every graded release, in the format that somebody works with."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from registry.console import progress
from registry.settings import Settings

STDOUT = "-"


class Moment(click.ParamType):
    """A day or a moment of ISO 8601."""

    name = "moment"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        """The moment that a text names; anything else is wrong usage."""
        from registry.exports.asked import moment

        try:
            return value if isinstance(value, datetime) else moment(value)
        except (ValueError, OverflowError):
            self.fail(f"{value!r} is no moment such as 2026-11-20 or 2026-11-20T12:00:00Z.")


@click.command("export")
@click.option(
    "--format",
    "form",
    type=click.Choice(["jsonl", "csv", "parquet", "sqlite"]),
    default="jsonl",
    show_default=True,
)
@click.option(
    "--out",
    type=click.Path(dir_okay=False),
    default=STDOUT,
    help="File to write, replaced when the new one is whole; JSON lines and CSV are packed when its name ends in .gz. "
    "- is standard output.",
)
@click.option(
    "--since",
    type=Moment(),
    help="Only releases that were graded or changed at that moment or later; JSON lines tell what was renamed, too.",
)
@click.option("--own", is_flag=True, help="Leave out what is inherited from a base or disclosed.")
def export_command(form: str, out: str, since: datetime | None, own: bool) -> None:
    """Write every graded release."""
    from rich.filesize import decimal

    from registry import db
    from registry.exports import writing
    from registry.exports.asked import FORMATS, Asked, ExportError
    from registry.upkeep import silent

    asked = Asked(FORMATS[form], since, own)
    if out == STDOUT and not asked.format.is_text:
        raise click.UsageError(f"{asked.format.title} needs a file: --out FILE.")
    path = Path(out)
    with db.engine_on(Settings.load().database_url) as engine:
        try:
            if out == STDOUT:
                writing.write_text(engine, asked, sys.stdout.buffer, silent)
                sys.stdout.flush()  # a full disk must be an error here, not at exit
                return
            if asked.format.is_text and path.exists() and not path.is_file():  # a pipe, a device
                with path.open("wb") as pipe:
                    writing.write_text(engine, asked, pipe, silent)
                return
            with progress("Exporting") as bar:
                told = writing.write(engine, asked, path, bar.show)
        except ExportError as error:
            raise click.ClickException(f"{error}.") from error
    size = f"{decimal(told.size)}, SHA-256 {told.sha256}"
    click.echo(f"{out} holds {told.releases:,} releases ({size}).", err=True)
