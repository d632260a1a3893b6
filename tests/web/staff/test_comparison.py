"""Comparing a person with a paper: hints on the page, and nothing kept anywhere."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dsr.models import Case, CaseEvent, Note, ViewEvent
from dsr.vocabulary import State
from dsr.web.staff.comparison import VERDICTS
from tests.factories import YAMADA, case_in, received, signed_in, staff

pytestmark = pytest.mark.django_db
PERSON = replace(YAMADA, name="髙橋 花子", kana="タカハシ ハナコ")


def url(case: Case, role: str = "principal") -> str:
    return reverse("staff:compare_person", args=[case.pk, role])


def test_the_hints_stand_beside_both_texts_and_the_form_is_open_as_typed() -> None:
    case = received(principal=PERSON).case
    read = {"name": "高橋花子", "kana": "タカハシ ハナコ", "address": "京都府向日市寺戸町五十三番地"}
    answer = signed_in(staff(), "en").post(url(case), read)
    found = answer.context["comparisons"]["principal"].rows
    assert [(row.field, [hint.value for hint in row.hints], str(verdict)) for row, verdict, _icon in found] == [
        ("name", ["spacing", "variants"], "Look closely"),
        ("kana", ["same"], "The same"),
        ("address", ["kanji_digits", "block_style", "postal_missing"], "Look closely"),
    ]
    page = answer.text
    assert [words in page for words in ("髙橋 花子", 'value="高橋花子"', "Variant characters")] == [True] * 3


def test_nothing_is_written_but_the_look() -> None:
    case = received(principal=PERSON).case
    before = (CaseEvent.objects.count(), Note.objects.count(), case.principal)
    with CaptureQueriesContext(connection) as queries:
        signed_in(staff(), "en").post(url(case), {"name": "高橋花子"})
    assert (CaseEvent.objects.count(), Note.objects.count(), Case.objects.get().principal) == before
    assert (ViewEvent.objects.count(), [q for q in queries if "高橋花子" in q["sql"]]) == (1, [])


def test_an_empty_form_asks_for_something_to_compare() -> None:
    answer = signed_in(staff(), "en").post(url(received().case), {"name": " "})
    assert (answer.status_code, "Type at least one of the three" in answer.text) == (422, True)


def test_a_person_that_the_case_does_not_have_is_not_found() -> None:
    assert signed_in(staff()).post(url(received().case, "agent"), {"name": "高橋"}).status_code == 404


def test_a_closed_case_offers_no_comparison() -> None:
    case = case_in(State.REPLIED)
    assert url(case) not in signed_in(staff()).get(case.get_absolute_url()).text


def test_every_tone_has_a_word() -> None:
    assert set(VERDICTS) == {"good", "warning", "info", "late"}


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_page_is_valid_html(language, html_errors) -> None:
    answer = signed_in(staff(), language).post(url(received().case), {"name": "高橋花子"})
    assert html_errors(answer.text) == []
