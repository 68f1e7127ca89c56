"""Base: how tables name their constraints, and the columns that are not plain ones."""

from typing import Any

from sqlalchemy import Dialect, LargeBinary, MetaData, TypeDecorator
from sqlmodel import Relationship, SQLModel

SQLModel.metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def one(column: str) -> Any:
    """The row that a foreign key leads to; nobody writes through it."""
    return Relationship(sa_relationship_kwargs={"foreign_keys": f"[{column}]", "viewonly": True})


class Digest(TypeDecorator[str]):
    """A SHA-256: hexadecimal digits in Python, 32 bytes in the database."""

    impl = LargeBinary(32)
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        """The bytes of the digits."""
        return None if value is None else bytes.fromhex(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:
        """The digits of the bytes."""
        return None if value is None else bytes(value).hex()
