"""Ask clamd about a file. Three answers only: clean, infected, not scanned and why; nothing but its own word is clean.

A client of our own: the libraries for it are under the GPL, or let an unexpected answer pass.
"""

import socket
import struct
from time import monotonic

from django.conf import settings

from dsr.actions.documents import VirusCheck
from dsr.vocabulary import NotScanned, ScanVerdict

SECONDS = 20.0  # for the whole conversation
CHUNK = 256 * 1024
LONGEST_ANSWER = 4096

# what clamd answers to INSTREAM, and nothing else
_CLEAN, _STREAM, _FOUND = b"stream: OK", b"stream: ", b" FOUND"
_TOO_LARGE = b"INSTREAM size limit exceeded. ERROR"


def check_for_viruses(data: bytes) -> VirusCheck:
    """Return what clamd says of the bytes (settings.DSR_CLAMD). Waits up to 20 seconds; never raises."""
    if not settings.DSR_CLAMD:
        return VirusCheck(ScanVerdict.NOT_SCANNED, NotScanned.NOT_CONFIGURED)
    try:
        answer = _ask(settings.DSR_CLAMD, data)
    except TimeoutError:
        return VirusCheck(ScanVerdict.NOT_SCANNED, NotScanned.TIMEOUT)
    except OSError:
        return VirusCheck(ScanVerdict.NOT_SCANNED, NotScanned.UNREACHABLE)
    return _understand(answer)


def _understand(answer: bytes) -> VirusCheck:
    if answer == _CLEAN:
        return VirusCheck(ScanVerdict.CLEAN)
    if answer.startswith(_STREAM) and answer.endswith(_FOUND):
        return VirusCheck(ScanVerdict.INFECTED)
    too_large = answer == _TOO_LARGE
    return VirusCheck(ScanVerdict.NOT_SCANNED, NotScanned.TOO_LARGE if too_large else NotScanned.NOT_UNDERSTOOD)


def _ask(address: tuple[str, int] | str, data: bytes) -> bytes:
    """Send a file in chunks and return the answer without its end mark. Raises TimeoutError, OSError."""
    ends_at = monotonic() + SECONDS
    with socket.socket(socket.AF_UNIX) if isinstance(address, str) else _any_family(address[0]) as clamd:
        _allow(clamd, ends_at)
        clamd.connect(address)
        try:
            _send(clamd, data, ends_at)
        except (BrokenPipeError, ConnectionResetError):
            # it listens no longer: over its limit it says so before it hangs up
            return _receive(clamd, ends_at)
        return _receive(clamd, ends_at)


def _any_family(host: str) -> socket.socket:
    return socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)


def _send(clamd: socket.socket, data: bytes, ends_at: float) -> None:
    clamd.sendall(b"zINSTREAM\0")
    for at in range(0, len(data), CHUNK):
        part = data[at : at + CHUNK]
        _allow(clamd, ends_at)
        clamd.sendall(struct.pack(">I", len(part)) + part)
    clamd.sendall(struct.pack(">I", 0))


def _receive(clamd: socket.socket, ends_at: float) -> bytes:
    answer = b""
    while len(answer) < LONGEST_ANSWER and not answer.endswith(b"\0"):
        _allow(clamd, ends_at)
        part = clamd.recv(LONGEST_ANSWER)
        if not part:
            break
        answer += part
    if not answer:
        raise ConnectionResetError("no answer")
    return answer.removesuffix(b"\0")


def _allow(clamd: socket.socket, ends_at: float) -> None:
    """Let the next step take what is left of the time. Raises TimeoutError when nothing is."""
    left = ends_at - monotonic()
    if left <= 0:
        raise TimeoutError
    clamd.settimeout(left)
