"""A child who comes of age: the clerk is told on every page on which the case could go on, and nothing is refused."""

from dataclasses import replace

import pytest
from django.urls import reverse

from dsr.actions.verify import verify_identity
from dsr.models import Case
from dsr.persons import PersonDetails
from dsr.vocabulary import RequesterType, Role, State
from tests.factories import YAMADA, case_in, settle_checklist, signed_in, staff

pytestmark = pytest.mark.django_db
MOTHER = PersonDetails(name="山田 春子", address="京都府向日市寺戸町53")
TOLD = "The data subject has come of age since the request arrived"


def turning(state: State) -> Case:
    """Return the case of a mother for a daughter who comes of age on the day after it arrived."""
    daughter = replace(YAMADA, birth_date="2008-11-18")
    return case_in(state, principal=daughter, agent=MOTHER, requester_type=RequesterType.MINOR_AGENT)


def pages(case: Case) -> dict[str, str]:
    return {
        "case": case.get_absolute_url(),
        "decide": reverse("staff:decide_right", args=[case.pk, case.rights.get().pk]),
        "letter": reverse("staff:letter_preview", args=[case.pk]),
    }


@pytest.mark.parametrize(
    ("state", "page", "told"),
    [
        (State.RECEIVED, "case", True),
        (State.IDENTITY_VERIFIED, "case", True),
        (State.IDENTITY_VERIFIED, "decide", True),
        (State.IDENTITY_VERIFIED, "letter", True),
        # decided the day before, but the reply is not out yet
        (State.DECIDED, "case", True),
        (State.DECIDED, "letter", True),
        (State.REPLIED, "case", False),
    ],
)
def test_the_notice_stands_where_the_case_could_go_on(state: State, page: str, at, *, told: bool) -> None:
    case = turning(state)
    at("2026-11-18 10:00")
    text = signed_in(staff(Role.REVIEWER), "en").get(pages(case)[page]).text
    assert ((TOLD in text), "Of age from Wed 18 Nov 2026" in text) == (told, told or page == "case")


def test_it_is_a_notice_and_the_identity_can_be_confirmed(at) -> None:
    case, clerk = turning(State.RECEIVED), staff()
    at("2026-11-18 10:00")
    page = signed_in(clerk, "en").get(case.get_absolute_url()).text
    assert ["17 on arrival" in page, "18 today" in page] == [True, True]
    settle_checklist(case, clerk)
    verify_identity(case.pk, by=clerk, method="documents")
    assert Case.objects.get().state == State.IDENTITY_VERIFIED


@pytest.mark.parametrize(
    ("language", "born"), [("en", "18 November 2008"), ("ja", "平成20年11月18日（2008年11月18日）")]
)
def test_the_birth_date_is_written_as_its_reader_would(language: str, born: str) -> None:
    page = signed_in(staff(), language).get(turning(State.RECEIVED).get_absolute_url()).text
    assert (f"<dd>{born}</dd>" in page, "2008-11-18" in page) == (True, False)
