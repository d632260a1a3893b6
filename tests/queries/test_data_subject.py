"""The data subject's age over the life of a case: who has to sign, and what the clerk is told about it."""

from dataclasses import replace
from datetime import date

import pytest

from dsr.law.ages import WhoSigns
from dsr.models import Case
from dsr.persons import PersonDetails
from dsr.queries.case_page.subject import ADVICE, DataSubject
from dsr.vocabulary import RequesterType, State
from tests.factories import NET_ONE, TODAY, YAMADA, case_in, desk, received

pytestmark = pytest.mark.django_db
MOTHER = PersonDetails(name="山田 春子", address="京都府向日市寺戸町53")
P, MINOR = RequesterType.PRINCIPAL, RequesterType.MINOR_AGENT


def case_of(born: str, who: RequesterType, **changes: object) -> Case:
    agent = None if who is P else MOTHER
    child = replace(YAMADA, birth_date=born)
    return received(principal=child, agent=agent, requester_type=who, **changes).case


# The case arrives on Tuesday 17 November 2026 and is due ten business days later, on 2 December 2026.
@pytest.mark.parametrize(
    ("born", "who", "today", "ages", "signs"),
    [
        ("2011-05-10", MINOR, "2026-12-07", (15, 15), None),  # domain S06: a mother for her son
        ("2008-11-18", MINOR, "2026-11-17", (17, 17), WhoSigns.COMES_OF_AGE),
        ("2008-11-18", MINOR, "2026-11-18", (17, 18), WhoSigns.CAME_OF_AGE),
        ("2008-12-01", MINOR, "2026-11-17", (17, 17), WhoSigns.COMES_OF_AGE),
        ("2008-12-03", MINOR, "2026-11-17", (17, 17), None),
        ("2008-11-17", MINOR, "2026-11-17", (18, 18), WhoSigns.WAS_OF_AGE),
        ("2008-11-18", P, "2026-11-18", (17, 18), None),
        ("2008-11-18", RequesterType.APPOINTED_AGENT, "2026-11-18", (17, 18), None),
        ("1980-04-01", RequesterType.ADULT_WARD_AGENT, "2026-11-18", (46, 46), None),
    ],
)
def test_coming_of_age_changes_who_signs(
    born: str, who: RequesterType, today: str, ages: tuple[int, int], signs: WhoSigns | None
) -> None:
    subject = DataSubject(case_of(born, who), date.fromisoformat(today))
    assert (subject.age.on_arrival, subject.age.later) == ages
    assert (subject.signer, subject.advice) == (signs, ADVICE.get(signs))


def test_what_to_do_is_said_for_every_change() -> None:
    assert set(ADVICE) == set(WhoSigns)


@pytest.mark.parametrize(
    ("state", "signs"),
    [(State.IDENTITY_VERIFIED, WhoSigns.CAME_OF_AGE), (State.DECIDED, WhoSigns.CAME_OF_AGE), (State.REPLIED, None)],
)
def test_after_the_decision_its_day_is_shown_but_today_counts_until_the_reply_is_out(
    state: State, signs: WhoSigns | None
) -> None:
    child = replace(YAMADA, birth_date="2008-11-18")
    subject = DataSubject(case_in(state, principal=child, agent=MOTHER, requester_type=MINOR), date(2026, 11, 18))
    decided = None if state == State.IDENTITY_VERIFIED else TODAY
    assert (subject.decided_on, subject.age.later, subject.signer) == (decided, 17 if decided else 18, signs)


@pytest.mark.parametrize("born", ["", "unknown", "2026-11-18"])
def test_without_a_possible_birth_date_nothing_is_said(born: str) -> None:
    subject = DataSubject(case_of(born, MINOR), TODAY)
    assert (subject.age, subject.signer, subject.wants_agents_consent) == (None, None, False)


@pytest.mark.parametrize(
    ("born", "who", "wants"),
    [
        ("2010-11-18", P, True),  # 15 on arrival
        ("2010-11-17", P, False),  # 16
        ("2010-11-18", MINOR, False),
    ],
)
def test_consent_under_sixteen_is_a_rule_of_one_desk_and_not_of_majority(
    born: str, who: RequesterType, *, wants: bool
) -> None:
    at_net_one = DataSubject(case_of(born, who, desk=desk(NET_ONE)), TODAY)
    assert (at_net_one.wants_agents_consent, DataSubject(case_of(born, who), TODAY).wants_agents_consent) == (
        wants,
        False,
    )
    assert at_net_one.age.is_minor
