"""Who said how not to be reached is heard before every step that reaches somebody."""

from dataclasses import replace

import pytest

from dsr.actions.letters import approve_letter
from dsr.actions.people import correct_person
from dsr.effects import outbox
from dsr.models import Case
from dsr.persons import PersonDetails
from dsr.vocabulary import PartyRole, ReplyMethod, RequesterType, Role, State
from tests.factories import YAMADA, case_in, received, signed_in, staff

pytestmark = pytest.mark.django_db
AVOID, AVOID_OF_AGENT = "夕方以降は電話をしないでください", "自宅に郵送しないでください"
HUSBAND = PersonDetails(name="佐藤 一郎", safe_contact=AVOID_OF_AGENT)


def careful(**changes: object) -> dict[str, object]:
    return {"principal": replace(YAMADA, safe_contact=AVOID)} | changes


def with_agent() -> dict[str, object]:
    return careful(agent=HUSBAND, requester_type=RequesterType.APPOINTED_AGENT)


def pieces(page: str, action: str) -> list[str]:
    """Return what stands in the forms that lead to an address, and in the fold around them."""
    return [part.partition("</form>")[0] for part in page.split("<form ")[1:] if f'{action}/"' in part[:200]]


@pytest.mark.parametrize(
    ("state", "verb", "changes"),
    [
        (State.RECEIVED, "ask", {}),
        (State.RECEIVED, "withdraw", {}),
        (State.DECIDED, "release", {"reply_method": ReplyMethod.ELECTRONIC}),
        (State.DECIDED, "delivery", {"reply_method": ReplyMethod.WRITING}),
    ],
)
def test_the_words_stand_in_every_form_that_reaches_somebody(state: State, verb: str, changes: dict) -> None:
    case = case_in(state, **careful(**changes))
    if state == State.DECIDED:
        approve_letter(case.pk, by=staff(Role.REVIEWER, case.desk))
        outbox.drain()
    page = signed_in(staff(at=case.desk), "en").get(case.get_absolute_url()).text
    forms = pieces(page, verb)
    assert forms
    assert [AVOID in form for form in forms] == [True] * len(forms)


def test_the_case_is_marked_and_each_person_speaks_for_themselves() -> None:
    case = received(**with_agent()).case
    page = signed_in(staff(), "en").get(case.get_absolute_url()).text
    assert "Contact with care" in page
    said = {"Data subject": AVOID, "Agent": AVOID_OF_AGENT}
    assert [f'{who}: <span class="typed">{words}' in page for who, words in said.items()] == [True, True]


def test_who_said_nothing_leaves_no_mark() -> None:
    assert "Contact with care" not in signed_in(staff(), "en").get(received().case.get_absolute_url()).text


def test_a_clerk_can_write_it_down_later() -> None:
    case = received().case
    correct_person(case.pk, PartyRole.PRINCIPAL, by=staff(), person=replace(YAMADA, safe_contact=AVOID))
    assert Case.objects.get().principal == replace(YAMADA, safe_contact=AVOID)
