"""Environment: Jinja as Flask sets it up, with shorter ways for what templates do a thousand times in a page."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

from flask.templating import Environment as FlaskEnvironment
from jinja2 import Template as JinjaTemplate
from jinja2 import Undefined
from jinja2.runtime import Context as JinjaContext
from jinja2.runtime import Macro
from markupsafe import Markup, _escape_inner, escape

_OF_EVERY_DICT = frozenset(dir(dict))


def written(value: Any) -> str:
    """A value as it stands in a page: text only, as to mark it as safe takes longer than to make it so."""
    kind = type(value)
    if kind is str:
        return _escape_inner(value)
    if kind is Markup:
        text: str = value
        return text
    return "" if kind is Undefined else escape(value)


class Template(JinjaTemplate):
    """A template that writes its values as above."""

    @classmethod
    def from_code(cls, *args: Any, **kwargs: Any) -> JinjaTemplate:
        """The template that compiled code makes, which calls ``escape`` on what it writes, and on nothing else."""
        template = super().from_code(*args, **kwargs)
        template.root_render_func.__globals__["escape"] = written
        return template


class Context(JinjaContext):
    """Calls a macro at once, of which Jinja asks first, each time, what it wants to be handed."""

    def call(self, obj: Any, /, *args: Any, **kwargs: Any) -> Any:
        """``obj(…)`` of a template."""
        if type(obj) is Macro:
            kwargs.pop("_loop_vars", None)  # only for those that are handed the context
            kwargs.pop("_block_vars", None)
            return obj(self.eval_ctx, *args, **kwargs)
        return super().call(obj, *args, **kwargs)


class Environment(FlaskEnvironment):
    """Looks into a dictionary at once, and not only after looking for an attribute in vain."""

    context_class = Context
    template_class = Template

    def getattr(self, obj: Any, attribute: str) -> Any:
        """``obj.attribute`` of a template."""
        if type(obj) is dict and attribute not in _OF_EVERY_DICT:
            try:
                return obj[attribute]
            except KeyError:
                return self.undefined(obj=obj, name=attribute)
        return super().getattr(obj, attribute)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The globals of a template, in one dictionary: they are complete before the first template is loaded."""
        return {**self.globals, **(d or {})}
