"""The command ``import``: what other indexes say, from the files of their public repositories."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from registry.indexes import SOURCES
from registry.settings import Settings

if TYPE_CHECKING:
    from registry.indexes.record import Refused, Taken
    from registry.store.indexes import Replaced

SHOWN = 10
_DAY = re.compile(r"20\d\d(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")


@click.command("import")
@click.argument("source", type=click.Choice(SOURCES))
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--dated",
    default="",
    metavar="DAY",
    help="The day of the data, as 2026-06-04, 2026-06 or 2026, for records that give none. "
    "[default: the newest day in the files]",
)
@click.option(
    "--verbose", is_flag=True, help="List all records that fit no release, with the reasons."
)
def import_command(source: str, path: Path, dated: str, verbose: bool) -> None:
    """Take in the records of another index from PATH, a folder of its files or one of them.

    They replace what was imported from that index before, stand beside the grades, and count in none.
    """
    from datetime import UTC, datetime

    from registry import db, queries, resources, store
    from registry.index_files import NoFilesError, files_of
    from registry.indexes import SUFFIXES
    from registry.indexes.matching import Known
    from registry.indexes.reading import read
    from registry.indexes.rows import rows_of

    if dated and not _DAY.fullmatch(dated):
        raise click.UsageError(f"--dated: {dated!r} is no day such as 2026-06-04 or 2026-06.")
    indexes = resources.indexes()
    index = indexes.by_id[source]
    try:
        files = files_of(path, SUFFIXES[source])
    except NoFilesError as error:
        raise click.ClickException(f"{error}.") from error
    taken = read(source, files, resources.frameworks(), resources.licenses())
    if not taken.records:
        _list(_refused(taken.unreadable), "unreadable", verbose=verbose)
        raise click.ClickException(
            f"None of {_of(taken.files, 'file')} in {path} is a record of the {index.title}; nothing was changed."
        )
    settings = Settings.load()
    db.migrate(settings.database_url)
    with db.engine_on(settings.database_url) as engine, db.session_on(engine) as session:
        known = Known(queries.release_moves(session), indexes.organizations)
        rows = rows_of(index, taken, known, dated)
        replaced = store.replace_index(session, source, rows, datetime.now(UTC))
    _tell(taken, rows, replaced, index.about, verbose=verbose)


def _tell(
    taken: Taken, rows: Sequence[dict[str, Any]], replaced: Replaced, about: str, *, verbose: bool
) -> None:
    unmatched = [(row["name"] or row["record"], row["why"]) for row in rows if row["why"]]
    click.echo(
        f"{_of(taken.files, 'file')} read: {_of(len(rows), 'record')} kept "
        f"({replaced.new:,} new, {replaced.changed:,} changed, {replaced.same:,} as before; {replaced.gone:,} gone)."
    )
    click.echo(
        f"{len(rows) - len(unmatched):,} are about {about} here, {len(unmatched):,} fit none."
    )
    _list(unmatched, f"fit none of the {about}", verbose=verbose)
    _list(_refused(taken.beside), "hold no record of their own", verbose=verbose)
    # Never cut short: each is something that somebody has to mend.
    _list(_refused(taken.unreadable), "unreadable", verbose=True)


def _list(told: Sequence[tuple[str, str]], title: str, *, verbose: bool) -> None:
    if told:
        click.echo(f"{len(told):,} {title}:")
        for line in _lines(told, verbose=verbose):
            click.echo(f"  {line}")


def _lines(told: Sequence[tuple[str, str]], *, verbose: bool) -> Iterator[str]:
    if verbose:
        yield from (f"{name}: {why}" for name, why in told)
        return
    yield ", ".join(name for name, _ in told[:SHOWN])
    if len(told) > SHOWN:
        yield f"and {len(told) - SHOWN:,} more (--verbose lists all, with the reasons)"


def _refused(told: Sequence[Refused]) -> list[tuple[str, str]]:
    return [(one.file, one.reason) for one in told]


def _of(number: int, what: str) -> str:
    return f"{number:,} {what}{'s' if number != 1 else ''}"
