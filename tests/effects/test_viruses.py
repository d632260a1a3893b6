"""Three answers of the virus scanner, and nothing but its own word is clean: a true clamd, and one that lies."""

import os
import shutil
import socket
import struct
import subprocess
import threading
import time
from datetime import timedelta
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.utils import timezone
from PIL import Image

from dsr import storage
from dsr.actions.documents import IncomingFile, VirusCheck, add_document
from dsr.effects import files, rescan, viruses
from dsr.effects.rescan import scan_waiting
from dsr.effects.viruses import check_for_viruses
from dsr.models import Document, OutboxMessage
from dsr.vocabulary import (
    Action,
    DocumentStatus,
    Impersonal,
    ItemStatus,
    NotScanned,
    RejectReason,
    ScanVerdict,
    Topic,
)
from tests.factories import received

# a started process keeps the real time
pytestmark = pytest.mark.real_time

# not EICAR: the scanner of whoever checks this file out would remove it
VIRUS = b"this-pattern-stands-for-a-virus-in-the-suite"
CLEAN, INFECTED = (ScanVerdict.CLEAN, NotScanned.NOT_CONFIGURED), (ScanVerdict.INFECTED, NotScanned.NOT_CONFIGURED)


def not_scanned(because):
    return ScanVerdict.NOT_SCANNED, because


def answer_to(data):
    check = check_for_viruses(data)
    return check.verdict, check.because


def picture(trailing=b""):
    written = BytesIO()
    Image.effect_noise((400, 300), 40).convert("RGB").save(written, "JPEG")
    return written.getvalue() + trailing


def zipped(data):
    written = BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as archive:
        archive.writestr("inside.exe", data)
    return written.getvalue()


@pytest.fixture(scope="module")
def clamd(tmp_path_factory):
    """Start Debian's clamd with a signature of our own and a limit of a megabyte. Returns its socket."""
    folder = tmp_path_factory.mktemp("clamd")
    folder.chmod(0o755)
    (folder / "db").mkdir()
    (folder / "db" / "suite.ndb").write_text(f"Suite.Test:0:*:{VIRUS.hex()}\n")
    listening = folder / "socket"
    (folder / "clamd.conf").write_text(
        f"DatabaseDirectory {folder}/db\nLocalSocket {listening}\nForeground yes\nStreamMaxLength 1M\n"
        f"TemporaryDirectory {folder}\nUser {'root' if os.geteuid() == 0 else os.environ['USER']}\n"
    )
    program = shutil.which("clamd") or "/usr/sbin/clamd"
    with subprocess.Popen([program, "-c", folder / "clamd.conf"], stdout=subprocess.DEVNULL) as daemon:
        try:
            deadline = time.monotonic() + 30
            while not listening.exists():
                assert daemon.poll() is None, "clamd ended"
                assert time.monotonic() < deadline, "clamd did not start"
                time.sleep(0.05)
            yield daemon, str(listening)
        finally:
            daemon.kill()


@pytest.fixture
def scanner(clamd, settings):
    """Have the product ask the true clamd."""
    settings.DSR_CLAMD = clamd[1]
    return clamd[0]


@pytest.mark.parametrize(
    ("data", "answer"),
    [
        (b"", CLEAN),
        (picture(), CLEAN),
        (VIRUS, INFECTED),
        (picture(VIRUS), INFECTED),
        (zipped(VIRUS), INFECTED),
        (picture(zipped(VIRUS)), INFECTED),
        (b"x" * 900_000, CLEAN),
        (b"x" * 900_000 + VIRUS, INFECTED),
        (b"x" * 5_000_000, not_scanned(NotScanned.TOO_LARGE)),
    ],
    ids=["empty", "picture", "U25 raw", "U25 behind a picture", "U25 zipped", "polyglot", "long", "at the end", "too long"],
)  # fmt: skip
def test_clamd_says(scanner, data, answer):
    assert answer_to(data) == answer


def test_clamd_that_stands_still_has_not_scanned(scanner, monkeypatch):
    monkeypatch.setattr(viruses, "SECONDS", 0.5)
    scanner.send_signal(19)  # SIGSTOP
    try:
        assert answer_to(picture()) == not_scanned(NotScanned.TIMEOUT)
    finally:
        scanner.send_signal(18)  # SIGCONT
    monkeypatch.setattr(viruses, "SECONDS", 20)
    assert answer_to(picture()) == CLEAN


@pytest.mark.parametrize("address", [("127.0.0.1", 1), "/nowhere/clamd.sock", ("::1", 1)])
def test_no_scanner_there(settings, address):
    settings.DSR_CLAMD = address
    assert answer_to(picture()) == not_scanned(NotScanned.UNREACHABLE)


