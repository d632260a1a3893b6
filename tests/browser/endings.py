"""Run inside the product's environment: papers that come to their end, and processes that are killed on the way.

`python -m tests.browser.endings destroy NUMBER...` destroys the papers of these cases and prints their sealed keys.
`python -m tests.browser.endings mask NUMBER` masks the papers of a case and prints the sealed keys of before.
`python -m tests.browser.endings keys NUMBER...` prints the sealed keys of their papers.
`python -m tests.browser.endings crash` lets one worker after another die while it destroys, and prints the documents.
`python -m tests.browser.endings kills COUNT SECONDS` kills that many whole lives at moments of their own.
`python -m tests.browser.endings wipe` empties the store.
`python -m tests.browser.endings search WORD...` prints what of these can be read in the store.
"""

import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from typing import Any
from unittest.mock import patch
from uuid import UUID

from tests.browser.stage import POINTS, case_in, die, received, then_die

assert POINTS  # Django is set up by then

from django.db import connections
from django.utils import timezone

from dsr import storage
from dsr.actions import destruction, documents, masking
from dsr.actions.unit import Change
from dsr.effects import outbox, shredding
from dsr.models import Document, OutboxMessage, User
from dsr.rendering.masking import Box
from dsr.storage import ledger
from dsr.vocabulary import DestroyReason, Impersonal, Topic
from tests.browser.pictures import passport

# where a worker dies that destroys: what is replaced by death
SHREDDING: dict[str, tuple[Any, str, Callable[..., Any]] | None] = {
    "before the ledger": (ledger, "append", die),
    "told the ledger": (ledger, "append", then_die(ledger.append)),
    "one file deleted": (storage, "delete", then_die(storage.delete)),
    "all files gone": (shredding, "record_shredding", die),
    "recorded, not committed": (Change, "write", then_die(Change.write)),
    "committed, not marked": None,
}
SHORTEST, LONGEST = 0.02, 0.9  # seconds of a life; a whole one takes about that


def clerk() -> User:
    return User.objects.get(username="clerk")


def papers(number: str) -> list[Document]:
    return list(Document.objects.kept().filter(case__number=number))


def destroy(document: Document) -> str:
    sealed = bytes(document.sealed_file_key).hex()
    destruction.destroy_document(document.case_id, document.pk, by=clerk(), reason=DestroyReason.NOT_OURS)
    return sealed


def mask(document: Document) -> str:
    sealed = bytes(document.sealed_file_key).hex()
    boxes = {page.number: [Box(50, 50, 400, 400)] for page in document.pages.all()}
    masking.mask_document(document.case_id, document.pk, by=clerk(), boxes=boxes)
    return sealed


def crash_everywhere() -> dict[str, str]:
    """Let one worker after another die on a document of its own. Returns the documents by point."""
    found = {}
    for point, replaced in SHREDDING.items():
        case = case_in("verified").case
        document = case.documents.get()
        destroy(document)
        message = OutboxMessage.objects.get(case=case, topic=Topic.FILE_SHRED)
        OutboxMessage.objects.filter(pk=message.pk).update(try_at=timezone.now() + outbox.LEASE, attempts=1)
        connections.close_all()
        worker = os.fork()
        if worker == 0:
            _shred_and_die(message, replaced)
        _pid, status = os.waitpid(worker, 0)
        assert os.WTERMSIG(status) == signal.SIGKILL, point
        found[point] = str(document.pk)
    return found


def _shred_and_die(message: OutboxMessage, replaced: tuple[Any, str, Callable[..., Any]] | None) -> None:
    if replaced is None:
        outbox.HANDLERS[Topic.FILE_SHRED] = then_die(shredding.shred)
        outbox.deliver(message.pk)
    else:
        with patch.object(*replaced):
            outbox.deliver(message.pk)
    os._exit(0)  # it should not have come so far


def kill_lives(count: int, seconds: float) -> int:
    """Kill lives of cases in the middle, each with all that it started. Returns how many were killed in that time."""
    moments = random.Random(20261126)  # noqa: S311 - the same moments in every run
    until, killed = time.monotonic() + seconds, 0
    for _ in range(count):
        if time.monotonic() > until:
            break
        connections.close_all()
        life = os.fork()
        if life == 0:
            os.setsid()
            _live()
        time.sleep(moments.uniform(SHORTEST, LONGEST))
        try:
            os.killpg(life, signal.SIGKILL)
        except ProcessLookupError:  # killed before it had a group of its own
            os.kill(life, signal.SIGKILL)
        _pid, status = os.waitpid(life, 0)
        killed += os.WIFSIGNALED(status)
    return killed


def _live() -> None:
    """Take a request in with the canary on its paper, make it safe, mask it, destroy it; then begin again."""
    while True:
        case = received().case
        picture = documents.IncomingFile("旅券.jpg", "image/jpeg", passport("canary-7f3a-passport-marker"))
        documents.add_document(case.pk, picture, by=Impersonal.REQUESTER)
        outbox.drain()
        for document in papers(case.number):
            mask(document)
        outbox.drain()
        for document in papers(case.number):
            destroy(document)
        outbox.drain()


def state_of(*documents_: str) -> list[list[Any]]:
    """Return for each document: files asked, files confirmed, entries of the ledger, entries of the journal."""
    told = [purge.document for purge in ledger.entries()]
    rows = []
    for pk in documents_:
        document = Document.objects.get(pk=UUID(pk))
        disposals = document.disposals.all()
        confirmed = disposals.filter(confirmed_at__isnull=False).count()
        there = sum(storage.exists(row.key) for row in disposals)
        receipts = document.case.events.filter(action="record_shredding").count()
        rows.append([disposals.count(), confirmed, there, told.count(pk), receipts])
    return rows


def wipe() -> None:
    for key in list(storage.all_keys()):
        storage.delete(key)
    storage.remove_mark()


def search(*words: str) -> list[str]:
    return [key for key in storage.all_keys() if any(word.encode() in storage.get(key) for word in words)]


def main() -> None:
    """Do what the command line says."""
    verb, *words = sys.argv[1:]
    answers: dict[str, Callable[[], Any]] = {
        "destroy": lambda: [destroy(paper) for number in words for paper in papers(number)],
        "mask": lambda: [mask(paper) for number in words for paper in papers(number)],
        "crash": crash_everywhere,
        "kills": lambda: kill_lives(int(words[0]), float(words[1])),
        "keys": lambda: [bytes(paper.sealed_file_key).hex() for number in words for paper in papers(number)],
        "state": lambda: state_of(*words),
        "wipe": wipe,
        "search": lambda: search(*words),
        "drain": outbox.drain,
    }
    sys.stdout.write(json.dumps(answers[verb]()))


if __name__ == "__main__":
    main()
