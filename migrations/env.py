"""Alembic's environment: runs the migrations on the database whose URL is handed in, or that the settings name."""

from alembic import context
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlmodel import SQLModel

from registry import models, quotas  # noqa: F401  # registers the tables
from registry.db import make_engine
from registry.settings import Settings

config = context.config
engine = make_engine(config.attributes.get("url") or Settings.load().database_url)

with engine.connect() as connection:
    if connection.dialect.name == "sqlite":
        # A table that is copied is dropped, and what refers to it would go with it.
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.commit()
        heads = MigrationContext.configure(connection).get_current_heads()
        connection.rollback()
        if set(heads) != set(ScriptDirectory.from_config(config).get_heads()):
            # SQLite's driver begins a transaction with the first row that is written, not with the first table that is
            # made: what is left of a migration that was killed would stop all later ones. Two at once wait here.
            connection.exec_driver_sql("BEGIN IMMEDIATE")
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        # SQLite can't alter a table in place: Alembic then copies it.
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
        # The queue's own tables are made as the queue's own schema says; the index of words is no table of a model,
        # and on SQLite several.
        include_name=lambda name, kind, _: (
            kind != "table" or not str(name).startswith(("procrastinate_", "search_"))
        ),
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
engine.dispose()
