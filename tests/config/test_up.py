"""`config.up` for real: web, worker and beat on this lane's database, broker and store."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from http.client import HTTPConnection
from pathlib import Path

import pytest
from django.conf import settings

pytestmark = [pytest.mark.real_time, pytest.mark.lanes]
# seconds; long, because the suite shares its cores
PATIENCE = 120


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def start_up(folder, port, *arguments):
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings.base",
        "DSR_DATA": str(folder),
        "DSR_BIND": f"127.0.0.1:{port}",
    }
    return subprocess.Popen(
        [sys.executable, "-m", "config.up", *arguments],
        cwd=settings.BASE_DIR,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def get(port, path):
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        return response.status, response.read()
    except OSError:
        return 0, b""
    finally:
        connection.close()


def until(condition, what, instead=str):
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if condition():
            return
        time.sleep(0.1)
    pytest.fail(f"not within {PATIENCE} seconds: {what} {instead()}")


def children(pid):
    """Return every process below this one, by its command line."""
    found = {}
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in path.read_text().split():
            found[int(child)] = Path(f"/proc/{child}/cmdline").read_bytes().replace(b"\0", b" ").decode()
            found |= children(int(child))
    return found


def pid_of(supervisor, words):
    """Return the uppermost process whose command line has these words, or None."""
    return min((pid for pid, line in children(supervisor.pid).items() if words in line), default=None)


def is_alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


@pytest.fixture
def up(tmp_path):
    port = free_port()
    supervisor = start_up(tmp_path / "a data folder", port)
    yield supervisor, port
    for pid in children(supervisor.pid):
        os.kill(pid, signal.SIGKILL)
    supervisor.kill()
    supervisor.wait()
    # shown by pytest when the test failed
    sys.stdout.write(supervisor.stdout.read())
    supervisor.stdout.close()


def test_up_serves_survives_kills_and_leaves_nothing_behind(up):
    supervisor, port = up
    until(lambda: get(port, "/readyz")[0] == 200, "everything ready", lambda: get(port, "/readyz"))
    assert set(json.loads(get(port, "/readyz")[1]).values()) == {"ok"}

    for words in ("config.runworker", "gunicorn"):
        victim = pid_of(supervisor, words)
        below = children(victim)
        os.kill(victim, signal.SIGKILL)
        until(lambda words=words, victim=victim: pid_of(supervisor, words) not in {None, victim}, f"{words} again")
        until(lambda below=below: not any(is_alive(pid) for pid in below), f"nothing left of the old {words}")
    until(lambda: get(port, "/readyz")[0] == 200, "ready again")

    everything = [supervisor.pid, *children(supervisor.pid)]
    supervisor.send_signal(signal.SIGINT)
    assert supervisor.wait(timeout=PATIENCE) == 0
    assert not [pid for pid in everything[1:] if is_alive(pid)]
    assert get(port, "/healthz")[0] == 0


def test_up_takes_its_children_along_when_it_is_killed(up):
    supervisor, port = up
    until(lambda: get(port, "/healthz")[0] == 200 and pid_of(supervisor, "runworker"), "serving")
    below = children(supervisor.pid)
    supervisor.kill()
    supervisor.wait()
    until(lambda: not any(is_alive(pid) for pid in below), "no process left")


def test_up_names_a_busy_port_in_one_sentence(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        supervisor = start_up(tmp_path, port)
        output, _ = supervisor.communicate(timeout=PATIENCE)
    assert supervisor.returncode == 1
    assert output == f"Port {port} is taken by another program. Stop that one, or choose another port.\n"
