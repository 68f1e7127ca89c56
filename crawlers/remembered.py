"""How much is remembered of what cards say: thousands of them share the sentences of a template."""

from __future__ import annotations

TEXTS = 4096
"""Of so many texts a function that looks at nothing else remembers what it made of them."""
LONGEST = 2000
"""Characters of a text that is remembered; longer ones are not said twice."""
