"""The command line: the one place where crawlers and registry are wired together.

Commands import what they need when they run: who only grades waits for no crawler to be loaded, and no web server.
"""

from __future__ import annotations

import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import click

from crawlers.source import Selection, SourceError
from registry import logs
from registry.cli_db import db_group
from registry.cli_export import export_command
from registry.cli_import import import_command
from registry.cli_links import links
from registry.cli_lint import lint
from registry.cli_moderators import moderators
from registry.cli_status import status
from registry.cli_verify import verify
from registry.cli_worker import worker
from registry.settings import Settings, SettingsError

FIRST_CRAWL = 5000
"""Releases that ``up`` crawls at most, so that a laptop does not set out to fetch millions."""

_FULL = re.compile("disk is full|no space left|disk I/O error", re.IGNORECASE)
"""How databases say that there is no room left."""


@contextmanager
def plain_errors() -> Iterator[None]:
    """Turns what can go wrong into one line on standard error and exit status 1."""
    try:
        yield
    except (SourceError, SettingsError) as error:
        raise click.ClickException(f"{error}.") from error
    except _errors_of_databases() as error:
        cause = str(getattr(error, "orig", None) or error).splitlines()[0].rstrip(".")
        advice = "Check DATABASE_URL, or run `aperture db upgrade`."
        if _FULL.search(cause):
            advice = "Make room and run it again; what was done is kept."
        raise click.ClickException(f"The database can't be used: {cause}. {advice}") from error
    except ModuleNotFoundError as error:
        if error.name not in {"psycopg", "procrastinate"}:
            raise
        advice = "install Aperture with its extra `postgres`"
        raise click.ClickException(f"PostgreSQL needs {error.name}: {advice}.") from error
    except BrokenPipeError:
        raise  # whoever reads our output has had enough; click ends quietly
    except OSError as error:
        where = f": {error.filename}" if error.filename else ""
        raise click.ClickException(f"{error.strerror or error}{where}.") from error
    except KeyboardInterrupt as error:
        raise click.ClickException("Interrupted. What was done is kept.") from error


def _errors_of_databases() -> tuple[type[Exception], ...]:
    # Asked for when something has been raised: till then few commands need what defines these.
    from alembic.util import CommandError
    from sqlalchemy.exc import SQLAlchemyError

    return SQLAlchemyError, CommandError


class PlainGroup(click.Group):
    """Commands whose errors are one line each."""

    def invoke(self, ctx: click.Context) -> Any:
        """Runs the command that was asked for."""
        # Whoever asks a process to end means the same as somebody at the keyboard.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        with plain_errors():
            return super().invoke(ctx)


@click.group(cls=PlainGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="aperture-registry")
def main() -> None:
    """How open is this "open" language model? A registry that grades what releases disclose."""
    logs.set_up(Settings.load())


main.add_command(db_group)
main.add_command(export_command)
main.add_command(import_command)
main.add_command(links)
main.add_command(lint)
main.add_command(moderators)
main.add_command(status)
main.add_command(verify)
main.add_command(worker)


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to serve on.")
@click.option("--port", default=8000, show_default=True, help="Port to serve on.")
@click.option(
    "--source",
    "wanted",
    type=click.Choice(["auto", "hub", "sample"]),
    default="auto",
    show_default=True,
    help="What to crawl; auto: the Hub, or the bundled sample when it can't be reached.",
)
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    default=FIRST_CRAWL,
    show_default=True,
    help="Releases to crawl at most.",
)
def up(host: str, port: int, wanted: str, limit: int) -> None:
    """Migrate, crawl, grade and serve: everything, with one command."""
    from crawlers.run import pick_source, run_crawl
    from registry import db, server

    settings = Settings.load()
    server.check_port(host, port)
    db.migrate(settings.database_url)
    source = pick_source(wanted, settings)
    if source is None or source.name == "sample":
        if source is not None:
            run_crawl(settings, source, Selection(), grading=True)
        click.echo(f"Serving on http://{host}:{port} (Ctrl-C ends it).")
        server.serve(host, port)
        return
    # The site is there at once, and fills while the crawl goes on.
    with server.in_background(host, port) as serving:
        click.echo(
            f"Serving on http://{host}:{port} while the crawl of {settings.hf_endpoint} goes on."
        )
        try:
            run_crawl(settings, source, Selection(limit=limit), grading=True)
        except SourceError as error:
            click.echo(f"The crawl stopped: {error}. The next one goes on from here.", err=True)
        click.echo(f"Serving on http://{host}:{port} (Ctrl-C ends it).")
        with suppress(KeyboardInterrupt):
            serving.wait()


