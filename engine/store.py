"""The engine's tables, on SQLite or PostgreSQL, and what is read from and written to them.

Every function is one transaction. A version is written once per turn, whatever happens to the process in between.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from engine.errors import SettingError
from engine.settings import settings

Row = dict[str, Any]
TABLES = sa.MetaData()
DONE = ("completed", "failed", "cancelled")
TABLES_LOCK = 0x5EE1


def _table(name: str, *columns: sa.Column[Any] | sa.schema.SchemaItem) -> sa.Table:
    return sa.Table(name, TABLES, *columns)


def _text(name: str, **options: Any) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=options.pop("nullable", False), **options)


def _number(name: str, **options: Any) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger, nullable=options.pop("nullable", False), **options)


users = _table(
    "users",
    _text("id", primary_key=True),
    _text("client", unique=True, nullable=True),
    _number("credits"),
    _number("frozen", server_default="0"),
    _number("created_ms"),
)
tokens = _table(
    "tokens",
    _text("digest", primary_key=True),
    _text("owner", index=True),
    _text("scopes"),
    _text("ip", index=True),
    _number("created_ms"),
    _number("expires_ms"),
)
sessions = _table(
    "sessions",
    _text("id", primary_key=True),
    _text("task", unique=True),
    _text("owner", index=True),
    _text("name"),
    _text("language"),
    _text("skill"),
    sa.Column("context", sa.JSON, nullable=True),
    _number("created_ms"),
    _text("copying", nullable=True),  # the session this one is being copied from, until it is whole
)
claims = _table(
    "claims", _text("digest", primary_key=True), _text("session", index=True), _number("expires_ms"),
)  # fmt: skip
assets = _table(
    "assets",
    _text("id", primary_key=True),
    _text("session", index=True),
    sa.Column("record", sa.JSON, nullable=False),
    _number("place", server_default="0"),
    _number("created_ms"),
)
turns = _table(
    "turns",
    _text("id", primary_key=True),
    _text("session", index=True),
    _text("message"),
    sa.Column("operations", sa.JSON, nullable=True),
    sa.Column("defaults", sa.JSON, nullable=True),
    _text("language"),
    _text("status"),
    _number("place", server_default="0"),
    _number("cost"),
    _number("created_ms"),
)
versions = _table(
    "versions",
    _text("session", primary_key=True),
    _number("number", primary_key=True, autoincrement=False),
    _text("turn", unique=True),
    _text("summary"),
    _number("restores", nullable=True),
    sa.Column("draft", sa.JSON, nullable=False),
    _number("created_ms"),
)
renders = _table(
    "renders",
    _text("uid", primary_key=True),
    _text("id", index=True),
    _text("owner", index=True),
    _text("session", index=True),
    _text("status"),
    _text("purpose"),
    _number("place", server_default="0"),
    sa.Column("draft", sa.JSON, nullable=False),
    sa.Column("output", sa.JSON, nullable=False),
    sa.Column("progress", sa.Float, nullable=False, server_default="0"),
    _text("file", nullable=True),
    _text("error", nullable=True),
    _number("error_code", nullable=True),
    _number("created_ms"),
    _number("started_ms", nullable=True),
    _number("ended_ms", nullable=True),
)
llms = _table(
    "llms", _text("owner", primary_key=True), _text("url"), _text("model"), _text("key"), _number("created_ms"),
)  # fmt: skip
deleted = _table("deleted", _text("session", primary_key=True), _number("at_ms"))
workers = _table("workers", _text("id", primary_key=True), _number("seen_ms"))


def now() -> int:
    """Milliseconds since 1970."""
    return int(time.time() * 1000)


@cache
def database() -> sa.Engine:
    """The database of this process, with its tables made. SQLite writes ahead, so readers never wait."""
    url = settings().database_url
    if not url.startswith("sqlite"):
        engine = sa.create_engine(url, pool_pre_ping=True, json_serializer=_json)
    else:
        _for_its_owner(url)
        engine = sa.create_engine(url, json_serializer=_json, pool_size=10, max_overflow=30)
        sa.event.listen(engine, "connect", _prepare_sqlite)
        sa.event.listen(engine, "begin", _begin_sqlite)
    try:
        _make_tables(engine)
    except sa.exc.OperationalError as error:
        raise SettingError(
            f"The database cannot be opened ({type(error.orig).__name__}). Check REELWRIGHT_DATABASE_URL and that its "
            "server runs, or leave the setting out to use a file."
        ) from error
    return engine


def _for_its_owner(url: str) -> None:
    """Let nobody else on the machine read a database file; what SQLite puts beside it takes over its rights."""
    file = Path(sa.make_url(url).database or "")
    with suppress(OSError):  # no folder yet is told by who opens it; without owners there is nothing to protect
        file.touch(mode=0o600)
        for one in file.parent.glob(f"{file.name}*"):
            one.chmod(0o600)


def _make_tables(engine: sa.Engine) -> None:
    with _writing(engine) as connection:
        if engine.dialect.name == "postgresql":  # two processes starting at once must not both make the tables
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(TABLES_LOCK)))
        TABLES.create_all(connection)
        _add_columns(connection)


def _add_columns(connection: sa.Connection) -> None:
    """Bring the tables of an earlier version up to this one's: a new column is empty or has a default."""
    known = sa.inspect(connection)
    for table in TABLES.sorted_tables:
        there = {column["name"] for column in known.get_columns(table.name)}
        for column in table.columns:
            if column.name not in there:
                definition = sa.schema.CreateColumn(column).compile(dialect=connection.dialect)
                connection.exec_driver_sql(f"ALTER TABLE {table.name} ADD COLUMN {definition}")


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _prepare_sqlite(connection: Any, _: Any) -> None:
    connection.isolation_level = None
    for pragma in ("busy_timeout=30000", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: sa.Connection) -> None:
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def _writing(engine: sa.Engine) -> Iterator[sa.Connection]:
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        yield connection


@contextmanager
def writing() -> Iterator[sa.Connection]:
    """A transaction which writes: SQLite's single writer queues at its start, so it is never told to try again."""
    with _writing(database()) as connection:
        yield connection


def next_place(write: sa.Connection, table: sa.Table, column: str, value: str) -> int:
    """One more than the highest `place` among the rows which have this value: the order within a queue's partition."""
    return (write.scalar(sa.select(sa.func.max(table.c.place)).where(table.c[column] == value)) or 0) + 1


def one(query: sa.Select[Any]) -> Row | None:
    """The first row of `query`, if any."""
    with database().connect() as connection:
        row = connection.execute(query).mappings().first()
    return dict(row) if row else None


def every(query: sa.Select[Any]) -> list[Row]:
    """All rows of `query`."""
    with database().connect() as connection:
        return [dict(row) for row in connection.execute(query).mappings()]


def add(table: sa.Table, **values: Any) -> bool:
    """Insert a row; False when one with the same key is there already."""
    insert = sqlite.insert if database().dialect.name == "sqlite" else postgresql.insert
    with writing() as connection:
        done = connection.execute(insert(table).values(**values).on_conflict_do_nothing())
    return bool(done.rowcount)


def remove(table: sa.Table, *where: sa.ColumnElement[bool]) -> None:
    """Delete the rows under `where`."""
    with writing() as connection:
        connection.execute(sa.delete(table).where(*where))


def change(table: sa.Table, *where: sa.ColumnElement[bool], **values: Any) -> int:
    """Update the rows under `where`; returns how many."""
    with writing() as connection:
        return connection.execute(sa.update(table).where(*where).values(**values)).rowcount
