"""Counters hold for all processes where there is Redis, and for one process while there is none. Nobody waits for it."""

import os
import socket
import subprocess
import time

import pytest
import redis

from dsr.web.public import throttle
from tests.factories import received
from tests.web.public.visitor import Visitor

pytestmark = pytest.mark.real_time

LIMIT = throttle.WRONG_BY_CASE
AWAY = [
    pytest.param("redis://127.0.0.1:1/0", id="refused"),
    pytest.param("redis+unix:///nowhere/redis.sock", id="no socket"),
    pytest.param("redis://nowhere.invalid:6379/0", id="no such host"),
    pytest.param("redis://127.0.0.1:{hole}/0", id="never answers"),
]


@pytest.fixture(autouse=True)
def _own_counters():
    """Begin and end without what other tests counted or built."""
    yield
    throttle._shared.cache_clear()
    throttle._Pause.until = 0.0


def use(settings, url, prefix="test-throttle"):
    settings.DSR_COUNTERS, settings.DSR_COUNTERS_PREFIX = url, prefix
    another_process()


def another_process():
    """Forget what this process counted and built, as one that has just started."""
    throttle._shared.cache_clear()
    throttle._own.cache_clear()
    throttle._Pause.until = 0.0


@pytest.fixture
def server(tmp_path):
    """A Redis of this test's own, on a socket."""
    place = tmp_path / "r.sock"
    command = ["redis-server", "--port", "0", "--unixsocket", str(place), "--save", "", "--appendonly", "no"]
    running = subprocess.Popen([*command, "--dir", str(tmp_path)], stdout=subprocess.DEVNULL)
    deadline = time.monotonic() + 10
    while not place.exists():
        assert time.monotonic() < deadline, "Redis did not start"
        time.sleep(0.02)
    running.url = f"redis+unix://{place}"
    yield running
    running.kill()
    running.wait()


@pytest.fixture
def hole():
    """A port that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


def test_processes_count_together(settings, server):
    use(settings, server.url)
    waits = []
    for _process in range(3):
        another_process()
        waits.append([throttle.count(LIMIT, "DSR-1") > 0 for _try in range(4)])
    assert waits == [[False] * 4, [False] * 4, [False, False, True, True]]
    assert throttle.exhausted(LIMIT, "DSR-1") > 0
    assert throttle.exhausted(LIMIT, "DSR-2") == 0


def test_nothing_in_redis_tells_who_was_counted(settings, server):
    use(settings, server.url)
    throttle.count(LIMIT, "203.0.113.77")
    with redis.Redis.from_url(server.url.replace("redis+unix", "unix")) as client:
        [key] = client.keys()
    assert (key.startswith(b"test-throttle:"), b"203.0.113" in key) == (True, False)


@pytest.mark.parametrize("url", AWAY)
def test_a_server_that_is_away_costs_half_a_second_once(settings, hole, url):
    use(settings, url.format(hole=hole))
    began = time.monotonic()
    first = throttle.count(LIMIT, "DSR-1")
    first_took = time.monotonic() - began
    began = time.monotonic()
    waits = [throttle.count(LIMIT, "DSR-1") > 0 for _try in range(10)]
    assert (first, waits) == (0, [False] * 9 + [True])
    assert (first_took < 2, time.monotonic() - began < 0.2) == (True, True)


def test_it_is_asked_again_after_half_a_minute(settings, server, monkeypatch):
    use(settings, server.url)
    monkeypatch.setattr(throttle, "_LEFT_ALONE", 0.2)
    server.send_signal(19)  # SIGSTOP
    assert throttle.count(LIMIT, "DSR-1") == 0
    server.send_signal(18)  # SIGCONT
    time.sleep(0.3)
    throttle.count(LIMIT, "DSR-1")
    with redis.Redis.from_url(server.url.replace("redis+unix", "unix")) as client:
        assert len(client.keys()) == 1


def test_without_redis_nothing_is_built(settings):
    use(settings, "")
    assert (throttle._shared(), throttle.count(LIMIT, "DSR-1")) == (None, 0)


@pytest.mark.django_db
def test_a_visitor_meets_no_fault_when_redis_dies(settings, server):
    receipt = received()
    use(settings, server.url)
    visitor = Visitor()
    visitor.open()
    assert visitor.send().status_code == 302
    os.kill(server.pid, 9)
    server.wait()
    began = time.monotonic()
    assert visitor.send().status_code == 302
    wrong = visitor.client.post("/follow/", {"number": receipt.case.number, "secret": "x"})
    right = visitor.client.post("/follow/", {"number": receipt.case.number, "secret": receipt.secret})
    assert (wrong.status_code, right.status_code, time.monotonic() - began < 3) == (400, 302, True)
