"""Finds Chromium for the browser tests: the system's own, never a tool's download."""

import os
import shutil

from tests.services.missing import ServiceMissingError

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

ARGS = (
    # Its sandbox needs rights that root in a container lacks; it opens our own pages only.
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    # Without these it looks up its maker's hosts at every start.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def path() -> str | None:
    """The browser's path: `CHROMIUM` if set, else the first found on `PATH`."""
    given = os.environ.get("CHROMIUM")
    if given:
        found = shutil.which(given)
        if found is None:
            raise ServiceMissingError(f"CHROMIUM={given}: there is no such program")
        return found
    return next(filter(None, map(shutil.which, NAMES)), None)


def require() -> str:
    """The browser's path. Raises ServiceMissingError."""
    found = path()
    if found is None:
        raise ServiceMissingError("no Chromium: run `make services`, or set CHROMIUM to its path")
    return found
