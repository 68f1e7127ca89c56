"""Reads of a statement what it says of weights, pre-training data, code and documents."""

from __future__ import annotations

from collections.abc import Iterator

from crawlers.readers.corpora import HUB, known, named
from crawlers.readers.data_documentation import known_of
from crawlers.readers.statement_told import Told, dataset_named, is_told, plain
from crawlers.readers.statement_worded import (
    is_accelerator,
    is_disclosed,
    is_figure,
    is_license,
    is_measured,
    is_name,
    is_post,
    is_reviewed,
    is_setting,
)
from registry.scoring.evidence import Evidence
from registry.statements.parts import Withheld
from registry.statements.shape import Compute, Data, Evaluation, Recipe, Source, Statement

ENOUGH_STATES = 3
"""Single checkpoints from which on they are a series (one or two are some)."""
_SERIES = "many"
_RECIPE = (
    *("learning_rate", "batch_size", "optimizer", "schedule", "duration", "precision"),
    "context_length",
)
_SETTINGS = ("harness", "shots", "prompts", "sampling")


def read_weights(told: Told, statement: Statement) -> Iterator[Evidence]:
    """Licence and checkpoints."""
    weights = statement.weights
    if weights is None:
        return
    if is_license(weights.license):
        licensed = plain(weights.license or "")
        yield told.says("weights.license", "tag", "weights", "license", value=licensed)
    rows, at = weights.checkpoints, ("weights", "checkpoints")
    if isinstance(rows, Withheld):
        if is_told(rows.withheld):
            yield told.denies("weights.checkpoints", *at)
        return
    linked = [(number, row) for number, row in enumerate(rows or ()) if row.url]
    is_series = len({row.url for _, row in linked}) >= ENOUGH_STATES
    for number, row in linked:
        is_many = is_series or row.covers == _SERIES
        if not is_many and (row.url or "").rstrip("/") == told.snapshot.page.rstrip("/"):
            continue  # the release itself, and no earlier state of it
        fact = "intermediate" if is_many else "single"
        yield told.says(
            "weights.checkpoints",
            fact,
            *at,
            number,
            value=row.what or row.url or "",
            target=row.url or "",
        )


def read_data(told: Told, statement: Statement) -> Iterator[Evidence]:
    """Sources, access, licences, documentation and processing of the pre-training data."""
    data = statement.data
    if data is None:
        return
    if isinstance(data.sources, Withheld):
        if is_told(data.sources.withheld):
            yield told.denies("data.sources", "data", "sources")
    else:
        yield from _sources(told, data, data.sources or ())
    if is_told(data.withheld):
        yield told.denies("data.access", "data", "withheld")
    for fact, criterion, url in (
        ("rebuild", "data.access", data.rebuild),
        ("datasheet", "data.datasheet", data.datasheet),
    ):
        if url:
            yield told.says(criterion, fact, "data", fact, value=url, target=url)
    yield from _processing(told, data)


def _sources(told: Told, data: Data, rows: tuple[Source, ...]) -> Iterator[Evidence]:
    at = ("data", "sources")
    found: list[Evidence] = []
    is_named = has_rest = False
    for number, row in enumerate(rows):
        source = list(_source(told, row, number))
        names = any(e.criterion == "data.sources" and e.fact != "kind-listed" for e in source)
        is_named, has_rest = is_named or names, has_rest or not names
        found += source
    yield from found
    yield from known_of(tuple(found))
    if is_named and (has_rest or data.complete is not True):
        where = at if has_rest or data.complete is None else ("data", "complete")
        words = "others have no name" if has_rest else "not said to be all"
        yield told.says("data.sources", "rest", *where, value=words)
    if is_named and is_told(data.withheld):
        # That it has public sources does not make public what is withheld.
        yield told.says("data.sources", "part", "data", "withheld", value="withheld")
    # A licence of one part says nothing of the others.
    if rows and all(is_told(row.license) for row in rows):
        for number, row in enumerate(rows):
            yield told.says(
                "data.license", "license", *at, number, "license", value=row.license or ""
            )
    if sum(is_figure(row.share) for row in rows) > 1:
        yield told.says("data.processing", "mix", *at, value="mixing proportions")


def _source(told: Told, row: Source, number: int) -> Iterator[Evidence]:
    at = ("data", "sources", number)
    name, target = row.name if is_disclosed(row.name) else None, row.url or ""
    if is_told(row.withheld):
        # It is told by its name. Where others of that name can be had says nothing of what is withheld.
        if is_name(name):
            yield told.says("data.sources", "name", *at, value=name or "")
        yield told.denies("data.access", *at, "withheld")
        target, name = "", None
    repo = dataset_named(name, target)
    corpus = known(repo) if repo else None
    namings = named(name) if name and corpus is None and not repo else ()
    if name and len(namings) == 1 and namings[0].end - namings[0].start == len(name.strip()):
        corpus = namings[0].corpus
    if repo:
        target = f"{HUB}{repo}"
    if corpus is not None:
        yield told.says("data.sources", "corpus", *at, value=corpus.name, target=target)
    elif repo:
        yield told.says("data.sources", "dataset", *at, value=repo, target=target)
    elif target or is_name(name):
        yield told.says("data.sources", "name", *at, value=name or target, target=target)
    elif name and not is_disclosed(row.kind):
        yield told.says("data.sources", "kind-listed", *at, "name", value=name)
    elif is_disclosed(row.kind) and not is_name(row.name):
        yield told.says("data.sources", "kind-listed", *at, "kind", value=row.kind or "")
    for fact, words in (("kind", row.kind), ("share", row.share)):
        if is_disclosed(words):
            yield told.says("data.datasheet", "composition", *at, fact, value=words or "")


