"""Making: each chart by its name, from the catalog and the rows that were asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from registry.catalog import Catalog, trends
from registry.catalog.trends import Basis, Counts, Means, Spread
from registry.charts import findings, words
from registry.charts.chart import FEW, Chart, Column, Lines, Ranges, Stack, fewest, half_code
from registry.charts.findings import Series, Wording
from registry.filters.bands import SIZE_WORDS, SIZES, TOKENS

PREFERENCES = "post.preferences"


def make_chart(name: str, catalog: Catalog, basis: Basis, by: str = "releases") -> Chart:
    """The chart of a name of ``CHARTS``; ``by``: one of ``WEIGHTINGS``, where the chart knows it. Raises KeyError for
    another name."""
    return CHARTS[name](catalog, basis, by)


def _pillars(catalog: Catalog, basis: Basis, by: str) -> Chart:
    titles = {p.id: p.title for p in catalog.rubric.pillars}
    names = [titles[name] for name in catalog.pillars]
    weights = catalog.downloads if by == "downloads" else None
    means = trends.pillar_means(catalog, basis, weights)
    counts = means.counts.max(axis=0, initial=0).tolist()
    told = _series([name.lower() for name in names], means)
    tell = findings.means_finding if weights is None else findings.weighted_finding
    return Chart(
        "pillars",
        "Are releases becoming more open?",
        tell(basis.halves, counts, told),
        "Mean score of each pillar, of 100, by half-year",
        words.PILLARS.format(words.WEIGHT_NOTES[by]),
        _lines(basis, names, means, counts),
        _mean_table(basis, names, means, counts),
    )


def _publishers(catalog: Catalog, basis: Basis, _by: str) -> Chart:
    means = trends.publisher_means(catalog, basis)
    counts = means.counts.sum(axis=0).tolist()
    names = list(trends.PUBLISHERS)
    return Chart(
        "publishers",
        "Are large publishers more open than small ones?",
        findings.groups_finding(basis.halves, _series(names, means)),
        "Mean score of the releases, of 100, by half-year and by how much their publisher has published",
        words.PUBLISHERS,
        _lines(basis, names, means, counts),
        _mean_table(basis, names, means, counts),
    )


def _classes(catalog: Catalog, basis: Basis, _by: str) -> Chart:
    names = [c.id for c in catalog.rubric.classes]
    counts = trends.coded_counts(catalog.openness, names, basis)
    parts = [(name, words.CLASSES.get(name, f"are {name}")) for name in names]
    return Chart(
        "classes",
        "How open are the releases of each half-year?",
        _shares_finding(basis, counts, parts),
        "Share of the releases by openness class, by half-year",
        words.CLASS_NOTE,
        *_stack(basis, names, counts),
    )


def _licenses(catalog: Catalog, basis: Basis, _by: str) -> Chart:
    levels = [level.id for level in catalog.rubric.criterion("weights.license").levels]
    counts = trends.coded_counts(catalog.license_class, levels, basis)
    told = [words.LICENSES.get(level, (level, level, f"are {level}")) for level in levels]
    return Chart(
        "licenses",
        "What do licences allow?",
        _shares_finding(basis, counts, [(noun, clause) for _, noun, clause in told]),
        "Share of the releases by what the licence of the weights allows, by half-year",
        words.LICENSE_NOTE,
        *_stack(basis, [name for name, _, _ in told], counts),
    )


def _preferences(catalog: Catalog, basis: Basis, _by: str) -> Chart:
    levels = [level.id for level in catalog.rubric.criterion(PREFERENCES).levels]
    counts = trends.level_counts(catalog.levels[PREFERENCES], len(levels), basis)
    names = [words.PREFERENCE_LEVELS.get(level, level) for level in (*levels, "unchecked")]
    if not counts[-1].any():
        names, counts = names[:-1], counts[:-1]
    whole = counts.sum(axis=0).tolist()
    published = sum(counts[levels.index(level)] for level in ("downloadable", "in-part"))
    return Chart(
        "preferences",
        "Is preference data published?",
        findings.share_finding(
            basis.halves, whole, np.asarray(published).tolist(),
            " with post-training", "publish all or part of their preference data",
        ),
        "Share of the releases with post-training, by what they publish of their preference data and by half-year",
        words.PREFERENCE_NOTE,
        *_stack(basis, names, counts),
    )  # fmt: skip


def _claims(catalog: Catalog, basis: Basis, _by: str) -> Chart:
    counts = trends.claim_counts(catalog, basis)
    whole = counts.sum(axis=0).tolist()
    return Chart(
        "claims",
        "How many releases claim more than was found?",
        findings.share_finding(
            basis.halves, whole, counts[0].tolist(), "", "claim more openness than was found"
        ),
        "Share of the releases that claim more than was found, by half-year",
        words.CLAIM_NOTE,
        *_stack(basis, ["claim more than was found"], counts[:1], whole),
    )  # fmt: skip


def _sizes(catalog: Catalog, basis: Basis, _by: str) -> Chart:
    spread = trends.size_spread(catalog, basis, catalog.parameters, SIZES)
    drawn, finding, table = _ranges(
        spread, tuple(SIZE_WORDS.values()), "parameters", words.SIZE_WORDING
    )
    return Chart(
        "sizes",
        "Are small models more open than large ones?",
        finding,
        "Score by number of parameters: the dot is the median, the bar the middle half of the releases",
        words.SIZES.format(basis.graded - sum(drawn.counts)),
        drawn,
        table,
    )


def _tokens(catalog: Catalog, basis: Basis, _by: str) -> Chart:
    spread = trends.size_spread(catalog, basis, catalog.tokens, TOKENS)
    drawn, finding, table = _ranges(spread, tuple(TOKENS), "training tokens", words.TOKEN_WORDING)
    telling = findings.telling_finding(*trends.telling_tokens(catalog, basis))
    return Chart(
        "tokens",
        "Are models more open that were trained on fewer tokens?",
        " ".join(filter(None, (telling, finding))),
        "Score by number of training tokens: the dot is the median, the bar the middle half of the releases",
        words.TOKENS.format(basis.graded - sum(drawn.counts)),
        drawn,
        table,
    )


def _ranges(
    spread: Spread, names: tuple[str, ...], unit: str, wording: Wording
) -> tuple[Ranges, str, tuple[Column, ...]]:
    """What is drawn of a spread, what it shows, and its table."""
    counts = tuple(spread.counts.tolist())
    rows = zip(spread.low.tolist(), spread.middle.tolist(), spread.high.tolist(), strict=True)
    every: list[tuple[float, float, float]] = list(rows)
    quartiles = tuple(q if n >= FEW else None for q, n in zip(every, counts, strict=True))
    columns = [
        Column(title, [_known(q[n]) for q in every])
        for n, title in enumerate(("lower quartile", "median", "upper quartile"))
    ]
    return (
        Ranges(names, quartiles, counts),
        findings.spread_finding(wording, names, quartiles, counts),
        (Column(unit, names), Column("releases", counts), *columns),
    )


CHARTS: Mapping[str, Callable[[Catalog, Basis, str], Chart]] = {
    "pillars": _pillars,
    "classes": _classes,
    "licenses": _licenses,
    "preferences": _preferences,
    "claims": _claims,
    "publishers": _publishers,
    "sizes": _sizes,
    "tokens": _tokens,
}
"""By name, in the order in which they are shown."""


def _series(names: Sequence[str], means: Means) -> list[Series]:
    return [Series(name, *(part[n].tolist() for part in means)) for n, name in enumerate(names)]


def _shares_finding(basis: Basis, counts: Counts, parts: Sequence[tuple[str, str]]) -> str:
    whole = counts.sum(axis=0).tolist()
    told = [(*part, counts[n].tolist()) for n, part in enumerate(parts)]
    return findings.shares_finding(basis.halves, whole, told)


def _lines(basis: Basis, names: Sequence[str], means: Means, counts: list[int]) -> Lines:
    least = fewest(counts)
    values = tuple(
        tuple(
            v if n >= FEW and whole >= least else None
            for v, n, whole in zip(row, of, counts, strict=True)
        )
        for row, of in zip(means.means.tolist(), means.counts.tolist(), strict=True)
    )
    short = tuple("Docs" if name == "Documentation" else name for name in names)
    return Lines(basis.halves, tuple(names), short, values, tuple(counts))


def _mean_table(
    basis: Basis, names: Sequence[str], means: Means, counts: list[int]
) -> tuple[Column, ...]:
    columns = [
        Column("half-year", [half_code(h) for h in basis.halves]),
        Column("releases", counts),
    ]
    for name, values, of in zip(names, means.means.tolist(), means.counts.tolist(), strict=True):
        columns.append(Column(name, [_known(v) for v in values]))
        columns.append(Column(f"{name}: releases", of, only_csv=True))
    return tuple(columns)


def _stack(
    basis: Basis, names: Sequence[str], counts: Counts, whole: list[int] | None = None
) -> tuple[Stack, tuple[Column, ...]]:
    of = counts.sum(axis=0).tolist() if whole is None else whole
    numbers = counts.tolist()
    columns = [Column("half-year", [half_code(h) for h in basis.halves]), Column("releases", of)]
    for name, row in zip(names, numbers, strict=True):
        shares = [100 * part / all_ if all_ else None for part, all_ in zip(row, of, strict=True)]
        columns.append(Column(name, shares, unit="%"))
        columns.append(Column(f"{name}: releases", row, only_csv=True))
    stack = Stack(basis.halves, tuple(names), tuple(map(tuple, numbers)), tuple(of))
    return stack, tuple(columns)


def _known(value: Any) -> float | None:
    return None if np.isnan(value) else float(value)
