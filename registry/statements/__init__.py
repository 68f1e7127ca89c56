"""Statements: what publishers state about a release in a file of their own, ``TRANSPARENCY.yaml``.

Pure: a statement is read, checked and written the same everywhere, with or without a registry.
"""

from __future__ import annotations

FILE = "TRANSPARENCY.yaml"
"""What the file is called, at the root of a repo."""
LARGEST = 256 * 1024
"""Bytes of a statement that are read."""