def test_no_scanner_wanted(settings):
    settings.DSR_CLAMD = None
    assert answer_to(VIRUS) == not_scanned(NotScanned.NOT_CONFIGURED)


@pytest.fixture
def liar(settings, monkeypatch):
    """Return a function that makes a server say something in the place of clamd; it returns what it was sent."""
    monkeypatch.setattr(viruses, "SECONDS", 1)
    servers = []

    def say(*answers, reads=True):
        heard = []

        def serve(server):
            with server.accept()[0] as client:
                while reads and not b"".join(heard).endswith(struct.pack(">I", 0)):
                    heard.append(client.recv(2**20))
                for answer in answers:
                    client.sendall(answer) if isinstance(answer, bytes) else time.sleep(answer)

        server = socket.create_server(("127.0.0.1", 0))
        thread = threading.Thread(target=serve, args=(server,))
        thread.start()
        servers.append((server, thread))
        settings.DSR_CLAMD = server.getsockname()
        return heard

    yield say
    for server, thread in servers:
        thread.join()
        server.close()


@pytest.mark.parametrize(
    ("answers", "answer"),
    [
        ([b"stream: OK\0"], CLEAN),
        ([b"stre", b"am: OK", b"\0"], CLEAN),
        ([b"stream: Win.Test FOUND\0"], INFECTED),
        ([b"INSTREAM size limit exceeded. ERROR\0"], not_scanned(NotScanned.TOO_LARGE)),
        ([b"stream: Can't allocate memory ERROR\0"], not_scanned(NotScanned.NOT_UNDERSTOOD)),
        ([b"OK\0"], not_scanned(NotScanned.NOT_UNDERSTOOD)),
        ([b"1: stream: OK\0"], not_scanned(NotScanned.NOT_UNDERSTOOD)),
        ([b"/tmp/other: OK\0"], not_scanned(NotScanned.NOT_UNDERSTOOD)),
        ([b"stream: OK\0stream: OK\0"], not_scanned(NotScanned.NOT_UNDERSTOOD)),
        ([b"stream: OKAY\0"], not_scanned(NotScanned.NOT_UNDERSTOOD)),
        ([b"HTTP/1.1 200 OK\r\n\r\n"], not_scanned(NotScanned.NOT_UNDERSTOOD)),
        ([bytes(range(1, 256)) * 40], not_scanned(NotScanned.NOT_UNDERSTOOD)),
        ([b"stream: OK", 2.0], not_scanned(NotScanned.TIMEOUT)),
        ([2.0], not_scanned(NotScanned.TIMEOUT)),
        ([], not_scanned(NotScanned.UNREACHABLE)),
    ],
)
def test_only_its_own_word_is_clean(liar, answers, answer):
    liar(*answers)
    assert answer_to(b"a file") == answer


def test_one_that_does_not_read_is_not_waited_for(liar):
    liar(1.5, reads=False)
    started = time.monotonic()
    assert answer_to(bytes(20_000_000)) == not_scanned(NotScanned.TIMEOUT)
    assert time.monotonic() - started < 5


def test_what_is_sent_is_the_whole_file(liar):
    data = os.urandom(600_000)
    heard = liar(b"stream: OK\0")
    check_for_viruses(data)
    sent = b"".join(heard).removeprefix(b"zINSTREAM\0")
    parts = []
    while length := int.from_bytes(sent[:4], "big"):
        parts.append(sent[4 : 4 + length])
        sent = sent[4 + length :]
    assert (b"".join(parts), sent) == (data, bytes(4))


# -- and what becomes of the document


def message_for(data):
    case = received().case
    add_document(case.pk, IncomingFile("passport.jpg", "image/jpeg", data), by=Impersonal.REQUESTER)
    return OutboxMessage.objects.get(case=case, topic=Topic.FILE_REBUILD)


def state_of(message):
    document = Document.objects.get(pk=message.ids["document"])
    return document.status, document.verdict, document.not_scanned_because, document.pages.count()


@pytest.mark.django_db
def test_an_infected_file_gets_no_pages(scanner):
    message = message_for(picture(VIRUS))
    assert files.rebuild(message) == {"verdict": "infected"}
    assert state_of(message) == (DocumentStatus.INFECTED, ScanVerdict.INFECTED, "", 0)


@pytest.mark.django_db
def test_a_clean_file_is_clean(scanner):
    message = message_for(picture())
    files.rebuild(message)
    assert state_of(message) == (DocumentStatus.READY, ScanVerdict.CLEAN, "", 1)


