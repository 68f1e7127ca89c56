"""Environment: templates say what Jinja would have them say."""

from __future__ import annotations

from typing import Any

import pytest
from jinja2 import DictLoader, Undefined
from jinja2 import Environment as Plain
from markupsafe import Markup, escape

from registry.views.environment import Environment, written

CARE = "<b> & \"quotes\" 'too'"


class Html:
    """Something that says itself what it is in HTML."""

    def __html__(self) -> str:
        return "<i>one</i>"


class Text(str):
    """A text of a kind of its own."""


@pytest.mark.parametrize(
    "value",
    [CARE, "", Markup("<b>bold</b>"), Text(CARE), 5, 1.5, None, True, Html(), [CARE], Undefined()],
)
def test_what_is_written_is_escaped_as_ever(value: Any):
    assert written(value) == str(escape(value))


TEMPLATES = {
    "part": "{% macro one(x, y='-') %}{{ x }}{{ y }}{{ caller() if caller }}{% endmacro %}",
    "base": "{% block main %}{% endblock %}{{ shared }}",
    "page": """{% extends "base" %}{% from "part" import one %}
{% macro own(item, n=0) %}{{ item.id }}{% if n < 2 %}{{ own(item, n + 1) }}{% endif %}{% endmacro %}
{% block main %}{% set kept %}{{ thing.words }}{% endset %}
{% for item in thing["items"] %}{{ loop.index }}{{ one(item.id) }}{{ one(item.id, y=item.none) }}{{ own(item) }}
{%- call one(item.keys() | list) %}{{ kept }}{% endcall %}{% endfor %}
{{ thing.words.upper() }} {{ thing.nothing }} {{ " no" if not thing }} {{ thing.words ~ thing.safe }} {{ names() }}
{% endblock %}""",
}


def test_pages_are_those_that_jinja_makes():
    thing = {"words": CARE, "safe": Markup("<hr>"), "items": [{"id": CARE}, {"id": 2}]}
    pages = []
    for made in (Environment(_App()), Plain()):
        made.loader, made.autoescape = DictLoader(TEMPLATES), True
        made.globals.update(shared="&", names=lambda: "<names>")
        pages.append(made.get_template("page").render(thing=thing))
    assert pages[0] == pages[1]
    assert "&lt;names&gt;" in pages[0]


class _App:
    """What Flask's environment asks an application for."""

    def create_global_jinja_loader(self) -> None:
        return None
