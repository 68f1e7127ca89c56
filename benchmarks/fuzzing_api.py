"""What breaks when the whole API is asked thousands of things that its document allows, and that it does not.

    python benchmarks/fuzzing_api.py [--database URL] [--cases N] [--steps N] [--seed N] [--only OPERATION]

Schemathesis makes the requests from the OpenAPI document: the examples, the edges of every schema, values at random,
valid and not, and chains of requests along the links that replies declare. Every reply is checked against the document.
Prints how many requests and checks there were, by check and by operation, and every failure with a curl line that
repeats it; ends with status 1 when there was one.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import schemathesis
from flask import Flask
from schemathesis import Case, HookContext, Response
from schemathesis.config import SchemathesisConfig
from schemathesis.core.failures import AcceptedNegativeData, Failure
from schemathesis.engine import events, from_schema
from schemathesis.engine.recorder import ScenarioRecorder
from schemathesis.openapi.checks import RejectedPositiveData

from crawlers.drafts import lint
from registry import create_app
from registry.settings import Settings

DOCUMENT = "/api/v1/openapi.json"
MANY = 20


@dataclass
class Tally:
    """What came of fuzzing: checks by name and by operation, requests by phase, and failures in words."""

    checks: Counter[str] = field(default_factory=Counter)
    operations: Counter[str] = field(default_factory=Counter)
    statuses: Counter[int] = field(default_factory=Counter)
    phases: Counter[str] = field(default_factory=Counter)
    failures: dict[tuple[str, str, str], str] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)


NOT_SAYABLE = {
    "cursor": "one that no Link header held",
    "page": "beside a cursor",
    "to": "a moment before the other",
    "id": "the same release twice",
    "w.": "no weight but 0",
    "/release": "no name that the Hub could give",
    "/criterion": "none of the rubric's",
    "/claim": "words that can't be seen",
    "/url": "an address that others can't open",
    "/quote": "words that can't be seen",
    "/level": "none of the criterion's",
}
"""Parameters, and properties of what is sent, that may be refused though they fit their schemas, and when: no schema
can say so. The error must name that very one."""


def filter_failure(_context: HookContext, failure: Failure, case: Case, response: Response) -> bool:
    """Whether a failure is one."""
    if isinstance(failure, AcceptedNegativeData) and (case.media_type or "").startswith("text/"):
        return False  # no other type than the schema's text can be sent: all of it is text
    if not isinstance(failure, RejectedPositiveData):
        return True
    problem = response.json()
    return not {one["parameter"] for one in problem["errors"]} <= NOT_SAYABLE.keys()


def fuzz(
    app: Flask,
    cases: int,
    steps: int,
    *,
    seed: int | None = None,
    only: str = "",
    briefly: bool = False,
) -> Tally:
    """Asks the API of an app: so many cases at random of each operation, chains of so many steps, and the edges of
    every schema; briefly: of many parameters that several operations share, as the catalog's filters, only once."""
    told = app.test_client().get(DOCUMENT).json
    config = SchemathesisConfig.from_dict(
        {
            **({} if seed is None else {"seed": seed}),
            "warnings": False,
            "continue-on-failure": True,
            "headers": {"Accept-Encoding": "identity"},  # the app's client unpacks nothing
            "generation": {"max-examples": cases, "database": "none"},
            "phases": {
                "stateful": {"max-steps": steps, "generation": {"max-examples": max(1, cases // 4)}}
            },
            "operations": [
                {"include-operation-id": one, "phases": {"coverage": {"enabled": False}}}
                for one in (_repeating(told) if briefly else ())
            ],
        }
    )
    schema = schemathesis.openapi.from_wsgi(DOCUMENT, app, config=config)
    schema.hook(filter_failure)
    if only:
        schema = schema.include(operation_id=only)
    tally = Tally()
    for event in from_schema(schema).execute():
        if isinstance(event, events.NonFatalError):
            tally.errors.append(f"{event.label}: {event.value!r}")
        elif isinstance(event, events.FatalError):
            tally.errors.append(repr(event.exception))
        elif isinstance(event, events.ScenarioFinished):
            _count(tally, event.phase.value, event.recorder)
    return tally


def _repeating(document: dict[str, Any]) -> list[str]:
    """The ids of operations that take many parameters which one before them takes, too."""
    taken: set[str] = set()
    found = []
    for methods in document["paths"].values():
        for told in methods.values():
            names = {p["name"] for p in told["parameters"]}
            if len(names & taken) > MANY:
                found.append(told["operationId"])
            taken |= names
    return found


def _count(tally: Tally, phase: str, told: ScenarioRecorder) -> None:
    for case_id, node in told.cases.items():
        label = node.value.operation.label
        tally.operations[label] += 1
        tally.phases[phase] += 1
        interaction = told.interactions.get(case_id)
        if interaction and interaction.response:
            tally.statuses[interaction.response.status_code] += 1
        for check in told.checks.get(case_id, []):
            tally.checks[check.name] += 1
            if check.failure_info:
                failure = check.failure_info
                key = (label, check.name, failure.failure.title)
                tally.failures.setdefault(
                    key, f"{failure.failure.message}\n    {failure.code_sample}"
                )


def _report(tally: Tally) -> Iterator[str]:
    yield f"{sum(tally.operations.values()):,} requests: " + _listed(tally.phases)
    yield "answered " + _listed(tally.statuses)
    for name, counts in (("check", tally.checks), ("operation", tally.operations)):
        yield f"\n{'count':>8}  {name}"
        yield from (f"{count:8,}  {each}" for each, count in counts.most_common())
    for (label, check, title), told in tally.failures.items():
        yield f"\nFAILED {label}: {check}: {title}\n    {told}"
    yield from (f"\nERROR {error}" for error in tally.errors)
    yield f"\n{len(tally.failures)} kinds of failure, {len(tally.errors)} errors"


def _listed(counts: Counter[Any]) -> str:
    return ", ".join(f"{count:,} {each}" for each, count in counts.most_common())


def main() -> int:
    """Prints what came of it; the status says whether all held."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument(
        "--database", default="", help="the catalog to ask; by default that of the settings"
    )
    parser.add_argument("--cases", type=int, default=200, help="cases at random for each operation")
    parser.add_argument("--steps", type=int, default=6, help="requests in a chain")
    parser.add_argument("--seed", type=int, help="to repeat a run")
    parser.add_argument("--only", default="", help="the id of one operation")
    options = parser.parse_args()
    url = options.database or Settings.load().database_url
    app = create_app(Settings(database_url=url, rate_limit=""))
    app.extensions["linter"] = lint
    tally = fuzz(app, options.cases, options.steps, seed=options.seed, only=options.only)
    print("\n".join(_report(tally)))
    return 1 if tally.failures or tally.errors else 0


if __name__ == "__main__":
    sys.exit(main())
