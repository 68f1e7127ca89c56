"""Metadata, evidence and verdicts are kept as documents, packed and once; crawls have watermarks, repos events"""

import json
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

import sqlalchemy as sa
import sqlmodel
from alembic import op

from registry import documents

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

BATCH = 500
BYTES = sa.LargeBinary(32)
SILENT = {
    **dict.fromkeys(("value", "quote", "place", "url", "target", "stage"), ""),
    "outcome": "found",
    "origin": "card",
}
SILENT_MARK: dict[str, Any] = {"reason": "", "speaks": False, "via": "", "unread": []}


def upgrade() -> None:
    _in_one_piece()
    _widen()
    _pack_documents()
    _move("snapshot", "id", _packed_snapshot)
    _move("reading", "snapshot_id", _packed_reading)
    _move("grade", "id", _packed_grade)
    _set_watermarks()
    _narrow()
    _give_back()


def downgrade() -> None:
    _in_one_piece()
    _widen_back()
    _move("snapshot", "id", _unpacked_snapshot)
    _move("reading", "snapshot_id", _unpacked_reading)
    _move("grade", "id", _unpacked_grade)
    _narrow_back()
    _give_back()


# Up ---------------------------------------------------------------------------------------------


def _widen() -> None:
    """The new tables, and the new columns beside the old ones."""
    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("repo_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("what", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("snapshot_id", sa.Integer(), nullable=True),
        sa.Column("note", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["snapshot_id"], ["snapshot.id"], name="fk_event_snapshot_id"),
        sa.PrimaryKeyConstraint("id", name="pk_event"),
    )
    with op.batch_alter_table("event") as batch_op:
        batch_op.create_index("ix_event_repo_id_kind", ["repo_id", "kind"], unique=False)
    op.create_table(
        "new_document",
        sa.Column("digest", BYTES, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_new_document"),
    )
    with op.batch_alter_table("crawl") as batch_op:
        batch_op.add_column(
            sa.Column("is_full", sa.Boolean(), nullable=False, server_default=sa.true())
        )
        for name in ("since", "watermark"):
            batch_op.add_column(sa.Column(name, sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))
    for table in ("release", "dataset"):
        with op.batch_alter_table(table) as batch_op:
            for name in ("gated", "etag"):
                batch_op.add_column(
                    sa.Column(
                        name,
                        sqlmodel.sql.sqltypes.AutoString(),
                        nullable=False,
                        server_default="",
                    )
                )
            batch_op.add_column(
                sa.Column("retry_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True)
            )
            batch_op.create_index(f"ix_{table}_retry_at", ["retry_at"], unique=False)
    with op.batch_alter_table("snapshot") as batch_op:
        for name in ("new_digest", "metadata_digest", "new_card_digest"):
            batch_op.add_column(sa.Column(name, BYTES, nullable=True))
    with op.batch_alter_table("reading") as batch_op:
        batch_op.add_column(sa.Column("evidence_digest", BYTES, nullable=True))
    with op.batch_alter_table("grade") as batch_op:
        batch_op.add_column(sa.Column("verdict_digest", BYTES, nullable=True))


def _pack_documents() -> None:
    for row in _rows("document", "digest", ""):
        _keep(bytes(row.body))


def _packed_snapshot(row: Any) -> dict[str, Any]:
    details = _json(row.details)
    if gate := _gate_of(details):
        # By the primary key, as nothing is indexed by snapshot.
        table = "dataset" if row.kind == "dataset" else "release"
        change = f"update {table} set gated = :gate where id = :repo and snapshot_id = :snapshot"
        given = {"gate": gate, "repo": row.repo_id, "snapshot": row.id}
        op.get_bind().execute(sa.text(change), given)
    return {
        "new_digest": bytes.fromhex(row.digest),
        "metadata_digest": _keep(documents.plain(details)),
        "new_card_digest": bytes.fromhex(row.card_digest) if row.card_digest else None,
    }


def _gate_of(details: Any) -> str:
    gated = details.get("gated")
    return gated if gated in ("auto", "manual") else "manual" if gated is True else ""


def _set_watermarks() -> None:
    """A listing tells all changes up to when it began. The last one of these that is known will do: what a later
    crawl learned is no sign that this one was told it."""
    op.execute(
        "update crawl set watermark = (select max(r.last_modified) from release r"
        " where r.last_modified <= crawl.started_at)"
        " where source = 'hub' and finished_at is not null"
    )


def _packed_reading(row: Any) -> dict[str, Any]:
    repo_id, at = _place(row.snapshot_id)
    evidence = [_telling(e, SILENT) for e in _json(row.evidence)]
    return {"evidence_digest": _keep(documents.masked(evidence, repo_id, at))}


def _packed_grade(row: Any) -> dict[str, Any]:
    _, at = _place(row.snapshot_id)
    pieces: dict[str, int] = {}
    marks = {}
    for criterion, mark in _json(row.marks).items():
        keys = [json.dumps(_telling(e, SILENT), sort_keys=True) for e in mark["evidence"]]
        numbers = [pieces.setdefault(k, len(pieces)) for k in keys]
        marks[criterion] = _telling(mark | {"evidence": numbers}, SILENT_MARK | {"evidence": []})
    # As grading keeps them: own levels where lineage replaced the mark, even by one of the same level.
    own = {
        c: o
        for c, o in _json(row.own).items()
        if not _is_level_of(o, marks.get(c, {})) or marks[c].get("via")
    }
    verdict = {
        "marks": marks,
        "own": own,
        "frameworks": _json(row.frameworks),
        "ledger": _json(row.ledger),
        "claims": _json(row.claims),
        "evidence": [json.loads(piece) for piece in pieces],
    }
    return {"verdict_digest": _keep(documents.masked(verdict, row.release_id, at))}


def _telling(value: dict[str, Any], silent: dict[str, Any]) -> dict[str, Any]:
    """What is kept of a piece of evidence or a mark: all that says something."""
    return {k: v for k, v in value.items() if k not in silent or silent[k] != v}


def _is_level_of(own: dict[str, Any], mark: dict[str, Any]) -> bool:
    return all(own.get(key) == mark.get(key) for key in ("level", "points", "ceiling"))


def _narrow() -> None:
    """The old columns go, and the new ones take their names."""
    with op.batch_alter_table("snapshot") as batch_op:
        batch_op.drop_constraint("fk_snapshot_card_digest", type_="foreignkey")
        batch_op.drop_constraint("uq_snapshot_kind_repo_id_digest", type_="unique")
        batch_op.drop_index("ix_snapshot_repo_id")
        for name in ("details", "digest", "card_digest"):
            batch_op.drop_column(name)
        batch_op.alter_column("new_digest", new_column_name="digest", nullable=False)
        batch_op.alter_column("new_card_digest", new_column_name="card_digest")
        batch_op.alter_column("metadata_digest", nullable=False)
    op.drop_table("document")
    op.rename_table("new_document", "document")
    with op.batch_alter_table("document") as batch_op:
        batch_op.drop_constraint("pk_new_document", type_="primary")
        batch_op.create_primary_key("pk_document", ["digest"])
    with op.batch_alter_table("snapshot") as batch_op:
        batch_op.create_unique_constraint(
            "uq_snapshot_repo_id_kind_digest", ["repo_id", "kind", "digest"]
        )
        for name in ("metadata_digest", "card_digest"):
            batch_op.create_foreign_key(f"fk_snapshot_{name}", "document", [name], ["digest"])
    with op.batch_alter_table("reading") as batch_op:
        batch_op.drop_column("evidence")
        batch_op.alter_column("evidence_digest", nullable=False)
        batch_op.create_foreign_key(
            "fk_reading_evidence_digest", "document", ["evidence_digest"], ["digest"]
        )
    with op.batch_alter_table("grade") as batch_op:
        for name in ("digest", "marks", "own", "frameworks", "ledger", "claims"):
            batch_op.drop_column(name)
        batch_op.alter_column("verdict_digest", nullable=False)
        batch_op.create_foreign_key(
            "fk_grade_verdict_digest", "document", ["verdict_digest"], ["digest"]
        )


# Down -------------------------------------------------------------------------------------------


def _widen_back() -> None:
    with op.batch_alter_table("grade") as batch_op:
        batch_op.drop_constraint("fk_grade_verdict_digest", type_="foreignkey")
        batch_op.add_column(
            sa.Column(
                "digest", sqlmodel.sql.sqltypes.AutoString(), server_default="", nullable=False
            )
        )
        for name in ("marks", "own", "frameworks", "ledger", "claims"):
            batch_op.add_column(sa.Column(name, sa.JSON(), server_default="[]", nullable=False))
    with op.batch_alter_table("reading") as batch_op:
        batch_op.drop_constraint("fk_reading_evidence_digest", type_="foreignkey")
        batch_op.add_column(sa.Column("evidence", sa.JSON(), server_default="[]", nullable=False))
    with op.batch_alter_table("snapshot") as batch_op:
        batch_op.drop_constraint("fk_snapshot_metadata_digest", type_="foreignkey")
        batch_op.drop_constraint("fk_snapshot_card_digest", type_="foreignkey")
        batch_op.drop_constraint("uq_snapshot_repo_id_kind_digest", type_="unique")
        batch_op.add_column(sa.Column("details", sa.JSON(), server_default="{}", nullable=False))
        for name in ("old_digest", "old_card_digest"):
            batch_op.add_column(sa.Column(name, sqlmodel.sql.sqltypes.AutoString(), nullable=True))
    op.create_table(
        "old_document",
        sa.Column("digest", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_old_document"),
    )


def _unpacked_snapshot(row: Any) -> dict[str, Any]:
    return {
        "old_digest": bytes(row.digest).hex(),
        "details": json.dumps(documents.value_of(_kept(row.metadata_digest))),
        "old_card_digest": _unpacked_card(row.card_digest) if row.card_digest else None,
    }


def _unpacked_card(digest: bytes) -> str:
    """Only cards were documents before."""
    kept = {"digest": bytes(digest).hex()}
    known = sa.text("select 1 from old_document where digest = :digest")
    if op.get_bind().execute(known, kept).first() is None:
        insert = sa.text("insert into old_document (digest, body) values (:digest, :body)")
        op.get_bind().execute(insert, {**kept, "body": _kept(digest)})
    return kept["digest"]


def _unpacked_reading(row: Any) -> dict[str, Any]:
    evidence = documents.unmasked(_kept(row.evidence_digest), *_place(row.snapshot_id))
    return {"evidence": json.dumps([_full(e) for e in evidence])}


def _unpacked_grade(row: Any) -> dict[str, Any]:
    _, at = _place(row.snapshot_id)
    verdict = documents.unmasked(_kept(row.verdict_digest), row.release_id, at)
    pieces = [_full(e) for e in verdict["evidence"]]
    marks = {
        c: SILENT_MARK | m | {"evidence": [pieces[i] for i in m.get("evidence", ())]}
        for c, m in verdict["marks"].items()
    }
    levels = {c: {k: m[k] for k in ("level", "points", "ceiling")} for c, m in marks.items()}
    return {
        "digest": bytes(row.verdict_digest).hex(),
        "marks": json.dumps(marks),
        "own": json.dumps(levels | verdict["own"]),
        **{key: json.dumps(verdict[key]) for key in ("frameworks", "ledger", "claims")},
    }


def _full(evidence: dict[str, Any]) -> dict[str, Any]:
    """Later versions may leave out what is silent; the tables before this one may not."""
    return {**SILENT, **evidence}


def _narrow_back() -> None:
    with op.batch_alter_table("snapshot") as batch_op:
        for name in ("metadata_digest", "digest", "card_digest"):
            batch_op.drop_column(name)
        batch_op.alter_column("old_digest", new_column_name="digest", nullable=False)
        batch_op.alter_column("old_card_digest", new_column_name="card_digest")
        batch_op.alter_column("details", server_default=None)
    with op.batch_alter_table("reading") as batch_op:
        batch_op.drop_column("evidence_digest")
        batch_op.alter_column("evidence", server_default=None)
    with op.batch_alter_table("grade") as batch_op:
        batch_op.drop_column("verdict_digest")
        for name in ("digest", "marks", "own", "frameworks"):
            batch_op.alter_column(name, server_default=None)
    op.drop_table("document")
    op.rename_table("old_document", "document")
    with op.batch_alter_table("document") as batch_op:
        batch_op.drop_constraint("pk_old_document", type_="primary")
        batch_op.create_primary_key("pk_document", ["digest"])
    with op.batch_alter_table("snapshot") as batch_op:
        batch_op.create_unique_constraint(
            "uq_snapshot_kind_repo_id_digest", ["kind", "repo_id", "digest"]
        )
        batch_op.create_index("ix_snapshot_repo_id", ["repo_id"], unique=False)
        batch_op.create_foreign_key(
            "fk_snapshot_card_digest", "document", ["card_digest"], ["digest"]
        )
    for table in ("dataset", "release"):
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_index(f"ix_{table}_retry_at")
            for name in ("retry_at", "etag", "gated"):
                batch_op.drop_column(name)
    with op.batch_alter_table("crawl") as batch_op:
        for name in ("watermark", "since", "is_full"):
            batch_op.drop_column(name)
    op.drop_table("event")


# Both -------------------------------------------------------------------------------------------


def _in_one_piece() -> None:
    """SQLite's driver begins a transaction with the first row that is written, not with the first table that is
    altered: a migration that was killed would leave tables that the next one stumbles over."""
    if not _is_postgres() and not op.get_bind().connection.dbapi_connection.in_transaction:
        op.get_bind().exec_driver_sql("BEGIN IMMEDIATE")


def _give_back() -> None:
    """PostgreSQL keeps what stood in dropped columns until the table is written anew. SQLite uses the space again."""
    if _is_postgres():
        for table in ("snapshot", "reading", "grade"):
            op.execute(f"cluster {table} using pk_{table}")


def _rows(table: str, key: str, last: Any) -> Iterator[Any]:
    """The rows of a table by their key, in batches that are read to the end before anything is written."""
    query = sa.text(f"select * from {table} where {key} > :last order by {key} limit {BATCH}")
    while rows := op.get_bind().execute(query, {"last": last}).fetchall():
        yield from rows
        last = getattr(rows[-1], key)


def _move(table: str, key: str, filled: Callable[[Any], dict[str, Any]]) -> None:
    """Fills the new columns of every row from its old ones."""
    rows = _rows(table, key, -1)
    while batch := list(islice(rows, BATCH)):
        changes = [filled(row) | {"row_key": getattr(row, key)} for row in batch]
        columns = ", ".join(f"{name} = {_bound(name)}" for name in changes[0] if name != "row_key")
        change = sa.text(f"update {table} set {columns} where {key} = :row_key")
        op.get_bind().execute(change, changes)


def _bound(name: str) -> str:
    texts = {"details", "evidence", "marks", "own", "frameworks", "ledger", "claims"}
    return f"cast(:{name} as json)" if name in texts and _is_postgres() else f":{name}"


def _is_postgres() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _keep(body: bytes) -> bytes:
    """Keeps a document once; returns its key."""
    digest = bytes.fromhex(documents.digest_of(body))
    op.get_bind().execute(
        sa.text(
            "insert into new_document (digest, body) values (:digest, :body) on conflict do nothing"
        ),
        {"digest": digest, "body": documents.packed(body)},
    )
    return digest


def _kept(digest: bytes) -> bytes:
    query = sa.text("select body from document where digest = :digest")
    return documents.unpacked(bytes(op.get_bind().execute(query, {"digest": digest}).scalar_one()))


def _place(snapshot_id: int) -> tuple[str, str]:
    query = sa.text("select repo_id, revision from snapshot where id = :id")
    row = op.get_bind().execute(query, {"id": snapshot_id}).one()
    return row.repo_id, row.revision


def _json(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value
