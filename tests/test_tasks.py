"""What Celery may start: every task is scheduled, and each wakes up what it names."""

from datetime import timedelta

import pytest

from config.celery import app
from dsr import tasks
from dsr.effects import orphans
from dsr.models import CaseEvent
from dsr.vocabulary import State
from tests.factories import case_in


def test_every_task_stands_in_the_schedule() -> None:
    scheduled = {entry["task"] for entry in tasks.SCHEDULE.values()}
    assert scheduled == {name for name in app.tasks if name.startswith("dsr.")}


def test_what_requesters_let_go_is_swept_every_hour() -> None:
    assert timedelta(hours=1) == orphans.GRACE
    schedule = tasks.SCHEDULE["sweep"]["schedule"]
    assert (schedule.hour, len(schedule.minute)) == (set(range(24)), 1)


@pytest.mark.django_db
def test_check_journal_names_the_broken_entry_and_no_person(unlocked: None, caplog: pytest.LogCaptureFixture) -> None:
    case = case_in(State.WITHDRAWN)
    CaseEvent.objects.filter(seq=2).update(facts={})
    tasks.check_journal()
    assert caplog.messages == [f"journal of case {case.number}, entry 2: changed after it was written"]


@pytest.mark.django_db
def test_check_journal_is_silent_about_a_whole_one(caplog: pytest.LogCaptureFixture) -> None:
    case_in(State.WITHDRAWN)
    tasks.check_journal()
    assert caplog.messages == []
