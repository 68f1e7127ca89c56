"""The documentation of the API: pages drawn from the document that the code generates, and forms to try it with."""

from __future__ import annotations

from flask import Blueprint, current_app, redirect, render_template, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from registry.catalog.examples import most_used
from registry.openapi.asking import Given, address, curl, example
from registry.openapi.reading import reference
from registry.openapi.told import Described, Reference, Tag
from registry.views import finder
from registry.views.api.described import description
from registry.views.meta import absolute

bp = Blueprint("api_docs", __name__, url_prefix="/api/docs")

RELEASES = ("release_id", "id")
"""Parameters that are ids of releases."""


@bp.get("")
def overview() -> str:
    return render_template("api_docs.html", reference=told())


@bp.get("/shapes")
def shapes() -> str:
    return render_template("api_docs_shapes.html", reference=told())


@bp.get("/shapes/<name>")
def shapes_of_tag(name: str) -> str:
    return render_template("api_docs_shapes.html", reference=told(), tag=_tag(name))


@bp.get("/<name>")
def of_tag(name: str) -> str:
    return render_template(
        "api_docs_tag.html", reference=told(), tag=_tag(name), asked_for=_asked_for
    )


@bp.get("/try/<name>")
def tried(name: str) -> AnyResponse | str | tuple[str, int]:
    """A form with the parameters of an operation; what it is filled in with leads to the API's reply."""
    operation = told().operation(name)
    if operation is None or operation.method != "GET":
        raise NotFound("There is no such operation to try.")
    fault, filled = "", example(operation, _known())
    if request.args:
        filled = request.args.to_dict(flat=False)
        try:
            return redirect(address(operation, filled), 303)
        except ValueError as error:
            fault = str(error)
    page = render_template(
        "api_docs_try.html", reference=told(), operation=operation, filled=filled, fault=fault
    )
    return (page, 400) if fault else page


def told() -> Reference:
    """What the document says, read once by each process."""
    found: Reference | None = current_app.extensions.get("api-reference")
    if found is None:
        found = current_app.extensions["api-reference"] = reference(description())
    return found


def _tag(name: str) -> Tag:
    tag = next((tag for tag in told().tags if tag.name == name), None)
    if tag is None:
        raise NotFound("The documentation has no such part.")
    return tag


def _asked_for(operation: Described) -> tuple[str, str]:
    """An example of an operation: its address, and the command line that asks for it."""
    path = address(operation, example(operation, _known()))
    return path, curl(operation, absolute(path))


def _known() -> Given:
    """Examples that this very catalog has, where it lacks some that the document names."""
    catalog = finder().catalog
    operations = [operation for tag in told().tags for operation in tag.operations]
    parameters = [p for operation in operations for p in operation.parameters if p.name in RELEASES]
    if all(catalog.row_of(example) is not None for p in parameters for example in p.example):
        return {}
    used = most_used(finder(), 2)
    publishers = [release_id.partition("/")[0] for release_id in used]
    return {"release_id": used[:1], "id": used, "name": publishers[:1]} if used else {}
