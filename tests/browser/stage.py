"""Run inside the product's environment: cases on their way, made by the verbs, and verbs that die in the middle.

`python -m tests.browser.stage STATE...` prints number, secret and id of a case for each STATE that it came as far as.
`python -m tests.browser.stage week` makes cases as they came in while the server ran, until it stopped a week ago.
`python -m tests.browser.stage crash` lets one worker after another die at a point of its work, and prints the cases.
"""

import json
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from time import sleep
from typing import Any
from unittest.mock import patch
from uuid import uuid4

import django

django.setup()

from django.core.mail import EmailMessage
from django.db import connections
from django.utils import timezone

from dsr import storage
from dsr.actions import contacts, decide, describing, destruction, documents, items, letters, masking, reply, verify
from dsr.actions.receive import Receipt, RightAsked, Submission, submit_request
from dsr.actions.unit import Change
from dsr.effects import files, outbox
from dsr.management.demo.stage import Story, play
from dsr.models import Case, Desk, Finding, OutboxMessage, User
from dsr.persons import PersonDetails
from dsr.vocabulary import (
    Channel,
    ContactBasis,
    ContactMedium,
    DestroyReason,
    FindingCode,
    Impersonal,
    Kind,
    Outcome,
    PartyRole,
    Regime,
    ReplyMethod,
    RequesterType,
    Topic,
)
from tests.browser.pictures import passport

PERSON = PersonDetails(name="山田 太郎", address="京都府向日市寺戸町53", phone="075-925-0000")
STATES = ("received", "verified", "decided", "approved", "released")


def received() -> Receipt:
    """Return a request by web with a passport that is not rebuilt yet."""
    submission = Submission(
        desk=Desk.objects.get(slug="omron-software"),
        token=uuid4().hex + uuid4().hex,
        channel=Channel.WEB,
        language="ja",
        regime=Regime.JP_APPI,
        residence="JP",
        requester_type=RequesterType.PRINCIPAL,
        reply_method=ReplyMethod.ELECTRONIC,
        # an address of its own: one address gets three mails an hour
        principal=replace(PERSON, email=f"{uuid4().hex}@example.com"),
        agent=None,
        rights=(RightAsked(kind=Kind.DISCLOSURE, scope="会員情報のすべて"),),
        received_on=timezone.localdate(),
    )
    receipt = submit_request(submission, by=Impersonal.REQUESTER)
    picture = documents.IncomingFile("passport.jpg", "image/jpeg", passport())
    documents.add_document(receipt.case.pk, picture, by=Impersonal.REQUESTER, item_id=receipt.case.items.first().pk)
    return receipt


def case_in(state: str) -> Receipt:
    """Return a case that came as far as a state; what its verbs ask of the worker is done, but for the last one."""
    clerk, reviewer = (User.objects.get(username=name) for name in ("clerk", "reviewer"))
    receipt, until = received(), STATES.index(state)
    case = receipt.case
    if until >= STATES.index("verified"):
        finish(case)
        for item in case.items.all():
            items.accept_item(case.pk, item.pk, by=clerk, evidence=item.any_of[0])
        verify.verify_identity(case.pk, by=clerk, method="documents")
    if until >= STATES.index("decided"):
        answer = decide.RightAnswer(outcome=Outcome.GRANTED, content="会員登録情報一式を別紙のとおり開示します。")
        decide.decide_right(case.pk, case.rights.get().pk, answer, by=reviewer)
        decide.decide(case.pk, by=reviewer)
    if until >= STATES.index("approved"):
        letters.approve_letter(case.pk, by=reviewer)
    if until >= STATES.index("released"):
        finish(case)
        contacts.prove_contact(
            case.pk, by=clerk, role=PartyRole.PRINCIPAL, medium=ContactMedium.EMAIL, basis=ContactBasis.CALL_BACK
        )
        reply.send_reply(case.pk, by=clerk)
    return receipt


def finish(case: Case) -> None:
    """Do what the case waits for; what a worker beside us has claimed is its own to finish."""
    for _try in range(300):
        outbox.drain()
        if not case.messages.undone().exists():
            return
        sleep(0.1)
    raise TimeoutError


def die(*_args: Any, **_kwargs: Any) -> None:
    """End this process as kill -9 does."""
    os.kill(os.getpid(), signal.SIGKILL)


def then_die(work: Callable[..., Any]) -> Callable[..., Any]:
    """Do the work, then die before anybody hears of it."""

    def both(*args: Any, **kwargs: Any) -> None:
        work(*args, **kwargs)
        die()

    return both


# where a worker dies: the state of the case, the message it works on, and what is replaced by death
POINTS = {
    "document: before a page is stored": ("received", Topic.FILE_REBUILD, (storage, "put", die)),
    "document: pages stored, no row": ("received", Topic.FILE_REBUILD, (files, "record_rebuild", die)),
    "document: rows written, not committed": (
        "received",
        Topic.FILE_REBUILD,
        (Change, "write", then_die(Change.write)),
    ),
    "document: committed, not marked": ("received", Topic.FILE_REBUILD, None),
    "letter: before it is stored": ("approved", Topic.LETTER_RENDER, (storage, "put", die)),
    "letter: stored, not attached": ("approved", Topic.LETTER_RENDER, (storage, "put", then_die(storage.put))),
    "letter: attached, not committed": ("approved", Topic.LETTER_RENDER, (Change, "write", then_die(Change.write))),
    "letter: committed, not marked": ("approved", Topic.LETTER_RENDER, None),
    "mail: before it leaves": ("received", Topic.MAIL_RECEIVED, (EmailMessage, "send", die)),
    "mail: left, not marked": ("received", Topic.MAIL_RECEIVED, None),
}


