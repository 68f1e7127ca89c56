"""Unreferenced: documents that nothing refers to any more."""

from __future__ import annotations

from collections.abc import Iterator

from rich.filesize import decimal
from sqlalchemy import Connection, Engine, text

from registry.models import Document
from registry.upkeep.findings import EXAMPLES, Finding

REFERENCES = (
    ("snapshot", "metadata_digest"),
    ("snapshot", "card_digest"),
    ("snapshot", "statement_digest"),
    ("reading", "evidence_digest"),
    ("grade", "verdict_digest"),
)


def unreferenced(engine: Engine, *, mend: bool) -> Iterator[Finding]:
    """Finds them while others write, and with ``mend`` deletes those that are unreferenced still when nobody can."""
    with engine.connect() as connection:
        _look(connection)
        count, size = connection.execute(text(_figures())).one()
        if count:
            examples = connection.scalars(text(f"select digest from spare limit {EXAMPLES}")).all()
            connection.commit()
            named = tuple(bytes(digest).hex()[:12] for digest in examples)
            if mend:
                count, size = _delete(connection)
            done = f"Deleted: {decimal(size)} free." if mend else f"They take {decimal(size)}."
            yield Finding("Documents that nothing refers to", count, named, done, is_mended=mend)
        connection.execute(text("drop table spare"))
        connection.commit()


def _look(connection: Connection) -> None:
    used = " ".join(
        f"except select {column} from {table} where {column} is not null"
        for table, column in REFERENCES
    )
    connection.execute(text(f"create temporary table spare as select digest from document {used}"))
    connection.execute(text("create unique index spare_digest on spare (digest)"))
    connection.commit()


def _figures() -> str:
    return (
        "select count(*), coalesce(sum(length(d.body)), 0)"
        f" from spare join {Document.__tablename__} d on d.digest = spare.digest"
    )


def _delete(connection: Connection) -> tuple[int, int]:
    """A crawl adds a document, if it is new, before what refers to it, in one transaction. So nobody may add any
    while we look again and delete."""
    is_postgres = connection.dialect.name == "postgresql"
    connection.exec_driver_sql(
        "lock table document in share row exclusive mode" if is_postgres else "begin immediate"
    )
    for table, column in REFERENCES:
        again = f"select {column} from {table} where {column} in (select digest from spare)"
        connection.execute(text(f"delete from spare where digest in ({again})"))
    count, size = connection.execute(text(_figures())).one()
    connection.execute(text("delete from document where digest in (select digest from spare)"))
    connection.commit()
    return count, int(size)
