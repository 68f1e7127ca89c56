"""Writing: a statement as the text of a ``TRANSPARENCY.yaml``."""

from __future__ import annotations

from typing import Any

import yaml

from registry.guarded_yaml import scalar
from registry.statements.shape import Statement

HEAD = """\
# What the publisher of this model states about how it was made, for people and for programs to read.
# It holds facts and links, pillar by pillar; what is left out is not known, and `withheld` says why something is kept.
# Put it beside the model card, as TRANSPARENCY.yaml. Its format: {schema}
"""
SOMEWHERE = "/schemas/transparency-1.json at any Aperture registry"
"""Where the schema of this version is published."""


class _Dumper(yaml.SafeDumper):
    """Writes fields in their order, and quotes whatever would be read as something else than this text."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    is_plain = text.isprintable() and text == text.strip() and isinstance(scalar(text), str)
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=None if is_plain else '"')


_Dumper.add_representer(str, _text)


def dump(statement: Statement, schema: str = SOMEWHERE) -> str:
    """The text of a statement, from which ``parse`` gets back the same one. ``schema`` is where its format is told."""
    values = statement.model_dump(mode="json", exclude_none=True)
    body = yaml.dump(values, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100)
    return f"{HEAD.format(schema=schema)}{body}"
