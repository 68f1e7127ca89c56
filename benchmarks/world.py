"""A registry of many releases, made from a real one within minutes, for measuring what a catalog of that size takes.

    python benchmarks/world.py --database-url URL [--releases N] [--like URL] [--seed S]

The database, an SQLite file or an empty PostgreSQL database, gets the graded releases of `--like` (any registry that
`aperture crawl` and `aperture grade` made; without it the bundled sample, crawled and graded just now) under their own
names, and then more like them under other names, up to N in all: with snapshots, documents, readings, grades, links,
and words for search mixed from those of real cards. 55 % derive from another; few are downloaded much. The same seed
makes the same world on either database. Prints how long it took.
"""

from __future__ import annotations

import argparse
import hashlib
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice
from operator import itemgetter
from random import Random
from typing import Any

from benchmarks.commands import size_mb
from benchmarks.world_donors import Donor, Donors, Row, read_donors, registry_like
from benchmarks.world_names import Namer, bits_of, size_of
from benchmarks.world_rows import Sink, holds_world, sink_for
from registry.db import migrate
from registry.models import Crawl, Dataset, Document, Grade, Link, Reading, Release, Snapshot, Text
from registry.words import kept_words

DERIVED = 0.55
RELATIONS = {"finetune": 50, "quantized": 25, "adapter": 20, "merge": 4, "distilled": 1}
WITHOUT_CARD = 0.3
STRANGE_WORDS = 0.15
"""Share of the pieces of a card's words that come from another card."""
BEGAN = datetime(2022, 3, 1, tzinfo=UTC)
NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
MOST_DOWNLOADS = 300_000_000
BATCH = 5_000

ALL_TABLES: tuple[Any, ...] = (
    *(Crawl, Dataset, Document, Grade, Link, Reading, Release, Snapshot, Text),
)


@dataclass(slots=True)
class Made:
    """One release that is to be there: who lent what it holds, and what differs."""

    id: str
    donor: Donor
    base: str = ""
    relation: str = ""
    changes: Row = field(default_factory=dict)
    words: str = ""
    bases: tuple[tuple[str, str], ...] = ()


class Multiplied:
    """The releases of a world, one after the other: the donors themselves, then those like them."""

    def __init__(self, donors: Donors, count: int, seed: int) -> None:
        self._rng, self._count, self._donors = Random(seed), count, donors.releases
        organizations = list(dict.fromkeys(d.release["organization"] for d in self._donors))
        self._namer = Namer(self._rng, [o for o in organizations if o], count)
        self._originals = [d for d in self._donors if not d.bases] or list(self._donors)
        self._by_relation: dict[str, list[Donor]] = {}
        for donor in self._donors:
            if donor.bases:
                self._by_relation.setdefault(donor.bases[0][1], []).append(donor)
        self._roots: list[tuple[str, Any]] = []
        self._children: list[tuple[str, Any]] = []

    def __iter__(self) -> Iterator[Made]:
        for donor in self._donors[: self._count]:
            self._namer.taken.add(donor.release["id"])
            yield self._itself(donor)
        for _ in range(self._count - len(self._donors)):
            yield self._derived() if self._rng.random() < DERIVED else self._original()

    def _itself(self, donor: Donor) -> Made:
        release = donor.release
        grown = self._children if donor.bases else self._roots
        grown.append((release["id"], release["parameters"]))
        made = Made(release["id"], donor, bases=donor.bases)
        if donor.bases:
            made.base, made.relation = donor.bases[0]
        made.words = self._words(made, donor.words)
        return made

    def _original(self) -> Made:
        donor = self._rng.choice(self._originals)
        made = Made(self._namer.original(donor.release["id"]), donor)
        parameters = size_of(made.id) or donor.release["parameters"]
        self._roots.append((made.id, parameters))
        return self._described(made, parameters)

    def _derived(self) -> Made:
        rng = self._rng
        pool = self._children if self._children and rng.random() < 0.15 else self._roots
        base, parameters = pool[int(len(pool) * rng.random() ** 3)]
        relation = rng.choices(list(RELATIONS), list(RELATIONS.values()))[0]
        donor = rng.choice(self._by_relation.get(relation) or self._originals)
        made = Made(self._namer.derived(base, relation), donor, base, relation)
        made.bases = ((base, relation),)
        self._children.append((made.id, parameters))
        return self._described(made, parameters)

    def _described(self, made: Made, parameters: int | None) -> Made:
        rng = self._rng
        downloads = min(MOST_DOWNLOADS, int(8 * ((1 - rng.random()) ** -1.25 - 1)))
        days = (NOW - BEGAN).days
        created = BEGAN + timedelta(
            days=int(days * rng.random() ** 0.6), minutes=rng.randrange(1440)
        )
        modified = created + (NOW - created) * (rng.random() ** 4)
        made.changes = {
            "downloads": downloads,
            "likes": int(downloads**0.55 * rng.random() / 2),
            "parameters": parameters,
            "bits": bits_of(made.id, made.donor.release["bits"]),
            "created_at": created,
            "last_modified": modified,
        }
        own = made.donor.words if rng.random() >= WITHOUT_CARD else ()
        made.words = self._words(made, tuple(self._mixed(own)))
        return made

    def _mixed(self, own: tuple[str, ...]) -> Iterator[str]:
        for number, piece in enumerate(own):
            if self._rng.random() >= STRANGE_WORDS:
                yield piece
                continue
            other = self._rng.choice(self._donors).words
            if number < len(other):
                yield other[number]

    def _words(self, made: Made, card: tuple[str, ...]) -> str:
        told = made.donor.release
        fields = (told["license"], told["task"], told["languages"])
        targets = (*(base for base, _ in made.bases), *made.donor.datasets)
        return " ".join((kept_words(made.id, (*fields, *targets)), *card))