def _processing(told: Told, data: Data) -> Iterator[Evidence]:
    rows, at, criterion = data.processing, ("data", "processing"), "data.processing"
    if isinstance(rows, Withheld):
        if is_told(rows.withheld):
            yield told.denies(criterion, *at)
        return
    for number, row in enumerate(rows or ()):
        if is_disclosed(row.step):
            yield told.says(criterion, "step", *at, number, value=row.step or "")
        if row.code:
            yield told.says(criterion, "code", *at, number, value=row.code, target=row.code)


def read_code(told: Told, statement: Statement) -> Iterator[Evidence]:
    """Training code and its licence, recipe, evaluation and compute."""
    code = statement.code
    if code is None:
        return
    yield from _training(told, statement)
    if is_disclosed(code.license) and is_license(code.license):
        yield told.says("code.license", "license", "code", "license", value=code.license or "")
    if code.recipe is not None:
        yield from _recipe(told, code.recipe)
    if code.evaluation is not None:
        yield from _evaluation(told, code.evaluation)
    if code.compute is not None:
        yield from _compute(told, code.compute)


_COVERED = {
    None: "training",
    "pre-training": "pre-training",
    "post-training": "post-training",
    "everything": "pre-training and post-training",
}
"""What the judge of training code is told, by what the publisher says that the code trained."""


def _training(told: Told, statement: Statement) -> Iterator[Evidence]:
    rows = statement.code.training if statement.code else None
    if isinstance(rows, Withheld):
        if is_told(rows.withheld):
            yield told.denies("code.training", "code", "training")
        return
    for number, row in enumerate(rows or ()):
        if not row.url:
            continue
        at = ("code", "training", number)
        covered = _COVERED[row.covers]
        yield told.says("code.training", "training-code", *at, value=covered, target=row.url)
        if row.covers in {"post-training", "everything"}:
            yield told.says("post.code", "code", *at, value=row.url, target=row.url)


def _recipe(told: Told, recipe: Recipe) -> Iterator[Evidence]:
    at = ("code", "recipe")
    for item in _RECIPE:
        value = getattr(recipe, item)
        if is_setting(item, value):
            yield told.says("code.recipe", item.replace("_", "-"), *at, item, value=value)
    if is_told(recipe.withheld):
        yield told.denies("code.recipe", *at, "withheld")


def _evaluation(told: Told, evaluation: Evaluation) -> Iterator[Evidence]:
    at, criterion = ("code", "evaluation"), "code.evaluation"
    if results := evaluation.results:
        yield told.says(criterion, "results", *at, "results", value="reference", target=results)
    for fact in _SETTINGS:
        value = getattr(evaluation, fact)
        if is_disclosed(value):
            yield told.says(criterion, fact, *at, fact, value=value)
    if code := evaluation.code:
        yield told.says(criterion, "evaluation-code", *at, "code", value=code, target=code)


def _compute(told: Told, compute: Compute) -> Iterator[Evidence]:
    at, criterion = ("code", "compute"), "code.compute"
    if is_accelerator(compute.hardware):
        kind = compute.hardware or ""
        counted = f"{compute.count} × {kind}" if compute.count else kind
        yield told.says(criterion, "accelerators", *at, "hardware", value=counted)
    for fact, field, unit in (
        ("device-hours", "device_hours", " device-hours"),
        ("duration", "duration", ""),
        ("energy", "energy", ""),
    ):
        value = getattr(compute, field)
        if is_measured(fact, value):
            with_unit = f"{value}{unit}" if value.replace(",", "").isdecimal() else value
            yield told.says(criterion, fact, *at, field, value=with_unit)
    if is_told(compute.withheld):
        yield told.denies(criterion, *at, "withheld")


def read_docs(told: Told, statement: Statement) -> Iterator[Evidence]:
    """Paper, review and training summary."""
    docs = statement.docs
    if docs is None:
        return
    if docs.paper:
        fact = "blog" if is_post(docs.paper) else "report"
        yield told.says("docs.paper", fact, "docs", "paper", value=docs.paper, target=docs.paper)
    if docs.review is not None and is_reviewed(docs.review.venue):
        venue, url = docs.review.venue or "", docs.review.url or ""
        yield told.says("docs.review", "venue", "docs", "review", value=venue, target=url)
    if summary := docs.training_summary:
        at = ("docs", "training_summary")
        yield told.says("docs.training_summary", "summary", *at, value=summary, target=summary)
