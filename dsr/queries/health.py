"""Is the desk alive? Questions for /readyz; each answer is true or false and tells nothing else.

Anybody may ask, as often as they like, so what costs something is asked once in ten seconds by each process.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Lock
from time import monotonic

from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.executor import MigrationExecutor

from dsr import storage
from dsr.models import OutboxMessage
from dsr.queries.calendars import short_calendars
from dsr.queries.clock_status import silent_timers
from dsr.queries.scans import old_piles
from dsr.queries.unwatched import held_reminders
from dsr.queries.upkeep import due_upkeep

# a message that was due this long ago and that nobody took
STUCK_AFTER = timedelta(minutes=10)
REMEMBERED = 10.0  # seconds
AWAY = (DatabaseError, InterfaceError)


class Remembered:
    """A question whose answer holds for ten seconds. Whoever comes while it is being asked waits for that answer."""

    def __init__(self, question: Callable[[], bool]) -> None:
        """Take the question."""
        self._question, self._lock = question, Lock()
        self.forget()

    def forget(self) -> None:
        """Ask anew at the next call."""
        self._until = 0.0

    def __call__(self) -> bool:
        """Return the answer. An exception is no answer, and is not remembered."""
        with self._lock:
            if monotonic() >= self._until:
                self._answer = self._question()
                self._until = monotonic() + REMEMBERED
            return self._answer


def readiness(now: datetime) -> dict[str, bool]:
    """Answer every question. A database that is away answers no to all that need it."""
    questions: dict[str, Callable[[], bool]] = {
        "database": _database_answers,
        "migrations": migrations_applied,
        "timers": lambda: silent_timers(now) is None,
        "outbox": lambda: not OutboxMessage.objects.ready(now - STUCK_AFTER).exists(),
        "storage": storage_works,
    }
    answers = {}
    for name, question in questions.items():
        try:
            answers[name] = question()
        except AWAY:
            answers[name] = False
    return answers


def given_up() -> int:
    """Return how many messages of the outbox nobody tries any more; none while the database is away."""
    try:
        return OutboxMessage.objects.filter(dead_at__isnull=False).count()
    except AWAY:
        return 0


def piles_forgotten(now: datetime) -> int:
    """Return how many piles of scanned post have waited too long; none while the database is away."""
    try:
        old = old_piles(now)
    except AWAY:
        return 0
    return old.count if old else 0


def waiting_for_manager() -> int:
    """Return how many reminders the clock holds back until a manager has looked; none while the database is away."""
    try:
        held = held_reminders()
    except AWAY:
        return 0
    return held.waiting if held else 0


def calendars_short() -> int:
    """Return how many desks have a calendar that ends too soon; none while the database is away."""
    try:
        return len(short_calendars())
    except AWAY:
        return 0


def upkeep_due(now: datetime) -> int:
    """Return how many duties of the administrators are due; none while the database is away."""
    try:
        return len(due_upkeep(now))
    except AWAY:
        return 0


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


migrations_applied = Remembered(_migrations_applied)
storage_works = Remembered(_storage_works)
