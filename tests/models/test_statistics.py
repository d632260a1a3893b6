"""The queue of open work is read from the index of open work, however much was closed."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from dsr.models import Case
from dsr.models.statistics import take_statistics
from tests.factories import desk

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL takes its statistics by itself"),
]


def plan() -> str:
    queue = Case.objects.open().filter(desk__in=[1, 2, 3]).order_by("due_on", "id").values_list("due_on", "pk")
    return queue.explain()


def test_open_cases_are_found_by_their_own_index() -> None:
    desk()
    call_command("load_cases", 1_000, stdout=StringIO())
    take_statistics()
    assert "USING INDEX case_open_by_due" in plan()
