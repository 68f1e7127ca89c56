"""Disclosures, and all that comes with them

What people submit and what is decided on it, who may decide, what is asked of publishers; the links that evidence rests
on; other indexes' verdicts. The audit log is kept from being changed by the database itself.
"""

import sqlalchemy as sa
from alembic import op
from sqlmodel import AutoString, UTCDateTime

from registry.models import Digest

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

NEVER = "the audit log is append-only"


def upgrade() -> None:
    _people()
    _submitted()
    _links()
    op.create_table(
        "indexrecord",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", AutoString(), nullable=False),
        sa.Column("record", AutoString(), nullable=False),
        sa.Column("name", AutoString(), nullable=False),
        sa.Column("organization", AutoString(), nullable=False),
        sa.Column("named", sa.JSON(), nullable=False),
        sa.Column("release_id", AutoString(), nullable=False),
        sa.Column("why", AutoString(), nullable=False),
        sa.Column("verdicts", sa.JSON(), nullable=False),
        sa.Column("overall", sa.JSON(), nullable=False),
        sa.Column("url", AutoString(), nullable=False),
        sa.Column("dated", AutoString(), nullable=False),
        sa.Column("imported_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_indexrecord"),
        sa.UniqueConstraint("source", "record", name="uq_indexrecord_source_record"),
    )
    op.create_index("ix_indexrecord_release_id", "indexrecord", ["release_id"])
    for name in ("disclosures", "gone"):
        op.add_column("grade", sa.Column(name, AutoString(), nullable=False, server_default=""))
    op.add_column("release", sa.Column("cited_at", UTCDateTime(), nullable=True))
    refers = sa.ForeignKey("document.digest", name="fk_snapshot_statement_digest")
    op.add_column(
        "snapshot",
        sa.Column("statement_digest", Digest(), refers, nullable=True),
        inline_references=True,
    )
    _keep_log()


