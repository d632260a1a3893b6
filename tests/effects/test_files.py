"""An uploaded document is rebuilt once: sealed pages, or the reason why there are none."""

from io import BytesIO

import pytest
from PIL import Image

from dsr import crypto, storage
from dsr.actions.documents import IncomingFile, add_document
from dsr.effects import files
from dsr.effects.rasterise import NotRasterised
from dsr.errors import Refused
from dsr.models import CaseKey, Document, OutboxMessage
from dsr.vocabulary import Action, DocumentStatus, Impersonal, RebuildFailure, Topic
from tests.factories import received

pytestmark = pytest.mark.django_db


def picture() -> bytes:
    file = BytesIO()
    Image.new("RGB", (300, 200), "white").save(file, "PNG")
    return file.getvalue()


def message_for(data: bytes) -> OutboxMessage:
    """Return the row that asks to rebuild a document that has just come in."""
    case = received().case
    add_document(case.pk, IncomingFile("passport.png", "image/png", data), by=Impersonal.REQUESTER)
    return OutboxMessage.objects.get(case=case, topic=Topic.FILE_REBUILD)


def document_of(message: OutboxMessage) -> Document:
    return Document.objects.get(pk=message.ids["document"])


def test_stores_sealed_pages():
    message = message_for(picture())
    assert files.rebuild(message) == {"pages": "1"}

    document = document_of(message)
    (page,) = document.pages.all()
    stored = storage.get(page.key)
    opened = crypto.unseal_file(document.open_key(), stored, context=page.key)
    assert document.status == DocumentStatus.READY
    assert b"PNG" not in stored
    assert Image.open(BytesIO(opened)).size == (page.width, page.height)


def test_runs_twice_and_works_once():
    message = message_for(picture())
    files.rebuild(message)

    assert files.rebuild(message) == {"skipped": "already_rebuilt"}
    assert document_of(message).pages.count() == 1
    assert message.case.events.filter(action=Action.RECORD_REBUILD).count() == 1


def test_a_slow_worker_does_not_overrule_a_faster_one(monkeypatch):
    message, once = message_for(picture()), files.rasterise

    def while_another_is_faster(*_file):
        monkeypatch.setattr(files, "rasterise", once)
        files.rebuild(message)
        raise NotRasterised(RebuildFailure.TOO_SLOW)

    monkeypatch.setattr(files, "rasterise", while_another_is_faster)
    with pytest.raises(Refused, match="wrong_state"):
        files.rebuild(message)
    assert (document_of(message).status, document_of(message).pages.count()) == (DocumentStatus.READY, 1)
    assert message.case.events.filter(action=Action.RECORD_REBUILD).count() == 1


def test_records_why_a_file_cannot_be_read():
    message = message_for(b"\x89PNG\r\n\x1a\n" + b"no picture" * 50)
    record = files.rebuild(message)

    document = document_of(message)
    assert (document.status, document.pages.count()) == (DocumentStatus.FAILED, 0)
    assert record == {"failure": document.failure}
    assert document.failure


def test_does_not_open_an_original_that_was_swapped():
    message = message_for(picture())
    document = document_of(message)
    storage.delete(document.key)
    storage.put(document.key, crypto.seal_file(document.open_key(), picture(), context="elsewhere"))

    with pytest.raises(crypto.Tampered):
        files.rebuild(message)
    assert document_of(message).status == DocumentStatus.STORED


def test_makes_nothing_once_the_key_is_destroyed():
    message = message_for(picture())
    CaseKey.objects.filter(case=message.case_id).delete()

    assert files.rebuild(message) == {"skipped": "erased"}
