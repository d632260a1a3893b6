"""The PDF of a letter is made once, sealed with the case's key, and named by the letter."""

import hashlib

import pytest

from dsr import crypto, storage
from dsr.actions.letters import approve_letter
from dsr.actions.reply import withdraw
from dsr.effects import letters, outbox
from dsr.errors import Refused
from dsr.models import Case, CaseKey, Letter, OutboxMessage
from dsr.vocabulary import Action, Impersonal, Role, State, Topic
from tests.factories import case_in, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def message() -> OutboxMessage:
    """Return the row that asks for the PDF of a letter that has just been approved."""
    case = case_in(State.DECIDED)
    approve_letter(case.pk, by=staff(Role.REVIEWER, case.desk))
    return OutboxMessage.objects.get(case=case, topic=Topic.LETTER_RENDER)


def letter_files() -> set[str]:
    return {key for key in storage.all_keys() if key.startswith("letter/")}


def test_stores_the_sealed_pdf_and_names_it(message):
    record = letters.render(message)

    letter = Letter.objects.get(pk=message.ids["letter"])
    stored = storage.get(letter.pdf_key)
    data = crypto.unseal_file(letter.open_key(), stored, context=letter.pdf_key)
    assert data.startswith(b"%PDF-1.7")
    assert b"%PDF" not in stored
    assert letter.pdf_sha256 == record["sha256"] == hashlib.sha256(data).hexdigest()
    assert (letter.pdf_bytes, letter.pages) == (len(data), int(record["pages"]))
    assert letter.renderer.startswith("WeasyPrint")
    assert letter.case.events.filter(action=Action.ATTACH_PDF).count() == 1


def test_runs_twice_and_works_once(message):
    letters.render(message)
    before = letter_files()

    assert letters.render(message) == {"skipped": "already_rendered"}
    assert letter_files() == before
    assert message.case.events.filter(action=Action.ATTACH_PDF).count() == 1


def test_a_slow_worker_does_not_overwrite_the_letter_of_a_faster_one(message, monkeypatch):
    once = letters.render_pdf

    def while_another_is_faster(html):
        monkeypatch.setattr(letters, "render_pdf", once)
        letters.render(message)
        return once(html)

    monkeypatch.setattr(letters, "render_pdf", while_another_is_faster)
    with pytest.raises(Refused, match="wrong_state"):
        letters.render(message)
    assert message.case.events.filter(action=Action.ATTACH_PDF).count() == 1
    letter = Letter.objects.get(pk=message.ids["letter"])
    assert letter.case.events.get(action=Action.ATTACH_PDF).facts["sha256"] == letter.pdf_sha256


def test_a_crash_after_storing_leaves_an_orphan_and_no_hole(message, monkeypatch):
    before = letter_files()
    with monkeypatch.context() as broken:
        broken.delattr(letters, "attach_pdf")
        with pytest.raises(NameError):
            letters.render(message)
    assert Letter.objects.get(pk=message.ids["letter"]).pdf_sha256 == ""

    letters.render(message)
    letter = Letter.objects.get(pk=message.ids["letter"])
    assert letter.pdf_key in letter_files()
    assert len(letter_files() - before) == 2


def test_makes_nothing_for_a_case_that_went_on_without_it(message):
    withdraw(message.case_id, by=Impersonal.REQUESTER)
    assert Case.objects.get(pk=message.case_id).state == State.WITHDRAWN

    assert letters.render(message) == {"skipped": "not_wanted"}


def test_makes_nothing_once_the_key_is_destroyed(message):
    CaseKey.objects.filter(case=message.case_id).delete()

    assert letters.render(message) == {"skipped": "not_wanted"}


def test_gives_the_same_bytes_when_it_is_rendered_again(message):
    outbox.drain()
    letter = Letter.objects.get(pk=message.ids["letter"])

    assert letters.render_pdf(letter.text["html"]).sha256 == letter.pdf_sha256
