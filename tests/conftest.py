"""What every test may lean on: a fixed now, and lanes that come in by the environment.

The lane is chosen by the same variables as in production (DATABASE_URL, CELERY_BROKER_URL, DSR_STORAGE); script/test
runs the suite on SQLite and files, and again on PostgreSQL, Redis and an S3 server.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.conf import settings

TOKYO = ZoneInfo("Asia/Tokyo")
# a Tuesday without a holiday near it
NOW = datetime(2026, 11, 17, 10, 0, tzinfo=TOKYO)


@pytest.fixture(autouse=True)
def _fixed_now(request: pytest.FixtureRequest) -> Iterator[None]:
    """Start every test at NOW; seconds still pass. A browser and a started process keep the real time."""
    if request.node.get_closest_marker("browser") or request.node.get_closest_marker("real_time"):
        yield
        return
    with time_machine.travel(NOW, tick=True):
        yield


@pytest.fixture
def at() -> Iterator[Callable[[datetime | str], None]]:
    """Stop the clock at a moment, again and again: `at("2026-12-01 09:00")` (Asia/Tokyo unless it says otherwise)."""
    travels: list[time_machine.travel] = []

    def stop_clock(moment: datetime | str) -> None:
        parsed = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
        travel = time_machine.travel(parsed if parsed.tzinfo else parsed.replace(tzinfo=TOKYO), tick=False)
        travel.start()
        travels.append(travel)

    yield stop_clock
    for travel in reversed(travels):
        travel.stop()


@pytest.fixture(autouse=True, scope="session")
def _object_store_keeps_real_time() -> Iterator[None]:
    """Let the S3 client sign with the real time: the server refuses a signature of another day, and rightly."""
    if not settings.DSR_STORAGE.startswith("s3:"):
        yield
        return
    from botocore import auth

    patch = pytest.MonkeyPatch()
    patch.setattr(auth, "get_current_datetime", lambda *_a, **_k: time_machine.escape_hatch.datetime.datetime.utcnow())
    yield
    patch.undo()
