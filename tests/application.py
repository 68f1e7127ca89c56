"""The application as the tests run it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import FileSystemBytecodeCache

if TYPE_CHECKING:
    from flask import Flask

    from registry.settings import Settings


def make_app(settings: Settings) -> Flask:
    """The application on the database that the settings name.

    Its templates are compiled once in a run: to compile them anew for each app takes longer than most requests.
    """
    from crawlers.drafts import lint
    from crawlers.identity import provider_of
    from crawlers.statements import check
    from registry import create_app

    app = create_app(settings)
    app.extensions["linter"] = lint
    app.extensions["identity"] = provider_of(settings)
    app.extensions["statements"] = check
    app.testing = True
    if shared := os.environ.get("APERTURE_TEST_SHARED"):  # whoever only takes pictures has none
        compiled = Path(shared) / "templates"
        compiled.mkdir(exist_ok=True)
        app.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(compiled))
    return app