def crash_everywhere() -> dict[str, str]:
    """Let one worker after another die, each on a case of its own. Returns the case numbers by point."""
    numbers = {}
    for point, (state, topic, replaced) in POINTS.items():
        case = case_in(state).case
        message = OutboxMessage.objects.get(case=case, topic=topic)
        # claimed, as outbox.claim does it
        OutboxMessage.objects.filter(pk=message.pk).update(try_at=timezone.now() + outbox.LEASE, attempts=1)
        connections.close_all()
        worker = os.fork()
        if worker == 0:
            _work_and_die(message, replaced)
        _pid, status = os.waitpid(worker, 0)
        assert os.WTERMSIG(status) == signal.SIGKILL, point
        numbers[point] = case.number
    return numbers


def _work_and_die(message: OutboxMessage, replaced: tuple[Any, str, Callable[..., Any]] | None) -> None:
    if replaced is None:
        topic = Topic(message.topic)
        outbox.HANDLERS[topic] = then_die(outbox.HANDLERS[topic])
        outbox.deliver(message.pk)
    else:
        with patch.object(*replaced):
            outbox.deliver(message.pk)
    os._exit(0)  # it should not have come so far


def weeks_ago() -> None:
    """Let cases arrive on many days, and the timers tick every morning, until a week ago; then nothing ran any more."""
    now = timezone.now()
    stopped = now - timedelta(days=7)
    play([_arrives(now - timedelta(days=days), withdrawn=days % 10 == 0) for days in range(8, 45, 3)], until=stopped)


def _arrives(moment: datetime, *, withdrawn: bool) -> Story:
    yield moment
    case = received().case
    if withdrawn:
        yield moment + timedelta(minutes=5)
        reply.withdraw(case.pk, by=Impersonal.REQUESTER)


def papers() -> list[str]:
    """Make a case whose papers are in every state that a clerk meets. Returns case and papers by their ids."""
    clerk = User.objects.get(username="clerk")
    case = received().case
    item = case.items.first()
    for marker in ("masked", "gone", "back", "broken"):
        data = passport(marker) if marker != "broken" else passport()[:5_000]
        file = documents.IncomingFile(f"{marker}.jpg", "image/jpeg", data)
        # a line with the back of a card cannot be judged: that one came for no line
        documents.add_document(case.pk, file, by=Impersonal.REQUESTER, item_id=None if marker == "back" else item.pk)
    outbox.drain()
    warned, masked, gone, back, broken = case.documents.all()
    for code in FindingCode:
        if code != FindingCode.MY_NUMBER_BACK:
            place = [480, 600, 300, 70] if code == FindingCode.QR_CODE else None
            Finding.objects.create(
                document=warned, page=1, code=code, box=place, found_by="program", at=timezone.now(), other_case=case
            )
    read = describing.Particulars(kind="my_number_card_front", is_my_number_back=True)
    describing.describe_document(case.pk, back.pk, by=clerk, particulars=read)
    masking.mask_document(case.pk, masked.pk, by=clerk, boxes={1: [masking.Box(480, 600, 300, 70)]})
    destruction.destroy_document(case.pk, gone.pk, by=clerk, reason=DestroyReason.NOT_OURS)
    outbox.drain()
    asked = {
        "evidence": "residence_certificate",
        "of": PartyRole.PRINCIPAL,
        "reason": "転居直後のため、新住所の確認が必要です。",
    }
    items.add_item(case.pk, by=clerk, **asked)
    return [str(one.pk) for one in (case, warned, masked, gone, back, broken)]


def main() -> None:
    """Do what the command line says."""
    if sys.argv[1] == "crash":
        sys.stdout.write(json.dumps(crash_everywhere()))
    elif sys.argv[1] == "papers":
        sys.stdout.write(json.dumps(papers()))
    elif sys.argv[1] == "week":
        weeks_ago()
    elif sys.argv[1] == "files":
        sys.stdout.write(json.dumps(stored_files()))
    else:
        receipts = [case_in(state) for state in sys.argv[1:]]
        sys.stdout.write(json.dumps([[one.case.number, one.secret, str(one.case.pk)] for one in receipts]))


def stored_files() -> dict[str, int]:
    """Count the rows whose file is missing, the files that no row names, and those left after the nightly sweep."""
    from dsr.effects.orphans import delete_unnamed_files
    from dsr.models import Document, Letter, Page

    named = {key for model in (Document, Page) for key in model.objects.values_list("key", flat=True)}
    named |= set(Letter.objects.exclude(pdf_key="").values_list("pdf_key", flat=True))
    stored = set(storage.all_keys())
    deleted = delete_unnamed_files(timezone.now() + timedelta(hours=25))
    return {
        "rows without a file": len(named - stored),
        "files without a row": len(stored - named),
        "deleted by the sweep": deleted,
        "left without a row": len(set(storage.all_keys()) - named),
        "lost by the sweep": len(named - set(storage.all_keys())),
    }


if __name__ == "__main__":
    main()
