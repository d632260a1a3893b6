"""A clock that was set is recorded once, by how much; a clock that runs, however long nobody looked, is not."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from dsr import tasks
from dsr.actions import stepping
from dsr.actions.stepping import note_clock_step
from dsr.models import ClockStep
from dsr.queries.clock_status import clock_steps

pytestmark = pytest.mark.django_db
Look = Callable[[float, float], None]
NOON = datetime.fromisoformat("2026-11-27T12:00:00+09:00")


@pytest.fixture
def look(monkeypatch: pytest.MonkeyPatch) -> Look:
    """Return what lets a tick look when so many seconds have passed, by a clock that was set by so many."""

    def tick(passed: float, set_by: float) -> None:
        monkeypatch.setattr(time, "clock_gettime", lambda _clock: 5000.0 + passed)
        note_clock_step(NOON + timedelta(seconds=passed + set_by))

    tick(0, 0)
    return tick


HOUR, YEAR = 3600, 365 * 24 * 3600


@pytest.mark.parametrize(
    ("looks", "steps"),
    [
        ([(60, 0), (120, 0.4), (35 * 24 * HOUR, 3)], []),  # a server that nobody asked for 35 days
        ([(60, 60)], []),
        ([(60, -60)], []),
        ([(60, 61)], [61]),
        ([(60, -61)], [-61]),
        ([(60, -HOUR), (120, -HOUR)], [-HOUR]),
        ([(60, YEAR), (120, YEAR), (180, 0), (240, 0)], [YEAR, -YEAR]),
        ([(60, 40), (120, 80)], [80]),  # small steps add up
    ],
)
def test_records_each_step_once(
    look: Look, looks: list[tuple[float, float]], steps: list[int], caplog: pytest.LogCaptureFixture
) -> None:
    for passed, set_by in looks:
        look(passed, set_by)
    assert list(ClockStep.objects.order_by("pk").values_list("seconds", flat=True)) == steps
    assert caplog.messages == [f"clock.step: the clock of this server was set by {step:+d} seconds" for step in steps]


def test_a_machine_that_started_anew_is_not_compared(look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stepping, "_boot", lambda: "another start")
    look(0, YEAR)
    assert not ClockStep.objects.exists()


def test_every_tick_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    tasks.tick()
    started = time.clock_gettime(time.CLOCK_BOOTTIME)
    monkeypatch.setattr(time, "clock_gettime", lambda _clock: started + HOUR)
    tasks.tick()
    assert [round(step.seconds / 60) for step in ClockStep.objects.all()] == [-60]


@pytest.mark.parametrize(("days", "shown"), [(8, 0), (6, 1), (-365, 1)])
def test_managers_see_it_for_a_week(days: int, shown: int) -> None:
    now = timezone.now()
    ClockStep.objects.create(at=now - timedelta(days=days), seconds=HOUR)
    assert len(clock_steps(now)) == shown