@pytest.mark.django_db
@pytest.mark.parametrize("because", NotScanned)
def test_what_was_not_scanned_is_asked_about_again(scanner, monkeypatch, because):
    message = message_for(picture(VIRUS))
    with monkeypatch.context() as away:
        away.setattr(files, "check_for_viruses", lambda _data: VirusCheck(ScanVerdict.NOT_SCANNED, because))
        files.rebuild(message)
    assert state_of(message) == (DocumentStatus.READY, ScanVerdict.NOT_SCANNED, because, 1)

    passing = because != NotScanned.TOO_LARGE
    assert scan_waiting(timezone.now()) == passing
    assert state_of(message)[:2] == (
        (DocumentStatus.INFECTED, ScanVerdict.INFECTED) if passing else (DocumentStatus.READY, ScanVerdict.NOT_SCANNED)
    )
    assert message.case.events.filter(action=Action.RECORD_VERDICT).count() == passing
    assert scan_waiting(timezone.now()) == 0


def for_the_line(item):
    add_document(
        item.case_id,
        IncomingFile("passport.jpg", "image/jpeg", picture(VIRUS)),
        by=Impersonal.REQUESTER,
        item_id=item.pk,
    )
    return OutboxMessage.objects.get(case=item.case_id, topic=Topic.FILE_REBUILD)


@pytest.mark.django_db
def test_the_line_of_an_infected_file_is_asked_for_again_at_once(scanner):
    item = received().case.items.first()
    message = for_the_line(item)
    files.rebuild(message)
    item.refresh_from_db()
    assert (item.status, item.reason_code) == (ItemStatus.REJECTED, RejectReason.HARMFUL)
    assert item.case.events.get(action=Action.RECORD_REBUILD).facts["item"] == item.code


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("said", "becomes"),
    [
        (ItemStatus.RECEIVED, ItemStatus.REJECTED),
        (ItemStatus.ACCEPTED, ItemStatus.REJECTED),
        (ItemStatus.WAIVED, ItemStatus.WAIVED),
    ],
)
def test_a_verdict_that_comes_late_opens_the_line_again(scanner, monkeypatch, said, becomes):
    item = received().case.items.first()
    message = for_the_line(item)
    with monkeypatch.context() as away:
        check = VirusCheck(ScanVerdict.NOT_SCANNED, NotScanned.UNREACHABLE)
        away.setattr(files, "check_for_viruses", lambda _data: check)
        files.rebuild(message)
    type(item).objects.filter(pk=item.pk).update(status=said)
    assert scan_waiting(timezone.now()) == 1
    item.refresh_from_db()
    assert item.status == becomes
    assert item.case.events.get(action=Action.RECORD_VERDICT).facts["item"] == item.code


@pytest.mark.django_db
def test_a_slow_scanner_does_not_keep_the_worker(scanner, monkeypatch):
    check = VirusCheck(ScanVerdict.NOT_SCANNED, NotScanned.TOO_LARGE)
    waiting = [message_for(picture(VIRUS + bytes([number]))) for number in range(3)]
    with monkeypatch.context() as away:
        away.setattr(files, "check_for_viruses", lambda _data: VirusCheck(check.verdict, NotScanned.TIMEOUT))
        for message in waiting:
            files.rebuild(message)
    clock = iter((0.0, 1.0, 119.0, 121.0))
    monkeypatch.setattr(rescan, "monotonic", lambda: next(clock))
    assert scan_waiting(timezone.now()) == 2


@pytest.mark.django_db
def test_a_scanner_that_stays_away_is_asked_once(settings, monkeypatch):
    settings.DSR_CLAMD = ("127.0.0.1", 1)
    for _number in range(3):
        files.rebuild(message_for(picture()))
    asked = []
    monkeypatch.setattr(rescan, "check_for_viruses", lambda data: asked.append(1) or check_for_viruses(data))
    assert (scan_waiting(timezone.now()), asked) == (0, [1])
    assert scan_waiting(timezone.now() + timedelta(days=31)) == 0
    assert asked == [1]


@pytest.mark.django_db
def test_an_original_that_is_gone_or_changed_stops_nobody(clamd, settings):
    settings.DSR_CLAMD = None
    messages = [message_for(picture()) for _number in range(3)]
    for message in messages:
        files.rebuild(message)
    gone, changed, _whole = [Document.objects.get(pk=message.ids["document"]) for message in messages]
    storage.delete(gone.key)
    sealed = storage.get(changed.key)
    storage.delete(changed.key)
    storage.put(changed.key, sealed[:-1] + bytes([sealed[-1] ^ 1]))

    settings.DSR_CLAMD = clamd[1]
    assert scan_waiting(timezone.now()) == 1
    verdicts = [state_of(message)[1] for message in messages]
    assert verdicts == [ScanVerdict.NOT_SCANNED, ScanVerdict.NOT_SCANNED, ScanVerdict.CLEAN]
