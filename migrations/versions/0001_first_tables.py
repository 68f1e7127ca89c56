"""first tables"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "crawl",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("selection", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("started_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("finished_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("cursor", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_crawl"),
    )
    op.create_table(
        "document",
        sa.Column("digest", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_document"),
    )
    op.create_table(
        "snapshot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("repo_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("digest", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("revision", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("page", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("card_digest", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("card_outcome", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("card_reason", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("source", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("taken_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["card_digest"], ["document.digest"], name="fk_snapshot_card_digest"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_snapshot"),
        sa.UniqueConstraint("kind", "repo_id", "digest", name="uq_snapshot_kind_repo_id_digest"),
    )
    with op.batch_alter_table("snapshot") as batch_op:
        batch_op.create_index("ix_snapshot_repo_id", ["repo_id"], unique=False)

    op.create_table(
        "dataset",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("outcome", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("revision", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("snapshot_id", sa.Integer(), nullable=True),
        sa.Column("failure_kind", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("failure", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("moved_to", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("seen_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("changed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["snapshot_id"], ["snapshot.id"], name="fk_dataset_snapshot_id"),
        sa.PrimaryKeyConstraint("id", name="pk_dataset"),
    )
    op.create_table(
        "reading",
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("reader_version", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["snapshot_id"], ["snapshot.id"], name="fk_reading_snapshot_id"),
        sa.PrimaryKeyConstraint("snapshot_id", name="pk_reading"),
    )
    op.create_table(
        "release",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("outcome", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("revision", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("snapshot_id", sa.Integer(), nullable=True),
        sa.Column("failure_kind", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("failure", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("moved_to", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("seen_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("changed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("organization", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("downloads", sa.BigInteger(), nullable=True),
        sa.Column("likes", sa.BigInteger(), nullable=True),
        sa.Column("parameters", sa.BigInteger(), nullable=True),
        sa.Column("task", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("license", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("last_modified", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("grade_id", sa.Integer(), nullable=True),
        sa.Column("graded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["snapshot_id"], ["snapshot.id"], name="fk_release_snapshot_id"),
        sa.PrimaryKeyConstraint("id", name="pk_release"),
    )
    with op.batch_alter_table("release") as batch_op:
        batch_op.create_index("ix_release_downloads", ["downloads"], unique=False)
        batch_op.create_index("ix_release_grade_id", ["grade_id"], unique=False)
        batch_op.create_index("ix_release_organization", ["organization"], unique=False)

    op.create_table(
        "grade",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("release_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("reader_version", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("rubric_version", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("graded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("digest", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("high", sa.Float(), nullable=False),
        sa.Column("letter", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("openness", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("license_class", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("weights", sa.Float(), nullable=True),
        sa.Column("data", sa.Float(), nullable=True),
        sa.Column("code", sa.Float(), nullable=True),
        sa.Column("post", sa.Float(), nullable=True),
        sa.Column("docs", sa.Float(), nullable=True),
        sa.Column("checked", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("marks", sa.JSON(), nullable=False),
        sa.Column("own", sa.JSON(), nullable=False),
        sa.Column("frameworks", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["release_id"], ["release.id"], name="fk_grade_release_id"),
        sa.ForeignKeyConstraint(["snapshot_id"], ["snapshot.id"], name="fk_grade_snapshot_id"),
        sa.PrimaryKeyConstraint("id", name="pk_grade"),
    )
    with op.batch_alter_table("grade") as batch_op:
        batch_op.create_index(
            "ix_grade_release_id_graded_at", ["release_id", "graded_at"], unique=False
        )

    op.create_table(
        "link",
        sa.Column("release_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("target", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("relation", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["release_id"], ["release.id"], name="fk_link_release_id"),
        sa.PrimaryKeyConstraint("release_id", "kind", "target", name="pk_link"),
    )
    with op.batch_alter_table("link") as batch_op:
        batch_op.create_index("ix_link_target", ["target"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("link") as batch_op:
        batch_op.drop_index("ix_link_target")

    op.drop_table("link")
    with op.batch_alter_table("grade") as batch_op:
        batch_op.drop_index("ix_grade_release_id_graded_at")

    op.drop_table("grade")
    with op.batch_alter_table("release") as batch_op:
        batch_op.drop_index("ix_release_organization")
        batch_op.drop_index("ix_release_grade_id")
        batch_op.drop_index("ix_release_downloads")

    op.drop_table("release")
    op.drop_table("reading")
    op.drop_table("dataset")
    with op.batch_alter_table("snapshot") as batch_op:
        batch_op.drop_index("ix_snapshot_repo_id")

    op.drop_table("snapshot")
    op.drop_table("document")
    op.drop_table("crawl")