@main.command()
@click.argument("path", required=False, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--source",
    "kind",
    type=click.Choice(["hub", "mirror", "dump", "sample"]),
    default="hub",
    show_default=True,
    help="Where to crawl: the Hub at HF_ENDPOINT, a mirror in the folder PATH, a dump of metadata in the Parquet "
    "file PATH, the bundled sample.",
)
@click.option("--limit", type=click.IntRange(min=1), help="Releases to list at most.")
@click.option("--author", default="", help="Only releases of this organization.")
@click.option("--task", default="", help="Only releases with this pipeline tag.")
@click.option(
    "--min-downloads", type=click.IntRange(min=1), help="Only releases with so many downloads."
)
@click.option(
    "--cards",
    type=click.IntRange(min=0),
    help="Cards to fetch at most of releases known from a dump, the most downloaded first. "
    f"[default: {FIRST_CRAWL:,} with --source dump, else 0]",
)
@click.option(
    "--full",
    is_flag=True,
    help="List everything again, and find what was deleted, renamed, gated or made private.",
)
@click.option("--grade", "and_grade", is_flag=True, help="Then grade what is out of date.")
def crawl(
    path: Path | None,
    kind: str,
    limit: int | None,
    author: str,
    task: str,
    min_downloads: int | None,
    cards: int | None,
    full: bool,
    and_grade: bool,
) -> None:
    """Fetch metadata and model cards, and what they link to. Only what changed, by default."""
    from crawlers.grading import run_grade
    from crawlers.run import open_source, run_crawl
    from crawlers.together import crawl_together, has_queue
    from registry import db

    if (kind in {"mirror", "dump"}) != (path is not None):
        raise click.UsageError("PATH goes with --source mirror or dump, and these need a PATH.")
    if min_downloads and kind != "dump":
        raise click.UsageError("--min-downloads goes with --source dump.")
    settings = Settings.load()
    source = open_source(kind, path, settings)
    db.migrate(settings.database_url)
    selection = Selection(limit, author, task, min_downloads)
    budget = cards if cards is not None else FIRST_CRAWL if kind == "dump" else 0
    if kind == "hub" and has_queue(settings):
        crawl_together(settings, selection, full=full, cards=budget)
    else:
        run_crawl(settings, source, selection, full=full, cards=budget)
    if and_grade:
        run_grade(settings)


@main.command()
@click.option("--full", is_flag=True, help="Grade everything, not only what is out of date.")
def grade(full: bool) -> None:
    """Read and grade what is out of date, from stored snapshots. Fetches nothing."""
    from crawlers.grading import run_grade

    settings = Settings.load()
    run_grade(settings, full=full)


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to serve on.")
@click.option("--port", default=8000, show_default=True, help="Port to serve on.")
def serve(host: str, port: int) -> None:
    """Serve the catalog and the API."""
    from registry import db, server

    settings = Settings.load()
    server.check_port(host, port)
    db.migrate(settings.database_url)
    click.echo(f"Serving on http://{host}:{port} (Ctrl-C ends it).")
    server.serve(host, port)


@main.command("evaluate")
@click.option(
    "--truth",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Labels: a CSV file with columns id,criterion,level,quote or id,dimension,level.",
)
@click.option("--framework", help="Compare the estimates for this framework instead of our levels.")
@click.option("--errors", is_flag=True, help="List the disagreements, with our evidence.")
def evaluate_command(truth: Path, framework: str | None, errors: bool) -> None:
    """Compare grades with expert labels."""
    from sqlmodel import Session

    from registry import db, evaluate

    settings = Settings.load()
    with db.engine_on(settings.database_url) as engine, Session(engine) as session:
        try:
            text = truth.read_text(encoding="utf-8-sig")
            for line in evaluate.report(session, text, framework, errors=errors):
                click.echo(line)
        except (evaluate.LabelError, UnicodeDecodeError) as error:
            raise click.ClickException(f"{truth}: {error}.") from error


if __name__ == "__main__":
    main()
