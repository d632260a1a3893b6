"""Calendars: a manager's closing days, what they move, and open cases that follow one by one."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.utils import timezone

from dsr.actions import calendars
from dsr.actions.calendars import activate, follow, proposed
from dsr.actions.clock import pause_clock
from dsr.actions.desks import load_desks, own_closures
from dsr.actions.firing import fire_all_due
from dsr.actions.receive import RightAsked
from dsr.errors import Refused
from dsr.law.calendars import OwnClosure
from dsr.models import Calendar, Case, CaseEvent, Desk, Heartbeat
from dsr.queries.calendars import preview, short_calendars
from dsr.queries.due_dates import due_dates
from dsr.tasks import tick
from dsr.vocabulary import Action, DeadlineRule, Kind, PauseReason, Regime, Role, State
from tests.factories import DESKS, NET_ONE, TODAY, case_in, desk, received, staff

pytestmark = pytest.mark.django_db
At = Callable[[datetime | str], None]
FOUNDING = OwnClosure(date(2026, 11, 25), date(2026, 11, 26), "創立記念日")


def activated(*own: OwnClosure, at: Desk | None = None) -> Calendar:
    here = at or desk()
    return activate(here, own, by=staff(Role.MANAGER, here), base=here.calendar().version)


def waiting(case: Case) -> dict[str, date]:
    return dict(case.deadlines.waiting().values_list("rule", "due_on"))


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def test_open_cases_follow_and_the_journal_keeps_both_dates() -> None:
    case = received().case
    assert case.due_on == date(2026, 12, 2)
    made = activated(FOUNDING)
    assert follow() == 1
    case = fresh(case)
    assert (case.due_on, case.calendar_version) == (date(2026, 12, 4), made.version)
    assert waiting(case)[DeadlineRule.TARGET] == date(2026, 12, 4)
    assert CaseEvent.objects.get(case=case, action=Action.RECOMPUTE_DEADLINE).facts == {
        "calendar_before": made.version - 1,
        "calendar_version": made.version,
        "due_before": "2026-12-02",
        "due_on": "2026-12-04",
    }
    assert follow() == 0


def test_timers_of_a_case_that_does_not_move_stay_as_they_are() -> None:
    case = received().case
    before = list(case.deadlines.order_by("pk").values_list("pk", "due_on", "closed_at"))
    activated(OwnClosure(date(2027, 6, 1), date(2027, 6, 1), "移転"))
    follow()
    assert list(case.deadlines.order_by("pk").values_list("pk", "due_on", "closed_at")) == before
    assert fresh(case).calendar_version == desk().calendar().version


def test_closed_cases_and_other_desks_stay() -> None:
    replied, elsewhere = case_in(State.REPLIED), received(desk=desk(NET_ONE)).case
    activated(FOUNDING)
    assert follow() == 0
    assert [fresh(each).due_on for each in (replied, elsewhere)] == [replied.due_on, elsewhere.due_on]


def test_after_it_every_due_date_is_what_the_stored_facts_say(at: At) -> None:
    systems = desk("citizen-systems-japan")
    cases = [received(desk=systems, received_on=day).case for day in (TODAY, date(2026, 11, 10))]
    gdpr = (RightAsked(kind=Kind.GDPR_ACCESS),)
    cases.append(received(desk=systems, regime=Regime.EU_GDPR, residence="DE", rights=gdpr).case)
    pause_clock(cases[0].pk, by=staff(at=systems), reason=PauseReason.PAPERS)
    activated(FOUNDING, OwnClosure(date(2026, 12, 14), date(2026, 12, 18), "休業"), at=systems)
    assert follow() == 3
    for case in map(fresh, cases):
        days = due_dates(case, systems.calendar().business_days)
        assert case.due_on == days.due
        if case.paused_from:
            assert DeadlineRule.TARGET not in waiting(case)
        else:
            assert waiting(case)[DeadlineRule.TARGET] == days.due


def test_a_process_that_dies_leaves_the_others_to_the_next_tick(monkeypatch: pytest.MonkeyPatch) -> None:
    cases = [received().case for _number in range(3)]
    activated(FOUNDING)
    left, really = [1], calendars._follow

    def dies_at_the_second(*args) -> bool:
        if not left:
            raise KeyboardInterrupt
        left.pop()
        return really(*args)

    with monkeypatch.context() as killed:
        killed.setattr(calendars, "_follow", dies_at_the_second)
        with pytest.raises(KeyboardInterrupt):
            follow()
    assert sorted(fresh(case).due_on for case in cases) == [date(2026, 12, 2), date(2026, 12, 2), date(2026, 12, 4)]
    assert follow() == 2
    assert {fresh(case).due_on for case in cases} == {date(2026, 12, 4)}


def test_a_tick_takes_no_more_than_its_share() -> None:
    for _number in range(3):
        received()
    activated(FOUNDING)
    assert [follow(at_once=2), follow(at_once=2), follow(at_once=2)] == [2, 1, 0]


def test_a_reminder_that_was_sent_is_not_sent_again_for_a_day_that_is_over(at: At) -> None:
    case = received().case
    activated(OwnClosure(date(2026, 11, 18), date(2026, 11, 18), "防災訓練"))
    at("2026-11-27 10:00")
    follow()
    assert DeadlineRule.WARNING_5 not in waiting(fresh(case))


def test_one_case_that_cannot_be_computed_holds_up_no_other_and_not_the_tick(monkeypatch: pytest.MonkeyPatch) -> None:
    broken, well = received().case, received().case
    activated(FOUNDING)
    really = calendars.move_everything

    def breaks(case: Case, now: datetime) -> None:
        if case.pk == broken.pk:
            raise ValueError("山田 太郎")
        really(case, now)

    monkeypatch.setattr(calendars, "move_everything", breaks)
    tick()
    assert [fresh(case).due_on for case in (broken, well)] == [date(2026, 12, 2), date(2026, 12, 4)]
    assert Heartbeat.objects.filter(name="tick").exists()


def test_a_late_case_is_not_told_again_when_its_day_moves_within_the_past(at: At) -> None:
    case = received().case
    at("2026-12-10 10:00")
    fire_all_due(timezone.now())
    rung = list(case.deadlines.filter(fired_at__isnull=False).values_list("rule", "due_on"))
    activated(FOUNDING)
    follow()
    fire_all_due(timezone.now())
    assert list(case.deadlines.filter(fired_at__isnull=False).values_list("rule", "due_on")) == rung
    assert DeadlineRule.LATE in waiting(case)


def test_the_review_of_a_pause_leaves_a_day_that_is_closed_now() -> None:
    case = received().case
    pause_clock(case.pk, by=staff(), reason=PauseReason.PAPERS)
    review = waiting(case)[DeadlineRule.PAUSE_REVIEW]
    activated(OwnClosure(review, review, "防災訓練"))
    follow()
    assert waiting(case)[DeadlineRule.PAUSE_REVIEW] == date(2026, 12, 3)
    assert review == date(2026, 12, 2)


def test_looking_for_cases_that_are_behind_costs_little(django_assert_num_queries) -> None:
    received()
    with django_assert_num_queries(1 + Desk.objects.count()):
        follow()


REFUSED = [
    ([OwnClosure(date(2026, 12, 2), date(2026, 12, 1), "x")], "closure_backwards"),
    ([OwnClosure(date(2019, 12, 1), date(2020, 1, 1), "x")], "closure_out_of_reach"),
    ([OwnClosure(date(2026, 12, 1), date(2099, 1, 1), "x")], "closure_out_of_reach"),
    ([OwnClosure(date(2026, 12, 1), date(2026, 12, 1), f"{n}") for n in range(61)], "closures_too_many"),
    ([], "nothing_changed"),
]


@pytest.mark.parametrize(("own", "code"), REFUSED)
def test_what_cannot_be_is_refused(own: list[OwnClosure], code: str) -> None:
    with pytest.raises(Refused, match=code):
        activated(*own)
    assert desk().calendars.count() == 1


@pytest.mark.parametrize("role", [role for role in Role if role != Role.MANAGER])
def test_only_managers_of_the_desk_activate(role: Role) -> None:
    with pytest.raises(Refused, match="not_permitted"):
        activate(desk(), [FOUNDING], by=staff(role), base=1)
    with pytest.raises(Refused, match="not_permitted"):
        activate(desk(), [FOUNDING], by=staff(Role.MANAGER, desk(NET_ONE)), base=1)


def test_a_preview_of_an_older_calendar_activates_nothing() -> None:
    base = desk().calendar().version
    activated(FOUNDING)
    with pytest.raises(Refused, match="calendar_stale"):
        activate(desk(), [], by=staff(Role.MANAGER), base=base)


def test_own_days_survive_when_the_profiles_are_loaded_again() -> None:
    made = activated(FOUNDING)
    load_desks([DESKS / "omron-software.yaml"])
    newest = desk().calendar()
    assert (newest.version, own_closures(newest)) == (made.version, (FOUNDING,))
    assert not newest.business_days.is_open(FOUNDING.first)


# --- before anything is activated -----------------------------------------------------------------------------------


def test_preview_counts_what_moves_what_becomes_late_and_which_reminders(at: At, django_assert_num_queries) -> None:
    first, paused = received().case, received().case
    pause_clock(paused.pk, by=staff(), reason=PauseReason.PAPERS)
    activated(FOUNDING)
    follow()
    at("2026-12-03 10:00")
    here = desk()
    seen = preview(here, proposed(here, []), date(2026, 12, 3))
    assert [(row.case.pk, row.due_before, row.due_on) for row in seen.moved] == [
        (case.pk, date(2026, 12, 4), date(2026, 12, 2)) for case in sorted((first, paused), key=lambda one: one.pk)
    ]
    assert (seen.open, seen.late, seen.reminders, seen.unreached) == (2, 1, 2, 0)
    assert fresh(first).due_on == date(2026, 12, 4)


def test_preview_costs_the_same_for_one_case_and_for_five(django_assert_num_queries) -> None:
    here = desk()
    days = proposed(here, [FOUNDING])
    for count in (1, 4):
        for _number in range(count):
            received()
        with django_assert_num_queries(5):
            preview(here, days, TODAY)


@pytest.mark.parametrize(("covers_to", "short"), [("2027-01-30", True), ("2027-01-31", False)])
def test_a_calendar_that_leaves_less_than_sixty_days_is_told(covers_to: str, short: bool) -> None:
    case = received().case
    assert case.due_on == date(2026, 12, 2)
    Calendar.objects.filter(desk=case.desk).update(covers_to=covers_to)
    assert [row.desk.pk for row in short_calendars()] == ([case.desk_id] if short else [])
    assert short_calendars([desk(NET_ONE).pk]) == []
