"""The commands ``links``: whether the addresses that evidence rests on still answer."""

from __future__ import annotations

import click

from registry.console import progress
from registry.links.states import LinkStatus
from registry.settings import Settings


@click.group("links")
def links() -> None:
    """Look after the links that evidence rests on."""


@links.command("check")
@click.option("--limit", type=click.IntRange(min=1), help="Links to look at, at most.")
@click.option("--host", default="", help="Only links to this host.")
@click.option(
    "--all/--due",
    "every",
    help="Look at all of them, or only at those that are due. [default: due]",
)
def check(limit: int | None, host: str, every: bool) -> None:
    """Look at the links that are due, politely: one request at a time to a host, with pauses."""
    from crawlers.links.run import Wanted, check_links, summary
    from registry import db

    settings = Settings.load()
    db.migrate(settings.database_url)
    with db.engine_on(settings.database_url) as engine, progress("Checking links") as bar:
        wanted = Wanted(every=every, host=host.lower(), limit=limit)
        found, tally = check_links(settings, engine, wanted, bar=bar)
    for line in summary(found, tally):
        click.echo(line)
    if tally.gone or tally.back:
        click.echo("`aperture grade` makes the grades anew that rest on these.")
    if tally.is_offline:
        raise click.ClickException("the network can't be reached; the links stay due.")


@links.command("list")
@click.option(
    "--status",
    type=click.Choice([str(status) for status in LinkStatus]),
    help="Only links with this status.",
)
@click.option(
    "--limit", type=click.IntRange(min=1), default=100, show_default=True, help="At most."
)
def list_command(status: str | None, limit: int) -> None:
    """List links with what came of looking, the most cited first."""
    from sqlmodel import Session

    from registry import db, queries

    settings = Settings.load()
    wanted = LinkStatus(status) if status else None
    with db.engine_on(settings.database_url) as engine, Session(engine) as session:
        found = queries.listed_links(session, wanted, limit)
    for link in found:
        count = f"{link.releases:,} release{'s' if link.releases != 1 else ''}"
        told = [link.status, count]
        if link.failing_since:
            told.append(f"since {link.failing_since:%Y-%m-%d}")
        elif link.checked_at:
            told.append(f"checked {link.checked_at:%Y-%m-%d}")
        told += [f"now {link.leads_to}"] if link.leads_to else []
        told += [link.problem] if link.problem else []
        # Told by other sites, and must not steer anybody's terminal.
        line = f"{link.url}  {'; '.join(told)}"
        click.echo("".join(c if c.isprintable() else "?" for c in line))
    if not found:
        click.echo("There are none.")
