"""Queues hold what they say, filters narrow them, pages neither repeat nor lose a row, and the price is fixed."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dsr.actions.caseload import assign
from dsr.actions.clock import pause_clock
from dsr.actions.receive import RightAsked
from dsr.actions.reply import withdraw
from dsr.models import Case, DeskMembership, User
from dsr.persons import PersonDetails
from dsr.queries.next_step import NextStep
from dsr.queries.queues import PAGE_SIZE, AgeSpan, Cursor, Filters, Queue, QueuePage, Reader, queue_page
from dsr.vocabulary import Channel, Kind, PauseReason, Role, State
from tests.factories import NET_ONE, TODAY, case_in, desk, received, staff

pytestmark = pytest.mark.django_db


def shown(user: User, queue: Queue, *, on: date = TODAY, **filters: object) -> list[UUID]:
    page = queue_page(Reader.on(user, on), Filters(queue=queue, **filters))
    return [row.case.pk for row in page.rows]


def test_each_queue_holds_what_it_says(at: Callable[[datetime | str], None]) -> None:
    clerk, colleague = staff(), staff()
    at("2026-10-01 10:00")
    late = received(received_on=date(2026, 10, 1)).case
    paused = received(received_on=date(2026, 10, 1)).case
    pause_clock(paused.pk, by=clerk, reason=PauseReason.FEE)
    at("2026-11-10 10:00")
    soon = received(received_on=date(2026, 11, 10)).case
    assign(soon.pk, clerk, by=clerk)
    at("2026-11-17 10:00")
    fresh = received().case
    assign(fresh.pk, colleague, by=clerk)
    withdrawn = case_in(State.WITHDRAWN)
    today = date(2026, 11, 20)
    names = {late.pk: "late", paused.pk: "paused", soon.pk: "soon", fresh.pk: "fresh", withdrawn.pk: "withdrawn"}
    assert {queue: [names[pk] for pk in shown(clerk, queue, on=today)] for queue in Queue} == {
        Queue.MINE: ["soon"],
        Queue.UNASSIGNED: ["late", "paused"] if late.pk < paused.pk else ["paused", "late"],
        Queue.WAITING: ["paused"],
        Queue.DUE_SOON: ["soon"],
        Queue.LATE: ["late"],
        Queue.OPEN: [*(["late", "paused"] if late.pk < paused.pk else ["paused", "late"]), "soon", "fresh"],
        Queue.CLOSED: ["withdrawn"],
        Queue.ALL: [
            *(["withdrawn", "fresh"] if withdrawn.pk > fresh.pk else ["fresh", "withdrawn"]),
            "soon",
            *(["late", "paused"] if late.pk > paused.pk else ["paused", "late"]),
        ],
    }


def test_counts_say_how_long_each_queue_is() -> None:
    clerk = staff()
    assign(received().case.pk, clerk, by=clerk)
    received()
    case_in(State.WITHDRAWN)
    page = queue_page(Reader.on(clerk, TODAY), Filters())
    assert page.counts == {
        Queue.MINE: 1,
        Queue.UNASSIGNED: 1,
        Queue.WAITING: 0,
        Queue.DUE_SOON: 0,
        Queue.LATE: 0,
        Queue.OPEN: 2,
        Queue.CLOSED: 1,
        Queue.ALL: 3,
    }


def test_due_soon_counts_the_desks_own_business_days(at: Callable[[datetime | str], None]) -> None:
    clerk, case = staff(), received().case  # due Tue 2 December
    due = case.due_on
    calendar = case.desk.calendar().business_days
    fifth, sixth = calendar.subtract_business_days(due, 5), calendar.subtract_business_days(due, 6)
    days = {sixth: False, fifth: True, due: True, due + timedelta(1): False}
    assert {day: shown(clerk, Queue.DUE_SOON, on=day) == [case.pk] for day in days} == days
    assert {day: shown(clerk, Queue.LATE, on=day) == [case.pk] for day in days} == {day: day > due for day in days}


def test_a_paused_case_is_late_only_if_it_was_late_when_it_stopped(at: Callable[[datetime | str], None]) -> None:
    clerk, in_time, too_late = staff(), received().case, received().case
    pause_clock(in_time.pk, by=clerk, reason=PauseReason.PAPERS)
    at("2026-12-10 10:00")
    pause_clock(too_late.pk, by=clerk, reason=PauseReason.PAPERS)
    assert shown(clerk, Queue.LATE, on=date(2027, 1, 20)) == [too_late.pk]


def test_filters_narrow_rows_and_counts() -> None:
    clerk = staff()
    DeskMembership.objects.create(user=clerk, desk=desk(NET_ONE), role=Role.CLERK)
    plain = received().case
    other = received(
        desk=desk(NET_ONE),
        channel=Channel.PHONE,
        rights=(RightAsked(kind=Kind.CORRECTION, correction="…"),),
        principal=PersonDetails(name="佐藤 一"),
        received_on=TODAY - timedelta(12),
    ).case
    assign(other.pk, clerk, by=clerk)
    decided = case_in(State.DECIDED)
    told = {
        "desk": {"desk": desk(NET_ONE).pk},
        "kind": {"kind": Kind.CORRECTION},
        "channel": {"channel": Channel.PHONE},
        "name": {"typed": "佐藤"},
        "person": {"person": clerk.pk},
        "age": {"age": AgeSpan(11, 20)},
        "old": {"age": AgeSpan(12)},
        "step": {"step": NextStep.CHECK_PAPERS},
    }
    assert {name: shown(clerk, Queue.OPEN, **filters) for name, filters in told.items()} == {
        name: [other.pk] for name in told
    }
    assert shown(clerk, Queue.OPEN, state=State.DECIDED) == [decided.pk]
    assert set(shown(clerk, Queue.OPEN, with_nobody=True)) == {plain.pk, decided.pk}
    assert shown(clerk, Queue.OPEN, age=AgeSpan(13)) == []
    assert queue_page(Reader.on(clerk, TODAY), Filters(typed="佐藤")).counts[Queue.MINE] == 1


def test_replies_are_found_by_the_month_in_which_they_left() -> None:
    clerk, replied = staff(), case_in(State.REPLIED)
    months = [date(2026, 10, 1), date(2026, 11, 1), date(2026, 12, 1)]
    found = {month.month: shown(clerk, Queue.CLOSED, replied_in=month) for month in months}
    assert found == {10: [], 11: [replied.pk], 12: []}


@pytest.mark.parametrize("role", [Role.CLERK, Role.REVIEWER, Role.MANAGER, Role.AUDITOR, Role.ADMINISTRATOR])
def test_every_reader_stays_at_the_own_desks(role: Role) -> None:
    received(desk=desk(NET_ONE))
    mine = received().case
    expected = [] if role == Role.ADMINISTRATOR else [mine.pk]
    assert shown(staff(role), Queue.OPEN) == shown(staff(role), Queue.ALL) == expected


def test_a_row_shows_who_asks_for_whom() -> None:
    agent = PersonDetails(name="代理 花子")
    received(agent=agent, requester_type="appointed_agent")
    row = queue_page(Reader.on(staff(), TODAY), Filters()).rows[0]
    assert (row.requester.name, row.on_behalf_of.name) == ("代理 花子", "山田 太郎")


@pytest.mark.parametrize("queue", [Queue.OPEN, Queue.ALL])
def test_pages_neither_repeat_nor_lose_a_row_while_cases_come_and_go(queue: Queue) -> None:
    clerk = staff()
    cases = [received(by=clerk, received_on=TODAY - timedelta(days)).case for days in range(12) for _twin in range(6)]
    reader = Reader.on(clerk, TODAY)

    def turn(**place: Cursor | None) -> QueuePage:
        return queue_page(reader, Filters(queue=queue), **place)

    first = turn()
    gone = first.rows[3].case
    withdraw(gone.pk, by=clerk)
    late_comer = received(by=clerk, received_on=TODAY - timedelta(11 if queue == Queue.OPEN else 0)).case
    second = turn(after=first.after)
    third = turn(after=second.after)
    seen = [row.case.pk for page in (first, second, third) for row in page.rows]
    assert [len(page.rows) for page in (first, second, third)] == [PAGE_SIZE, PAGE_SIZE, 12]
    assert sorted(pk for pk in seen if pk != late_comer.pk) == sorted(case.pk for case in cases)
    assert (first.before, third.after) == (None, None)
    back = turn(before=third.before)
    assert [row.case.pk for row in back.rows] == [row.case.pk for row in second.rows]
    assert back.after is not None


def test_a_place_that_is_gone_leads_to_the_first_page() -> None:
    clerk, case = staff(), received().case
    beyond = Cursor(date(2099, 1, 1), uuid4())
    page = queue_page(Reader.on(clerk, TODAY), Filters(), after=beyond)
    assert [row.case.pk for row in page.rows] == [case.pk]


PLACE = UUID("513ae6c3-f6ce-487d-a805-be4a39c480be")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"2026-11-20.{PLACE}", Cursor(date(2026, 11, 20), PLACE)),
        (str(Cursor(date(2026, 11, 20), PLACE)), Cursor(date(2026, 11, 20), PLACE)),
        ("", None),
        ("2026-02-30." + str(PLACE), None),
        ("2026-11-20.1", None),
        ("' OR 1=1", None),
        ("2026-11-20", None),
    ],
)
def test_a_place_is_read_from_an_address(text: str, expected: Cursor | None) -> None:
    assert Cursor.parse(text) == expected


def test_a_page_costs_the_same_for_one_row_and_for_thirty() -> None:
    clerk = staff()
    rights = (RightAsked(kind=Kind.DISCLOSURE), RightAsked(kind=Kind.CORRECTION, correction="…"))
    costs = {}
    for wanted in (1, PAGE_SIZE):
        while Case.objects.count() < wanted:
            received(by=clerk, rights=rights)
        with CaptureQueriesContext(connection) as queries:
            page = queue_page(Reader.on(clerk, TODAY), Filters())
            assert [row.requester.name for row in page.rows] == ["山田 太郎"] * wanted
            assert {len(row.case.rights.all()) for row in page.rows} == {2}
        costs[wanted] = len(queries)
    assert costs == {1: 8, PAGE_SIZE: 8}
