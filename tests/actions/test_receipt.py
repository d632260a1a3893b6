"""A corrected day of receipt: all that is counted from it follows, and the journal keeps both."""

from collections.abc import Callable
from datetime import date, datetime

import pytest

from dsr.actions.clock import pause_clock
from dsr.actions.firing import fire_all_due
from dsr.actions.receipt import correct_receipt
from dsr.actions.receive import RightAsked
from dsr.errors import Refused
from dsr.models import Case, CaseEvent
from dsr.vocabulary import Action, DeadlineRule, Kind, PauseReason, ReceiptCorrection, Regime, Role
from tests.factories import desk, received, staff

pytestmark = pytest.mark.django_db
At = Callable[[datetime | str], None]
WRONG = ReceiptCorrection.WRITTEN_WRONG


def waiting(case: Case) -> dict[str, date]:
    return dict(case.deadlines.waiting().values_list("rule", "due_on"))


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def test_every_day_follows_and_the_journal_keeps_the_old_ones(at: At) -> None:
    at("2026-12-21 10:00")
    case = received(received_on=date(2026, 12, 21)).case
    assert waiting(case)[DeadlineRule.TARGET] == date(2027, 1, 8)  # V4
    correct_receipt(case.pk, by=staff(Role.REVIEWER), received_on=date(2026, 12, 18), reason=WRONG)
    case = fresh(case)
    assert (case.received_on, case.due_on) == (date(2026, 12, 18), date(2027, 1, 7))
    assert waiting(case) == {
        DeadlineRule.WARNING_5: date(2026, 12, 25),
        DeadlineRule.WARNING_1: date(2027, 1, 6),
        DeadlineRule.TARGET: date(2027, 1, 7),
        DeadlineRule.ART39: date(2027, 1, 2),
        DeadlineRule.ACKNOWLEDGEMENT: waiting(case)[DeadlineRule.ACKNOWLEDGEMENT],
    }
    assert CaseEvent.objects.get(case=case, action=Action.CORRECT_RECEIPT).facts == {
        "received_before": "2026-12-21",
        "received_on": "2026-12-18",
        "due_before": "2027-01-08",
        "due_on": "2027-01-07",
        "reason_code": "written_wrong",
    }


@pytest.mark.parametrize(
    ("received_on", "code"),
    [
        (date(2026, 12, 21), "nothing_changed"),
        (date(2026, 12, 22), "after_entry"),
        (date(2022, 3, 31), "no_such_clock"),
    ],
)
def test_what_cannot_be_is_refused(at: At, received_on: date, code: str) -> None:
    at("2026-12-21 10:00")
    case = received(received_on=date(2026, 12, 21)).case
    with pytest.raises(Refused, match=code):
        correct_receipt(case.pk, by=staff(Role.REVIEWER), received_on=received_on, reason=WRONG)
    assert fresh(case).due_on == date(2027, 1, 8)


def test_a_mark_that_rang_already_rings_no_second_time(at: At) -> None:
    at("2026-11-18 10:00")
    case = received(received_on=date(2026, 11, 18)).case
    at("2026-12-03 09:30")
    fire_all_due(datetime.fromisoformat("2026-12-03T09:30:00+09:00"))
    correct_receipt(case.pk, by=staff(Role.REVIEWER), received_on=date(2026, 11, 17), reason=WRONG)
    fire_all_due(datetime.fromisoformat("2026-12-03T09:31:00+09:00"))
    rung = CaseEvent.objects.filter(case=case, action=Action.FIRE_DEADLINE).values_list("facts__rule", flat=True)
    assert sorted(rung).count(DeadlineRule.ART39) == 1
    assert sorted(rung).count(DeadlineRule.ACKNOWLEDGEMENT) == 1


def test_a_paused_case_gets_its_new_day_and_no_timer_of_a_target(at: At) -> None:
    at("2026-12-21 10:00")
    case, person = received(received_on=date(2026, 12, 21)).case, staff(Role.REVIEWER)
    pause_clock(case.pk, by=person, reason=PauseReason.PAPERS)
    correct_receipt(case.pk, by=person, received_on=date(2026, 12, 18), reason=WRONG)
    assert fresh(case).due_on == date(2027, 1, 7)
    assert DeadlineRule.TARGET not in waiting(case)
    assert DeadlineRule.PAUSE_REVIEW in waiting(case)


def test_the_clock_of_another_law_follows_too(at: At) -> None:
    at("2026-11-27 10:00")
    systems = desk("citizen-systems-japan")
    case = received(
        desk=systems,
        received_on=date(2026, 11, 27),
        regime=Regime.EU_GDPR,
        residence="DE",
        rights=(RightAsked(kind=Kind.GDPR_ACCESS),),
    ).case
    correct_receipt(case.pk, by=staff(Role.MANAGER, at=systems), received_on=date(2026, 11, 26), reason=WRONG)
    assert fresh(case).due_on == date(2026, 12, 28)  # V7
