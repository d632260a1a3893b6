"""Is this letter genuine? What anybody learns with number and code, and what nobody learns."""

import pytest
from django.test import Client

from dsr.letter_codes import letter_code
from dsr.models import Letter
from dsr.vocabulary import State
from dsr.web.public import throttle
from tests.factories import YAMADA, case_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_counters():
    throttle.forget_all()
    yield
    throttle.forget_all()


def letter() -> Letter:
    return case_in(State.REPLIED).letters.get()


def ask(number: str, code: str, language: str = "en"):
    return Client(headers={"accept-language": language}).get("/verify/", {"number": number, "code": code})


def test_a_letter_is_known_by_what_is_printed_on_it_and_nobody_is_named() -> None:
    found = letter()
    answer = ask(f" {found.number.lower()} ", letter_code(found.number).lower())
    text = answer.content.decode()
    assert answer.status_code == 200
    assert [each in text for each in ("This letter is genuine", found.number, found.pdf_sha256)] == [True] * 3
    known = (YAMADA.name, YAMADA.address, YAMADA.email, found.case.number, str(found.case_id))
    assert [each in text for each in known] == [False] * len(known)
    assert answer["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_wrong_number_and_a_wrong_code_look_the_same(language: str) -> None:
    found = letter()
    wrong = [(found.number, letter_code("OSD-1999-0001")), ("OSD-1999-0001", letter_code("OSD-1999-0001"))]
    answers = [ask(number, code, language) for number, code in wrong]
    assert [answer.status_code for answer in answers] == [422, 422]
    told = [[str(error) for error in answer.context["form"].errors["number"]] for answer in answers]
    assert told[0] == told[1]
    assert [
        f'value="{number}"' in answer.content.decode() for (number, _code), answer in zip(wrong, answers, strict=True)
    ] == [
        True,
        True,
    ]


def test_whoever_guesses_has_to_wait() -> None:
    statuses = [ask("OSD-2026-0001", "AAAA-AAAA-AAAA").status_code for _try in range(11)]
    assert statuses == [422] * 10 + [429]


def test_nothing_typed_asks_for_both() -> None:
    form = ask("", "").context["form"]
    assert sorted(form.errors) == ["code", "number"]


def test_a_letter_without_bytes_is_not_known_yet() -> None:
    found = letter()
    Letter.objects.filter(pk=found.pk).update(pdf_sha256="")
    assert ask(found.number, letter_code(found.number)).status_code == 422
