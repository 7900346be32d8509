"""The studio's tables, in SQLite by default and in PostgreSQL by one setting."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from sqlalchemy import JSON, Engine, Index, create_engine, event
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from studio.settings import settings

_making = threading.Lock()


class Table(DeclarativeBase):
    """What every table shares: dictionaries and lists are kept as JSON."""

    type_annotation_map = {dict[str, Any]: JSON, list[Any]: JSON}  # noqa: RUF012


class Browser(Table):
    """One browser, by the hash of its cookie: its client id for the backend and what it prefers."""

    __tablename__ = "studio_browsers"
    owner: Mapped[str] = mapped_column(primary_key=True)
    client_id: Mapped[str]
    preferences: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created: Mapped[float] = mapped_column(default=time.time)


class Account(Table):
    """The token a browser holds at one backend. Never leaves the server."""

    __tablename__ = "studio_accounts"
    owner: Mapped[str] = mapped_column(primary_key=True)
    api_url: Mapped[str] = mapped_column(primary_key=True)
    token: Mapped[str]
    user_id: Mapped[str] = mapped_column(default="")


class Secret(Table):
    """A token or key which its user typed in, by a name of ours. Never leaves the server."""

    __tablename__ = "studio_secrets"
    owner: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


class Project(Table):
    """One video in the making: its session at the backend, and the last draft seen."""

    __tablename__ = "studio_projects"
    id: Mapped[str] = mapped_column(primary_key=True)
    owner: Mapped[str] = mapped_column(index=True)
    name: Mapped[str] = mapped_column(default="")
    skill: Mapped[str] = mapped_column(default="affiliate")
    language: Mapped[str] = mapped_column(default="en")
    api_url: Mapped[str] = mapped_column(default="")
    session_id: Mapped[str] = mapped_column(default="")
    task_id: Mapped[str] = mapped_column(default="")
    draft: Mapped[dict[str, Any]] = mapped_column(default=dict)
    version: Mapped[int] = mapped_column(default=0)
    forms: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created: Mapped[float] = mapped_column(default=time.time)
    updated: Mapped[float] = mapped_column(default=time.time)
    deleted: Mapped[float | None]


class Entry(Table):
    """One line of a transcript. `data` holds what an answer offers: changes, options, suggestions, files."""

    __tablename__ = "studio_entries"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    project: Mapped[str]
    role: Mapped[str]  # user | assistant
    text: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default="done")  # running | done | failed | stopped
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created: Mapped[float] = mapped_column(default=time.time)
    __table_args__ = (Index("studio_entries_project", "project", "id"),)


class Upload(Table):
    """A file of a project: how much of it has arrived, and whether the backend has it."""

    __tablename__ = "studio_uploads"
    id: Mapped[str] = mapped_column(primary_key=True)
    project: Mapped[str] = mapped_column(index=True)
    name: Mapped[str]
    size: Mapped[int] = mapped_column(default=0)
    state: Mapped[str] = mapped_column(default="receiving")  # receiving | waiting | sent | failed
    error: Mapped[str] = mapped_column(default="")
    created: Mapped[float] = mapped_column(default=time.time)


class UploadMark(Table):
    """Beside an upload: what its content is known by in the browser, and its place among the project's files."""

    __tablename__ = "studio_upload_marks"
    upload: Mapped[str] = mapped_column(primary_key=True)
    mark: Mapped[str] = mapped_column(default="")
    place: Mapped[float] = mapped_column(default=time.time)


class Export(Table):
    """A render: its state at the backend, and from its completion on a file of ours."""

    __tablename__ = "studio_exports"
    id: Mapped[str] = mapped_column(primary_key=True)
    project: Mapped[str] = mapped_column(index=True)
    remote: Mapped[str] = mapped_column(default="")  # the backend's id, once it has accepted the render
    purpose: Mapped[str] = mapped_column(default="export")  # export | preview
    name: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=0)
    output: Mapped[dict[str, Any]] = mapped_column(default=dict)
    state: Mapped[str] = mapped_column(default="pending")  # pending | processing | completed | failed | cancelled
    progress: Mapped[float] = mapped_column(default=0.0)
    remaining_s: Mapped[float | None]
    position: Mapped[int | None]
    error: Mapped[str] = mapped_column(default="")
    created: Mapped[float] = mapped_column(default=time.time)
    finished: Mapped[float | None]


