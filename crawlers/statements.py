"""Statements that are not in a repo: read as those that are, and what each would make of a grade."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from crawlers.reader_version import READER_VERSION
from crawlers.readers.statement import read_statement
from crawlers.snapshots import Snapshot
from registry.policy import Policy
from registry.scoring.case import Dataset
from registry.scoring.datasets import linked_datasets
from registry.scoring.evidence import Evidence, Origin, Outcome, about
from registry.scoring.grade import Grade, grade
from registry.statements.checking import Checked, Known
from registry.statements.reading import parse


def read_text(release_id: str, text: str) -> tuple[Evidence, ...]:
    """The evidence in a statement that somebody sent on a release. It has no address of its own."""
    page = f"https://huggingface.co/{release_id}"
    snapshot = Snapshot(
        "model", release_id, "", {}, page, statement=text.encode("utf-8", "replace")
    )
    return tuple(dict.fromkeys(read_statement(snapshot)))


def check(release_id: str, text: str, known: Known) -> Checked:
    """What is wrong with a statement, what it says, and what that would make of the release's grade."""
    problems = parse(text).problems
    if problems:
        return Checked(problems, (), READER_VERSION)
    read = read_text(release_id, text)
    told = tuple(replace(e, url="", origin=Origin.PUBLISHER) for e in read)
    disclosed = (*known.beside.disclosed, *told)
    datasets = linked_datasets((*known.evidence, *disclosed))
    bases = tuple(dict.fromkeys(e.value for e in about(known.evidence, "lineage", "base")))
    found = known.lookup(datasets, bases)
    claimed = {repo: Dataset(repo, Outcome.FOUND) for repo in datasets}
    seen = {r: d for r, d in found.datasets.items() if d.outcome is not Outcome.UNCHECKED}

    def graded(disclosed: tuple[Evidence, ...], states: Mapping[str, Dataset]) -> Grade:
        policy = Policy.bundled()
        beside = known.beside._replace(disclosed=disclosed)
        based = [(base, found.bases.get(base)) for base in bases]
        case = policy.case(release_id, known.evidence, states, based, beside)
        return grade(case, policy.rubric)

    before = graded(known.beside.disclosed, found.datasets)
    after, held = graded(disclosed, found.datasets), graded(disclosed, claimed | seen)
    return Checked(
        (),
        read,
        READER_VERSION,
        before={m.criterion: {"level": m.level, "points": m.points} for m in before.marks},
        after={m.criterion: m.level for m in after.marks},
        held={m.criterion: m.level for m in held.marks},
    )
