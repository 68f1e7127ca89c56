"""Datasette on the same releases, asked for the same in turn with Aperture: requests a second of both."""

from __future__ import annotations

import sqlite3
import string
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode

from sqlalchemy import select
from sqlmodel import Session, col

from benchmarks.catalog_addresses import PILLARS
from benchmarks.catalog_known import WORDS, Known, some_traits, some_words
from benchmarks.serving import Client, Served, free_port, listening, served
from benchmarks.world import WITHOUT_CARD
from registry.catalog import Catalog
from registry.catalog.gathering import gather
from registry.db import engine_on
from registry.documents import unpacked
from registry.models import Document, Grade, Release, Snapshot
from registry.resources import rubric
from registry.words import text_words

LEVELS = tuple(f"{pillar}_level" for pillar in PILLARS)
CODED = ("license_class", "license", "organization", "task", "relation", "year")
FACETS = ("class", "letter", *CODED, "languages", *LEVELS)
NUMBERS = ("downloads", "likes", "parameters", "created", "modified", "checked", "total")
SEARCHED = ("id", "organization", "license", "task", "words")
SORTS = ("downloads", "likes", "score", "created", "data")
LIMITS = {"sql_time_limit_ms": 600_000, "facet_time_limit_ms": 600_000, "suggest_facets": "off"}
MOST_PAIRS = 300
_SAFE = frozenset(f"{string.ascii_letters}{string.digits}_-".encode())


class Pair(NamedTuple):
    """The same asked of Aperture and of Datasette, as paths."""

    ours: str
    theirs: str


class Part(NamedTuple):
    """One comparison: what is asked, and how many times as fast Aperture should be."""

    name: str
    target: float
    pairs: Iterator[Pair]


def beside_datasette(url: str, known: Known, seconds: float, seed: int) -> int:
    """Serves both, asks them in turn, prints requests a second, their ratio and what it should be; tells how many
    answers were wrong."""
    with tempfile.TemporaryDirectory(prefix="aperture-bench-") as folder:
        program = _installed(Path(folder) / "venv")
        file, began = Path(folder) / "world.db", time.monotonic()
        _flatten(url, file, seed)
        size = file.stat().st_size / 1e6
        print(f"Datasette's table made in {time.monotonic() - began:.0f} s, {size:,.0f} MB")
        port = free_port()
        limits = [w for name, value in LIMITS.items() for w in ("--setting", name, str(value))]
        command = [program, "serve", "-i", str(file), "--port", str(port), *limits]
        with listening(command, port, quiet=True) as peer, served(url) as aperture:
            return _compare(aperture, peer, known, seconds, seed)


def _installed(folder: Path) -> str:
    """The program of Datasette, in an environment of its own."""
    for command in (
        (sys.executable, "-m", "venv", str(folder)),
        (str(folder / "bin" / "python"), "-m", "pip", "install", "-qq", "datasette"),
    ):
        subprocess.run(command, check=True)
    program = str(folder / "bin" / "datasette")
    version = subprocess.run((program, "--version"), check=True, capture_output=True, text=True)
    print(version.stdout.strip())
    return program


# The flat table ----------------------------------------------------------------------------------


def _flatten(url: str, file: Path, seed: int) -> None:
    with engine_on(url) as engine, Session(engine) as session:
        catalog = Catalog(gather(session), rubric())
        cards = _cards(session)
        columns = _columns(catalog)
        texts = _texts(session, catalog, cards, Random(seed))
        with closing(sqlite3.connect(file)) as flat:
            flat.execute("pragma synchronous=off")
            names = ", ".join(f'"{name}"' for name in columns)
            keyed = names.replace('"id"', '"id" text primary key', 1)
            flat.execute(f"create table releases ({keyed})")
            places = ", ".join("?" * len(columns))
            rows = zip(*columns.values(), strict=True)
            flat.executemany(f"insert into releases ({names}) values ({places})", rows)
            searched = ", ".join(SEARCHED)
            flat.execute(
                f'create virtual table releases_fts using fts5({searched}, content="releases")'
            )
            flat.executemany(
                f"insert into releases_fts (rowid, {searched}) values (?, ?, ?, ?, ?, ?)", texts
            )
            for name in dict.fromkeys((*FACETS, *SORTS)):
                flat.execute(f'create index "by_{name}" on releases ("{name}")')
            flat.execute("analyze")
            flat.commit()


def _columns(catalog: Catalog) -> dict[str, list[Any]]:
    """The catalog's columns as plain values, by name."""
    levels = {c.id.replace(".", "_"): [lv.id for lv in c.levels] for c in rubric().criteria}
    coded = {name: getattr(catalog, name) for name in (*CODED, "letter")} | {
        "class": catalog.openness
    }
    return {
        "id": list(catalog.ids),
        **{n: [c.values[i] for i in c.codes.tolist()] for n, c in coded.items()},
        "languages": _languages(catalog),
        **{name: getattr(catalog, name).tolist() for name in NUMBERS},
        **{name: column.tolist() for name, column in catalog.pillars.items()},
        **{f"{n}_level": [_band(s) for s in c.tolist()] for n, c in catalog.pillars.items()},
        **{
            name: [known[i] if i < len(known) else None for i in column.tolist()]
            for (name, known), column in zip(levels.items(), catalog.levels.values(), strict=True)
        },
        "score": catalog.score.tolist(),
        "high": catalog.high.tolist(),
        "words": [None] * catalog.size,  # Datasette asks for all columns of the full-text index
    }


