"""Quotas that several processes share; on PostgreSQL the tables of the queue of jobs, too"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TAKE_BACK = r"""
do $$
declare it record;
begin
    for it in select tablename from pg_tables
        where schemaname = current_schema() and tablename like 'procrastinate\_%' loop
        execute format('drop table %I cascade', it.tablename);
    end loop;
    for it in select p.oid::regprocedure as name from pg_proc p
        join pg_namespace n on n.oid = p.pronamespace
        where n.nspname = current_schema() and p.proname like 'procrastinate\_%' loop
        execute format('drop function %s cascade', it.name);
    end loop;
    for it in select t.typname from pg_type t
        join pg_namespace n on n.oid = t.typnamespace
        where n.nspname = current_schema() and t.typname like 'procrastinate\_%' loop
        execute format('drop type %I cascade', it.typname);
    end loop;
end;
$$
"""


def upgrade() -> None:
    op.create_table(
        "quota",
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("account", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_quota"),
    )
    if op.get_bind().dialect.name == "postgresql":
        # Only here: the queue comes with the extra `postgres`.
        from procrastinate.schema import SchemaManager

        _run(SchemaManager.get_schema())


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        _run(TAKE_BACK)
    op.drop_table("quota")


def _run(script: str) -> None:
    """Several statements at once; a percent sign in them is one."""
    op.get_bind().connection.driver_connection.execute(script)
