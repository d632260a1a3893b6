"""Whatever is done to a stored file: it is refused in words, told in the log, and never shown in part."""

import logging

import pytest
from django.urls import reverse

from dsr import crypto, storage
from dsr.actions.documents import IncomingFile, StoredPage, add_document, record_rebuild
from dsr.effects import files
from dsr.models import Document, Letter, OutboxMessage, ViewEvent
from dsr.storage.sealed import put_sealed
from dsr.vocabulary import DocumentStatus, Impersonal, State, Topic, ViewSubject
from tests.factories import case_in, received, signed_in, staff
from tests.web.public.visitor import picture

pytestmark = pytest.mark.django_db

FRAME = 64 * 1024 + 16
HEAD = 5 + 32


def flipped(at):
    return lambda blob, _other: blob[:at] + bytes([blob[at] ^ 1]) + blob[at + 1 :]


def flip_last(blob):
    return blob[:-1] + bytes([blob[-1] ^ 1])


TAMPERED = {
    "first byte": flipped(0),
    "salt": flipped(10),
    "first frame": flipped(HEAD + 5),
    "second frame": flipped(HEAD + FRAME + 5),
    "last byte": lambda blob, _other: flip_last(blob),
    "one byte short": lambda blob, _other: blob[:-1],
    "half": lambda blob, _other: blob[: len(blob) // 2],
    "first frame alone": lambda blob, _other: blob[: HEAD + FRAME],
    "head alone": lambda blob, _other: blob[:HEAD],
    "nothing": lambda _blob, _other: b"",
    "one byte more": lambda blob, _other: blob + b"\0",
    "frames exchanged": lambda blob, _other: (
        blob[:HEAD] + blob[HEAD + FRAME : HEAD + 2 * FRAME] + blob[HEAD : HEAD + FRAME] + blob[HEAD + 2 * FRAME :]
    ),
    "another file": lambda _blob, other: other,
    "head of another file": lambda blob, other: other[:HEAD] + blob[HEAD:],
    "what was never sealed": lambda _blob, _other: b"\xff\xd8\xff\xe0" + b"a picture of somebody" * 100,
}
PHOTO = picture("PNG", (600, 400)).read()


def document_with_pages():
    """Return a ready document of two pages, each several frames long."""
    case = received().case
    add_document(case.pk, IncomingFile("a.png", "image/png", PHOTO), by=Impersonal.REQUESTER)
    document = case.documents.get()
    file_key = document.open_file_key()
    pages = [StoredPage(put_sealed("page", PHOTO, file_key), 600, 400) for _number in range(2)]
    record_rebuild(document.pk, pages)
    return document


def replace(place, blob):
    storage.delete(place)
    storage.put(place, blob)


@pytest.mark.parametrize("how", TAMPERED)
def test_a_changed_file_is_refused_recorded_and_never_shown_in_part(how, caplog):
    document, clerk = document_with_pages(), staff()
    page, other = document.pages.order_by("number")
    replace(page.key, TAMPERED[how](storage.get(page.key), storage.get(other.key)))
    url = reverse("staff:page", args=[document.case_id, document.pk, 1])

    answer = signed_in(clerk, "en").get(url)
    assert (answer.status_code, answer["Content-Type"]) == (409, "text/html; charset=utf-8")
    assert "What is stored is no longer what was stored" in answer.text
    assert not any(PHOTO[at : at + 16] in answer.content for at in range(0, len(PHOTO), 4096))
    assert b"a picture of somebody" not in answer.content
    assert ViewEvent.objects.get(subject=ViewSubject.PAGE).object_id == f"{document.pk}/1"
    (told,) = [line for line in caplog.records if line.levelno == logging.ERROR and line.name == "dsr.web.refusals"]
    assert str(document.pk) in told.getMessage()
    # the other page is whole
    assert signed_in(clerk).get(url.replace("/1/", "/2/"))["Content-Type"] == "image/jpeg"


@pytest.mark.parametrize("how", TAMPERED)
def test_a_changed_original_becomes_no_pages(how, caplog):
    case = received().case
    for name in ("a.png", "b.png"):
        add_document(case.pk, IncomingFile(name, "image/png", PHOTO + name.encode()), by=Impersonal.REQUESTER)
    first, second = case.documents.all()
    replace(first.key, TAMPERED[how](storage.get(first.key), storage.get(second.key)))
    message = OutboxMessage.objects.get(topic=Topic.FILE_REBUILD, ids__document=str(first.pk))

    for message.attempts in (1, 2):
        with pytest.raises(crypto.Tampered):
            files.rebuild(message)
    message.attempts = 3
    assert files.rebuild(message) == {"failure": "tampered"}
    first = Document.objects.get(pk=first.pk)
    assert (first.status, first.failure, first.pages.count()) == (DocumentStatus.FAILED, "tampered", 0)
    assert case.events.filter(facts__reason_code="tampered").count() == 1
    assert len([line for line in caplog.records if line.name == "dsr.effects.files"]) == 3


def test_a_changed_letter_is_refused_in_both_languages(caplog):
    case = case_in(State.REPLIED)
    letter = Letter.objects.filter(case=case).exclude(pdf_sha256="").get()
    replace(letter.pdf_key, flip_last(storage.get(letter.pdf_key)))
    url = reverse("staff:letter_pdf", args=[case.pk])
    for language, words in (("en", "This file is not shown"), ("ja", "このファイルは表示できません")):
        answer = signed_in(staff(), language).get(url)
        assert (answer.status_code, words in answer.text, b"%PDF" in answer.content) == (409, True, False)
    assert ViewEvent.objects.filter(subject=ViewSubject.LETTER).count() == 2