def _languages(catalog: Catalog) -> list[str]:
    spoken: list[list[str]] = [[] for _ in range(catalog.size)]
    for language in catalog.languages.values:
        for row in catalog.languages.mask(language).nonzero()[0].tolist():
            spoken[row].append(language)
    return [" ".join(sorted(languages)) for languages in spoken]


def _band(score: float) -> str | None:
    return next((band.id for band in rubric().pillar_levels if score >= band.floor), None)


def _cards(session: Session) -> dict[str, str | None]:
    rows = session.execute(
        select(col(Release.id), col(Snapshot.card_digest))
        .join(Grade, col(Grade.id) == col(Release.grade_id))
        .join(Snapshot, col(Snapshot.id) == col(Grade.snapshot_id))
    )
    return dict(map(tuple, rows))


def _texts(
    session: Session, catalog: Catalog, cards: dict[str, str | None], rng: Random
) -> Iterator[tuple[Any, ...]]:
    """Row by row what is searched: as much of cards as Aperture's own words were mixed from."""

    @cache
    def words(digest: str) -> str:
        kept = session.get_one(Document, digest)
        return " ".join(text_words([unpacked(kept.body).decode("utf-8", "replace")]))

    for row, release in enumerate(catalog.ids):
        digest = cards.get(release)
        card = words(digest) if digest and rng.random() >= WITHOUT_CARD else ""
        names = (catalog.organization[row], catalog.license[row], catalog.task[row])
        yield row + 1, release, *names, card


# The comparison ----------------------------------------------------------------------------------


def _compare(aperture: Served, peer: Served, known: Known, seconds: float, seed: int) -> int:
    us, them = aperture.client(), peer.client()
    for client, path in ((us, "/models"), (them, "/world/releases")):
        print(f"first answer of {path}: {client.ask(path).seconds:.1f} s")
    print(
        f"{'requests a second':32}{'n':>6}{'Aperture':>10}{'Datasette':>11}{'ratio':>8}{'aim':>6}"
    )
    wrong = 0
    for part in _parts(known, Random(seed)):
        line, failed = _compared(part, us, them, seconds)
        print(line)
        wrong += failed
    us.close()
    them.close()
    print(f"memory: {aperture.memory_mb:,.0f} MB, Datasette {peer.memory_mb:,.0f} MB")
    return wrong


def _compared(part: Part, us: Client, them: Client, seconds: float) -> tuple[str, int]:
    count, ours, theirs, wrong = 0, 0.0, 0.0, 0
    for pair in part.pairs:
        one, other = us.ask(pair.ours), them.ask(pair.theirs)
        ours, theirs, count = ours + one.seconds, theirs + other.seconds, count + 1
        wrong += (one.status, other.status) != (200, 200)
        if ours + theirs > seconds or count == MOST_PAIRS:
            break
    told = f"{count / ours:10.1f}{count / theirs:11.1f}{theirs / ours:8.1f}{part.target:6.0f}"
    failed = f"  {wrong} not 200" if wrong else ""
    return f"{part.name:32}{count:6}{told}{failed}", wrong


def _parts(known: Known, rng: Random) -> Iterator[Part]:
    yield Part("(a) search with facets", 30, _subjects(rng))
    yield Part("    for a name, narrowed", 1, _searches(known, rng))
    yield Part("(b) sorted list with facets", 30, _lists(known, rng))
    yield Part("(c) one release", 1, _releases(known, rng))


def _subjects(rng: Random) -> Iterator[Pair]:
    """Words that many releases have, as somebody looks for a kind of model, with all facets of what is found."""
    while True:
        words = " ".join(rng.sample(WORDS, rng.randint(1, 2)))
        yield Pair(f"/models?{urlencode([('q', words)])}", _table([("_search", words)]))


def _searches(known: Known, rng: Random) -> Iterator[Pair]:
    while True:
        release = rng.choice((*known.used, *known.small))
        words, chosen = some_words(release, rng), some_traits(known, release, rng)
        ours = urlencode([("q", words), *chosen])
        yield Pair(f"/models?{ours}", _table([("_search", words), *map(_theirs, chosen)]))


def _lists(known: Known, rng: Random) -> Iterator[Pair]:
    while True:
        sort, chosen = rng.choice(SORTS), _filters(known, rng)
        ours = urlencode([("sort", sort), *chosen])
        yield Pair(f"/models?{ours}", _table([("_sort_desc", sort), *map(_theirs, chosen)]))


def _releases(known: Known, rng: Random) -> Iterator[Pair]:
    while True:
        release = rng.choice((*known.used, *known.small))
        yield Pair(f"/models/{quote(release)}", f"/world/releases/{_tilde(release)}")


def _filters(known: Known, rng: Random) -> list[tuple[str, object]]:
    """Filters that some releases meet."""
    if rng.random() < 0.5:
        return some_traits(known, rng.choice(known.used), rng)
    return [(rng.choice(PILLARS), rng.choice(rubric().pillar_levels).id)]


def _theirs(pair: tuple[str, object]) -> tuple[str, object]:
    name, value = pair
    return (f"{name}_level" if name in PILLARS else name), value


def _table(pairs: list[tuple[str, object]]) -> str:
    facets = [("_facet", name) for name in FACETS]
    return f"/world/releases?{urlencode([*pairs, ('_size', '50'), *facets])}"


def _tilde(text: str) -> str:
    """A key as Datasette writes it in addresses."""
    return "".join(chr(b) if b in _SAFE else f"~{b:02X}" for b in text.encode())
