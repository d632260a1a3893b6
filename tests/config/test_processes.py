"""Children are restarted alone, given up when they keep failing, and never left behind."""

import os
import signal
import socket
import sys
import time

import pytest

from config import processes
from config.processes import Child, Household, port_is_free

pytestmark = pytest.mark.real_time
SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]


@pytest.fixture
def signals():
    """Give the test run its own signal handlers back."""
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = [signal.getsignal(number) for number in numbers]
    yield
    for number, handler in zip(numbers, before, strict=True):
        signal.signal(number, handler)


def stop_after(turns):
    """Return what a household calls each turn: after so many it is told to stop, as by Ctrl-C."""
    calls = []

    def each_turn():
        calls.append(1)
        if len(calls) == turns:
            os.kill(os.getpid(), signal.SIGINT)

    return each_turn


def test_run_stops_every_child_on_ctrl_c(signals):
    children = [Child("one", SLEEP), Child("two", SLEEP)]
    assert Household(children).run(stop_after(3)) is None
    assert [child.process.returncode for child in children] == [-signal.SIGTERM, -signal.SIGTERM]


def test_run_starts_a_killed_child_again(signals):
    child = Child("one", SLEEP)
    seen = []

    def each_turn():
        seen.append(child.process.pid if child.process else None)
        if len(seen) == 2:
            child.process.kill()
        if len({pid for pid in seen if pid}) == 2:
            os.kill(os.getpid(), signal.SIGINT)

    assert Household([child]).run(each_turn) is None
    assert len({pid for pid in seen if pid}) == 2


def test_run_gives_up_on_a_child_that_keeps_failing_and_stops_the_others(signals, monkeypatch):
    monkeypatch.setattr(processes, "LONGEST_WAIT", 0.01)
    well, failing = Child("well", SLEEP), Child("failing", [sys.executable, "-c", "raise SystemExit(3)"])
    assert Household([well, failing]).run(lambda: None) == "failing"
    assert well.process.returncode == -signal.SIGTERM


def test_run_kills_a_child_that_does_not_stop(signals, monkeypatch):
    monkeypatch.setattr(processes, "GRACE", 0.5)
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(flush=True); time.sleep(60)"
    child = Child("deaf", [sys.executable, "-c", deaf])
    assert Household([child]).run(stop_after(10)) is None
    assert child.process.returncode == -signal.SIGKILL


def test_a_child_dies_with_its_parent(tmp_path):
    note = tmp_path / "pid"
    parent = os.fork()
    if parent == 0:
        child = Child("one", SLEEP)
        child.look(time.monotonic())
        note.write_text(str(child.process.pid))
        time.sleep(60)
    deadline = time.monotonic() + 10
    while not (note.exists() and note.read_text()) and time.monotonic() < deadline:
        time.sleep(0.05)
    os.kill(parent, signal.SIGKILL)
    os.waitpid(parent, 0)
    child = int(note.read_text())
    while is_running(child) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not is_running(child)


def is_running(pid):
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8") as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_port_is_free_tells_a_listener():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert port_is_free("127.0.0.1", port) is False
    assert port_is_free("127.0.0.1", port) is True


def test_port_is_free_refuses_a_strange_address():
    with pytest.raises(OSError, match=r"assign|address"):
        port_is_free("203.0.113.7", 8000)
