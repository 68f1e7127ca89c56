"""Terminal: a report as lines for people, with colours that click leaves out where nobody can see them."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import click

from registry.level_words import plain
from registry.scoring.rubric import NOT_APPLICABLE, Rubric

WIDTH = 100
MOST_SNIPPETS = 5
"""Steps that are shown with what to paste; the others by a line each."""
_SIGNS = {"open": "●", "partial": "◐", "unchecked": "?", "n/a": "–"}
_COLOURS = {"open": "green", "partial": "yellow", "unchecked": "cyan"}


def lines(
    report: Mapping[str, Any], file: str, rubric: Rubric, unmet: Iterable[str]
) -> Iterator[str]:
    """The grade, pillars, criteria with reasons, warnings, steps, and which requirements are not met."""
    yield from _grade(report, file)
    yield from _pillars(report, rubric)
    yield from _criteria(report, rubric)
    yield from _warnings(report, file)
    yield from _steps(report)
    for sentence in unmet:
        yield click.style(f"Not met: {sentence}", fg="red", bold=True)


def _grade(report: Mapping[str, Any], file: str) -> Iterator[str]:
    letter = click.style(report["letter"], bold=True)
    reach = ""
    if report["high"] > report["score"]:
        reach = f", up to {report['high']:.1f} ({report['letter_high']}) if all that is unchecked turns out open"
    yield f"{file}: {letter}, {report['score']:.1f} of 100{reach}"
    yield from textwrap.wrap(report["sentence"], WIDTH)


def _pillars(report: Mapping[str, Any], rubric: Rubric) -> Iterator[str]:
    yield ""
    for pillar in rubric.pillars:
        score, high = report["pillars"][pillar.id], report["pillars_high"][pillar.id]
        if score is None:
            yield f"  {pillar.title:<16} n/a"
            continue
        reach = f"  up to {high:.1f}" if high is not None and high > score else ""
        bar = "█" * round(score / 5)
        yield f"  {pillar.title:<16} {score:5.1f}  {bar:<20}{reach}".rstrip()


def _criteria(report: Mapping[str, Any], rubric: Rubric) -> Iterator[str]:
    for pillar in rubric.pillars:
        yield ""
        yield click.style(pillar.title, bold=True)
        for criterion in rubric.of_pillar(pillar.id):
            yield from _criterion(criterion.id, report["criteria"][criterion.id])


def _criterion(name: str, told: Mapping[str, Any]) -> Iterator[str]:
    shape = told["shape"]
    sign = click.style(_SIGNS.get(shape, "○"), fg=_COLOURS.get(shape))
    points = "" if told["level"] == NOT_APPLICABLE else _points(told)
    yield f"  {sign} {name:<22} {plain(told['level']):<20} {points}".rstrip()
    reason = told["reason"]
    if told["claimed"]:
        reason += f" If its links lead where they say: {plain(told['claimed'])}."
    at = [f"line {e['line']}" for e in told["evidence"] if e["line"]]
    if at:
        reason += f" ({', '.join(dict.fromkeys(at))})"
    yield from textwrap.wrap(reason, WIDTH - 6, initial_indent=" " * 6, subsequent_indent=" " * 6)


def _points(told: Mapping[str, Any]) -> str:
    reach = f" to {told['ceiling']:g}" if told["ceiling"] > told["points"] else ""
    return f"{told['points']:g}{reach} of 1"


def _warnings(report: Mapping[str, Any], file: str) -> Iterator[str]:
    if report["warnings"]:
        yield ""
        yield click.style("Warnings", bold=True)
    for warning in report["warnings"]:
        place = f"{file}:{warning['line']}" if warning["line"] else file
        yield f"  {click.style(place, fg='yellow')}: {warning['text']}"


def _steps(report: Mapping[str, Any]) -> Iterator[str]:
    if report["steps"]:
        yield ""
        yield click.style("Cheapest steps up", bold=True)
    for number, step in enumerate(report["steps"]):
        gain = click.style(f"+{step['gain']:.1f}".rjust(5), bold=True)
        to = f"{plain(step['level'])} → {plain(step['to'])}"
        yield f"  {gain} {step['effort']:<7} {step['criterion']:<22} {to}"
        if number < MOST_SNIPPETS:
            yield from _snippet(step)


def _snippet(step: Mapping[str, Any]) -> Iterator[str]:
    indent = " " * 8
    yield from textwrap.wrap(step["text"], WIDTH, initial_indent=indent, subsequent_indent=indent)
    for part, where in (
        ("front", "in the front matter:"),
        ("markdown", "in the card:"),
        ("command", "run:"),
    ):
        if pasted := step["snippet"][part]:
            yield f"{indent}{where}"
            yield from (_pasted(indent, line) for line in pasted.splitlines())


def _pasted(indent: str, line: str) -> str:
    return f"{indent}  {click.style(line, fg='blue')}" if line else ""
