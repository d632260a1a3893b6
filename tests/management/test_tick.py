"""`manage.py tick`: what the clock does every minute, by hand; and the release of what it holds back."""

from collections.abc import Callable
from datetime import datetime
from io import StringIO

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command
from django.utils.translation import override

from tests.factories import received

pytestmark = pytest.mark.django_db


def tick(*arguments: str) -> str:
    told = StringIO()
    call_command("tick", *arguments, stdout=told)
    return told.getvalue()


def test_says_how_many_fired(at: Callable[[datetime | str], None]) -> None:
    received()
    at("2026-12-01 09:00")
    assert (tick(), tick()) == ("2 timers fired.\n", "0 timers fired.\n")


def test_says_what_waits_and_releases_it(at: Callable[[datetime | str], None], settings: LazySettings) -> None:
    received()
    settings.DSR_TICK_LIMIT = 1
    at("2026-12-01 09:00")
    assert tick() == "2 reminders wait: look at the cases, then release (tick --release).\n"
    assert (tick("--release"), tick()) == ("2 timers fired.\n", "0 timers fired.\n")
    with override("en"), pytest.raises(CommandError, match="No reminders are held back any more"):
        tick("--release")
