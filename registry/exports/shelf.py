"""Shelf: exports that were made for one visitor are there for the next, until the catalog is another one."""

from __future__ import annotations

import os
import shutil
import tempfile
import threading
import weakref
from pathlib import Path

from registry.exports.asked import Asked, ExportError, Format
from registry.exports.making import Made, Making

PREFIX = "aperture-exports-"
"""What the name of a folder begins with; the number of its process follows."""


class Shelf:
    """The exports of one process of a server, from the database at a URL. It makes one at a time.

    What tells one state of the catalog from another is an object: the same one as long as nothing changed, and not kept
    in memory by the shelf. Files are in a folder of the process's own, which goes with it.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._lock = threading.Lock()
        self._folder: Path | None = None
        self._making: tuple[Making, weakref.ref[object]] | None = None
        self._kept: dict[str, Made] = {}
        self._of: weakref.ref[object] | None = None

    def find(self, form: Format, of: object) -> Made | None:
        """The export of all that this state of the catalog has, if it was made before."""
        with self._lock:
            self._look(of)
            return self._kept.get(form.name)

    def begin(self, asked: Asked, of: object) -> Making | None:
        """Has an export made; None while another one is."""
        with self._lock:
            self._look(of)
            if self._making is not None:
                return None
            if self._folder is None:
                self._folder = _folder()
                weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
            making = Making(self._url, asked, self._folder)
            self._making = making, weakref.ref(of)
            return making

    def _look(self, of: object) -> None:
        """Puts what was finished meanwhile among the others, and removes all of another state."""
        if self._of is None or self._of() is not of:
            for old in self._kept.values():
                old.path.unlink(missing_ok=True)
            self._kept, self._of = {}, weakref.ref(of)
        if self._making is None or not self._making[0].is_over:
            return
        (making, made_of), self._making = self._making, None
        if making.asked.is_of_all:
            try:
                made = making.wait()
            except ExportError:
                return  # told to whoever asked for it
            if made_of() is of:
                self._kept[making.asked.format.name] = made
            else:
                made.path.unlink(missing_ok=True)


def _folder() -> Path:
    """A folder of this process. Those of processes that were ended before they could remove theirs are removed."""
    for old in Path(tempfile.gettempdir()).glob(f"{PREFIX}*-*"):
        pid = old.name.removeprefix(PREFIX).partition("-")[0]
        if pid.isdecimal() and not _is_running(int(pid)):
            shutil.rmtree(old, ignore_errors=True)
    return Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True  # somebody else's
    return True
