"""Processes that belong together: started together, restarted alone, stopped together."""

import ctypes
import errno
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

PR_SET_PDEATHSIG = 1
# a process that lived this long (seconds) was fine; one that did not is failing
SETTLED = 10
TRIES = 5
LONGEST_WAIT = 8.0
GRACE = 30


def die_with_parent() -> None:
    """Ask Linux to end this process when its parent dies, even by kill -9."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def port_is_free(host: str, port: int) -> bool:
    """Say whether a server could listen there now. Raises OSError for an address that is not this machine's."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return False
            raise
    return True


@dataclass
class Child:
    """One process, and how often it failed in a row."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    born: float = 0.0
    start_at: float = 0.0
    failures: int = 0

    def look(self, now: float) -> bool:
        """Start or restart it when it is time. Returns False when it keeps failing."""
        if self.process and self.process.poll() is None:
            return True
        if self.process:
            self.failures = self.failures + 1 if now - self.born < SETTLED else 1
            self.start_at = now + min(0.5 * 2 ** (self.failures - 1), LONGEST_WAIT)
            self.process = None
        if self.failures >= TRIES:
            return False
        if now >= self.start_at:
            # a session of its own: Ctrl-C reaches us alone, and we stop the others in order.
            # S603: our own command lines. PLW1509: this process has one thread only.
            self.process = subprocess.Popen(  # noqa: S603
                self.command,
                preexec_fn=die_with_parent,  # noqa: PLW1509
                start_new_session=True,
            )
            self.born = now
        return True

    def stop(self, deadline: float) -> None:
        """Wait for it to end until the deadline (monotonic seconds), then kill it and what it started."""
        if not self.process:
            return
        try:
            self.process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


@dataclass
class Household:
    """Children that run until one keeps failing or somebody says stop."""

    children: list[Child]
    stopped: bool = field(default=False)

    def run(self, each_turn: Callable[[], None]) -> str | None:
        """Keep all running until SIGINT, SIGTERM or SIGHUP; call `each_turn` five times a second.

        Returns the name of a child that keeps failing, if any.
        """
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop)
        try:
            while not self.stopped:
                for child in self.children:
                    if not child.look(time.monotonic()):
                        return child.name
                each_turn()
                time.sleep(0.2)
            return None
        finally:
            self._end_all()

    def _stop(self, *_signal: object) -> None:
        self.stopped = True

    def _end_all(self) -> None:
        for child in self.children:
            if child.process and child.process.poll() is None:
                child.process.terminate()
        deadline = time.monotonic() + GRACE
        for child in self.children:
            child.stop(deadline)


def python(*arguments: str) -> list[str]:
    """Return the command line of this very interpreter."""
    return [sys.executable, *arguments]
