"""The database as a stream of bytes and back: SQLite by its backup API, PostgreSQL by pg_dump and pg_restore.

No copy of it ever lies on a disk by a name: it would outlive a kill, with keys that are destroyed meanwhile.
"""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote

from django.db import connection, transaction
from django.db.backends.postgresql.client import DatabaseClient

from dsr.queries.keys import RESTORE

_CHUNK = 2**20
_AS_SCRIPT = ("--clean", "--if-exists", "--no-owner", "--no-privileges", "--exit-on-error", "--file=-")
_AS_ONE = ("--quiet", "--no-psqlrc", "--single-transaction", "--set=ON_ERROR_STOP=1", "--output=/dev/null", "--file=-")
_ENVIRONMENT = {"PATH": os.defpath, "PGCONNECT_TIMEOUT": "10", "PGOPTIONS": "-c client_min_messages=warning"}
# where an SQLite file says that it has a write-ahead log, for which it would need a name
_JOURNAL_MODE, _NO_LOG = slice(18, 20), b"\x01\x01"
_MARK = f"INSERT INTO dsr_installation (name, value) VALUES ('{RESTORE}', 'unfinished')"  # noqa: S608 - a word of ours


class DumpFailed(OSError):  # noqa: N818 - reads as the fact it states
    """A program of the database ended with an error; the text is what it said, which names tables and no rows."""


@dataclass(frozen=True)
class Snapshot:
    """The database at one moment: ask it, and take its bytes."""

    ask: Callable[[str], list[tuple[Any, ...]]]
    chunks: Callable[[], Iterator[bytes]]


@contextmanager
def snapshot() -> Iterator[Snapshot]:
    """Hold still what is read; whoever writes meanwhile goes on writing. Raises DumpFailed while it is read."""
    with _of_postgresql() if connection.vendor == "postgresql" else _of_sqlite() as taken:
        yield taken


def load(chunks: Iterable[bytes]) -> None:
    """Put a database in the place of this one, with the mark that the restore is not finished, in one step.

    Raises DumpFailed, sqlite3.DatabaseError; the database is then what it was.
    """
    if connection.vendor == "postgresql":
        _into_postgresql(chunks)
    else:
        _into_sqlite(chunks)


@contextmanager
def _of_sqlite() -> Iterator[Snapshot]:
    path = Path(str(connection.settings_dict["NAME"]))
    source = sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True, isolation_level=None, timeout=20)
    with closing(source):
        source.execute("BEGIN")
        source.execute("SELECT count(*) FROM sqlite_master").fetchone()  # the first look decides what is seen
        yield Snapshot(lambda query: source.execute(query).fetchall(), lambda: _pages(source, path))


def _pages(source: sqlite3.Connection, path: Path) -> Iterator[bytes]:
    with _nameless(path) as (target, file):
        source.backup(target)
        target.close()
        yield from iter(lambda: file.read(_CHUNK), b"")


@contextmanager
def opened(chunks: Iterable[bytes]) -> Iterator[Snapshot]:
    """Let a database of SQLite be asked as it comes out of a backup."""
    with _nameless(Path(str(connection.settings_dict["NAME"]))) as (target, file):
        file.writelines(chunks)
        file.seek(_JOURNAL_MODE.start)
        file.write(_NO_LOG)
        file.flush()
        yield Snapshot(lambda query: target.execute(query).fetchall(), lambda: iter(()))


