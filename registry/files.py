"""Files: written aside, and there under their name only when they are whole."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def whole_or_nothing(path: Path, mode: int = 0o666) -> Iterator[Path]:
    """A file to write beside ``path``, that takes its name once all is on the disk.

    ``mode`` says who may read it, as far as new files may be read at all. What was there under the name stays when an
    error escapes. Raises OSError where files can't be written.
    """
    beside = path.with_name(f"{path.name}.tmp")
    remove(beside)  # of a run that was killed
    try:
        beside.touch(mode)
        yield beside
        _sync(beside)
        beside.replace(path)
        _sync(path.parent)
    finally:
        remove(beside)


def remove(path: Path) -> None:
    """Deletes a file, if it is there, with what SQLite writes beside one of its own."""
    for end in ("", "-journal", "-wal", "-shm"):
        path.with_name(f"{path.name}{end}").unlink(missing_ok=True)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
