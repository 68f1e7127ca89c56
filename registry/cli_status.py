"""The command ``status``: how far the registry is, for people and for programs."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import click

from registry.settings import Settings


@click.command("status")
@click.option("--json", "as_json", is_flag=True, help="As the API answers: one JSON object.")
def status(as_json: bool) -> None:
    """Tell how far crawls and grades are, what waits, and what failed."""
    from sqlmodel import Session

    from registry import db, queries, resources, status_words
    from registry.status import as_dict

    settings = Settings.load()
    with db.engine_on(settings.database_url) as engine, Session(engine) as session:
        found = queries.status(session, datetime.now(UTC), resources.rubric().version)
    if as_json:
        told = {"headline": status_words.headline(found), **as_dict(found)}
        click.echo(json.dumps(told, ensure_ascii=False, indent=1))
        return
    for line in status_words.lines(found):
        click.echo(line)
