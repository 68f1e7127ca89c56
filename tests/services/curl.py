"""Finds curl, with which the examples of the docs are run."""

import shutil

from tests.services.missing import ServiceMissingError


def path() -> str | None:
    """Its path, if it is installed."""
    return shutil.which("curl")


def require() -> str:
    """Its path. Raises ServiceMissingError."""
    found = path()
    if found is None:
        raise ServiceMissingError("no curl: run `make services`")
    return found
