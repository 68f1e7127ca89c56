"""Reading: the bytes of a ``TRANSPARENCY.yaml`` become a statement, or what is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import yaml
from pydantic import ValidationError

from registry.guarded_yaml import TooDeepError, composed
from registry.statements import LARGEST
from registry.statements.lines import Path, Span, TwiceError, span_of, told
from registry.statements.problems import Problem, problems_of
from registry.statements.shape import Statement


@dataclass(frozen=True, slots=True)
class Parsed:
    """A statement, or None with the problems that keep it from being read. ``spans`` tells on which lines of the
    ``text`` each of its values stands."""

    text: str
    statement: Statement | None = None
    problems: tuple[Problem, ...] = ()
    spans: Mapping[Path, Span] = field(default_factory=dict, hash=False)

    def span(self, *path: str | int) -> Span:
        """The lines of a value, or of what it would be part of."""
        return span_of(self.spans, path)

    def quote(self, span: Span) -> str:
        """Lines as they stand."""
        return "\n".join(self.text.splitlines()[span.first - 1 : span.last])


def parse(data: bytes | str) -> Parsed:
    """A statement from its text. Never raises: what is wrong is told."""
    raw = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
    if len(raw) > LARGEST:
        return _refused("", 1, f"It is longer than {LARGEST // 1024} kB, and was not read.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return _refused("", line, "It is not UTF-8; save it as that.")
    spans: dict[Path, Span] = {}
    try:
        node = composed(text)
        if node is None:
            return _refused(text, 1, "It is empty.")
        values = told(node, spans)
    except TooDeepError:
        return _refused(text, 1, "It is nested too deeply to be read safely.")
    except TwiceError as error:
        return _refused(text, error.line, f"{str(error).capitalize()}: keep one of them.")
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        what = getattr(error, "problem", None) or type(error).__name__
        line = mark.line + 1 if mark else 1
        return _refused(text, line, f"It is malformed YAML: {what}.")
    if not isinstance(values, dict):
        return _refused(text, 1, "It is to begin with `transparency: 1`, and fields below that.")
    try:
        return Parsed(text, Statement.model_validate(values), spans=spans)
    except ValidationError as error:
        wrong = problems_of(error.errors(include_url=False), spans)
        return Parsed(text, problems=wrong, spans=spans)


def _refused(text: str, line: int, message: str) -> Parsed:
    return Parsed(text, problems=(Problem(line, "", message),))
