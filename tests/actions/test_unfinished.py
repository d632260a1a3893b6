"""What a lost outbox row would leave unfinished is asked for again, once."""

import logging
from datetime import timedelta

import pytest
from django.utils import timezone

from dsr import storage
from dsr.actions.destruction import destroy_document
from dsr.actions.documents import IncomingFile, add_document
from dsr.actions.unfinished import ask_again
from dsr.effects.outbox import drain
from dsr.models import Document, OutboxMessage
from dsr.vocabulary import DestroyReason, DocumentStatus, Impersonal, Topic
from tests.factories import received, staff

pytestmark = pytest.mark.django_db
FILES = (Topic.FILE_REBUILD, Topic.FILE_SHRED)


def waiting() -> dict[str, int]:
    messages = OutboxMessage.objects.undone().filter(topic__in=FILES)
    return {topic.value: messages.filter(topic=topic).count() for topic in FILES}


def document() -> Document:
    case = received().case
    return add_document(case.pk, IncomingFile("a.png", "image/png", b"no picture"), by=Impersonal.REQUESTER)


def later(**age: int):
    return timezone.now() + timedelta(**age)


def test_a_document_that_nobody_makes_safe_is_asked_for_again() -> None:
    found = document()
    OutboxMessage.objects.all().delete()
    assert [ask_again(later(minutes=9)), ask_again(later(minutes=11)), ask_again(later(minutes=12))] == [0, 1, 0]
    OutboxMessage.objects.update(try_at=timezone.now())
    drain()
    assert Document.objects.get(pk=found.pk).status == DocumentStatus.FAILED
    assert ask_again(later(minutes=30)) == 0


def test_a_file_that_nobody_deletes_is_asked_for_again() -> None:
    found = document()
    destroy_document(found.case_id, found.pk, by=staff(), reason=DestroyReason.NOT_OURS)
    OutboxMessage.objects.all().delete()
    assert (storage.exists(found.key), ask_again(later(minutes=11))) == (True, 1)
    assert waiting() == {"file.rebuild": 0, "file.shred": 1}
    OutboxMessage.objects.update(try_at=timezone.now())
    drain()
    assert (storage.exists(found.key), ask_again(later(minutes=30))) == (False, 0)


def test_what_is_asked_for_already_is_left_alone() -> None:
    document()
    assert ask_again(later(minutes=11)) == 0
    assert waiting() == {"file.rebuild": 1, "file.shred": 0}


def test_what_waits_for_an_hour_is_told(caplog) -> None:
    document()
    with caplog.at_level(logging.ERROR, logger="dsr.actions.unfinished"):
        ask_again(later(minutes=59))
        ask_again(later(minutes=61))
    assert [record.getMessage() for record in caplog.records] == ["1 files are not made safe after an hour"]
