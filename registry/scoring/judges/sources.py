"""Sources: the corpora that a release names, each with what is known of how to get it."""

from __future__ import annotations

from dataclasses import dataclass

from registry.scoring.case import Case, Dataset
from registry.scoring.datasets import dataset_of
from registry.scoring.evidence import Evidence, Outcome

NAMED = ("corpus", "dataset", "name")


@dataclass(frozen=True, slots=True)
class Source:
    """One named corpus: its evidence, and the dataset repo that it is linked to, if any.

    ``known_public`` and ``known_documented`` is what the table of known corpora says of it.
    """

    name: str
    evidence: tuple[Evidence, ...]
    dataset: Dataset | None = None
    known_public: bool = False
    known_documented: bool = False

    @property
    def link(self) -> str:
        """What the card links for it, or empty."""
        return next((e.target for e in self.evidence if e.target), "")

    @property
    def _repo(self) -> Dataset | None:
        return self.dataset if self.dataset and self.dataset.outcome is Outcome.FOUND else None

    @property
    def is_gated(self) -> bool:
        """Whether its repo exists behind a gate."""
        return bool(self._repo and self._repo.gated)

    @property
    def needs_approval(self) -> bool:
        """Whether its repo is behind a gate that somebody opens by hand."""
        return bool(self._repo and self._repo.gated not in {"", "auto"})

    @property
    def is_public(self) -> bool:
        """Whether anyone can get it: a repo that was seen, or a corpus known to be public."""
        return not self.is_gated and (self._repo is not None or self.known_public)

    @property
    def is_documented(self) -> bool:
        """Whether it is linked, and its card there or one known elsewhere describes it.

        A link that leads nowhere documents nothing.
        """
        if self._repo is not None:
            return self._repo.documented or self.known_documented
        leads_nowhere = self.dataset is not None and self.dataset.outcome is Outcome.ABSENT
        return self.known_documented and not leads_nowhere

    @property
    def is_bare(self) -> bool:
        """Whether its repo was read and has no card that describes it."""
        return bool(self._repo and self._repo.bare)

    @property
    def checked(self) -> str:
        """The source with what was checked, as a clause."""
        repo = self._repo
        if repo is None:
            return f"{self.name} is known to be public"
        declared = "its own terms" if repo.license.lower() == "other" else repo.license
        terms = f" under {declared}" if declared else ""
        repo_name = self.name if self.name == repo.id else f"{self.name} (repo {repo.id})"
        return f"{repo_name} is {'behind a gate' if repo.gated else 'public'}{terms}"


def sources_of(case: Case) -> tuple[Source, ...]:
    """The corpora that the release names as pre-training data, once each, in order."""
    return case.once(_sources)


def _sources(case: Case) -> tuple[Source, ...]:
    grouped: dict[str, list[Evidence]] = {}
    for e in case.found("data.sources", *NAMED):
        grouped.setdefault(e.value, []).append(e)
    public = {e.value for e in case.found("data.access", "public")}
    documented = {e.value for e in case.found("data.datasheet", "documented")}
    return tuple(
        Source(name, tuple(found), _repo_of(case, found), name in public, name in documented)
        for name, found in grouped.items()
    )


def and_list(names: list[str]) -> str:
    """Names as English lists them, the first six of many."""
    if len(names) > 6:
        return f"{', '.join(names[:6])} and {len(names) - 6} more"
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _repo_of(case: Case, evidence: list[Evidence]) -> Dataset | None:
    """The repo that a source is linked to: one that was found before one that was not."""
    linked = [case.datasets.get(i) for i in dict.fromkeys(map(dataset_of, evidence)) if i]
    known = [d for d in linked if d is not None]
    return next((d for d in known if d.outcome is Outcome.FOUND), known[0] if known else None)
