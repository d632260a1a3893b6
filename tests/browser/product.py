"""The real product as an operator runs it: `manage.py up` on a free port, with a data folder of its own."""

import email
import email.policy
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date, datetime
from email.message import EmailMessage
from functools import cache
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from tests.browser import lane

PATIENCE = 60
# which processes are meant, by words of their command lines
WORDS = {"web": "gunicorn", "worker": "config.runworker", "beat": "--quiet beat"}
# how many kills of one process in a row the supervisor takes for bad luck (config/processes.py: TRIES)
FEW = 3
TOKYO = ZoneInfo("Asia/Tokyo")
MAIL_END = b"-" * 79


def until(condition: Callable[[], Any], what: str, patience: float = PATIENCE) -> Any:
    """Ask until the answer is true and return it. Fails the test after `patience` seconds."""
    deadline = time.monotonic() + patience
    while not (answer := condition()):
        assert time.monotonic() < deadline, f"not within {patience:.0f} seconds: {what}"
        time.sleep(0.1)
    return answer


def run(data: Path, *arguments: str, port: int = 0) -> str:
    """Run one of the product's own commands on a data folder and return what it printed. Fails when it fails."""
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=settings.BASE_DIR,
        env=lane.environment(data, port),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


@cache
def staffed_folder(kept_at: Path) -> Path:
    """Return a data folder with the five desks and the demo's staff, and no case. Made once per session."""
    data = kept_at / "staffed"
    data.mkdir(mode=0o700)
    run(data, "-m", "config.keys")
    lane.create(data)
    run(data, "manage.py", "prepare", "--seed")
    run(data, "manage.py", "shell", "-c", "from dsr.management.demo.staff import make_staff; make_staff()")
    return data


@cache
def demo_folder(kept_at: Path) -> Path:
    """Return a data folder with the demo's cases as well. Made once per session; takes about half a minute."""
    data = copy_of(staffed_folder(kept_at), kept_at / "demo")
    run(data, "manage.py", "demo")
    return data


def copy_of(prepared: Path, data: Path) -> Path:
    """Return a folder with the same desks, staff and cases, that shares nothing with the other one."""
    shutil.copytree(prepared, data)
    lane.create(data, like=prepared)
    if lane.ON_SERVERS:
        run(data, "manage.py", "prepare")
    return data


def tree(pid: int) -> list[int]:
    """Return a process and everything below it, the uppermost first."""
    below = [int(child) for path in Path(f"/proc/{pid}/task").glob("*/children") for child in _read(path).split()]
    return [pid, *(one for child in below for one in tree(child))]


def is_alive(pid: int) -> bool:
    """Say whether a process still does something."""
    status = _read(Path(f"/proc/{pid}/stat")).rpartition(")")[2].split()
    return bool(status) and status[0] != "Z"


def command_line(pid: int) -> str:
    """Return how a process was started."""
    return _read(Path(f"/proc/{pid}/cmdline")).replace("\0", " ")


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""