def _people() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", AutoString(), nullable=False),
        sa.Column("subject", AutoString(), nullable=True),
        sa.Column("password", AutoString(), nullable=False),
        sa.Column("is_moderator", sa.Boolean(), nullable=False),
        sa.Column("organizations", sa.JSON(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("ended", sa.JSON(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("locked_until", UTCDateTime(), nullable=True),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("signed_in_at", UTCDateTime(), nullable=True),
        sa.Column("disabled_at", UTCDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_account"),
        sa.UniqueConstraint("name", name="uq_account_name"),
        sa.UniqueConstraint("subject", name="uq_account_subject"),
    )


def _submitted() -> None:
    op.create_table(
        "disclosure",
        sa.Column("id", sa.Integer(), nullable=False),
        *(
            sa.Column(name, AutoString(), nullable=False)
            for name in ("kind", "release_id", "criterion", "claim", "level", "url", "quote")
        ),
        sa.Column("statement", AutoString(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("reader_version", AutoString(), nullable=False),
        sa.Column("together", sa.Integer(), nullable=True),
        sa.Column("origin", AutoString(), nullable=False),
        sa.Column("organization", AutoString(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("key", Digest(), nullable=False),
        sa.Column("likeness", Digest(), nullable=False),
        sa.Column("status", AutoString(), nullable=False),
        sa.Column("granted", AutoString(), nullable=False),
        sa.Column("against", AutoString(), nullable=False),
        sa.Column("accepted_at", UTCDateTime(), nullable=True),
        sa.Column("submitted_at", UTCDateTime(), nullable=False),
        sa.Column("changed_at", UTCDateTime(), nullable=False),
        sa.Column("decided_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_disclosure_account_id"),
        sa.PrimaryKeyConstraint("id", name="pk_disclosure"),
        sqlite_autoincrement=True,
    )
    for names in (
        ["release_id", "status"],
        ["status", "submitted_at"],
        ["together"],
        ["likeness"],
        ["account_id"],
        ["changed_at"],
        ["decided_at"],
    ):
        op.create_index(f"ix_disclosure_{'_'.join(names)}", "disclosure", names)
    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("disclosure_id", sa.Integer(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("action", AutoString(), nullable=False),
        sa.Column("by", AutoString(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        *(
            sa.Column(name, AutoString(), nullable=False)
            for name in ("before", "after", "level", "reason")
        ),
        sa.Column("digest", Digest(), nullable=False),
        sa.ForeignKeyConstraint(
            ["disclosure_id"], ["disclosure.id"], name="fk_decision_disclosure_id"
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_decision_account_id"),
        sa.PrimaryKeyConstraint("id", name="pk_decision"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_decision_disclosure_id", "decision", ["disclosure_id"])
    op.create_table(
        "request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("release_id", AutoString(), nullable=False),
        sa.Column("organization", AutoString(), nullable=False),
        sa.Column("levels", sa.JSON(), nullable=False),
        sa.Column("url", AutoString(), nullable=False),
        sa.Column("asked_at", UTCDateTime(), nullable=False),
        sa.Column("grade_id", sa.Integer(), nullable=False),
        sa.Column("answered", sa.JSON(), nullable=False),
        sa.Column("answer", AutoString(), nullable=False),
        sa.Column("answered_at", UTCDateTime(), nullable=True),
        sa.Column("settled_at", UTCDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_request"),
    )
    op.create_index("ix_request_release_id_asked_at", "request", ["release_id", "asked_at"])
    for name in ("organization", "asked_at", "settled_at"):
        op.create_index(f"ix_request_{name}", "request", [name])


def _links() -> None:
    op.create_table(
        "weblink",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", Digest(), nullable=False),
        sa.Column("url", AutoString(), nullable=False),
        sa.Column("host", AutoString(), nullable=False),
        sa.Column("status", AutoString(), nullable=False),
        sa.Column("http_status", sa.Integer(), nullable=True),
        sa.Column("problem", AutoString(), nullable=False),
        sa.Column("leads_to", AutoString(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("failing_since", UTCDateTime(), nullable=True),
        sa.Column("checked_at", UTCDateTime(), nullable=True),
        sa.Column("due_at", UTCDateTime(), nullable=False),
        sa.Column("changed_at", UTCDateTime(), nullable=True),
        sa.Column("leased_until", UTCDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_weblink"),
        sa.UniqueConstraint("digest", name="uq_weblink_digest"),
    )
    for name in ("host", "due_at", "changed_at", "leased_until"):
        op.create_index(f"ix_weblink_{name}", "weblink", [name])
    op.create_table(
        "citation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("release_id", AutoString(), nullable=False),
        sa.Column("link_id", sa.Integer(), nullable=False),
        sa.Column("disclosure_id", sa.Integer(), nullable=True),
        sa.Column("words", Digest(), nullable=True),
        sa.Column("seen_at", UTCDateTime(), nullable=True),
        sa.Column("changed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["link_id"], ["weblink.id"], name="fk_citation_link_id"),
        sa.ForeignKeyConstraint(
            ["disclosure_id"], ["disclosure.id"], name="fk_citation_disclosure_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_citation"),
    )
    for name in ("release_id", "link_id"):
        op.create_index(f"ix_citation_{name}", "citation", [name])


def _keep_log() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("update", "delete"):
            op.execute(
                f"create trigger decision_no_{verb} before {verb} on decision"
                f" begin select raise(abort, '{NEVER}'); end"
            )
        return
    op.execute(
        "create function refuse_change() returns trigger language plpgsql as"
        f" $$ begin raise exception '{NEVER}'; end $$"
    )
    op.execute(
        "create trigger decision_append_only before update or delete on decision"
        " for each statement execute function refuse_change()"
    )


def _forget() -> None:
    """Has grades made anew that rest on what there is no more, and takes out what only that told of."""
    op.execute("update grade set reader_version = '' where disclosures <> '' or gone <> ''")
    op.execute("delete from link where kind = 'disclosed'")
    op.execute(
        "update release set snapshot_id = null, grade_id = null, graded_at = null, outcome = 'absent'"
        " where snapshot_id in (select id from snapshot where source = 'disclosure')"
    )


def downgrade() -> None:
    _forget()
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("update", "delete"):
            op.execute(f"drop trigger decision_no_{verb}")
    else:
        op.execute("drop trigger decision_append_only on decision")
        op.execute("drop function refuse_change()")
    with op.batch_alter_table("snapshot") as batch_op:
        batch_op.drop_column("statement_digest")
    with op.batch_alter_table("release") as batch_op:
        batch_op.drop_column("cited_at")
    with op.batch_alter_table("grade") as batch_op:
        batch_op.drop_column("gone")
        batch_op.drop_column("disclosures")
    for table in (
        *("citation", "weblink", "request", "decision", "disclosure", "account"),
        "indexrecord",
    ):
        op.drop_table(table)