@contextmanager
def _nameless(beside: Path) -> Iterator[tuple[sqlite3.Connection, IO[bytes]]]:
    """Open an empty database in a file that loses its name before anything is in it; yield it, and the file itself."""
    name = beside.with_name(f".{beside.name}.{os.urandom(4).hex()}.part")
    handle = os.open(name, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w+b") as file:
        try:
            database = sqlite3.connect(name)
            database.execute("PRAGMA journal_mode=OFF")
        finally:
            name.unlink()
        with closing(database):
            yield database, file


def _into_sqlite(chunks: Iterable[bytes]) -> None:
    path = Path(str(connection.settings_dict["NAME"]))
    copy = path.with_name(f"{path.name}.restored.part")
    copy.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(copy, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.writelines(chunks)
        with closing(sqlite3.connect(copy)) as restored:
            if restored.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
                raise sqlite3.DatabaseError("the database in the backup is not whole")
            restored.execute("PRAGMA journal_mode=DELETE")
            restored.execute("PRAGMA synchronous=FULL")
            restored.execute(_MARK)
            restored.commit()
        connection.close()
        for beside in ("-wal", "-shm"):
            with suppress(FileNotFoundError):
                path.with_name(path.name + beside).unlink()
        copy.replace(path)
    finally:
        copy.unlink(missing_ok=True)


@contextmanager
def _of_postgresql() -> Iterator[Snapshot]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_export_snapshot()")
        [name] = cursor.fetchone()

        def ask(query: str) -> list[tuple[Any, ...]]:
            cursor.execute(query)
            return list(cursor.fetchall())

        yield Snapshot(ask, lambda: _dump(name))


def _dump(name: str) -> Iterator[bytes]:
    with _program("pg_dump", f"--snapshot={name}", "--format=custom", stdout=subprocess.PIPE) as dump:
        yield from iter(lambda: _pipe(dump.stdout).read(_CHUNK), b"")


def _into_postgresql(chunks: Iterable[bytes]) -> None:
    """Drop what is there, create what the dump holds, set the mark: one transaction."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
    connection.close()
    drops = "".join(f"DROP TABLE IF EXISTS {connection.ops.quote_name(table)} CASCADE;\n" for table in tables)
    with _program("psql", *_AS_ONE, stdin=subprocess.PIPE) as psql:
        into = _pipe(psql.stdin)
        into.write(drops.encode())
        into.flush()
        reading = subprocess.Popen(  # noqa: S603 - our own words
            (_path_of("pg_restore"), *_AS_SCRIPT), stdin=subprocess.PIPE, stdout=into, stderr=subprocess.PIPE
        )
        _feed(reading, chunks)
        into.write(f"RESET search_path;\n{_MARK};\n".encode())  # the dump leaves it empty
        into.close()


def _feed(reading: subprocess.Popen[bytes], chunks: Iterable[bytes]) -> None:
    """Hand the dump to pg_restore. Raises DumpFailed; nobody then ends the transaction that its words went to."""
    with reading:
        try:
            for chunk in chunks:
                _pipe(reading.stdin).write(chunk)
            _pipe(reading.stdin).close()
        except BrokenPipeError:
            pass  # it says why below
        complaint = _pipe(reading.stderr).read().decode(errors="replace")
    if reading.returncode:
        raise DumpFailed(f"pg_restore: {complaint.strip()[-500:]}")


@contextmanager
def _program(name: str, *arguments: str, **pipes: Any) -> Iterator[subprocess.Popen[bytes]]:
    """Run a client of PostgreSQL on the database of the settings. Its environment holds the password, and no key.

    Raises DumpFailed when it fails, or when whoever uses it does: it is then killed, and its transaction undone.
    """
    command, environment = DatabaseClient.settings_to_cmd_args_env(connection.settings_dict, [])
    process = subprocess.Popen(  # noqa: S603 - our own words
        [_path_of(name), *arguments, *command[1:]],
        env=_ENVIRONMENT | (environment or {}),
        stderr=subprocess.PIPE,
        **pipes,
    )
    try:
        yield process
        complaint = _pipe(process.stderr).read().decode(errors="replace")
        if process.wait():
            raise DumpFailed(f"{name}: {complaint.strip()[-500:]}")
    finally:
        process.kill()
        for pipe in (process.stdin, process.stdout, process.stderr):
            if pipe:
                with suppress(BrokenPipeError):
                    pipe.close()
        process.wait()


def _path_of(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise DumpFailed(f"{name} is not installed (Debian package postgresql-client)")
    return found


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise RuntimeError("the program was started without this pipe")
    return pipe
