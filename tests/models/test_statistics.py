"""SQLite has to be let look at its indexes; PostgreSQL does so by itself, and is left alone."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dsr.models import Case
from dsr.models.statistics import take_statistics
from tests.factories import desk

pytestmark = pytest.mark.django_db


def test_only_a_database_that_does_not_look_by_itself_is_told_to() -> None:
    with CaptureQueriesContext(connection) as queries:
        take_statistics()
    told = [query["sql"] for query in queries]
    assert told == {"sqlite": ["PRAGMA analysis_limit = 400", "ANALYZE"], "postgresql": []}[connection.vendor]


def test_what_was_looked_at_is_what_is_there_now() -> None:
    """The queue of open work is then read from the index of open work, however much was closed."""
    desk()
    call_command("load_cases", 4_000, stdout=StringIO())
    forget_statistics()
    take_statistics()
    plan = Case.objects.open().filter(desk__in=[1, 2, 3]).order_by("due_on", "id").values_list("due_on", "pk").explain()
    # by due day or by assignee: both hold open cases only
    assert "case_open_by" in plan


def forget_statistics() -> None:
    with connection.cursor() as cursor:
        cursor.execute({"sqlite": "DELETE FROM sqlite_stat1", "postgresql": "SELECT 1"}[connection.vendor])
        cursor.execute({"sqlite": "ANALYZE sqlite_schema", "postgresql": "ANALYZE"}[connection.vendor])
