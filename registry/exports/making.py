"""Making: an export by a process of its own, so that whoever answers requests meanwhile is not held up."""

from __future__ import annotations

import multiprocessing
import os
import threading
import time
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path
from typing import IO, NamedTuple

from registry.exports import writing
from registry.exports.asked import Asked, ExportError
from registry.processes import end_with_parent
from registry.upkeep import silent

AT_ONCE = 65_536
"""Bytes that are passed on at once."""
LOOK_S = 0.05
KINDNESS = 10
"""By how much it steps back for others who want the processor."""


class Made(NamedTuple):
    """A file that is whole. A text in it is packed; ``written`` is told of what it was before."""

    path: Path
    written: writing.Written
    at: datetime


class Making:
    """An export that is being made from the database at a URL, in a folder of the caller's."""

    def __init__(self, url: str, asked: Asked, folder: Path) -> None:
        self.asked = asked
        self._path = folder / f"{asked.format.file}.{time.monotonic_ns()}"
        self._path.touch()
        self._at = datetime.now(UTC)
        context = multiprocessing.get_context("spawn")
        self._told, told = context.Pipe(duplex=False)
        self._process = context.Process(
            target=_make, args=(url, asked, self._path, told), daemon=True
        )
        self._process.start()
        told.close()  # so that its end is seen when the process ends
        self._lock = threading.Lock()
        self._outcome: Made | str | None = None

    def wait(self) -> Made:
        """The file, once it is whole. Raises ExportError when it can't be made, or was given up."""
        with self._lock:
            if self._outcome is None:
                self._outcome = self._awaited()
        if isinstance(self._outcome, str):
            raise ExportError(self._outcome)
        return self._outcome

    @property
    def is_over(self) -> bool:
        """Whether the process has ended, well or not."""
        return not self._process.is_alive()

    def is_over_in(self, seconds: float) -> bool:
        """The same, after waiting for so long at most."""
        self._process.join(seconds)
        return self.is_over

    def opened(self) -> IO[bytes]:
        """What is there of the file, to be followed, and to be closed by the caller."""
        return self._path.open("rb")

    def follow(self, file: IO[bytes]) -> Iterator[bytes]:
        """The bytes of a text, packed, while it is made. Raises ExportError, at their end, when it can't be made."""
        is_over = False
        while not is_over:
            is_over = self.is_over  # asked first: what it wrote last is read below
            while some := file.read(AT_ONCE):
                yield some
            if not is_over:
                self._process.join(LOOK_S)
        self.wait()

    def give_up(self) -> None:
        """Ends the process, if it goes on; what is not whole is deleted."""
        self._process.terminate()
        with suppress(ExportError):
            self.wait()

    def _awaited(self) -> Made | str:
        """The file, or why there is none."""
        try:
            told: writing.Written | str = self._told.recv()
        except EOFError:
            told = "it was given up"
        self._process.join()
        self._told.close()
        if isinstance(told, str):
            self._path.unlink(missing_ok=True)
            return told
        return Made(self._path, told, self._at)


def unpacked(packed: Iterable[bytes]) -> Iterator[bytes]:
    """The bytes that gzip packed."""
    stream = zlib.decompressobj(wbits=31)
    for some in packed:
        while some:
            yield stream.decompress(some, 16 * AT_ONCE)
            some = stream.unconsumed_tail
    yield stream.flush()


def _make(url: str, asked: Asked, path: Path, told: Connection) -> None:
    from registry.db import engine_on

    threading.Thread(target=end_with_parent, daemon=True).start()
    os.nice(KINDNESS)
    try:
        with engine_on(url) as engine:
            if asked.format.is_text:
                with path.open("wb") as file, writing.packing(file) as out:
                    written = writing.write_text(engine, asked, out, silent)
            else:
                written = writing.write(engine, asked, path, silent)
    except Exception as error:
        told.send(str(error) or type(error).__name__)
    else:
        told.send(written)
