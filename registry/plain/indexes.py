"""Indexes: other indexes' records as plain values, beside our estimates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from registry.indexes.agreement import Agreement, Cell, Kind
from registry.indexes.index import Index
from registry.moments import moment

if TYPE_CHECKING:
    from registry.indexes.beside import Beside, Imported
    from registry.shapes import indexes as shapes


def index_summary(index: Index, imported: Imported | None) -> shapes.IndexSummary:
    """An index, and how much of it was imported."""
    return {
        "id": index.id,  # type: ignore[typeddict-item]
        "title": index.title,
        "short": index.short,
        "url": index.url,
        "repository": index.repository,
        "licence": index.licence,
        "licence_url": index.licence_url,
        "citation": index.citation,
        "doi": index.doi or None,
        "about": "organizations" if index.is_on_organizations else "releases",
        "meaning": index.meaning,
        "differs": index.differs,
        "records": imported.records if imported else 0,
        "matched": imported.matched if imported else 0,
        "dated": (imported.dated or None) if imported else None,
        "imported_at": moment(imported.at) if imported else None,
    }


def item_agreement(title: str, found: Agreement) -> shapes.ItemAgreement:
    """How far both agree on an item."""
    return {
        "title": title,
        "counts": {
            "agree": found.counts[Kind.AGREE],
            "near": found.counts[Kind.NEAR],
            "opposite": found.counts[Kind.OPPOSITE],
            "unchecked": found.counts[Kind.UNCHECKED],
        },
        "accuracy": None if found.accuracy is None else round(found.accuracy, 3),
        "kappa": None if found.kappa is None else round(found.kappa, 3),
    }


def index_entry(beside: Beside) -> shapes.IndexEntry:
    """A record with its verdicts, and our estimates beside those that are compared."""
    row, cells = beside.row, {cell.item: cell for cell in beside.cells}
    return {
        "record": row.record,
        "name": row.name,
        "organization": row.organization,
        "release": row.release_id or None,
        "named": row.named,
        "unmatched": row.why or None,
        "overall": row.overall,
        "verdicts": [
            _verdict(item, said["word"], said.get("url"), cells.get(item))
            for item, said in row.verdicts.items()
        ],
        "url": row.url,
        "dated": row.dated or None,
    }


def _verdict(item: str, word: str, url: str | None, cell: Cell | None) -> shapes.IndexVerdict:
    return {
        "item": item,
        "theirs": word,
        "url": url,
        "ours": cell.ours if cell else None,
        "kind": cell.kind.value if cell else None,
        "release": cell.release_id if cell else None,
    }


def overall_words(overall: Mapping[str, Any], source: str) -> str:
    """What an index makes of all items together, in a few words."""
    if source == "mot":
        name = overall.get("class")
        told = "no class" if name == "none" else f"class {name}"
        return f"{told}, {overall.get('included')} of {overall.get('of')} components under open licences"
    if source == "fmti":
        return f"{overall.get('met')} of {overall.get('of')} indicators met"
    if source == "osmap":
        told, score = str(overall.get("class")), overall.get("score")
        return told if score is None else f"{told}, {score} of {overall.get('of')}"
    return f"{overall.get('open', 0):g} of {overall.get('of')} open, a partial one counting half"


def shown_cells(
    records: Sequence[Beside], item: str, kinds: Sequence[Kind]
) -> list[tuple[Beside, Cell]]:
    """The verdicts of some kinds, on one item or all, each with its record; those furthest apart first."""
    found = [
        (record, cell)
        for record in records
        for cell in record.cells
        if cell.kind in kinds and item in {"", cell.item}
    ]
    return sorted(found, key=lambda one: _apart(one[1]), reverse=True)


def _apart(cell: Cell) -> int:
    return abs(cell.steps[0] - cell.steps[1]) if cell.steps else 0
