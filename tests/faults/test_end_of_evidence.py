"""Papers at their end in the real product: killed at every step, searched byte by byte, and after the house burnt down."""

import json
import shutil
import time
from pathlib import Path
from threading import Event, Thread

import pytest

from tests.browser import lane
from tests.browser.pictures import passport
from tests.browser.product import until
from tests.faults.requester import Requester
from tests.faults.test_plaintext_remains import MARKER, SECRETS, found_on_disk

pytestmark = [pytest.mark.real_time, pytest.mark.lanes]

FEW = 5
UNCONFIRMED = "SELECT count(*) FROM dsr_disposal WHERE confirmed_at IS NULL"


def ending(product, *words):
    return json.loads(product.python("-m", "tests.browser.endings", *words))


def all_gone(product):
    until(lambda: product.value(UNCONFIRMED) == 0, "the store has confirmed everything")


def ask(product, **changed):
    """Make a request with a passport by web, and wait until it is made safe."""
    requester = Requester(product.port)
    # another address for each: one address gets three mails an hour
    changed.setdefault("principal-email", f"p{time.monotonic_ns()}@example.com")
    number, secret = requester.ask(passport(MARKER.decode()), **changed)
    until(lambda: product.documents(number) == ["ready"], "the picture is rebuilt")
    return number, secret


def read_in(folder: Path) -> list[str]:
    """Return which files of a folder hold a word of a person, or a key."""
    keys = []
    for path in folder.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            keys += [f"{path}: {secret!r}" for secret in SECRETS if secret in content]
    return keys


def holding(folder: Path, *needles: str) -> list[str]:
    """Return which files below a folder hold one of these bytes (as hexadecimal digits)."""
    wanted = [bytes.fromhex(needle) for needle in needles]
    paths = [path for path in folder.rglob("*") if path.is_file()]
    return [str(path) for path in paths if any(needle in path.read_bytes() for needle in wanted)]


def test_a_worker_that_dies_at_any_step_of_destroying_is_taken_over(product):
    product.kill_everything()
    found = ending(product, "crash")
    product.let_leases_end()
    product.start()
    all_gone(product)
    states = dict(zip(found, ending(product, "state", *found.values()), strict=True))
    # files asked for, confirmed, still in the store, entries of the ledger, receipts in the journal
    once = [2, 2, 0, 1, 1]
    assert states == dict.fromkeys(found, once)
    assert product.manage("check_journal") == "The journal is whole.\n"
    assert product.manage("check_files") == "Every file that a row names is there and opens.\n"


def test_a_whole_life_leaves_nothing_readable_anywhere(product, tmp_path):
    product.rest()
    until(product.is_ready, "ready")
    (masked, _one), (destroyed, _two), (kept, _three) = (ask(product) for _ in range(3))
    product.manage("backup", "--to", str(tmp_path / "backup"))
    old = ending(product, "keys", masked, destroyed)
    # the search finds them as long as they are there; a database on a server lies elsewhere
    assert bool(holding(product.data, *old)) is not lane.ON_SERVERS
    assert [*ending(product, "mask", masked), *ending(product, "destroy", destroyed)] == old
    all_gone(product)
    product.manage("backup", "--to", str(tmp_path / "later"))

    assert found_on_disk(product) == []
    assert ending(product, "search", MARKER.decode(), "旅券.jpg") == []
    assert read_in(tmp_path) == []
    # no byte of the destroyed keys: not in the database, its log, its index, the ledger, or a later backup
    assert holding(product.data, *old) == []
    assert holding(tmp_path, *old) == []
    assert product.documents(kept) == ["ready"]


def nothing_left(product) -> bool:
    """Let whoever works alone go on, also with what died with its worker so often that it was given up."""
    product.manage("outbox", "--again")
    product.let_leases_end()
    ending(product, "drain")
    return product.unsent() == 0


def test_fifty_kills_at_moments_of_their_own_leave_nothing_readable(product):
    product.rest()
    # about half a minute
    assert ending(product, "kills", "50", "90") == 50
    assert found_on_disk(product) == []
    until(lambda: nothing_left(product), "everything that was begun is done", patience=120)
    all_gone(product)
    assert found_on_disk(product) == []
    assert ending(product, "search", MARKER.decode(), "旅券.jpg") == []
    assert product.manage("check_journal") == "The journal is whole.\n"
    assert product.manage("check_files") == "Every file that a row names is there and opens.\n"
    stored = json.loads(product.python("-m", "tests.browser.stage", "files"))
    assert stored["left without a row"] == 0


class Load:
    """People who go on making requests while something else happens: a few, for one visitor may send twenty an hour."""

    def __init__(self, product) -> None:
        self.product, self.receipts, self._stop = product, [], Event()
        self._thread = Thread(target=self._ask)

    def _ask(self) -> None:
        while not self._stop.is_set() and len(self.receipts) < FEW:
            requester = Requester(self.product.port)
            address = f"load{time.monotonic_ns()}@example.com"
            self.receipts.append(requester.ask(**{"principal-email": address}))

    def __enter__(self) -> "Load":
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._stop.set()
        self._thread.join()


def burn_down(product) -> None:
    """Lose database and store. What is left: the keys, the ledger, the backup, and what the mail server has."""
    product.kill_everything()
    ending(product, "wipe")
    lane.drop(product.data)
    for path in product.data.glob("db.sqlite3*"):
        path.unlink()
    for name in ("storage", "broker", "stamps"):
        shutil.rmtree(product.data / name, ignore_errors=True)
    lane.create(product.data)


def test_the_drill(product, tmp_path):
    product.rest()
    until(product.is_ready, "ready")
    purged = [ask(product) for _ in range(3)]
    kept = ask(product)
    until(lambda: product.unsent() == 0, "the mails have left")
    with Load(product) as load:
        until(lambda: load.receipts, "somebody asks")
        before = list(load.receipts)
        product.manage("backup", "--to", str(tmp_path / "backup"))
    ending(product, "destroy", *[number for number, _secret in purged])
    all_gone(product)
    for _ in range(2):
        ask(product)
    until(lambda: product.unsent() == 0, "the mails have left")
    mails = len(product.mails())
    burn_down(product)

    started = time.monotonic()
    said = product.manage("restore", "--from", str(tmp_path / "backup"))
    seconds = time.monotonic() - started
    print(f"restored in {seconds:.1f} seconds: {said}")
    assert "of which 3 had to be made again" in said
    product.start()
    # nothing of what was destroyed can be read, nothing else is lost
    assert [product.documents(number) for number, _secret in purged] == [["destroyed"]] * 3
    assert product.documents(kept[0]) == ["ready"]
    assert product.manage("check_files") == "Every file that a row names is there and opens.\n"
    assert product.manage("check_journal") == "The journal is whole.\n"
    # receipts from before the backup work
    for number, secret in [kept, *purged, *before]:
        Requester(product.port).open(number, secret)
    # no mail leaves a second time; the product goes on
    number, _secret = ask(product)
    until(lambda: product.documents(number) == ["ready"], "the desk works again")
    until(lambda: len(product.mails()) == mails + 1, "the new mail has left")
    assert product.value("SELECT count(*) FROM dsr_outboxmessage WHERE sent_at IS NULL AND dead_at IS NULL") == 0
    assert read_in(tmp_path) == []
