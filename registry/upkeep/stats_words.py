"""Stats in words: what a database holds, as lines of a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.filesize import decimal

from registry.upkeep.stats import LOOKED_AT, Stats, Use


def lines(found: Stats) -> Iterator[str]:
    """A head line and three tables: rows, documents by what they are for, and room on disk."""
    free = f", of which {decimal(found.free)} are free to be used again" if found.free else ""
    yield f"{decimal(found.size)} on disk{free}; schema {found.schema}."
    yield ""
    yield from _table([("Rows", "")], [(name, f"{n:,}") for name, n in found.counts.items()])
    yield ""
    heads = ("Documents", "kept", "references", "each", "stored", "unpacked", "packed to")
    yield from _table([heads], [_of_use(use) for use in found.uses])
    if any(use.is_estimate for use in found.uses):
        yield f"~ Estimated from {LOOKED_AT:,} of them."
    yield ""
    if not found.sizes:
        yield "This SQLite can't tell the sizes of tables: it was built without dbstat."
        return
    rows = [
        (size.table, "" if not size.is_index else size.name, decimal(size.size))
        for size in found.sizes
    ]
    yield from _table([("Table", "index", "on disk")], rows)


def _of_use(use: Use) -> tuple[str, ...]:
    about = "~" if use.is_estimate else ""
    return (
        use.name,
        f"{use.documents:,}",
        f"{use.references:,}",
        f"{use.references / use.documents:.2f}×" if use.documents else "",
        f"{about}{decimal(use.stored)}",
        f"{about}{decimal(use.unpacked)}",
        f"{use.stored / use.unpacked:.0%}" if use.unpacked else "",
    )


def _table(heads: Sequence[Sequence[str]], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Lines in columns: words to the left, numbers to the right."""
    widths = [max(map(len, column)) for column in zip(*heads, *rows, strict=True)]
    for row in (*heads, *rows):
        cells = [
            cell.rjust(width) if _is_number(rows, at) else cell.ljust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        yield "  ".join(cells).rstrip()


def _is_number(rows: Sequence[Sequence[str]], column: int) -> bool:
    return all(row[column].lstrip("~")[:1].isdigit() for row in rows if row[column])
