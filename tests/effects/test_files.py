"""An uploaded document is rebuilt once: sealed pages, or the reason why there are none."""

from contextlib import suppress
from io import BytesIO

import pytest
from PIL import Image

from dsr import crypto, storage
from dsr.actions.documents import IncomingFile, add_document
from dsr.effects import files
from dsr.effects.jailed import JailBroken
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
    opened = crypto.unseal_file(document.open_file_key(), stored, context=page.key)
    assert document.status == DocumentStatus.READY
    assert b"PNG" not in stored
    assert Image.open(BytesIO(opened)).size == (page.width, page.height)


def test_runs_twice_and_works_once():
    message = message_for(picture())
    files.rebuild(message)

    assert files.rebuild(message) == {"skipped": "already_rebuilt"}
    assert document_of(message).pages.count() == 1
    assert message.case.events.filter(action=Action.RECORD_REBUILD).count() == 1


def tried(message: OutboxMessage, monkeypatch: pytest.MonkeyPatch, failure: Exception, attempts: int) -> list[str]:
    """Rebuild while the machine fails, as the first, second ... try. Returns the status after each."""

    def fail(*_file):
        raise failure

    monkeypatch.setattr(files, "rasterise", fail)
    after = []
    for message.attempts in range(1, attempts + 1):
        with suppress(type(failure)):
            files.rebuild(message)
        after.append(document_of(message).status)
    return after


STORED, FAILED = DocumentStatus.STORED, DocumentStatus.FAILED


def test_a_machine_without_a_jail_marks_no_document(monkeypatch, caplog):
    message = message_for(picture())
    assert tried(message, monkeypatch, JailBroken(), 12) == [STORED] * 12
    assert caplog.messages == ["no document can be made safe: the jail does not start or does not close"] * 12


@pytest.mark.parametrize("code", RebuildFailure)
@pytest.mark.parametrize("passing", [True, False])
def test_what_the_machine_may_have_done_is_believed_at_the_third_try(monkeypatch, code, passing):
    message = message_for(picture())
    wanted = [STORED, STORED, FAILED] if passing else [FAILED] * 3
    assert tried(message, monkeypatch, NotRasterised(code, passing=passing), 3) == wanted
    assert document_of(message).failure == code


def test_a_file_that_was_too_slow_once_is_made_safe_by_the_next_try(monkeypatch):
    message = message_for(picture())
    with monkeypatch.context() as busy:
        assert tried(message, busy, NotRasterised(RebuildFailure.TOO_SLOW, passing=True), 1) == [STORED]
    assert files.rebuild(message) == {"pages": "1"}
    assert document_of(message).status == DocumentStatus.READY


def test_a_slow_worker_does_not_overrule_a_faster_one(monkeypatch):
    message, once = message_for(picture()), files.rasterise

    def while_another_is_faster(*_file):
        monkeypatch.setattr(files, "rasterise", once)
        files.rebuild(message)
        raise NotRasterised(RebuildFailure.DAMAGED)

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
    storage.put(document.key, crypto.seal_file(document.open_file_key(), picture(), context="elsewhere"))

    for message.attempts in (1, 2):
        with pytest.raises(crypto.Tampered):
            files.rebuild(message)
        assert document_of(message).status == DocumentStatus.STORED
    message.attempts = 3
    assert files.rebuild(message) == {"failure": "tampered"}
    assert (document_of(message).status, document_of(message).failure) == (DocumentStatus.FAILED, "tampered")


def test_makes_nothing_once_the_key_is_destroyed():
    message = message_for(picture())
    CaseKey.objects.filter(case=message.case_id).delete()

    assert files.rebuild(message) == {"skipped": "erased"}
