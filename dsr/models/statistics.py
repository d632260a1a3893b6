"""What a database has to know of its own rows to choose the right index."""

from django.db import DEFAULT_DB_ALIAS, connections

ROWS_LOOKED_AT = 400  # of each index: enough to choose, and milliseconds however many there are


def take_statistics(alias: str = DEFAULT_DB_ALIAS) -> None:
    """Let SQLite look at its indexes; a queue would read everything that ever was. PostgreSQL does so by itself."""
    if connections[alias].vendor != "sqlite":
        return
    with connections[alias].cursor() as cursor:
        cursor.execute(f"PRAGMA analysis_limit = {ROWS_LOOKED_AT}")
        cursor.execute("ANALYZE")
