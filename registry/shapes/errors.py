"""Errors: problem details, as RFC 9457 has them."""

from __future__ import annotations

from typing import Annotated, NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from registry.shapes.closing import closed


@closed
class ParameterProblem(TypedDict):
    """A part of the request that makes no sense."""

    parameter: str
    """The name of the parameter."""
    detail: str
    """What is wrong with it, in a sentence."""
    nearest: str | None
    """The nearest that would make sense; null where nothing comes near."""


@closed
class Problem(TypedDict):
    """Why a request was not answered."""

    type: str
    """The kind of problem: an address, or `about:blank` where the status says it all."""
    title: Annotated[str, Field(examples=["Bad Request"])]
    """The status in words."""
    status: Annotated[int, Field(ge=400, le=599)]
    """The HTTP status."""
    detail: str
    """What is wrong, in a sentence."""
    instance: NotRequired[str]
    """The path that was asked for."""
    parameter: NotRequired[str]
    """The first parameter that makes no sense."""
    nearest: NotRequired[str | None]
    """The nearest value that it could have; null where nothing comes near."""
    errors: NotRequired[list[ParameterProblem]]
    """Every parameter that makes no sense; of very many the first."""
