"""Start a jailed program, feed it, and never wait for it longer than it may take."""

import subprocess  # nosec B404 - the jail is a process
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from dsr.effects.memory import close_memory

PROGRAMS = Path(__file__).with_name("jail")
LOCKED_IN = b"J"


class JailBroken(RuntimeError):  # noqa: N818 - a state of the machine
    """The program could not start or not lock itself in: a fault of this machine that says nothing of the file."""


class JailedProgram:
    """A program that may have been taken over by what it reads: nothing it says is believed."""

    def __init__(self, process: "subprocess.Popen[bytes]", stdin: IO[bytes], stdout: IO[bytes]) -> None:
        """Take the process and its two pipes."""
        self._process, self._in, self._out = process, stdin, stdout

    def expect_locked_in(self) -> None:
        """Read its word that it is locked in. Raises JailBroken."""
        if self._out.read(len(LOCKED_IN)) != LOCKED_IN:
            raise JailBroken

    def feed(self, *parts: bytes) -> None:
        """Write to it. Nothing happens when it has ended: its status and its silence say so."""
        with suppress(BrokenPipeError):
            for part in parts:
                self._in.write(part)
            self._in.flush()

    def end_of_feed(self) -> None:
        """Tell it that nothing more comes."""
        with suppress(BrokenPipeError):
            self._in.close()

    def read(self, length: int) -> bytes:
        """Read so many bytes. Raises EOFError when there are fewer."""
        data = self._out.read(length)
        if len(data) != length:
            raise EOFError
        return data

    def status(self) -> int:
        """Wait for its end and return how it ended: the number of a signal is negative."""
        return self._process.wait()

    def stop(self) -> None:
        """End it at once, and leave nothing of it behind."""
        self._process.kill()
        for stream in (self._in, self._out):
            with suppress(BrokenPipeError):
                stream.close()
        self._process.wait()


@contextmanager
def jailed(program: str, *arguments: str, seconds: float) -> Iterator[JailedProgram]:
    """Run a program of dsr/effects/jail in an empty folder, with nothing in its environment; kill it after `seconds`.

    Closes the memory of the caller to it first.
    """
    close_memory()
    with tempfile.TemporaryDirectory(prefix="dsr-jail-") as folder:
        Path(folder).chmod(0o755)  # the user nobody must be able to enter it
        process = _start(folder, program, *arguments)
        if process.stdin is None or process.stdout is None:
            raise RuntimeError("the program was started without pipes")
        jail = JailedProgram(process, process.stdin, process.stdout)
        watch = threading.Timer(seconds, process.kill)
        watch.start()
        try:
            yield jail
        finally:
            watch.cancel()
            jail.stop()


def _start(folder: str, *arguments: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(  # noqa: S603 - our own files, no shell
        [sys.executable, "-I", str(PROGRAMS), *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={},
        cwd=folder,
        start_new_session=True,
    )
