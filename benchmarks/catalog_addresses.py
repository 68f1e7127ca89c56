"""Addresses of a catalog as visitors and programs ask for them: every kind of page, many combinations of filters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random
from typing import NamedTuple
from urllib.parse import quote, urlencode

from benchmarks.catalog_known import WORDS, Known, some_traits, some_words, typed
from registry import charts
from registry.filters import make_fields
from registry.filters.sorts import make_sorts
from registry.resources import rubric

WEIGHINGS = (
    {"weights": 100, "data": 0, "code": 0, "post": 0, "docs": 0},
    {"weights": 0, "data": 100, "code": 0, "post": 0, "docs": 0},
    {"weights": 10, "data": 40, "code": 40, "post": 5, "docs": 5},
    {"weights": 1, "data": 1, "code": 1, "post": 1, "docs": 1},
)
CHARTS = tuple(charts.CHARTS)
PILLARS = ("weights", "data", "code", "post", "docs")

Pairs = Sequence[tuple[str, object]]


class Address(NamedTuple):
    """What is asked for, and the kind of page that it is."""

    kind: str
    target: str


# What is the same in every round -----------------------------------------------------------------


def fixed(known: Known, rng: Random) -> list[Address]:
    """Every kind of page, and the combinations that are asked for most."""
    plain = ("/", "/models", "/leaderboard", "/organizations", "/trends", "/methodology", "/frameworks", "/compare",
             "/eu-summaries", "/status", "/api/v1/status")  # fmt: skip
    found = [Address("fixed page", path) for path in plain]
    for kind, pairs in (*_lists(known), *_searches(known, rng)):
        found.append(Address(kind, _models(pairs)))
    found += [Address("api list", "/api/v1" + _models(pairs)) for _, pairs in _lists(known)[::4]]
    found += [Address("api search", f"/api/v1/models?{urlencode({'q': q})}") for q in WORDS[::3]]
    found += _leaderboards(known)
    found += _organizations(known)
    found += [*_trends(known), *_files(known)]
    for release in (*known.used[:6], *known.bases[:6]):
        found += _of_release("large", release)
    for release in rng.sample(known.small, min(6, len(known.small))):
        found += _of_release("small", release)
    found += [_compared(known, rng, number) for number in (2, 2, 3, 4)]
    return found


def _lists(known: Known) -> list[tuple[str, Pairs]]:
    fields = make_fields(rubric())
    sorts = [sort for sort in make_sorts(rubric()) if sort != "relevance"]
    found: list[tuple[str, Pairs]] = [("sorted list", [("sort", sort)]) for sort in sorts]
    for name, field in fields.items():
        values = list(field.options) or list(known.values.get(name, ("1000",)))
        found.append(("one filter", [(name, values[0])]))
        if not field.pillar:
            found.append(("one filter, sorted", [(name, values[-1]), ("sort", "downloads")]))
    for pillar in PILLARS:
        both: Pairs = [(pillar, "open"), (pillar, "partial"), ("sort", pillar)]
        found.append(("filters", [*both, ("derived", "no")]))
    for page in (2, 20, 150):
        found += [
            ("later page", [("page", page)]),
            ("later page", [("page", page), ("fold", "no")]),
        ]
    found += [
        ("unfolded", [("fold", "no"), ("sort", sort)]) for sort in ("score", "name", "created")
    ]
    return found


def _searches(known: Known, rng: Random) -> Iterator[tuple[str, Pairs]]:
    for number, words in enumerate(WORDS):
        chosen = some_traits(known, rng.choice(known.used), rng)
        yield "search", [("q", words)]
        yield "search with filters", [("q", words), *chosen]
        yield "search with filters", [("q", words), *_choice(known, rng, 1 + number % 3)]
    for release in (*known.used[:8], *rng.sample(known.small, min(8, len(known.small)))):
        yield "search for a name", [("q", typed(release))]


def _leaderboards(known: Known) -> Iterator[Address]:
    asked: list[Pairs] = [
        [("page", 2)],
        [("derived", "no")],
        [("class", "open weights"), ("task", known.values["task"][0])],
        *([("board", board)] for board in ("organizations", "families", "claims")),
        [("board", "organizations"), ("by", "downloads"), ("at_least", 3)],
    ]
    for pairs in asked:
        yield Address("leaderboard", f"/leaderboard?{urlencode(pairs)}")
    for weights in WEIGHINGS:
        for board in ("releases", "organizations", "families"):
            pairs = [("board", board), *_weights(weights)]
            yield Address("leaderboard, other weights", f"/leaderboard?{urlencode(pairs)}")


def _organizations(known: Known) -> Iterator[Address]:
    for query in ("sort=releases", "sort=name&page=3", "q=ai", "at_least=5&sort=best"):
        yield Address("organizations", f"/organizations?{query}")
    names = known.values["organization"]
    for name in (*names[:5], *names[-5:]):
        yield Address("organization", f"/organizations/{quote(name)}")


def _trends(known: Known) -> Iterator[Address]:
    yield Address("trends", "/trends?by=downloads")
    yield Address("trends", "/trends?derived=any")
    for name in ("license", "task", "organization"):
        yield Address("trends", f"/trends?{urlencode({name: known.values[name][0]})}")
    for chart in CHARTS:
        yield Address("trends, one chart", f"/trends/{chart}.csv")
        yield Address("trends, one chart", f"/trends/{chart}.svg")


def _files(known: Known) -> Iterator[Address]:
    paths = ("/models.atom", "/models.atom?class=open+weights", "/sitemap.xml", "/sitemap-1.xml")
    for path in (*paths, "/robots.txt"):
        yield Address("file", path)
    for release in known.used[:3]:
        for name in ("badge.svg", "badge.svg?pillar=data", "changes.atom"):
            yield Address("file", f"/models/{quote(release)}/{name}")
        yield Address("picture", f"/models/{quote(release)}/card.png")


# What differs from round to round ----------------------------------------------------------------


def varied(known: Known, rng: Random, count: int) -> Iterator[Address]:
    """Addresses that hardly anybody asked for before."""
    makers = (
        _varied_list,
        _varied_search,
        _varied_search,
        _varied_release,
        _varied_board,
        _varied_other,
    )
    for number in range(count):
        yield makers[number % len(makers)](known, rng)


def _varied_list(known: Known, rng: Random) -> Address:
    pairs = _choice(known, rng, rng.randint(1, 4))
    sorts = [sort for sort in make_sorts(rubric()) if sort != "relevance"]
    pairs += [("sort", rng.choice(sorts))] if rng.random() < 0.6 else []
    pairs += [("fold", "no")] if rng.random() < 0.3 else []
    pairs += [("page", rng.randint(2, 5))] if rng.random() < 0.3 else []
    return Address("filters", _models(pairs))


def _varied_search(known: Known, rng: Random) -> Address:
    release = rng.choice((*known.used, *known.small))
    asked: list[tuple[str, object]] = [("q", some_words(release, rng))]
    if rng.random() < 0.5:
        return Address("search", _models(asked))
    chosen = some_traits(known, release, rng)
    chosen += _choice(known, rng, 1) if rng.random() < 0.3 else []
    return Address("search with filters", _models([*asked, *chosen]))


def _varied_release(known: Known, rng: Random) -> Address:
    size, names = rng.choice(
        (("large", known.used), ("large", known.bases), ("small", known.small))
    )
    return rng.choice(list(_of_release(size, rng.choice(names))))


def _varied_board(known: Known, rng: Random) -> Address:
    weights = {pillar: rng.randint(0, 100) for pillar in PILLARS}
    weights["data"] += not any(weights.values())
    pairs = [*_choice(known, rng, rng.randint(0, 2)), *_weights(weights)]
    pairs.append(("board", rng.choice(("releases", "releases", "organizations", "families"))))
    return Address("leaderboard, other weights", f"/leaderboard?{urlencode(pairs)}")


def _varied_other(known: Known, rng: Random) -> Address:
    kind = rng.randrange(4)
    if kind == 0:
        return _compared(known, rng, rng.randint(2, 4))
    if kind == 1:
        name = rng.choice(known.values["organization"])
        return Address("organization", f"/organizations/{quote(name)}")
    if kind == 2:
        return Address("trends", f"/trends?{urlencode(_choice(known, rng, rng.randint(1, 2)))}")
    pairs = [*_choice(known, rng, rng.randint(1, 3)), ("limit", rng.choice((20, 100)))]
    return Address("api list", f"/api/v1{_models(pairs)}")


# Parts -------------------------------------------------------------------------------------------


def _of_release(size: str, release: str) -> Iterator[Address]:
    page = f"/models/{quote(release)}"
    yield Address(f"release, {size}", page)
    yield Address(f"alternatives, {size}", f"{page}/alternatives")
    yield Address("release, frameworks", f"{page}/frameworks")
    yield Address("api release", f"/api/v1{page}")
    yield Address("card", f"/cards/{quote(release)}")


def _compared(known: Known, rng: Random, number: int) -> Address:
    names = rng.sample((*known.used, *known.bases), number)
    return Address("compare", f"/compare?{urlencode([('id', name) for name in names])}")


def _choice(known: Known, rng: Random, number: int) -> list[tuple[str, object]]:
    """Filters with values that occur."""
    fields = make_fields(rubric())
    chosen: list[tuple[str, object]] = []
    for name in rng.sample(list(fields), number):
        values = list(fields[name].options) or list(known.values.get(name, ("10", "1000")))
        chosen.append((name, values[int(len(values) * rng.random() ** 2)]))
    return chosen


def _weights(weights: dict[str, int]) -> list[tuple[str, object]]:
    return [(f"w.{pillar}", min(100, value)) for pillar, value in weights.items()]


def _models(pairs: Pairs) -> str:
    return f"/models?{urlencode(pairs)}"
