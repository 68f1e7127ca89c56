"""The version of the readers, known without loading them: most runs find that nothing is to be read again."""

from __future__ import annotations

READER_VERSION = "5"
"""Raised whenever any reader reads differently: what was read with another version is read again."""
