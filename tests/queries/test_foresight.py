"""What can still be saved, and whether the pace is enough: by hand-made cases and a frozen day."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from dsr.actions.caseload import assign
from dsr.actions.clock import pause_clock
from dsr.models import Case
from dsr.queries.foresight import WORK_LEFT, forecasts, rescue_list
from dsr.queries.next_step import NextStep
from dsr.vocabulary import PauseReason, State
from tests.factories import NET_ONE, TODAY, case_in, desk, received, staff

pytestmark = pytest.mark.django_db
At = Callable[[datetime | str], None]


def due(case: Case, on: date) -> Case:
    Case.objects.filter(pk=case.pk).update(due_on=on)
    return case


def test_every_step_has_its_work() -> None:
    assert set(WORK_LEFT) == set(NextStep)


def test_the_tightest_comes_first_and_who_has_time_does_not_come() -> None:
    here, clerk = desk(), staff()
    taken, decided, late, paused, easy = (received().case for _number in range(5))
    assign(taken.pk, clerk, by=clerk)
    decided = due(case_in(State.DECIDED), date(2026, 11, 18))
    due(taken, date(2026, 11, 20))
    due(late, date(2026, 11, 16))
    pause_clock(paused.pk, by=clerk, reason=PauseReason.PAPERS)
    due(paused, date(2026, 11, 18))
    due(easy, date(2026, 12, 2))
    elsewhere = due(received(desk=desk(NET_ONE)).case, date(2026, 11, 18))
    found = rescue_list([here.pk], TODAY)
    assert [(row.case.pk, row.days_left, row.work_left, row.to_spare) for row in found] == [
        (taken.pk, 4, 5, -1),
        (decided.pk, 2, 2, 0),
    ]
    assert [row.case.pk for row in rescue_list([elsewhere.desk_id], TODAY)] == [elsewhere.pk]


def test_a_weekend_and_a_holiday_leave_no_day(at: At) -> None:
    case = received().case
    due(case, date(2026, 11, 24))  # Saturday to Monday are closed
    (row,) = rescue_list([desk().pk], date(2026, 11, 20))
    assert (row.days_left, row.work_left) == (2, WORK_LEFT[NextStep.TAKE])
    (row,) = rescue_list([desk().pk], date(2026, 11, 22))
    assert row.days_left == 1


@pytest.mark.parametrize("count", [1, 5])
def test_both_cost_the_same_however_many_cases(count: int, django_assert_num_queries) -> None:
    here = desk()
    for _number in range(count):
        due(received().case, date(2026, 11, 18))
    with django_assert_num_queries(2):
        assert len(rescue_list([here.pk], TODAY)) == count
    with django_assert_num_queries(4):
        assert len(forecasts([here.pk], TODAY)) == 1


def test_forecast_counts_business_days_names_closed_ones_and_adds_up() -> None:
    here = desk()
    for day in (date(2026, 11, 16), date(2026, 11, 17), date(2026, 11, 18), date(2026, 11, 22), date(2026, 12, 1)):
        due(received().case, day)
    (found,) = forecasts([here.pk], TODAY)
    days = {row.day: row for row in found.days}
    assert (len(found.days), found.days[0].day, found.days[-1].day) == (15, TODAY, date(2026, 12, 8))
    assert date(2026, 11, 23) not in days
    assert [day for day, _name in days[date(2026, 11, 24)].closed] == [date(2026, 11, 23)]
    # what falls due on the Sunday is wanted by the next business day
    assert {day: days[day].due for day in (TODAY, date(2026, 11, 18), date(2026, 11, 24), date(2026, 12, 1))} == {
        TODAY: 1,
        date(2026, 11, 18): 1,
        date(2026, 11, 24): 1,
        date(2026, 12, 1): 1,
    }
    assert (found.late, [row.wanted for row in found.days][-1]) == (1, 5)


def test_forecast_says_from_which_day_the_pace_is_not_enough(at: At) -> None:
    here = desk()
    for _number in range(2):
        case_in(State.REPLIED)
    at("2026-11-18 10:00")
    today = date(2026, 11, 18)
    due(received().case, today + timedelta(days=16))
    (found,) = forecasts([here.pk], today)
    assert found.pace == 2 / 20
    assert found.first_short is None
    for _number in range(2):
        due(received().case, today + timedelta(days=1))
    (found,) = forecasts([here.pk], today)
    assert found.first_short is not None
    assert (found.first_short.day, found.first_short.wanted, found.first_short.possible) == (date(2026, 11, 19), 2, 0.2)


def test_a_desk_whose_calendar_does_not_reach_has_no_forecast() -> None:
    received()
    desk().calendars.update(covers_to=TODAY + timedelta(days=5))
    assert forecasts([desk().pk], TODAY) == []
    assert rescue_list([desk().pk], TODAY) == []
