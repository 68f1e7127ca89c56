"""The JSON API under /api/v1.

Every operation is declared once, where its view stands::

    @operation(
        "/models/<path:release_id>/history",
        "What became of a release",
        Reply("The entries of its history, newest first.", History),
        tag="releases",
    )
    def get_history(query: Query, release_id: str) -> Any:
        \"\"\"A docstring, which is the description in the documentation.\"\"\"
        return {...}

The decorator puts it into the OpenAPI document, and checks what is given before the view is called: a parameter that
is not declared, a value that is not allowed and a body of another shape are refused with the one shape of all errors.
The view gets the values as ``query.values`` and returns plain values, or a response of its own. Shapes of replies are
typed dictionaries of ``registry.shapes``; a view that raises ``werkzeug.exceptions.NotFound`` with a sentence is
answered with problem details.

Entity tags, CORS, compression and limits are the business of nobody here: see ``registry.views``.
"""

from __future__ import annotations

from flask import Flask

from registry.views.api.declaring import OPERATIONS, Query, operation

__all__ = ["OPERATIONS", "Query", "init_app", "operation"]


def init_app(app: Flask) -> None:
    """Registers the operations. What declares one is imported here."""
    from registry.views.api import (  # noqa: F401
        batch,
        boards,
        boms,
        changes,
        comparing,
        described,
        disclosing,
        drafts,
        log,
        models,
        policy,
        receipts,
    )
    from registry.views.api.declaring import bp

    app.register_blueprint(bp)
