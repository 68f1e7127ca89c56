"""What the catalog filters by, levels in short, and the words that search finds releases by

Nothing is filled in: a newer version of the readers reads and grades everything again.
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

SHORT = sqlmodel.sql.sqltypes.AutoString()
COLUMNS = {
    "release": (
        ("bits", sa.Float(), None),
        ("base", SHORT, ""),
        ("relation", SHORT, ""),
        ("languages", SHORT, ""),
    ),
    "grade": (("levels", SHORT, ""), ("overclaims", sa.Boolean(), sa.false())),
}


def upgrade() -> None:
    for table, columns in COLUMNS.items():
        for name, kind, default in columns:
            column = sa.Column(name, kind, nullable=default is None, server_default=default)
            op.add_column(table, column)
    op.create_table(
        "text",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("release_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("digest", sa.LargeBinary(32), nullable=False),
        sa.ForeignKeyConstraint(["release_id"], ["release.id"], name="fk_text_release_id"),
        sa.PrimaryKeyConstraint("number", name="pk_text"),
        sa.UniqueConstraint("release_id", name="uq_text_release_id"),
        sqlite_autoincrement=True,
    )
    if op.get_bind().dialect.name == "sqlite":
        # Which release a word is found in, and nothing else. Words are of letters, digits, dots and colons (a mark);
        # this tokenizer takes everything beyond ASCII for a part of a word.
        op.execute(
            "create virtual table search_words using fts5(words, content='', detail=none, columnsize=0,"
            " tokenize=\"ascii tokenchars '.:'\")"
        )
    else:
        op.execute("create table search_words (rowid bigint primary key, words tsvector not null)")
        op.execute("create index ix_search_words_words on search_words using gin (words)")


def downgrade() -> None:
    op.drop_table("search_words")
    op.drop_table("text")
    for table, columns in COLUMNS.items():
        with op.batch_alter_table(table) as batch:
            for name, *_ in columns:
                batch.drop_column(name)
