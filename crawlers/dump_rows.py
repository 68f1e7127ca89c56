"""Rows of a dump: which ones a selection asks for, and in what order, a thousand at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from crawlers.dump_columns import ID, Column
from crawlers.source import Selection, SourceError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

PAGE_SIZE = 1000
RANKED_AT_ONCE = 20_000
"""How many of the most downloaded are sorted at once: all that the dump says of them is then in memory."""

FILE = "read_parquet($file, file_row_number = true, hive_partitioning = false)"
"""The dump in SQL, with the number of each row, by which DuckDB also finds one without reading those before it."""

Rows = list[tuple[Any, ...]]


class Query:
    """A selection of the rows of one file. Each row ends with its number.

    Raises SourceError when the file lacks a column that the selection is made by.
    """

    def __init__(
        self,
        connection: DuckDBPyConnection,
        file: str,
        known: Mapping[str, Column],
        selection: Selection,
    ) -> None:
        self.connection = connection
        self.shown = ", ".join([*(c.sql for c in known.values()), "file_row_number"])
        self.downloads = known["downloads"].sql if "downloads" in known else "null"
        self.limit = selection.limit
        self.values: dict[str, Any] = {"file": file}
        conditions = [f"{known[ID].sql} is not null"]
        for field, test, value in (
            (ID, "starts_with({}, $author)", selection.author and f"{selection.author}/"),
            ("pipeline_tag", "{} = $task", selection.task),
            ("downloads", "{} >= $least", selection.min_downloads),
        ):
            if value in (None, ""):
                continue
            if field not in known:
                raise SourceError(f"the dump has no column '{field}' to select by")
            conditions.append(test.format(known[field].sql))
            self.values[test.partition("$")[2].rstrip(")")] = value
        self.condition = " and ".join(conditions)

    def pages(self, behind: int) -> Iterator[tuple[Rows, int]]:
        """Rows, and how many are then behind: of the file or, with a limit, of what is selected."""
        return self._in_order(behind) if self.limit is None else self._ranked(self.limit, behind)

    def _in_order(self, behind: int) -> Iterator[tuple[Rows, int]]:
        told = self.connection.execute(
            f"select {self.shown} from {FILE}"
            f" where {self.condition} and file_row_number >= $behind",
            {**self.values, "behind": behind},
        )
        while rows := told.fetchmany(PAGE_SIZE):
            yield rows, rows[-1][-1] + 1

    def _ranked(self, limit: int, behind: int) -> Iterator[tuple[Rows, int]]:
        # Ranks are found by downloads alone; only then are whole rows read, and few enough to sort.
        wanted = found = min(RANKED_AT_ONCE, limit - behind)
        while wanted > 0 and found == wanted:
            wanted = min(RANKED_AT_ONCE, limit - behind)
            told = self.connection.execute(
                f"select {self.shown} from {FILE} join ("
                f"select file_row_number as chosen, {self.downloads} as weight from {FILE}"
                f" where {self.condition} order by weight desc nulls last, chosen"
                " limit $wanted offset $behind"
                ") on file_row_number = chosen order by weight desc nulls last, chosen",
                {**self.values, "wanted": wanted, "behind": behind},
            )
            found = 0
            while rows := told.fetchmany(PAGE_SIZE):
                found += len(rows)
                behind += len(rows)
                yield rows, behind
