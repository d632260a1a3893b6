"""Redis is killed with everything in it, worker and beat are killed: what is waiting is late, never lost, never twice."""

import subprocess
import sys
import tempfile
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import redis
from django.conf import settings

from tests.browser import lane
from tests.browser.fixtures import running
from tests.browser.product import until
from tests.faults.requester import Requester

pytestmark = [pytest.mark.real_time, pytest.mark.lanes]
MAKE_DUE = (
    """UPDATE dsr_deadline SET fires_at = ? WHERE rule = 'warning_5' AND fired_at IS NULL AND closed_at IS NULL"""
)


class Redis:
    """A server that keeps nothing on a disk: killing it destroys its data."""

    def __init__(self, place):
        self.socket = place / "redis.sock"
        self.url = f"redis+socket://{self.socket}"

    def start(self):
        nothing_kept = ("--port", "0", "--unixsocket", str(self.socket), "--save", "", "--appendonly", "no")
        self.process = subprocess.Popen(
            ["redis-server", *nothing_kept], stdout=subprocess.DEVNULL, cwd=self.socket.parent
        )
        until(self.answers, "Redis answers")

    def answers(self):
        try:
            with redis.Redis(unix_socket_path=str(self.socket)) as client:
                return client.ping()
        except redis.ConnectionError:
            return False

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.socket.unlink(missing_ok=True)


@pytest.fixture(scope="module")
def broker():
    with tempfile.TemporaryDirectory() as place:
        server = Redis(Path(place))
        server.start()
        yield server
        server.kill()


@pytest.fixture(scope="module")
def product(broker, tmp_path_factory):
    with running(tmp_path_factory, "staffed", CELERY_BROKER_URL=broker.url) as started:
        yield started


def everything_went_once(product):
    until(lambda: product.unsent() == 0, "everything has left")
    copies = Counter(mail["Message-ID"] for mail in product.mails())
    assert (len(copies), set(copies.values())) == (product.mail_rows(), {1})
    told = product.value("SELECT count(*) FROM dsr_deadline WHERE fired_at IS NOT NULL")
    assert product.value("SELECT count(*) FROM dsr_outboxmessage WHERE topic = 'mail.reminder'") == told
    assert product.value("SELECT count(*) FROM dsr_caseevent WHERE action = 'fire_deadline'") == told


def beat_dies_while_timers_are_due(product):
    """Kill beat, and let the next one, which ticks as soon as it begins, find timers that are due."""
    with lane.database(product.data) as database:
        database.execute(lane.sql(MAKE_DUE), [f"{datetime.now(UTC) - timedelta(minutes=1):%Y-%m-%d %H:%M:%S.%f}"])
    product.wait_for_another("beat", product.kill("beat"))
    due = "SELECT count(*) FROM dsr_deadline WHERE rule = 'warning_5' AND fired_at IS NULL"
    until(lambda: product.value(due) == 0, "every timer that was due has rung")
    everything_went_once(product)


def test_redis_is_killed_with_its_data_and_comes_back_empty(product, broker):
    broker.kill()
    product.python("-m", "tests.browser.stage", *["received"] * 5)
    # the form, the rate limits and the receipt do without Redis
    number, _secret = Requester(product.port).ask()
    assert product.state(number) == "received"
    assert product.unsent() > 0
    broker.start()
    everything_went_once(product)


def test_a_killed_worker_is_late_by_a_moment(product):
    product.python("-m", "tests.browser.stage", *["received"] * 3)
    product.wait_for_another("worker", product.kill("worker"))
    product.let_leases_end()
    everything_went_once(product)


def test_a_killed_beat_is_late_by_a_sweep_at_most(product):
    product.python("-m", "tests.browser.stage", *["received"] * 3)
    beat_dies_while_timers_are_due(product)


def test_two_beats_tell_nothing_twice(product):
    command = [sys.executable, "-m", "celery", "--app", "config.celery", "--quiet", "beat"]
    environment = lane.environment(product.data, product.port) | product.more
    schedule = ["--schedule", str(product.data / "second-beat")]
    second = subprocess.Popen([*command, *schedule], cwd=settings.BASE_DIR, env=environment)
    try:
        product.python("-m", "tests.browser.stage", *["received"] * 3)
        beat_dies_while_timers_are_due(product)
    finally:
        second.kill()
        second.wait()