class Writer:
    """Puts releases and what they hold into a database."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self._columns = {table: tuple(table.__table__.columns.keys()) for table in ALL_TABLES}
        self._converted: dict[str, tuple[Row, ...]] = {}
        self._snapshot = self._grade = 0

    def shared(self, donors: Donors) -> None:
        """Writes what many releases refer to."""
        documents = [
            {"digest": bytes.fromhex(d), "body": body} for d, body in donors.documents.items()
        ]
        self._add(Document, documents)
        snapshots: list[Row] = []
        readings, datasets = [], []
        for row, snapshot, reading in (map(self._raw, of) for of in donors.datasets):
            self._snapshot += 1 if snapshot else 0
            number = {"snapshot_id": self._snapshot if snapshot else None}
            datasets.append({**row, **number})
            snapshots += [{**snapshot, "id": self._snapshot}] if snapshot else []
            readings += [{**reading, **number}] if snapshot and reading else []
        for table, rows in ((Snapshot, snapshots), (Reading, readings), (Dataset, datasets)):
            self._add(table, rows)

    def releases(self, made: list[Made]) -> None:
        """Writes a batch of releases."""
        rows: dict[Any, list[Row]] = {
            table: [] for table in (Snapshot, Reading, Release, Grade, Link, Text)
        }
        words: dict[int, str] = {}
        for one in made:
            self._snapshot += 1
            self._grade += 1
            words[self._grade] = one.words
            for table, row in self._rows(one):
                rows[table].append(row)
        for table, new in rows.items():
            self._add(table, new)
        self._sink.add_words(words)

    def finish(self) -> None:
        """Writes the crawl that all came with, and makes the indexes."""
        crawl = Crawl(
            id=1, source="hub", selection="author= task= limit=none", started_at=NOW,
            finished_at=NOW, watermark=NOW,
        )  # fmt: skip
        self._add(Crawl, [{**self._raw(crawl.model_dump()), "counts": "{}"}])
        self._sink.finish()

    def _rows(self, made: Made) -> Iterator[tuple[Any, Row]]:
        ids = {"snapshot_id": self._snapshot, "release_id": made.id}
        release, snapshot, reading, grade = self._lent(made.donor)
        yield Snapshot, {**snapshot, "id": self._snapshot, "repo_id": made.id}
        if reading:
            yield Reading, {**reading, "snapshot_id": self._snapshot}
        yield (
            Release,
            {
                **release,
                **self._raw(made.changes),
                "id": made.id,
                "organization": made.id.rpartition("/")[0],
                "snapshot_id": self._snapshot,
                "grade_id": self._grade,
                "base": made.base,
                "relation": made.relation,
            },
        )
        yield Grade, {**grade, **ids, "id": self._grade}
        links = [("base", *base) for base in made.bases]
        links += [("dataset", dataset, "") for dataset in made.donor.datasets]
        for kind, target, relation in links:
            link = {"release_id": made.id, "kind": kind, "target": target, "relation": relation}
            yield Link, link
        digest = hashlib.sha256(made.words.encode()).digest()
        yield Text, {"number": self._grade, "release_id": made.id, "digest": digest}

    def _lent(self, donor: Donor) -> tuple[Row, ...]:
        """The rows of a donor as the database keeps them, converted once."""
        key = donor.release["id"]
        if key not in self._converted:
            of = (donor.release, donor.snapshot, donor.reading or {}, donor.grade)
            self._converted[key] = tuple(map(self._raw, of))
        return self._converted[key]

    def _raw(self, row: Row | None) -> Row:
        return {name: self._value(name, value) for name, value in (row or {}).items()}

    def _value(self, column: str, value: Any) -> Any:
        if isinstance(value, datetime):
            return self._sink.moment(value)
        return bytes.fromhex(value) if value and column.endswith("digest") else value

    def _add(self, table: Any, rows: list[Row]) -> None:
        columns = self._columns[table]
        self._sink.add(table.__tablename__, columns, map(itemgetter(*columns), rows))


def make_world(url: str, donors: Donors, count: int, seed: int) -> None:
    """Fills an empty database."""
    migrate(url)
    writer = Writer(sink_for(url))
    writer.shared(donors)
    left = iter(Multiplied(donors, count, seed))
    while batch := list(islice(left, BATCH)):
        writer.releases(batch)
    writer.finish()


def ensure_world(url: str, like: str | None, count: int, seed: int) -> None:
    """Makes a world unless the database holds one, and says which of the two."""
    if holds_world(url):
        print(f"taken as it is, {size_mb(url):,.0f} MB")
        return
    began = time.monotonic()
    with registry_like(like) as real:
        donors = read_donors(real)
    lent = time.monotonic()
    make_world(url, donors, count, seed)
    took = time.monotonic() - lent
    print(
        f"{count:,} releases like {len(donors.releases):,} made in {took:.1f} s"
        f" ({count / took:,.0f}/s; {lent - began:.1f} s to read those), {size_mb(url):,.0f} MB"
    )


def add_options(parser: argparse.ArgumentParser, releases: int) -> None:
    """The options of every script that measures a world."""
    parser.add_argument("--releases", type=int, default=releases, help="releases in the world")
    parser.add_argument("--like", metavar="URL", help="a graded registry; else the sample")
    parser.add_argument("--seed", type=int, default=1, help="seed of the world")


def main() -> None:
    """Reads the options, makes the world."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--database-url", required=True, help="an empty database")
    add_options(parser, 1_000_000)
    asked = parser.parse_args()
    ensure_world(asked.database_url, asked.like, asked.releases, asked.seed)


if __name__ == "__main__":
    main()
