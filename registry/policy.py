"""Policy: what grades are made by, and how what is known of a release becomes its verdict."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from registry import resources
from registry.scoring.case import Base, Case, Dataset
from registry.scoring.datasets import dataset_of, linked_datasets
from registry.scoring.evidence import Evidence, Outcome
from registry.scoring.frameworks import Framework
from registry.scoring.grade import Grade, grade
from registry.scoring.licenses import LicenseTable
from registry.scoring.lineage import named_bases
from registry.scoring.reachable import address_of, as_reachable
from registry.scoring.rubric import Rubric
from registry.scoring.short import overclaims, short_levels
from registry.verdicts import KeptBase, verdict_of


class Beside(NamedTuple):
    """What is known of a release beside its snapshot: the evidence of accepted disclosures in the order of acceptance,
    and the addresses that no longer answer."""

    disclosed: tuple[Evidence, ...] = ()
    gone: frozenset[str] = frozenset()


NOTHING_BESIDE = Beside()


class Judged(NamedTuple):
    """What a policy makes of a case: the verdict as it is kept, and the columns of the grade."""

    verdict: dict[str, Any]
    columns: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Policy:
    """What grades are made by: the rubric, the licence table and the frameworks."""

    rubric: Rubric
    licenses: LicenseTable
    frameworks: tuple[Framework, ...]

    @classmethod
    def bundled(cls) -> Policy:
        """What comes with this version of Aperture."""
        return cls(resources.rubric(), resources.licenses(), resources.frameworks())

    def case(
        self,
        release_id: str,
        evidence: tuple[Evidence, ...],
        datasets: Mapping[str, Dataset],
        bases: Iterable[tuple[str, KeptBase | None]],
        beside: Beside = NOTHING_BESIDE,
    ) -> Case:
        """The case of a release: its evidence, the datasets that it links to by the names it does so by, its bases by
        the names that they have now, None for one without a grade, and what is known beside its snapshot."""
        relation = next((e.value for e in evidence if e.fact == "relation"), "")
        linked = linked_datasets((*evidence, *beside.disclosed))
        evidence = as_reachable(evidence, beside.gone)
        return Case(
            id=release_id,
            evidence=evidence,
            disclosed=as_reachable(
                beside.disclosed, beside.gone | _gone(beside.disclosed, datasets)
            ),
            licenses=self.licenses,
            datasets={
                d: datasets[d] if d in datasets else Dataset(d, Outcome.UNCHECKED) for d in linked
            },
            bases=(
                *(_base(base, relation, known) for base, known in bases),
                # A base known by its name alone is one that the registry has not seen.
                *(Base(name, relation, None) for name in named_bases(evidence)),
            ),
        )

    def judged(self, case: Case) -> Judged:
        """The verdict on a case."""
        result = grade(case, self.rubric)
        return Judged(verdict_of(result, self.frameworks), columns_of(result, self.rubric))


def _gone(disclosed: Iterable[Evidence], datasets: Mapping[str, Dataset]) -> frozenset[str]:
    """The addresses of dataset repos that levels were disclosed by and that are not there: crawls see that."""
    resting = ((e.target, datasets.get(dataset_of(e))) for e in disclosed if address_of(e))
    return frozenset(url for url, there in resting if there and there.outcome is Outcome.ABSENT)


def _base(release_id: str, relation: str, known: KeptBase | None) -> Base:
    if known is None:
        return Base(release_id, relation, None)
    return Base(release_id, relation, known.marks, known.ledger)


def columns_of(result: Grade, rubric: Rubric) -> dict[str, Any]:
    """The columns by which grades are listed and compared."""
    levels = {mark.criterion: mark.level for mark in result.marks}
    return {
        "score": result.score,
        "high": result.high,
        "letter": result.letter,
        "openness": result.openness,
        "license_class": result.mark("weights.license").level,
        "checked": result.checked,
        "total": result.total,
        "levels": short_levels(levels, rubric),
        "overclaims": overclaims(result.claims),
        **{name: result.pillars[name] for name in ("weights", "data", "code", "post", "docs")},
    }
