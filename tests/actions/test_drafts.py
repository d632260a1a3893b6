"""What is kept while a request is written, also when two clicks come at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

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
