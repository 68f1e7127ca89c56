"""Index files: those of another index's folder that may be records, read with limits."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from registry.indexes.record import LARGEST

MOST_FILES = 20_000


class NoFilesError(ValueError):
    """There is nothing to import; the message says why."""


def files_of(path: Path, suffixes: tuple[str, ...]) -> dict[str, bytes]:
    """The files of a folder and those below it by their paths in it, or one file; of each no more than tells that it is
    too large. What is hidden, such as a version control's own files, and what lies elsewhere is left out.

    Raises NoFilesError and OSError.
    """
    if path.is_file():
        return {path.name: _beginning(path)}
    found = {
        one.relative_to(path).as_posix(): _beginning(one)
        for one in _below(path)
        if one.suffix.lower() in suffixes
    }
    if not found:
        raise NoFilesError(f"{path} holds no file whose name ends in {' or '.join(suffixes)}")
    return found


def _below(folder: Path) -> Iterator[Path]:
    told = 0
    for one in sorted(folder.rglob("*")):
        is_hidden = any(part.startswith(".") for part in one.relative_to(folder).parts)
        if is_hidden or one.is_symlink() or not one.is_file():
            continue
        told += 1
        if told > MOST_FILES:
            raise NoFilesError(
                f"{folder} holds more than {MOST_FILES:,} files; name the folder of records"
            )
        yield one


def _beginning(file: Path) -> bytes:
    with file.open("rb") as opened:
        return opened.read(LARGEST + 1)
