"""The figures that managers see, counted by hand."""

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from dsr.actions.caseload import assign
from dsr.actions.receive import RightAsked
from dsr.queries import metrics
from dsr.queries.next_step import NextStep
from dsr.vocabulary import Kind, State
from tests.factories import NET_ONE, TODAY, case_in, desk, received, staff

pytestmark = pytest.mark.django_db
LONG_AFTER = "2027-01-15 10:00"


def here() -> list[int]:
    return [desk().pk]


def today() -> date:
    return timezone.localdate()


@pytest.mark.parametrize(
    ("days", "percent", "expected"),
    [
        ({}, 50, None),
        ({3: 1}, 50, 3),
        ({1: 1, 2: 1, 3: 1, 4: 1}, 50, 2),
        ({1: 1, 2: 1, 3: 1, 4: 1}, 90, 4),
        ({1: 9, 30: 1}, 90, 1),
        ({1: 8, 30: 2}, 90, 30),
    ],
)
def test_at_share_takes_the_nearest_rank(days: dict[int, int], percent: int, expected: int | None) -> None:
    assert metrics.at_share(Counter(days), percent) == expected


@pytest.mark.parametrize(
    ("day", "first"), [(date(2026, 11, 17), date(2025, 12, 1)), (date(2027, 1, 31), date(2026, 2, 1))]
)
def test_months_back_counts_this_month(day: date, first: date) -> None:
    months = metrics.months_back(day, 12)
    assert (months[0], months[-1], len(months)) == (first, day.replace(day=1), 12)


def test_late_cases_are_counted_by_desk_right_and_cause(at: Callable[[datetime | str], None]) -> None:
    clerk = staff()
    waiting = received(rights=(RightAsked(kind=Kind.DISCLOSURE), RightAsked(kind=Kind.CORRECTION))).case
    assign(waiting.pk, clerk, by=clerk)
    case_in(State.IDENTITY_VERIFIED)
    case_in(State.REPLIED)
    received(desk=desk(NET_ONE), by=staff(at=desk(NET_ONE)))
    at(LONG_AFTER)
    both = [desk().pk, desk(NET_ONE).pk]
    assert [(found.slug, count) for found, count in metrics.late_by_desk(both, today())] == [
        ("omron-software", 2),
        ("net-one-systems", 1),
    ]
    assert metrics.late_by_kind(here(), today()) == [(Kind.DISCLOSURE, 2), (Kind.CORRECTION, 1)]
    assert dict(metrics.late_by_cause(here(), today())) == {NextStep.CHECK_PAPERS: 1, NextStep.DECIDE_RIGHTS: 1}


def test_nothing_is_late_on_its_last_day() -> None:
    case = received().case
    assert metrics.late_by_desk(here(), case.due_on) == []
    assert [count for _desk, count in metrics.late_by_desk(here(), case.due_on + timedelta(days=1))] == [1]


def test_due_soon_counts_what_runs() -> None:
    case = received().case
    assert [count for _desk, count in metrics.due_soon({case.desk_id: case.due_on}, TODAY)] == [1]
    assert metrics.due_soon({case.desk_id: case.due_on - timedelta(days=1)}, TODAY) == []


def test_due_soon_measures_each_desk_by_its_own_last_day() -> None:
    here_, there = received().case, received(desk=desk(NET_ONE), by=staff(at=desk(NET_ONE))).case
    until = {here_.desk_id: here_.due_on, there.desk_id: there.due_on - timedelta(days=1)}
    assert [found for found, _count in metrics.due_soon(until, TODAY)] == [here_.desk]


def test_workload_puts_nobody_first(at: Callable[[datetime | str], None]) -> None:
    clerk = staff()
    assign(received().case.pk, clerk, by=clerk)
    received()
    at(LONG_AFTER)
    assert [(row.person, row.open, row.late) for row in metrics.workload(here(), today())] == [
        (None, 1, 1),
        (clerk, 1, 1),
    ]


@pytest.mark.parametrize(("days", "band"), [(0, 0), (5, 0), (6, 1), (10, 1), (20, 2), (30, 3), (31, 4), (400, 4)])
def test_ages_put_a_case_into_one_band(days: int, band: int) -> None:
    received()
    counts = [found.count for found in metrics.ages(here(), TODAY + timedelta(days=days))]
    assert counts == [int(place == band) for place in range(len(metrics.AGE_BANDS))]


def test_replies_by_month_measures_days_and_lateness(at: Callable[[datetime | str], None]) -> None:
    case_in(State.REPLIED, received_on=date(2026, 11, 10))
    case_in(State.REPLIED, received_on=date(2026, 10, 1))
    november = metrics.replies_by_month(here(), metrics.months_back(TODAY, 2))[-1]
    assert (november.replied, november.on_time, november.on_time_percent) == (2, 1, 50)
    assert (november.median_days, november.ninetieth_days) == (7, 47)


def test_a_month_without_replies_has_no_rate() -> None:
    month = metrics.replies_by_month(here(), [date(2026, 11, 1)])[0]
    assert (month.replied, month.on_time_percent, month.median_days) == (0, None, None)
