"""The words of PostgreSQL's search in an index on a narrow table

Whose rows the index leads to are read one by one, from wherever they lie: beside their words they lay on eight times
as many pages, and a word that many releases have took several times as long to be looked up.
"""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        return
    # Immutable indeed: a number is never used again, nor are its words ever others.
    op.execute(
        "create function search_words_of(number bigint) returns tsvector"
        " language sql immutable strict parallel safe set search_path from current"
        " as 'select words from search_words where rowid = number'"
    )
    op.execute("create table search_index (rowid bigint primary key)")
    op.execute("insert into search_index select rowid from search_words order by rowid")
    op.execute("drop index ix_search_words_words")
    op.execute(
        "create index ix_search_index_words on search_index using gin (search_words_of(rowid))"
    )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        return
    op.execute("drop table search_index")
    op.execute("drop function search_words_of(bigint)")
    op.execute("create index ix_search_words_words on search_words using gin (words)")