class Template(Table):
    """A project kept to be filled again: a session of its own at the backend, its draft, and what it leaves open."""

    __tablename__ = "studio_templates"
    id: Mapped[str] = mapped_column(primary_key=True)
    owner: Mapped[str] = mapped_column(index=True)
    name: Mapped[str]
    skill: Mapped[str] = mapped_column(default="affiliate")
    language: Mapped[str] = mapped_column(default="en")
    api_url: Mapped[str] = mapped_column(default="")
    session_id: Mapped[str] = mapped_column(default="")
    task_id: Mapped[str] = mapped_column(default="")
    draft: Mapped[dict[str, Any]] = mapped_column(default=dict)
    slots: Mapped[list[Any]] = mapped_column(default=list)
    created: Mapped[float] = mapped_column(default=time.time)


class Batch(Table):
    """A table of products, made one after the other."""

    __tablename__ = "studio_batches"
    id: Mapped[str] = mapped_column(primary_key=True)
    owner: Mapped[str] = mapped_column(index=True)
    name: Mapped[str]
    template: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="en")
    output: Mapped[dict[str, Any]] = mapped_column(default=dict)
    state: Mapped[str] = mapped_column(default="running")  # running | done | cancelled
    created: Mapped[float] = mapped_column(default=time.time)


class BatchRow(Table):
    """One product of a batch: what it asks for, how far it is. `messages`: how many answers it shall have had."""

    __tablename__ = "studio_batch_rows"
    batch: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    asked: Mapped[dict[str, Any]] = mapped_column(default=dict)
    state: Mapped[str] = mapped_column(default="waiting")  # waiting | working | done | failed | cancelled
    step: Mapped[str] = mapped_column(default="")
    project: Mapped[str] = mapped_column(default="", index=True)
    export: Mapped[str] = mapped_column(default="")
    attempt: Mapped[int] = mapped_column(default=0)
    messages: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(default="")
    notes: Mapped[list[Any]] = mapped_column(default=list)
    files: Mapped[dict[str, Any]] = mapped_column(default=dict)  # address → id of the upload, as they arrive


class VariantSet(Table):
    """Many films of one draft: what was asked for, and the draft as it was then."""

    __tablename__ = "studio_variant_sets"
    id: Mapped[str] = mapped_column(primary_key=True)
    project: Mapped[str] = mapped_column(index=True)
    kind: Mapped[str] = mapped_column(default="variants")  # variants | guests
    version: Mapped[int] = mapped_column(default=0)
    draft: Mapped[dict[str, Any]] = mapped_column(default=dict)
    wish: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created: Mapped[float] = mapped_column(default=time.time)


class Variant(Table):
    """One film of a set, with what makes it differ; how far it is stands in the export of the same id."""

    __tablename__ = "studio_variants"
    id: Mapped[str] = mapped_column(primary_key=True)
    set_id: Mapped[str] = mapped_column(index=True)
    project: Mapped[str] = mapped_column(index=True)
    number: Mapped[int] = mapped_column(default=0)
    label: Mapped[dict[str, Any]] = mapped_column(default=dict)  # hook, call, shape, guest
    operations: Mapped[list[Any]] = mapped_column(default=list)
    attempt: Mapped[int] = mapped_column(default=1)
    file: Mapped[dict[str, Any]] = mapped_column(default=dict)  # size and crc of the finished film


class Sent(Table):
    """The draft an export was made of, for what goes out with it."""

    __tablename__ = "studio_sent"
    export: Mapped[str] = mapped_column(primary_key=True)
    draft: Mapped[dict[str, Any]] = mapped_column(default=dict)


class Share(Table):
    """A page which shows one export to whoever has its key, until a day or until it is withdrawn."""

    __tablename__ = "studio_shares"
    key: Mapped[str] = mapped_column(primary_key=True)
    export: Mapped[str] = mapped_column(index=True)
    until: Mapped[float]
    ended: Mapped[float | None]
    begun: Mapped[float] = mapped_column(default=time.time)


@cache
def engine() -> Engine:
    """The database of this process, its tables made if they are missing."""
    url = settings().database_url
    made = create_engine(url, pool_pre_ping=True)
    if made.dialect.name == "sqlite":
        event.listen(made, "connect", _tune_sqlite)
    with _making:  # two threads may both be the first
        Table.metadata.create_all(made)
    return made


@contextmanager
def session() -> Iterator[Session]:
    """A transaction: committed at the end, rolled back on an error. Rows stay readable afterwards."""
    with Session(engine(), expire_on_commit=False) as opened, opened.begin():
        yield opened


def insert_once(*rows: Table) -> bool:
    """Add rows, all or none, unless one of their keys is there already, put there by another thread perhaps; says
    whether it did."""
    try:
        with session() as db:
            db.add_all(rows)
    except IntegrityError:
        return False
    return True


def _tune_sqlite(connection: Any, _record: Any) -> None:
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=10000"):
        connection.execute(f"PRAGMA {pragma}")
