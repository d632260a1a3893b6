"""What is kept while a request is written, also when two clicks come at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.conf import LazySettings
from django.db import connection

from dsr import storage
from dsr.actions import drafts
from dsr.actions.documents import IncomingFile
from dsr.models import Desk, Draft, DraftFile
from tests.factories import desk

TOKEN = "a token that is long enough for every purpose"
FILE = IncomingFile("passport.png", "image/png", b"not really a picture")


@pytest.mark.django_db(transaction=True)
def test_two_first_clicks_at_once_make_one_draft(monkeypatch: pytest.MonkeyPatch) -> None:
    there, together, find = desk(), Barrier(2), drafts.find_draft

    def find_nothing_together(token: str, desk: Desk) -> Draft | None:
        found = find(token, desk)
        together.wait(timeout=20)
        return found

    def click(name: str) -> object:
        try:
            return drafts.save_draft(TOKEN, there, {"name": [name]}).pk
        finally:
            connection.close()

    monkeypatch.setattr(drafts, "find_draft", find_nothing_together)
    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(click, ["山田", "高橋"])
    (draft,) = Draft.objects.all()
    assert first == second == draft.pk
    assert draft.typed["name"] in (["山田"], ["高橋"])


@pytest.mark.django_db
def test_a_file_that_comes_after_the_sending_is_not_kept() -> None:
    draft = drafts.save_draft(TOKEN, desk(), {})
    drafts.discard_draft(TOKEN, desk())
    drafts.keep_file(draft, "identity", FILE)
    assert DraftFile.objects.count() == 0


@pytest.mark.django_db
def test_a_second_file_takes_the_place_of_the_first() -> None:
    draft = drafts.save_draft(TOKEN, desk(), {})
    drafts.keep_file(draft, "identity", FILE)
    drafts.keep_file(draft, "identity", IncomingFile("licence.png", "image/png", b"another"))
    assert [file.name for file in draft.files.all()] == ["licence.png"]


@pytest.mark.django_db
@pytest.mark.parametrize(("quota", "disk", "answer"), [(50, True, True), (49, True, False), (50, False, False)])
def test_there_is_room_within_the_quota_and_above_the_reserve(
    settings: LazySettings, monkeypatch: pytest.MonkeyPatch, quota: int, disk: bool, answer: bool
) -> None:
    """A file of 20 bytes is kept; one of 30 comes."""
    draft = drafts.save_draft(TOKEN, desk(), {})
    drafts.keep_file(draft, "identity", IncomingFile("a.png", "image/png", bytes(20)))
    settings.DSR_DRAFT_QUOTA = quota
    monkeypatch.setattr(storage, "has_room", lambda _size: disk)
    assert drafts.has_room(30) is answer


def test_the_quota_is_two_gibibytes_unless_it_is_set(settings: LazySettings) -> None:
    assert settings.DSR_DRAFT_QUOTA == 2 * 2**30


@pytest.mark.django_db
def test_what_staff_scan_is_kept_below_quota_and_reserve(
    settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The public form asks for room; the verb itself does not, and the staff form asks for none."""
    settings.DSR_DRAFT_QUOTA = 0
    monkeypatch.setattr(storage, "has_room", lambda _size: False)
    draft = drafts.save_draft(TOKEN, desk(), {})
    drafts.keep_file(draft, "identity", FILE)
    assert draft.files.count() == 1
