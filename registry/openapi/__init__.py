"""OpenAPI: what the API answers to and with, declared once, and the document made of the declarations. Pure."""

from __future__ import annotations

from registry.openapi.documents import Description, document
from registry.openapi.operations import Body, Operation, Place, Reply
from registry.openapi.parameters import Parameter, Values, read

__all__ = [
    "Body",
    "Description",
    "Operation",
    "Parameter",
    "Place",
    "Reply",
    "Values",
    "document",
    "read",
]
