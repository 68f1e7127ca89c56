"""Alembic's environment: runs the migrations on the database whose URL is handed in, or that the settings name."""

from alembic import context
from sqlmodel import SQLModel

from registry import models  # noqa: F401  # registers the tables
from registry.db import make_engine
from registry.settings import Settings

config = context.config
engine = make_engine(config.attributes.get("url") or Settings.load().database_url)

with engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        # SQLite can't alter a table in place: Alembic then copies it.
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()
engine.dispose()
