"""What a deleted value leaves behind in the database's own files."""

from django.db import DEFAULT_DB_ALIAS, connections

PATIENCE = 1000  # milliseconds that all other writers wait with us


def leave_no_remains(alias: str = DEFAULT_DB_ALIAS) -> bool:
    """Take what was deleted out of SQLite's files, and say whether that worked. Does nothing inside a transaction.

    `secure_delete` overwrites a deleted value in the database itself, but the page as it was may stand in the
    write-ahead log until that is emptied. It cannot be while somebody still reads what was before: then try again.
    PostgreSQL has no such promise to give: docs/adr/0010.
    """
    connection = connections[alias]
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return True
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        [usual] = cursor.fetchone()
        cursor.execute(f"PRAGMA busy_timeout = {PATIENCE}")
        try:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            busy, _in_log, _moved = cursor.fetchone()
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {int(usual)}")
    return not busy