class Product:
    """Web, worker and beat on one data folder. Use it in a `with`: nothing it started outlives the block.

    `more` are variables of this product alone, such as a broker of its own.
    """

    def __init__(self, data: Path, **more: str) -> None:
        self.data = data
        self.more = more
        self.log = data.with_name(f"{data.name}.log")
        self.temporary = data.with_name(f"{data.name}-tmp")
        self.temporary.mkdir()
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.supervisor: subprocess.Popen[bytes] | None = None
        self.kills = 0

    def __enter__(self) -> "Product":
        try:
            self.start()
        except BaseException:
            self.kill_everything()
            raise
        return self

    def __exit__(self, *_error: object) -> None:
        self.kill_everything()

    def start(self) -> None:
        """Start all, and wait until web and timers are there."""
        self.start_up()
        until(lambda: self.supervisor.poll() is not None or self.is_ready(), "the product is ready")
        assert self.supervisor.poll() is None, self.log.read_text()[-2000:]

    def start_up(self) -> None:
        """Start all, and do not wait."""
        self.kills = 0
        with self.log.open("ab") as log:
            self.supervisor = subprocess.Popen(
                [sys.executable, "manage.py", "up"],
                cwd=settings.BASE_DIR,
                env=lane.environment(self.data, self.port) | {"TMPDIR": str(self.temporary)} | self.more,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                umask=0o077,
            )

    def stop(self) -> None:
        """Stop as Ctrl-C does, and see that nothing is left."""
        everything = tree(self.supervisor.pid)
        self.supervisor.send_signal(signal.SIGINT)
        assert self.supervisor.wait(timeout=PATIENCE) == 0
        assert not [pid for pid in everything if is_alive(pid)]

    def is_ready(self) -> bool:
        """Say whether /readyz finds everything well."""
        return self.get("/readyz")[0] == 200

    def get(self, path: str) -> tuple[int, bytes]:
        """Ask for an address without any cookie. Status 0: nobody answers."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", path)
            response = connection.getresponse()
            return response.status, response.read()
        except (OSError, HTTPException):
            return 0, b""
        finally:
            connection.close()

    def pids(self, name: str) -> list[int]:
        """Return the processes of web or worker, the uppermost first."""
        found = tree(self.supervisor.pid)[1:]
        top = next((pid for pid in found if WORDS[name] in command_line(pid)), None)
        return tree(top) if top else []

    def kill(self, name: str) -> list[int]:
        """Send SIGKILL to web or worker and to all that it started, and return their ids."""
        victims = self.pids(name)
        assert victims, f"{name} is not there"
        for pid in victims:
            _kill(pid)
        self.kills += 1
        return victims

    def rest(self) -> None:
        """Start everything anew after some kills: the supervisor rightly gives up on a process that ends again and again."""
        if self.kills >= FEW:
            self.kill_everything()
            # what the worker held at that moment would be its own for five minutes more
            self.let_leases_end()
            self.start()

    def kill_everything(self) -> None:
        """Send SIGKILL to all, the supervisor first, as when the machine loses its power."""
        if self.supervisor and self.supervisor.poll() is None:
            for pid in tree(self.supervisor.pid):
                _kill(pid)
            self.supervisor.wait()

    def wait_for_another(self, name: str, old: list[int]) -> None:
        """Wait until the supervisor has put another process in the place of a killed one, and nothing is left of that."""
        until(lambda: set(self.pids(name)[:1]) - set(old), f"{name} again")
        until(lambda: not any(is_alive(pid) for pid in old), f"nothing left of the old {name}")

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """Ask the product's database. Days, moments and ids come as text."""
        with lane.database(self.data) as database:
            found = database.execute(lane.sql(query), values).fetchall()
        return [tuple(lane.plain(value) for value in row) for row in found]

    def value(self, query: str, *values: Any) -> Any:
        """Ask for one value."""
        return self.rows(query, *values)[0][0]

    def journal(self, number: str) -> list[tuple[str, str, dict[str, Any]]]:
        """Return who did what to a case, with the facts, in order."""
        found = self.rows(
            "SELECT actor, action, facts FROM dsr_caseevent JOIN dsr_case ON dsr_case.id = case_id"
            " WHERE number = ? ORDER BY seq",
            number,
        )
        return [(actor, action, facts if lane.ON_SERVERS else json.loads(facts)) for actor, action, facts in found]

    def state(self, number: str) -> str:
        """Return where a case stands."""
        return self.value("SELECT state FROM dsr_case WHERE number = ?", number)

    def documents(self, number: str) -> list[str]:
        """Return how far each document of a case is."""
        query = (
            "SELECT d.status FROM dsr_document d JOIN dsr_case c ON c.id = d.case_id WHERE c.number = ? ORDER BY d.id"
        )
        return [status for (status,) in self.rows(query, number)]

    def unsent(self) -> int:
        """Return how many outbox rows are not done."""
        return self.value("SELECT count(*) FROM dsr_outboxmessage WHERE sent_at IS NULL")

    def let_leases_end(self) -> None:
        """Do as if the five minutes were over for which a killed worker holds what it had claimed."""
        with lane.database(self.data) as database:
            database.execute("UPDATE dsr_outboxmessage SET try_at = created_at WHERE sent_at IS NULL")

    def mails(self) -> list[EmailMessage]:
        """Return every mail that left, the oldest first."""
        texts = (path.read_bytes() for path in sorted((self.data / "mail").glob("*.log")))
        parts = (part.strip() for text in texts for part in text.split(MAIL_END))
        return [email.message_from_bytes(part, policy=email.policy.default) for part in parts if part]

    def mail_rows(self) -> int:
        """Count the rows that ask for a mail, without those that had nothing to tell, or nobody to tell it to."""
        asked = "SELECT count(*) FROM dsr_outboxmessage WHERE topic LIKE 'mail.%'"
        return self.value(f"{asked} AND CAST(record AS text) NOT LIKE '%skipped%'")

    def manage(self, *arguments: str) -> str:
        """Run one of the product's commands on its data."""
        return self.python("manage.py", *arguments)

    def python(self, *arguments: str) -> str:
        """Run a program in the product's environment and return what it printed."""
        return run(self.data, *arguments, port=self.port)

    @property
    def today(self) -> date:
        """Return the day in Asia/Tokyo."""
        return datetime.now(TOKYO).date()


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
