"""Synthetic cases are whole, can be found, and never stand beside real ones."""

import pytest
from django.core.management import CommandError, call_command

from dsr.models import Case
from dsr.queries.journal import broken_entries
from dsr.queries.search import search_filter
from tests.factories import desk, received

pytestmark = pytest.mark.django_db


def test_load_cases_makes_whole_cases() -> None:
    desk()
    call_command("load_cases", 40)
    assert (Case.objects.count(), list(broken_entries())) == (40, [])
    some = Case.objects.for_list().first()
    assert some in Case.objects.filter(search_filter(some.principal.email))


def test_load_cases_refuses_to_stand_beside_real_cases() -> None:
    received()
    with pytest.raises(CommandError, match="real cases"):
        call_command("load_cases", 1)
