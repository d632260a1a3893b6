"""What the clock tells and what it holds back: missed stages, the ladder, jumps of the clock, lost timers."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.conf import LazySettings
from django.utils import timezone

from dsr.actions import holding
from dsr.actions.clock import pause_clock, resume_clock
from dsr.actions.firing import fire_all_due
from dsr.actions.watch import restore_timers
from dsr.errors import Refused
from dsr.models import Case, CaseEvent, Deadline, Heartbeat, OutboxMessage, TickHold
from dsr.queries.unwatched import cases_with_restored_timers, held_reminders, unwatched_cases
from dsr.vocabulary import Action, DeadlineRule, PauseReason, Role, State, Topic
from tests.factories import NET_ONE, case_in, desk, received, staff

pytestmark = pytest.mark.django_db
At = Callable[[datetime | str], None]
L, T = DeadlineRule.LATE, DeadlineRule.TARGET


def tick() -> int:
    return fire_all_due(timezone.now())


def waiting(case: Case) -> dict[str, date]:
    return dict(case.deadlines.waiting().values_list("rule", "due_on"))


def mails() -> int:
    return OutboxMessage.objects.filter(topic=Topic.MAIL_REMINDER).count()


@pytest.mark.parametrize(
    ("woken", "told", "skipped"),
    [
        # due on 2 December; warnings on 25 November and 1 December
        ("2026-11-25 09:00", {"acknowledgement", "warning_5"}, set()),
        ("2026-12-01 09:00", {"acknowledgement", "warning_1"}, {"warning_5"}),
        ("2026-12-03 00:00", {"acknowledgement", "art39", "target"}, {"warning_5", "warning_1"}),
        ("2026-12-22 09:00", {"acknowledgement", "art39", "target"}, {"warning_5", "warning_1"}),
    ],
)
def test_of_missed_stages_the_last_is_told_and_the_others_are_on_record(
    at: At, woken: str, told: set[str], skipped: set[str]
) -> None:
    case = received().case
    at(woken)
    assert (tick(), tick()) == (len(told), 0)
    rows = case.deadlines.exclude(fired_at=None, closed_at=None)
    assert {row.rule for row in rows if row.fired_at} == told
    assert {row.rule for row in rows if row.skipped_late and row.closed_at and not row.fired_at} == skipped
    facts = CaseEvent.objects.filter(case=case, action=Action.FIRE_DEADLINE).values_list("facts", flat=True)
    assert {fact["rule"] for fact in facts if fact.get("skipped_late")} == skipped
    assert mails() == len(told)


def test_a_late_case_is_told_of_every_five_business_days_until_it_ends(at: At) -> None:
    case = received().case
    at("2026-12-03 00:00")
    tick()
    assert waiting(case) == {L: date(2026, 12, 10)}
    at("2026-12-10 09:00")
    assert (tick(), waiting(case)) == (1, {L: date(2026, 12, 17)})
    # asleep over two rungs and the closing days of the year: one is told, and the next is counted from then
    at("2027-01-08 10:00")
    assert (tick(), tick(), waiting(case)) == (1, 0, {L: date(2027, 1, 18)})


def test_a_pause_is_reviewed_again_and_again_and_a_moved_target_starts_anew(at: At) -> None:
    case, clerk = received().case, staff()
    pause_clock(case.pk, by=clerk, reason=PauseReason.PAPERS)
    at("2026-12-03 10:00")
    tick()
    assert waiting(case) == {DeadlineRule.PAUSE_REVIEW: date(2026, 12, 17)}
    resume_clock(case.pk, by=clerk)
    assert set(waiting(case)) == {"warning_5", "warning_1", "target"}


def test_a_target_that_moves_closes_the_reminders_of_the_late_case(at: At) -> None:
    case, clerk = received().case, staff()
    at("2026-12-03 10:00")
    tick()
    pause_clock(case.pk, by=clerk, reason=PauseReason.PAPERS)
    assert set(waiting(case)) == {DeadlineRule.PAUSE_REVIEW}


def test_a_year_of_ticks_leaves_no_open_case_without_a_timer_and_no_closed_one_with_one(at: At) -> None:
    pause_clock(received().case.pk, by=staff(), reason=PauseReason.FEE)
    received(), case_in(State.DECIDED), case_in(State.WITHDRAWN), case_in(State.REPLIED)
    for week in range(60):
        at(datetime.fromisoformat("2026-11-17T12:00:00+09:00") + timedelta(weeks=week))
        tick()
        assert list(unwatched_cases()) == []
    assert not Deadline.objects.waiting().filter(case__state__in=[State.WITHDRAWN, State.REPLIED]).exists()


@pytest.mark.parametrize(("limit", "mails_due", "sent"), [(4, 4, 4), (3, 4, 0)])
def test_more_than_may_be_told_at_once_waits_for_a_manager(
    at: At, settings: LazySettings, limit: int, mails_due: int, sent: int
) -> None:
    received(), received()
    settings.DSR_TICK_LIMIT = limit
    at("2026-12-01 09:00")
    # two acknowledgements and two last warnings; the warnings of five days are not told any more
    assert Deadline.objects.to_be_told(timezone.now()).count() == mails_due
    assert (tick(), mails()) == (sent, sent)
    held = held_reminders()
    assert (held.waiting if held else 0) == mails_due - sent
    assert Heartbeat.objects.get(name="tick").at == timezone.now()


def test_what_a_manager_released_is_told_once_and_it_is_on_record_who_did(at: At, settings: LazySettings) -> None:
    received(), received()
    settings.DSR_TICK_LIMIT, manager = 3, staff(Role.MANAGER)
    at("2026-12-01 09:00")
    assert (tick(), tick()) == (0, 0)
    for stranger in (staff(), staff(Role.REVIEWER), staff(Role.AUDITOR), staff(Role.ADMINISTRATOR)):
        with pytest.raises(Refused, match="not_permitted"):
            holding.release(timezone.now(), by=stranger)
    assert holding.release(timezone.now(), by=manager) == 4
    with pytest.raises(Refused, match="nothing_held"):
        holding.release(timezone.now(), by=manager)
    assert (tick(), tick(), mails(), held_reminders()) == (4, 0, 4, None)
    hold = TickHold.objects.get()
    assert (hold.released_by, hold.waiting, hold.ended_at) == (manager, 4, timezone.now())


def test_a_clock_that_jumps_by_a_year_tells_nothing_and_may_be_put_right(at: At) -> None:
    case = received().case
    tick()
    at("2027-11-17 10:01")
    assert (tick(), tick(), mails()) == (0, 0, 0)
    assert held_reminders().waiting == 3
    at("2026-11-17 10:03")
    assert (tick(), mails(), held_reminders()) == (0, 0, None)
    at("2026-12-01 09:00")
    tick()
    assert set(case.deadlines.filter(fired_at__isnull=False).values_list("rule", flat=True)) == {
        "acknowledgement",
        "warning_1",
    }


def test_what_was_released_by_a_wrong_clock_is_not_told_ahead_of_the_right_one(at: At) -> None:
    received()
    tick()
    at("2027-11-17 10:01")
    tick()
    holding.release(timezone.now(), by=None)
    at("2026-11-17 10:03")
    assert (tick(), mails(), TickHold.objects.standing().count()) == (0, 0, 0)


@pytest.mark.parametrize("days", [7, 35])
def test_a_long_sleep_is_caught_up_without_a_question(at: At, days: int) -> None:
    received()
    tick()
    at(timezone.now() + timedelta(days=days))
    tick()
    assert held_reminders() is None
    assert mails() > 0


def test_a_clock_set_back_by_an_hour_tells_nothing_twice_and_loses_nothing(at: At) -> None:
    case = received().case
    for moment in ("2026-11-25 09:10", "2026-11-25 08:10", "2026-11-25 08:59", "2026-11-25 09:10", "2026-12-01 09:00"):
        at(moment)
        tick()
    told = list(case.deadlines.filter(fired_at__isnull=False).order_by("fires_at").values_list("rule", flat=True))
    assert (told, mails()) == (["acknowledgement", "warning_5", "warning_1"], 3)


@pytest.mark.parametrize(
    ("state", "today", "lost"),
    [
        ("running", "2026-11-18 10:00", {"warning_5": 25, "warning_1": 1, "target": 2}),
        ("running", "2026-12-07 10:00", {"target": 2}),
        ("told", "2026-12-07 10:00", {"late": 14}),
        ("paused", "2026-11-18 10:00", {"pause_review": 3}),
    ],
)
def test_a_case_that_lost_its_timers_gets_them_again_and_managers_see_it(
    at: At, caplog: pytest.LogCaptureFixture, state: str, today: str, lost: dict[str, int]
) -> None:
    case = received().case
    if state == "paused":
        pause_clock(case.pk, by=staff(), reason=PauseReason.PAPERS)
    at(today)
    if state == "told":
        tick()
    due_on = Case.objects.get(pk=case.pk).due_on
    assert restore_timers(timezone.now()) == 0
    case.deadlines.waiting().update(closed_at=timezone.now())
    assert list(unwatched_cases()) == [case]
    assert (restore_timers(timezone.now()), restore_timers(timezone.now())) == (1, 0)
    assert {rule: day.day for rule, day in waiting(case).items()} == lost
    assert Case.objects.get(pk=case.pk).due_on == due_on
    assert cases_with_restored_timers([case.desk_id]) == [case]
    assert cases_with_restored_timers([desk(NET_ONE).pk]) == []
    assert caplog.messages == [f"case {case.pk} had no timer: set anew"]
    event = CaseEvent.objects.filter(case=case).latest("seq")
    assert (event.action, event.actor, event.facts["due_on"]) == ("restore_timers", "system", due_on.isoformat())


def test_a_closed_case_needs_no_timer() -> None:
    case_in(State.REPLIED), case_in(State.WITHDRAWN)
    assert (list(unwatched_cases()), restore_timers(timezone.now())) == ([], 0)


def test_cases_from_before_the_ladder_are_watched_over_after_the_migration(at: At) -> None:
    late, paused, well = received().case, received().case, received().case
    pause_clock(paused.pk, by=staff(), reason=PauseReason.PAPERS)
    for case in (late, paused):
        case.deadlines.update(fired_at=timezone.now())
    at("2026-12-14 10:00")
    migration = import_module("dsr.migrations.0014_timers_that_cannot_be_forgotten")
    migration.watch_over_late_cases(apps, None)
    assert waiting(late) == {L: date(2026, 12, 15)}
    assert waiting(paused) == {DeadlineRule.PAUSE_REVIEW: date(2026, 12, 15)}
    assert waiting(well)[T] == date(2026, 12, 2)
    assert list(unwatched_cases()) == []
