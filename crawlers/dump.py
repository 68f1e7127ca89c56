"""A dump as a source: one Parquet file with the metadata of many models; their cards come from elsewhere."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crawlers.dump_columns import ID, Column, columns, models
from crawlers.dump_rows import FILE, PAGE_SIZE, Query
from crawlers.snapshots import RepoKind
from crawlers.source import Missing, Page, Selection, Source, SourceError, Told, Unreachable

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "threads": 1,  # each one more would hold more of the file in memory
    "memory_limit": "1GB",  # a ceiling for strange files: a dump of millions takes a tenth of it
    "temp_directory": "",
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}


class Dump:
    """A file of metadata. ``cards`` is asked for cards and linked repos; without it they stay unread.

    What the file does not say of a model, or not in a form that could be the Hub's, is left out of its metadata.
    An id that comes twice is given twice: a crawl keeps what comes last. Raises SourceError when DuckDB is not
    installed, the file can't be read, or it has no column ``id``.
    """

    name = "dump"
    cards_later = True

    def __init__(self, file: Path, cards: Source | None) -> None:
        self.file = Path(os.path.realpath(file))
        self.cards = cards
        with self._opened():
            pass

    def lists_newest_first(self, selection: Selection) -> bool:
        """Whether the listing begins with what was modified last: it goes in the file's order."""
        return False

    def pages(self, selection: Selection, cursor: str | None) -> Iterator[Page]:
        """The models in the file's order; with a limit, the most downloaded first.

        A cursor says how many rows of the file (with a limit: models) are behind it, and of which file and
        selection: at the cursor of another, or of a file that was changed, the listing begins again.
        DuckDB reads some megabytes ahead, so damage ends the listing a few pages before it.
        """
        with self._opened() as (connection, known):
            mark = self._mark(selection)
            position, _, resumed = (cursor or "").partition(" ")
            behind = int(position) if resumed == mark and position.isdecimal() else 0
            fields = tuple(known.values())
            query = Query(connection, self._pattern, known, selection)
            for rows, done in query.pages(behind):
                is_last = len(rows) < PAGE_SIZE or done == selection.limit
                yield Page(models(fields, rows), None if is_last else f"{done} {mark}")

    def metadata(self, kind: RepoKind, repo_id: str) -> Mapping[str, Any]:
        """What ``cards`` says of one repo."""
        return self._door().metadata(kind, repo_id)

    def metadata_since(self, kind: RepoKind, repo_id: str, etag: str = "") -> Told | None:
        """What ``cards`` says of one repo now; None when it still has this ETag."""
        return self._door().metadata_since(kind, repo_id, etag)

    def card(
        self, kind: RepoKind, repo_id: str, revision: str, known: bytes | None = None
    ) -> bytes:
        """The README.md that ``cards`` gives."""
        return self._door().card(kind, repo_id, revision, known)

    def statement(
        self, kind: RepoKind, repo_id: str, revision: str, known: bytes | None = None
    ) -> bytes:
        """The TRANSPARENCY.yaml that ``cards`` gives."""
        return self._door().statement(kind, repo_id, revision, known)

    def page_url(self, kind: RepoKind, repo_id: str, metadata: Mapping[str, Any]) -> str:
        """The repo's page at the Hub that was dumped."""
        if self.cards is not None:
            return self.cards.page_url(kind, repo_id, metadata)
        return f"https://huggingface.co/{'datasets/' if kind == 'dataset' else ''}{repo_id}"

    def _door(self) -> Source:
        if self.cards is None:
            # Not Missing, which would say of a release that it has no card.
            raise Unreachable("the dump holds no cards")
        return self.cards

    @contextmanager
    def _opened(self) -> Iterator[tuple[DuckDBPyConnection, dict[str, Column]]]:
        """A connection, and the columns of the file. What goes wrong with either is a SourceError."""
        try:
            import duckdb
        except ImportError as error:
            raise SourceError(
                "a dump is read with DuckDB: install aperture-registry[bulk]"
            ) from error
        try:
            if not self.file.is_file():
                raise Missing(f"there is no file {self.file}")
            self.file.open("rb").close()
            with duckdb.connect(config=_CONFIG) as connection:
                connection.execute("set TimeZone = 'UTC'")  # for moments that name no zone
                told = connection.execute(f"describe from {FILE}", {"file": self._pattern})
                known = columns({name: sql_type for name, sql_type, *_ in told.fetchall()})
                if ID not in known:
                    raise SourceError(f"{self.file} has no column '{ID}' that holds text")
                yield connection, known
        except OSError as error:
            raise Unreachable(f"{self.file} can't be read: {error.strerror}") from error
        except (duckdb.Error, UnicodeError) as error:
            reason = "".join(filter(str.isprintable, str(error).partition("\n")[0]))[:200]
            raise Unreachable(f"{self.file} can't be read as Parquet ({reason})") from error

    @property
    def _pattern(self) -> str:
        """The file's name as the pattern that only it matches."""
        return re.sub(r"([*?\[])", r"[\1]", str(self.file))

    def _mark(self, selection: Selection) -> str:
        """What changes with the file or the selection."""
        told = self.file.stat()
        about = repr((str(self.file), told.st_size, told.st_mtime_ns, selection))
        return hashlib.sha256(about.encode()).hexdigest()[:16]
