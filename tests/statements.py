"""A statement that tells all that one can tell, for tests of all that deals with statements."""

from __future__ import annotations

import re
from pathlib import Path

PAGE = Path(__file__).parents[1] / "docs" / "statements.md"


def example() -> str:
    """The full example of the documentation."""
    block = re.search(r"^```yaml\n(transparency: .*?)^```", PAGE.read_text("utf-8"), re.M | re.S)
    assert block
    return block[1]
