"""Putting a person's details right: searchable at once, kept before, impossible after the proof."""

from dataclasses import replace

import pytest

from dsr.actions.people import correct_person
from dsr.errors import Refused
from dsr.models import Case, CaseEvent
from dsr.persons import LABELS_OF_PERSON, PersonDetails
from dsr.queries.search import search_filter
from dsr.vocabulary import Action, PartyRole, RequesterType, State
from tests.factories import YAMADA, case_in, received, staff

pytestmark = pytest.mark.django_db


def found(words: str) -> int:
    return Case.objects.filter(search_filter(words)).count()


def test_a_corrected_name_is_found_and_the_old_one_is_kept_as_a_sealed_note() -> None:
    case, clerk = received().case, staff()
    right = replace(YAMADA, name="山口 太郎", kana="ヤマグチ タロウ", email="yamaguchi@example.com")
    correct_person(case.pk, PartyRole.PRINCIPAL, by=clerk, person=right)
    assert Case.objects.get().principal == right
    assert [found(words) for words in ("山口", "ﾔﾏｸﾞﾁ", "yamaguchi@example.com", "山田", YAMADA.email)] == [
        1,
        1,
        1,
        0,
        0,
    ]
    note = case.notes.get()
    assert [word in note.text for word in (YAMADA.name, YAMADA.kana, YAMADA.email, YAMADA.address)] == [True] * 3 + [
        False
    ]
    event = CaseEvent.objects.latest("seq")
    assert (event.action, event.facts) == (
        Action.CORRECT_PERSON,
        {"of": "principal", "fields": ["name", "kana", "email"]},
    )


def test_the_other_person_stays_and_is_still_found() -> None:
    agent = PersonDetails(name="佐藤 花子", email="hanako@example.com")
    case = received(requester_type=RequesterType.APPOINTED_AGENT, agent=agent).case
    correct_person(case.pk, PartyRole.AGENT, by=staff(), person=replace(agent, name="斎藤 花子"))
    assert (Case.objects.get().principal, Case.objects.get().agent.name) == (YAMADA, "斎藤 花子")
    assert [found(words) for words in ("山田", "斎藤", "佐藤")] == [1, 1, 0]


@pytest.mark.parametrize("state", [state for state in State if state != State.RECEIVED])
def test_what_was_proved_stays(state: State) -> None:
    case = case_in(state)
    with pytest.raises(Refused, match="wrong_state"):
        correct_person(case.pk, PartyRole.PRINCIPAL, by=staff(), person=replace(YAMADA, address="東京都"))


@pytest.mark.parametrize("state", [State.IDENTITY_VERIFIED, State.DECIDED])
def test_how_not_to_reach_somebody_can_be_written_down_until_the_reply_is_out(state: State) -> None:
    case = case_in(state)
    in_danger = replace(YAMADA, safe_contact="no post to my home")
    with pytest.raises(Refused, match="wrong_state"):
        correct_person(case.pk, PartyRole.PRINCIPAL, by=staff(), person=replace(in_danger, phone=""))
    correct_person(case.pk, PartyRole.PRINCIPAL, by=staff(), person=in_danger)
    assert Case.objects.get().principal == in_danger


def test_nothing_to_correct_is_refused() -> None:
    case = received().case
    with pytest.raises(Refused, match="nothing_changed"):
        correct_person(case.pk, PartyRole.PRINCIPAL, by=staff(), person=YAMADA)
    assert (case.notes.count(), case.events.count()) == (0, 1)


def test_every_field_of_a_person_has_a_name() -> None:
    assert set(LABELS_OF_PERSON) == set(PersonDetails.__dataclass_fields__)
