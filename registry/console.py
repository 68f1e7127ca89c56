"""The console: progress bars on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

import click

if TYPE_CHECKING:
    from rich.progress import Progress

LINE_EVERY_S = 5.0


class Bar(Protocol):
    """Something that shows how far a long work has come."""

    def show(self, done: int, total: int | None, note: str = "") -> None:
        """Shows ``done`` of ``total`` (None: not known yet), with a few words."""


class _Lines:
    def __init__(self, title: str) -> None:
        self._title = title
        self._last = time.monotonic()

    def show(self, done: int, total: int | None, note: str = "") -> None:
        if time.monotonic() - self._last >= LINE_EVERY_S:
            self._last = time.monotonic()
            of = f" of {total:,}" if total is not None else ""
            click.echo(f"{self._title}: {done:,}{of}{f', {note}' if note else ''}", err=True)


class _RichBar:
    def __init__(self, progress: Progress, title: str) -> None:
        self._progress = progress
        self._task = progress.add_task(title, total=None, note="")

    def show(self, done: int, total: int | None, note: str = "") -> None:
        self._progress.update(self._task, completed=done, total=total, note=note)


@contextmanager
def progress(title: str) -> Iterator[Bar]:
    """A progress bar on standard error if that is a terminal, else a plain line every few seconds."""
    if not sys.stderr.isatty():
        yield _Lines(title)
        return
    # Only here: what draws a bar is of no use without a terminal.
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
    )

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[note]}"),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        yield _RichBar(bars, title)
