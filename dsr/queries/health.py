"""Is the desk alive? Questions for /readyz; each answer is true or false and tells nothing else."""

from datetime import datetime, timedelta

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from dsr import storage
from dsr.models import OutboxMessage
from dsr.queries.clock_status import silent_timers

# a message that was due this long ago and that nobody took
STUCK_AFTER = timedelta(minutes=10)


def readiness(now: datetime) -> dict[str, bool]:
    """Answer every question. A database that is away answers no to all that need it."""
    questions = {
        "database": _database_answers,
        "migrations": _migrations_applied,
        "timers": lambda: silent_timers(now) is None,
        "outbox": lambda: not OutboxMessage.objects.ready(now - STUCK_AFTER).exists(),
        "storage": _storage_works,
    }
    answers = {}
    for name, question in questions.items():
        try:
            answers[name] = question()
        except DatabaseError:
            answers[name] = False
    return answers


def _database_answers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() == (1,)


def _migrations_applied() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _storage_works() -> bool:
    try:
        storage.check_writable()
    except OSError:
        return False
    return True
