"""What a deleted value leaves behind in the database's own files."""

from django.db import DEFAULT_DB_ALIAS, connections


def leave_no_remains(alias: str = DEFAULT_DB_ALIAS) -> bool:
    """Take what was deleted out of SQLite's files, and say whether that worked; to be called outside a transaction.

    `secure_delete` overwrites a deleted value in the database itself, but the page as it was may stand in the
    write-ahead log until that is emptied. It cannot be while somebody still reads what was before: then try again.
    PostgreSQL has no such promise to give: docs/adr/0010.
    """
    if connections[alias].vendor != "sqlite":
        return True
    with connections[alias].cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        busy, _in_log, _moved = cursor.fetchone()
    return not busy
