"""The page on which a clerk puts a person's details right."""

from dataclasses import replace

import pytest
from django.urls import reverse

from dsr.models import Case
from dsr.vocabulary import State
from tests.factories import YAMADA, case_in, received, signed_in, staff

pytestmark = pytest.mark.django_db


def url(case: Case, role: str = "principal") -> str:
    return reverse("staff:correct_person", args=[case.pk, role])


def test_the_form_begins_with_what_stands_there_and_leads_back_to_the_person() -> None:
    case, browser = received().case, signed_in(staff(), "en")
    assert f'href="{url(case)}"' in browser.get(case.get_absolute_url()).content.decode()
    form = browser.get(url(case)).context["form"]
    typed = {name: form[name].value() for name in form.fields}
    answer = browser.post(url(case), typed | {"address": "京都府向日市寺戸町54", "birth_date": "昭和55年4月2日"})
    assert answer["Location"] == f"{case.get_absolute_url()}#people"
    person = Case.objects.get().principal
    assert (person.name, person.address, person.birth_date) == ("山田 太郎", "京都府向日市寺戸町54", "1980-04-02")
    page = browser.get(case.get_absolute_url()).content.decode()
    assert "Details of a person corrected" in page
    assert "Date of birth, Address" in page


def test_a_missing_name_is_told_beside_its_field() -> None:
    answer = signed_in(staff(), "en").post(url(received().case), {"name": " "})
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {"name"})


def test_a_person_that_the_case_does_not_have_is_not_found() -> None:
    browser, case = signed_in(staff()), received().case
    assert [browser.get(url(case, role)).status_code for role in ("agent", "somebody")] == [404, 404]


def test_after_the_proof_only_how_not_to_reach_the_person_can_be_written_down() -> None:
    case, browser = case_in(State.IDENTITY_VERIFIED), signed_in(staff(), "en")
    form = browser.get(url(case)).context["form"]
    assert set(form.fields) == {"seen", "safe_contact"}
    sent = {"seen": form["seen"].value(), "safe_contact": "no post", "name": "somebody else"}
    assert browser.post(url(case), sent)["Location"] == f"{case.get_absolute_url()}#people"
    assert Case.objects.get().principal == replace(YAMADA, safe_contact="no post")


@pytest.mark.parametrize("state", [State.REPLIED, State.WITHDRAWN])
def test_a_closed_case_has_no_page_and_no_link(state: State) -> None:
    case, browser = case_in(state), signed_in(staff())
    assert url(case) not in browser.get(case.get_absolute_url()).content.decode()
    assert browser.get(url(case), headers={"referer": "/staff/"}).status_code in (302, 409)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_page_is_valid_html(language, html_errors) -> None:
    assert html_errors(signed_in(staff(), language).get(url(received().case)).content.decode()) == []
