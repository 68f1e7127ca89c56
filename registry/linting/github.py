"""GitHub: a report as the workflow commands that GitHub Actions shows beside the lines of a card."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

MOST_STEPS = 5
"""GitHub shows ten notices of a step of a workflow, and no more."""


def workflow_commands(report: Mapping[str, Any], file: str, unmet: Iterable[str]) -> Iterator[str]:
    """An error for each requirement that is not met, a warning for each of the card's, notices for grade and steps."""
    for sentence in unmet:
        yield _command("error", file, None, "Requirement not met", sentence)
    for warning in report["warnings"]:
        level = "error" if warning["kind"] == "malformed" else "warning"
        yield _command(level, file, warning["line"], "Model card", warning["text"])
    score = f"Grade {report['letter']}, {report['score']:.1f} of 100"
    reach = f", and up to {report['high']:.1f}" if report["high"] > report["score"] else ""
    yield _command("notice", file, None, "Openness", f"{score}{reach}. {report['sentence']}")
    for step in report["steps"][:MOST_STEPS]:
        title = f"+{step['gain']:.1f} {step['criterion']}, {step['effort']} effort"
        yield _command("notice", file, None, title, step["text"])


def _command(level: str, file: str, line: int | None, title: str, text: str) -> str:
    place = f",line={line}" if line else ""
    return f"::{level} file={_property(file)}{place},title={_property(title)}::{_data(text)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
