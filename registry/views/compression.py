"""Compression: replies are packed for whoever can unpack them."""

from __future__ import annotations

from flask import Flask, Response
from flask_compress import Compress

# Exports come packed; CSV and JSON lines are left as they are, since parts of them may be asked for.
TYPES = (
    *("text/html", "text/css", "text/plain", "text/javascript", "image/svg+xml"),
    *("application/json", "application/problem+json", "application/yaml"),
    *("application/atom+xml", "application/xml", "application/spdx+json"),
    "application/vnd.cyclonedx+json",
)
ALGORITHMS = ["zstd", "gzip"]


def init_app(app: Flask) -> None:
    """Packs replies. Registered first, so that it comes last, after it is known what is sent at all."""
    app.config["COMPRESS_ALGORITHM"] = app.config["COMPRESS_ALGORITHM_STREAMING"] = ALGORITHMS
    app.config["COMPRESS_LEVEL"] = 4
    app.config["COMPRESS_MIMETYPES"] = TYPES
    Compress(app)
    app.after_request(_close_what_is_sent)  # comes before compressing


def _close_what_is_sent(response: Response) -> Response:
    """Has a file that is sent closed with the reply, though compressing puts something else in its place."""
    if response.is_streamed and hasattr(response.response, "close"):
        response.call_on_close(response.response.close)
    return response
