"""The clock catches up at once, and a worker whose clock failed does not stay."""

import os
import signal
import subprocess
import sys

import pytest
from celery import Celery
from celery.schedules import crontab
from django.conf import settings

from config.beat import CatchUpScheduler
from config.celery import app
from dsr.tasks import SCHEDULE

pytestmark = pytest.mark.real_time


def scheduler(folder):
    clock = Celery("clock", broker="memory://", set_as_current=False)
    clock.conf.beat_schedule = {
        "often": {"task": "often", "schedule": 60.0},
        "nightly": {"task": "nightly", "schedule": crontab(hour=3, minute=20)},
    }
    return CatchUpScheduler(clock, schedule_filename=str(folder / "beat"), lazy=False)


def due(clock):
    return sorted(
        name for name, entry in clock.schedule.items() if name != "celery.backend_cleanup" and entry.is_due()[0]
    )


def test_what_runs_often_is_due_at_every_start_and_nightly_work_is_not(tmp_path):
    for _ in range(2):
        clock = scheduler(tmp_path)
        assert due(clock) == ["often"]
        clock.close()


def test_an_unreadable_timetable_file_is_made_anew(tmp_path):
    (tmp_path / "beat").write_bytes(b"\0 not a database")
    assert due(scheduler(tmp_path)) == ["often"]


def test_the_timetable_is_the_one_beside_the_tasks():
    app.finalize()
    assert {name: entry["task"] for name, entry in app.conf.beat_schedule.items()} == {
        name: entry["task"] for name, entry in SCHEDULE.items()
    }
    assert set(app.tasks) >= {entry["task"] for entry in SCHEDULE.values()}


def test_a_wake_up_that_nobody_took_expires_before_the_next():
    app.finalize()
    for entry in app.conf.beat_schedule.values():
        seconds = entry["schedule"] if isinstance(entry["schedule"], float) else 3600
        assert entry["options"] == {"expires": seconds}


def test_a_worker_ends_when_its_clock_fails(tmp_path):
    program = (
        "from celery import beat; from config import prepare, runworker; prepare.keys_fit = lambda: None;"
        "beat.Service.start = lambda self, **_: 1 / 0;"
        "raise SystemExit(runworker.main())"
    )
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings.base", "DSR_DATA": str(tmp_path)}
    for name in ("CELERY_BROKER_URL", "DATABASE_URL"):
        environment.pop(name, None)
    worker = subprocess.Popen(
        [sys.executable, "-c", program], cwd=settings.BASE_DIR, env=environment, stderr=subprocess.PIPE, text=True
    )
    _, errors = worker.communicate(timeout=60)
    assert worker.returncode in {0, -signal.SIGTERM}, errors
    assert "ZeroDivisionError" in errors
